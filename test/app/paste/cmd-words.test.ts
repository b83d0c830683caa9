import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitCmdWords } from '../../../src/app/paste/cmd-words.js';
import { refusal } from '../refusal.js';

function split(text: string): string[] {
  return splitCmdWords(text).words.map((word) => Buffer.from(word).toString());
}

it.each<[text: string, words: string[]]>([
  ['curl http://h/', ['curl', 'http://h/']],
  ['curl "a b" ""', ['curl', 'a b', '']],
  ['curl ^\n  -H ^\r\n "x: y" ^\n', ['curl', '-H', 'x: y']],
  [String.raw`curl -d "{\"a\":\"b c\"}"`, ['curl', '-d', '{"a":"b c"}']],
  ['curl -d "{""a"":1}"', ['curl', '-d', '{"a":1}']],
  ['curl "a"%"b"', ['curl', 'a%b']],
  [
    String.raw`curl "a\\b" c\d "e\\" "f\\\"g"`,
    ['curl', String.raw`a\\b`, String.raw`c\d`, 'e\\', String.raw`f\"g`],
  ],
  ['curl a^&b "c^&d"e^^', ['curl', 'a&b', 'c^&de^']],
  ['curl "http://h/%E2%82%AC?x=100%"', ['curl', 'http://h/%E2%82%AC?x=100%']],
  ['curl "$HOME `x`"', ['curl', '$HOME `x`']],
  [
    'curl ^"http://h/?a=1^&b=^%^20x^" -H ^"^\\^"q^\\^"^"',
    ['curl', 'http://h/?a=1&b=%20x', '-H', '"q"'],
  ],
  ['curl ^"http://h/^\\{a^\\}^"', ['curl', String.raw`http://h/\{a\}`]],
  ['curl ^"a^\n\nb^\r\n\r\nc^"', ['curl', 'a\nb\nc']],
])('%j', (text, words) => {
  expect(split(text)).toEqual(words);
});

it.each<[text: string, message: string]>([
  ['curl %KEY%', 'the variable %KEY%'],
  ['curl "x %API_KEY% y"', 'the variable %API_KEY%'],
  ['curl http://h/?a=1&b=2', 'an unquoted &'],
  ['curl ^"a^" ^& curl ^"b^" & x', 'an unquoted &'],
  ['curl "a" | more', 'an unquoted |'],
  ['curl "a" > x', 'an unquoted >'],
  ['curl "a"\ncurl "b"', 'a line break'],
  ['curl "a\nb"', 'a line break'],
  ['curl "a', 'a quote without its closing one'],
])('%j is refused', (text, message) => {
  expect(() => split(text)).toThrow(refusal('usage', message));
});

/** Chrome's escapeStringWin, as it was from 2014, from 2019 and from 2023. */
const CHROME_2014 = (value: string): string =>
  `"${value.replace(/"/g, '""').replace(/%/g, '"%"').replace(/\\/g, '\\\\')}"`;
const caretEscaped = (value: string, safe: RegExp): string =>
  value
    .replace(/\\/g, '\\\\')
    .replace(/"/g, String.raw`\"`)
    .replace(safe, '^$&')
    .replace(/%(?=[a-zA-Z0-9_])/g, '%^')
    .replace(/\r?\n/g, '^\n\n');
const CHROME_2019 = (value: string): string => {
  const quote = /[\r\n]/.test(value) ? '^"' : '"';
  return quote + caretEscaped(value, /[^a-zA-Z0-9\s_\-:=+~'/.',?;()*`&]/g) + quote;
};
const CHROME_2023 = (value: string): string =>
  `^"${caretEscaped(value, /[^a-zA-Z0-9\s_\-:=+~'/.',?;()*`]/g)}^"`;

const character = fc.oneof(
  fc.constantFrom(
    '"',
    '\\',
    '%',
    '^',
    '&',
    '{',
    '}',
    '[',
    ' ',
    '!',
    '|',
    '<',
    'a',
    '2',
    '_',
    '\n',
    '😀',
  ),
  fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }),
);
const text = fc.string({ unit: character });

describe('what Chrome escapes comes back', () => {
  it.each<[name: string, escape: (value: string) => string, lost: RegExp]>([
    // Line breaks and backslashes of that form do not survive cmd.exe, and carets look like those of 2019.
    ['of 2014', CHROME_2014, /[\\^\r\n]/g],
    // CRLF and LF are escaped alike.
    ['of 2019', CHROME_2019, /\r/g],
    ['of 2023', CHROME_2023, /\r/g],
  ])('%s', (_name, escape, lost) => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), (values) => {
        const kept = values.map((value) => value.replace(lost, ''));
        expect(split(`curl ^\n  ${kept.map(escape).join(' ^\n  ')}`)).toEqual(['curl', ...kept]);
      }),
      { numRuns: 1000 },
    );
  });
});

it('says where cmd.exe would do something else', () => {
  expect(splitCmdWords(String.raw`curl ^"^{^\^"a^\^":^\^"x^\^\ny^\^"^}^"`)).toEqual({
    words: [Buffer.from('curl'), Buffer.from(String.raw`{"a":"x\ny"}`)].map(
      (word) => new Uint8Array(word),
    ),
    notes: [expect.stringContaining('as Chrome meant it')],
  });
  expect(splitCmdWords(String.raw`curl ^"^{^\^"a^\^":1^}^"`).notes).toEqual([]);
});
