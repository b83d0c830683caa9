import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/core/bytes.js';
import { isRecord, membersOf, parseJson } from '../../src/core/parsed-json.js';

describe('parseJson', () => {
  it.each<readonly [string, unknown]>([
    ['{"a":[1,null]}', { a: [1, null] }],
    ['"é"', 'é'],
    ['null', null],
    ['{"a":1', undefined],
    ['{} {}', undefined],
    ['', undefined],
  ])('reads %j, as text and as UTF-8', (json, value) => {
    expect(parseJson(json)).toEqual(value);
    expect(parseJson(utf8(json))).toEqual(value);
  });

  it('takes no bytes that are not UTF-8', () => {
    expect(parseJson(Uint8Array.of(0x22, 0xe9, 0x22))).toBeUndefined();
  });
});

describe('isRecord and membersOf', () => {
  it.each<readonly [string, unknown, boolean]>([
    ['an object', { a: 1 }, true],
    ['an array', [1], false],
    ['null', null, false],
    ['a text', 'a', false],
    ['nothing', undefined, false],
  ])('%s', (_name, value, is) => {
    expect(isRecord(value)).toBe(is);
    expect(membersOf(value)).toEqual(is ? value : {});
  });
});
