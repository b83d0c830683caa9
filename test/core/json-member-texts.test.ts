import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memberTexts } from '../../src/core/json-member-texts.js';

describe('memberTexts', () => {
  it.each<[json: string, members: readonly (readonly [string, string])[]]>([
    ['{}', []],
    [' { } ', []],
    ['{"a":1}', [['a', '1']]],
    [
      '{ "a" : 1.0 , "b" : [ {"c": "]}\\"" } , 2 ] }',
      [
        ['a', '1.0'],
        ['b', '[ {"c": "]}\\"" } , 2 ]'],
      ],
    ],
    [
      '{"a":1,"a":true}',
      [
        ['a', '1'],
        ['a', 'true'],
      ],
    ],
    ['{"\\u0061\\"":"\\\\"}', [['a"', '"\\\\"']]],
  ])('%s', (json, members) => {
    expect(memberTexts(json).map(({ name, text }) => [name, text])).toEqual(members);
  });

  it('finds what JSON.parse finds, in each style of writing', () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(object, fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
        const json = JSON.stringify(value, null, indent);
        const found = memberTexts(json).map(({ name, text }) => [name, JSON.parse(text)]);
        expect(found).toEqual(Object.entries<unknown>(JSON.parse(json)));
      }),
    );
  });
});
