import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { count, fields, table, visible, wrap } from '../../../src/cli/render/text.js';

describe('visible', () => {
  it.each([
    ['plain\ttext\n', 'plain\ttext\n'],
    ['₹ é 😀 नेपाल', '₹ é 😀 नेपाल'],
    ['\u001b[31m', '\\u001b[31m'],
    ['\0', '\\u0000'],
    ['\r', '\\u000d'],
    ['\u0007\u0008', '\\u0007\\u0008'],
    ['\u007f', '\\u007f'],
    ['\u0080\u009b\u009f', '\\u0080\\u009b\\u009f'],
    ['\u202a\u202e', '\\u202a\\u202e'],
    ['\u2066\u2069', '\\u2066\\u2069'],
    ['\u200e\u200f', '\\u200e\\u200f'],
    ['\u061c', '\\u061c'],
    ['\u2028\u2029', '\\u2028\\u2029'],
    ['\u00a0', '\u00a0'],
  ])('%j', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it('leaves nothing that steers a terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visible(text)).not.toMatch(/[^\P{Cc}\t\n]/u);
      }),
    );
  });
});

describe('wrap', () => {
  it.each<[text: string, width: number, indent: string, lines: string]>([
    ['a b c', 3, '', 'a b\nc'],
    ['a b c', 5, '  ', '  a b\n  c'],
    ['a b c', 80, '', 'a b c'],
    ['toolong b', 3, '', 'toolong\nb'],
    ['', 10, '  ', '  '],
    ['ab cd', 5, '', 'ab cd'],
    ['ab cd', 4, '', 'ab\ncd'],
  ])('%j to %i with %j', (text, width, indent, lines) => {
    expect(wrap(text, width, indent)).toBe(lines);
  });

  it('keeps every word and every width that it can', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 });
    fc.assert(
      fc.property(words, fc.integer({ min: 14, max: 80 }), (given, width) => {
        const lines = wrap(given.join(' '), width, '  ').split('\n');
        expect(lines.map((line) => line.slice(2)).join(' ')).toBe(given.join(' '));
        expect(lines.filter((line) => line.length > width || !line.startsWith('  '))).toEqual([]);
      }),
    );
  });
});

it('table has columns of equal width, and nothing at the ends of lines', () => {
  expect(
    table([
      ['', 'NAME', 'X'],
      ['*', 'a', ''],
      ['', 'longer', 'y'],
    ]),
  ).toBe('   NAME    X\n*  a\n   longer  y\n');
  expect(table([])).toBe('');
});

it('fields has the values in one column', () => {
  const painted = fields(
    [
      ['a', '1'],
      ['long', '2'],
    ],
    (name) => `<${name}>`,
  );
  expect(painted).toBe('<a>     1\n<long>  2\n');
  expect(fields([], (name) => name)).toBe('');
});

it.each<[amount: number, text: string]>([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1,000 bytes'],
  [10_485_800, '10,485,800 bytes'],
])('count %i', (amount, text) => {
  expect(count(amount, 'byte')).toBe(text);
});
