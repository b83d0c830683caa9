import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { transformSync } from 'esbuild';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitShellWords } from '../../../src/app/paste/shell-words.js';
import { refusal } from '../refusal.js';

function split(text: string): string[] {
  return splitShellWords(text).map((word) => Buffer.from(word).toString());
}

it.each<[text: string, words: string[]]>([
  ['', []],
  ['  \n ', []],
  ['a b\tc', ['a', 'b', 'c']],
  [`''`, ['']],
  [`a '' ""  $''`, ['a', '', '', '']],
  [`'a b'"c d"e\\ f`, ['a bc de f']],
  [`'it'\\''s'`, ["it's"]],
  [`"a\\"b\\\\c\\$d\\\`e\\n"`, ['a"b\\c$d`e\\n']],
  ['a \\\n  b\\\nc', ['a', 'bc']],
  ['a \\\r\n  b', ['a', 'b']],
  ['a "b\\\nc"', ['a', 'bc']],
  ["a 'b\\\nc'", ['a', 'b\\\nc']],
  ['a b \\\n', ['a', 'b']],
  ['a$ $', ['a$', '$']],
  ['"a$ $"', ['a$ $']],
  ['$"a b"', ['a b']],
  ['http://h/a?b=[1]*#x~y=z', ['http://h/a?b=[1]*#x~y=z']],
  ['{} {a} a,b }{', ['{}', '{a}', 'a,b', '}{']],
  [`'{a,b}' {'a,b'}`, ['{a,b}', '{a,b}']],
  ['"é😀" é😀 \\😀', ['é😀', 'é😀', '😀']],
])('%j', (text, words) => {
  expect(split(text)).toEqual(words);
});

it.each<[text: string, bytes: string]>([
  [String.raw`$'a\n\t\r\\\'\"\?\a\b\e\E\f\v'`, 'a\n\t\r\\\'"?\x07\b\x1b\x1b\f\v'],
  [String.raw`$'\101\x41\u41\u0041\U00000041x'`, 'AAAAAx'],
  [String.raw`$'\0410\x410'`, '!0A0'],
  [String.raw`$'\q\x\u'`, String.raw`\q\x\u`],
  [String.raw`$'\ud83d\ude00\U0001F600'`, '😀😀'],
  [String.raw`$'\u0021\u0080'`, '!\u0080'],
  [String.raw`$'\xc3\xa9'`, 'é'],
])('%s', (text, expected) => {
  expect(split(text)).toEqual([expected]);
});

it('keeps bytes that are no text', () => {
  expect(splitShellWords(String.raw`$'\xff\376a'`)).toEqual([Uint8Array.of(0xff, 0xfe, 0x61)]);
});

it.each<[text: string, message: string]>([
  ['a $KEY', 'the variable $KEY'],
  ['a "x $KEY y"', 'the variable $KEY'],
  ['a "${KEY:-x}"', 'the variable $KEY'],
  ['a $1', 'the shell parameter $1'],
  ['a "$@"', 'the shell parameter $@'],
  ['a $(id)', 'a command substitution $(…)'],
  ['a "$(id)"', 'a command substitution $(…)'],
  ['a $((1+1))', 'arithmetic $((…))'],
  ['a ${!x}', 'an expansion ${…}'],
  ['a `id`', 'a backtick'],
  ['a "`id`"', 'a backtick'],
  ['a <<EOF\nx\nEOF', 'a here-document (<<)'],
  ['a <<< x', 'a here-document (<<<)'],
  ['a > x', 'a redirection (>)'],
  ['a 2>/dev/null', 'a redirection (>)'],
  ['a < x', 'a redirection (<)'],
  ['a | jq .', 'a pipe (|)'],
  ['a ; b', 'a semicolon'],
  ['a http://h/?a=1&b=2', 'an unquoted &'],
  ['a && b', 'an unquoted &'],
  ['(a)', 'an unquoted parenthesis'],
  ['a # b', 'a comment'],
  ['a ~/x', 'a home directory (~)'],
  ['a b=~/x', 'a home directory (~)'],
  [`a b='c':~`, 'a home directory (~)'],
  ['a {b,c}', 'unquoted braces'],
  ['a {"b":1,"c":2}', 'unquoted braces'],
  ['a {1..3}', 'unquoted braces'],
  ...Array.from('“”„‘’‚', (quote): [string, string] => [
    `a${quote}b`,
    `a typographic quote (${quote})`,
  ]),
  ['a\u200bb', 'an invisible space'],
  ['a\u00a0b', 'an invisible space'],
  ['a\nb', 'a line break'],
  ['a \\ \nb', 'a line break'],
  ['a \\', 'a backslash at its end'],
  ["a 'b", 'a quote without its closing one'],
  ['a "b', 'a quote without its closing one'],
  ["a $'b", "a $' without its closing quote"],
  [String.raw`a $'\x{41}'`, '\\x{…} or \\c'],
  [String.raw`a $'\ca'`, String.raw`or \c`],
  ['a $\\\nKEY', 'a $ at the end of a line'],
  ['a "$\\\nKEY"', 'a $ at the end of a line'],
  [String.raw`a $'\ud83d'`, 'no character'],
  [String.raw`a $'\U00110000'`, 'no character'],
  [String.raw`a $'\0'`, 'a NUL'],
  [String.raw`a $'\u0000'`, 'a NUL'],
])('%j is refused', (text, message) => {
  expect(() => split(text)).toThrow(refusal('usage', message));
});

// The build for Node 20 is read as Latin-1, and esbuild escapes strings, but no regular expressions.
it.each(readdirSync('src/app/paste'))('%s is ASCII when it is built', (name) => {
  const source = readFileSync(`src/app/paste/${name}`, 'utf8');
  const { code } = transformSync(source, { loader: 'ts', target: 'node20' });
  expect(code).toMatch(/^\p{ASCII}*$/u);
});

const character = fc.oneof(
  fc.constantFrom(
    "'",
    '"',
    '\\',
    '$',
    '`',
    '!',
    '\n',
    '\r',
    ' ',
    '\t',
    '~',
    '#',
    '{',
    ',',
    '}',
    '&',
  ),
  fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }),
);
/** No argument of a program can hold a NUL. */
const text = fc.string({ unit: character }).map((value) => value.replaceAll('\0', ''));

// eslint-disable-next-line no-control-regex -- as Chrome has it
const CHROME_ESCAPES = /[\0-\x1F\x7F-\x9F!]|'/;
// eslint-disable-next-line no-control-regex -- as Chrome has it
const CHROME_CONTROLS = /[\0-\x1F\x7F-\x9F!]/g;

const QUOTINGS: Readonly<Record<string, (value: string) => string>> = {
  single: (value) => `'${value.replaceAll("'", `'\\''`)}'`,
  double: (value) => `"${value.replaceAll(/["\\$`]/g, String.raw`\$&`)}"`,
  backslash: (value) =>
    value === ''
      ? "''"
      : value.replaceAll(/[\s\S]/gu, (char) => (char === '\n' ? "'\n'" : `\\${char}`)),
  'ANSI-C': (value) =>
    `$'${value.replaceAll(/[^ -&(-[\]-~]/gu, (char) => `\\U${(char.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`)}'`,
  bytes: (value) =>
    `$'${Array.from(Buffer.from(value), (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}'`,
  // What Chrome's escapeStringPosix does since 2015, and what it did before.
  Chrome: (value) =>
    CHROME_ESCAPES.test(value)
      ? `$'${value
          .replace(/\\/g, '\\\\')
          .replace(/'/g, String.raw`\'`)
          .replace(/\n/g, String.raw`\n`)
          .replace(/\r/g, String.raw`\r`)
          .replace(
            CHROME_CONTROLS,
            (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
          )}'`
      : `'${value}'`,
  'old Chrome': (value) =>
    /[^\x20-\x7E]|'/.test(value)
      ? `$'${value
          .replace(/\\/g, '\\\\')
          .replace(/'/g, String.raw`\'`)
          .replace(/\n/g, String.raw`\n`)
          .replace(/\r/g, String.raw`\r`)
          .replace(
            /[^\x20-\x7E]/g,
            (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
          )}'`
      : `'${value}'`,
};

describe.each(Object.entries(QUOTINGS))('words in %s quotes', (_name, quote) => {
  it('come back', () => {
    fc.assert(
      fc.property(fc.array(text), (words) => {
        expect(split(words.map(quote).join(' '))).toEqual(words);
      }),
    );
  });
});

describe.skipIf(spawnSync('bash', ['-c', ':']).status !== 0)('bash agrees', () => {
  it('on words quoted in any way', () => {
    const word = fc
      .array(fc.tuple(fc.constantFrom(...Object.values(QUOTINGS).slice(0, 5)), text), {
        minLength: 1,
      })
      .map((parts) => parts.map(([quote, value]) => quote(value)).join(''));
    fc.assert(
      fc.property(fc.array(word, { minLength: 20, maxLength: 40 }), (words) => {
        const command = words.join(' \\\n ');
        expect([split(command)]).toEqual(bashWords([command]));
      }),
      { numRuns: 10 },
    );
  });

  it('on scraps of shell that are not refused', () => {
    const scrap = fc.array(
      fc.constantFrom(
        "'",
        '"',
        "$'",
        '$"',
        '\\',
        '\\\n',
        '\\n',
        '\\x4',
        '\\12',
        '\\u4',
        'a',
        '1',
        ' ',
        '\\"',
        "\\'",
        '$',
        '=',
        '#',
        '~',
        '{',
        '}',
        '\t',
        '\\c',
        '?',
        '/',
      ),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(fc.array(scrap, { minLength: 20, maxLength: 40 }), (scraps) => {
        const readable = scraps.map((each) => each.join('')).filter(isReadable);
        expect(readable.map(split)).toEqual(bashWords(readable));
      }),
      { numRuns: 20 },
    );
  });
});

function isReadable(command: string): boolean {
  try {
    split(command);
    return true;
  } catch {
    return false;
  }
}

/** The words of each command. A NUL ends a word, and a line of its own a command. */
function bashWords(commands: readonly string[]): string[][] {
  const script = commands
    .map((command) => `printf '%s\\0' x ${command}\nprintf '\\n\\0\\0'\n`)
    .join('');
  const options = { input: `set -f\n${script}`, env: { ...process.env, LC_ALL: 'C.UTF-8' } };
  const output = execFileSync('bash', ['-s'], options).toString();
  return output
    .split('\0\n\0\0')
    .slice(0, -1)
    .map((words) => words.split('\0').slice(1));
}
