import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compactJson,
  indentJson,
  tokenizeJson,
  type JsonTokenKind,
} from '../../src/core/json-text.js';
import { anyText, wellFormedText } from './arbitraries.js';

describe('tokenizeJson', () => {
  it.each<[text: string, tokens: [JsonTokenKind, string, depth: number][]]>([
    ['1', [['number', '1', 0]]],
    ['"a"', [['string', '"a"', 0]]],
    ['null', [['word', 'null', 0]]],
    [
      '{}',
      [
        ['{', '{', 0],
        ['}', '}', 0],
      ],
    ],
    [
      ' {"a" : [ true , "b" ] } ',
      [
        ['{', '{', 0],
        ['key', '"a"', 1],
        [':', ':', 1],
        ['[', '[', 1],
        ['word', 'true', 2],
        [',', ',', 2],
        ['string', '"b"', 2],
        [']', ']', 1],
        ['}', '}', 0],
      ],
    ],
  ])('%s', (text, tokens) => {
    expect(tokenizeJson(text)?.map(({ kind, text: own, depth }) => [kind, own, depth])).toEqual(
      tokens,
    );
  });

  it.each([
    '',
    ' ',
    '\ufeff{}',
    '\u00a01',
    '{',
    '}',
    '[',
    ']',
    '[1,]',
    '[,1]',
    '[1 2]',
    '[1}',
    '[1',
    '[[]',
    '{"a":1',
    '{"a":[1}]',
    '{"a":1]',
    '{"a":1,}',
    '{,"a":1}',
    '{"a"}',
    '{"a":}',
    '{"a" 1}',
    '{"a"::1}',
    '{a:1}',
    "{'a':1}",
    '{1:1}',
    '{"a":1 "b":2}',
    '{"a":1}}',
    '1 2',
    '1,2',
    '1]',
    ':',
    ',',
    '01',
    '-01',
    '-',
    '+1',
    '.5',
    '1.',
    '1.e1',
    '1e',
    '1e+',
    '0x10',
    '1_000',
    'NaN',
    'Infinity',
    'True',
    'nul',
    'nulll',
    'truefalse',
    'undefined',
    '"',
    '"a',
    "'a'",
    '"\\"',
    '"\\x41"',
    '"\\u12g4"',
    '"\\u123"',
    '"\\U0041"',
    '"a\nb"',
    '"a\tb"',
    '"\0"',
    '"\x1f"',
    '1 // comment',
    '/**/1',
  ])('%j is no JSON', (text) => {
    expect(tokenizeJson(text)).toBeUndefined();
    expect(compactJson(text)).toBeUndefined();
    expect(() => {
      JSON.parse(text);
    }).toThrow(SyntaxError);
  });

  it('agrees with JSON.parse on what is JSON', () => {
    const piece = fc.constantFrom(
      ...'{}[]:, \n\t\v"\\0-1x'.split(''),
      '"a"',
      '"\\u00e9"',
      '"k":',
      ...fragments,
    );
    const soup = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.oneof(soup, anyText, fc.json()), (text) => {
        expect(tokenizeJson(text) !== undefined).toBe(parses(text));
      }),
      { numRuns: 1500 },
    );
  });

  it('is not exhausted by depth', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(compactJson(deep) === deep).toBe(true);
    expect(compactJson(deep.slice(1))).toBeUndefined();
  });
});

describe('compactJson', () => {
  it.each<[text: string, compact: string]>([
    [' {"a" : 1 ,\r\n\t"b" : [ ] } ', '{"a":1,"b":[]}'],
    ['15420.50', '15420.50'],
    ['1.0', '1.0'],
    ['1e400', '1e400'],
    ['1E+2', '1E+2'],
    ['9007199254740993', '9007199254740993'],
    ['-0', '-0'],
    ['-0.0e-0', '-0.0e-0'],
    ['{"a":1,"a":2}', '{"a":1,"a":2}'],
    ['{"10":1,"9":2,"b":3,"a":4}', '{"10":1,"9":2,"b":3,"a":4}'],
    ['{"__proto__":{"x":1}}', '{"__proto__":{"x":1}}'],
    ['"\\ud800"', '"\\ud800"'],
    ['"\ud800"', '"\ud800"'],
    ['"\\u00E9\\u00e9é"', '"\\u00E9\\u00e9é"'],
    ['"\\/ /"', '"\\/ /"'],
    ['"\\"\\\\\\b\\f\\n\\r\\t"', '"\\"\\\\\\b\\f\\n\\r\\t"'],
    ['"a  b\u2028\x7f"', '"a  b\u2028\x7f"'],
    ['{"a b" : "c : d , e"}', '{"a b":"c : d , e"}'],
  ])('%j', (text, compact) => {
    expect(compactJson(text)).toBe(compact);
  });

  it('gives back what JSON.stringify writes, however it was indented', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ stringUnit: 'grapheme' }),
        fc.constantFrom(undefined, 1, 2, '\t', ' \t'),
        (value, space) => {
          const text = JSON.stringify(value);
          expect(compactJson(JSON.stringify(value, null, space))).toBe(text);
          expect(compactJson(text)).toBe(text);
        },
      ),
    );
  });

  it('gives back any string, escaped or raw', () => {
    fc.assert(
      fc.property(anyText, wellFormedText, (key, text) => {
        const json = JSON.stringify({ [key]: text });
        expect(compactJson(json)).toBe(json);
      }),
    );
  });
});

describe('indentJson', () => {
  it.each<[text: string, lines: string[]]>([
    ['1', ['1']],
    ['{}', ['{}']],
    ['[ ]', ['[]']],
    ['{"a":15420.50}', ['{', '  "a": 15420.50', '}']],
    ['[1,2]', ['[', '  1,', '  2', ']']],
    ['[[],{}]', ['[', '  [],', '  {}', ']']],
    [
      '{"b":{"c":[1,{"d":null}]},"a":"x"}',
      [
        '{',
        '  "b": {',
        '    "c": [',
        '      1,',
        '      {',
        '        "d": null',
        '      }',
        '    ]',
        '  },',
        '  "a": "x"',
        '}',
      ],
    ],
  ])('%s', (text, lines) => {
    expect(indentJson(tokenizeJson(text) ?? []).split('\n')).toEqual(lines);
  });

  it('is what JSON.stringify indents, and loses nothing when compacted', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        const text = JSON.stringify(value);
        const indented = indentJson(tokenizeJson(text) ?? []);
        expect(indented).toBe(JSON.stringify(value, null, 2));
        expect(compactJson(indented)).toBe(text);
      }),
    );
  });

  it('keeps every token of what was written by hand', () => {
    fc.assert(
      fc.property(fc.array(number), fc.string({ maxLength: 5 }), (numbers, key) => {
        const text = `{${JSON.stringify(key)}:[${numbers.join(' , ')}] , ${JSON.stringify(key)}:-0}`;
        const tokens = tokenizeJson(text) ?? [];
        expect(tokens.filter(({ kind }) => kind === 'number').map((token) => token.text)).toEqual([
          ...numbers,
          '-0',
        ]);
        expect(tokenizeJson(indentJson(tokens))).toEqual(tokens);
      }),
    );
  });

  it('paints tokens, and nothing between them', () => {
    const tokens = tokenizeJson('{"a":[1,true]}') ?? [];
    expect(indentJson(tokens, ({ kind, text }) => `<${kind} ${text}>`)).toBe(
      [
        '<{ {>',
        '  <key "a"><: :> <[ [>',
        '    <number 1><, ,>',
        '    <word true>',
        '  <] ]>',
        '<} }>',
      ].join('\n'),
    );
  });

  it('of nothing is nothing', () => {
    expect(indentJson([])).toBe('');
  });
});

const fragments = ['.5', 'e1', 'E+2', 'true', 'false', 'null'];

/** JSON numbers as people write them, most of which JavaScript would print otherwise. */
const number = fc.stringMatching(/^-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,4})?$/);

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('long input', () => {
  it('carries a string of 12 MB', () => {
    const text = JSON.stringify({ a: 'x'.repeat(12_000_000), b: '\n'.repeat(100_000) });
    expect(compactJson(text)).toBe(text);
  });
});
