import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, decodeUtf8, utf8 } from '../../src/core/bytes.js';
import { wellFormedText } from './arbitraries.js';

const BOM = '\ufeff';

describe('utf8', () => {
  it.each<[text: string, hex: string]>([
    ['', ''],
    ['a', '61'],
    ['\0', '00'],
    ['é', 'c3a9'],
    ['₹', 'e282b9'],
    ['😀', 'f09f9880'],
    [BOM, 'efbbbf'],
    ['\ud800', 'efbfbd'],
  ])('%j is %s', (text, hex) => {
    expect(Buffer.from(utf8(text)).toString('hex')).toBe(hex);
  });
});

describe('decodeUtf8', () => {
  it.each<[what: string, hex: string, text: string | undefined]>([
    ['nothing', '', ''],
    ['ASCII', '6162', 'ab'],
    ['four bytes', 'f09f9880', '😀'],
    ['a byte order mark, kept', 'efbbbf61', `${BOM}a`],
    ['NUL', '00', '\0'],
    ['a lone continuation byte', '80', undefined],
    ['a sequence cut short', 'e282', undefined],
    ['an overlong NUL', 'c080', undefined],
    ['an encoded surrogate', 'eda080', undefined],
    ['Latin-1', 'e9', undefined],
    ['a code point past the last', 'f4908080', undefined],
  ])('%s', (_what, hex, text) => {
    expect(decodeUtf8(Buffer.from(hex, 'hex'))).toBe(text);
  });

  it('carries nothing over from a text that it could not read', () => {
    expect(decodeUtf8(Uint8Array.of(0xe2, 0x82))).toBeUndefined();
    expect(decodeUtf8(Uint8Array.of(0x61))).toBe('a');
  });

  it('gives back every well-formed text', () => {
    fc.assert(
      fc.property(wellFormedText, (text) => {
        expect(decodeUtf8(utf8(text))).toBe(text);
      }),
    );
  });
});

describe('concatBytes', () => {
  it.each<[what: string, chunks: number[][], joined: number[]]>([
    ['nothing', [], []],
    ['one', [[1, 2]], [1, 2]],
    ['two in order', [[1, 2], [3]], [1, 2, 3]],
    ['empty ones between', [[], [1], [], [2], []], [1, 2]],
  ])('%s', (_what, chunks, joined) => {
    expect([...concatBytes(chunks.map((chunk) => Uint8Array.from(chunk)))]).toEqual(joined);
  });

  it('copies', () => {
    const chunk = Uint8Array.of(1);
    const joined = concatBytes([chunk]);
    chunk[0] = 2;
    expect([...joined]).toEqual([1]);
  });
});
