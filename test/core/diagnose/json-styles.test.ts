import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { jsonStyles } from '../../../src/core/diagnose/json-styles.js';
import { parseJsonTree } from '../../../src/core/json-tree.js';
import { printJson } from '../../../src/core/diagnose/print-json.js';
import { compactJson } from '../../../src/core/json-text.js';
import { jsonText } from './json-arbitrary.js';

type Id = (typeof jsonStyles)[number]['id'];

const cases: readonly [id: Id, text: string, output: string][] = [
  ['compact', ' { "a" : [ 1.0 , "\\/" ] } ', '{"a":[1.0,"\\/"]}'],
  ['indent-2', '{"a":[1.0,{}]}', '{\n  "a": [\n    1.0,\n    {}\n  ]\n}'],
  ['indent-4', '{"a":[]}', '{\n    "a": []\n}'],
  ['indent-tab', '[1e5]', '[\n\t1e5\n]'],
  ['spaced', '{"a":[1,2],"b":{}}', '{"a": [1, 2], "b": {}}'],
  [
    'keys-sorted',
    '{"b":{"d":1,"c":2.0},"a":[{"f":1,"e":2}]}',
    '{"a":[{"e":2,"f":1}],"b":{"c":2.0,"d":1}}',
  ],
  [
    'nulls-left-out',
    '{"a":null,"b":[null],"c":{"d":null,"e":false}}',
    '{"b":[null],"c":{"e":false}}',
  ],
  ['slashes-escaped', '{"a/b":"c/d\\/e\\\\/"}', '{"a\\/b":"c\\/d\\/e\\\\\\/"}'],
  ['slashes-unescaped', '{"a\\/b":"c/d\\\\/\\\\\\/"}', '{"a/b":"c/d\\\\/\\\\/"}'],
  [
    'non-ascii-escaped',
    '{"é":"\\u00C9\u2028😀\u007f"}',
    '{"\\u00e9":"\\u00C9\\u2028\\ud83d\\ude00\u007f"}',
  ],
  ['non-ascii-escaped-upper', '["é😀"]', '["\\u00E9\\uD83D\\uDE00"]'],
  [
    'non-ascii-unescaped',
    '["\\u00e9\\uD83D\\uDE00\\u001b\\u0041\\\\u00e9"]',
    '["é😀\\u001b\\u0041\\\\u00e9"]',
  ],
  ['non-ascii-unescaped', '["\\ud83d"]', '["\\ud83d"]'],
  ['escape-hex-case', '["\\u001B\\u00E9\\\\u00E9"]', '["\\u001b\\u00e9\\\\u00E9"]'],
  ['escape-hex-case-upper', '["\\u001b\\\\u00e9\\n"]', '["\\u001B\\\\u00e9\\n"]'],
  ['html-escaped', '{"<":"a&b>"}', '{"\\u003c":"a\\u0026b\\u003e"}'],
  [
    'number-short',
    '[15420.50,1.0,10,-0.00,100.010,1.50e3,0.10]',
    '[15420.5,1,10,-0,100.01,1.50e3,0.1]',
  ],
  ['number-decimal', '[1,-0,1.5,1e5]', '[1.0,-0.0,1.5,1e5]'],
  [
    'number-plain',
    '[1e5,1.5E+3,-1.25e-7,1.5e0,12.5e-1,0e5,1e401,7,1.50]',
    '[100000,1500,-0.000000125,1.5,1.25,0,1e401,7,1.50]',
  ],
  ['numbers-quoted', '{"a":[1.50,"2"]}', '{"a":["1.50","2"]}'],
  ['numbers-unquoted', '{"1":["1.50","-0","01","x","1e5"]}', '{"1":[1.50,-0,"01","x",1e5]}'],
];

describe('jsonStyles', () => {
  it.each(cases)('%s of %s', (id, text, output) => {
    expect(print(id, text)).toBe(output);
  });

  it.each<[id: Id, title: string]>([
    ['compact', 'the body was signed compact'],
    ['indent-2', 'the body was signed indented by 2 spaces'],
    ['spaced', 'the body was signed with a space after each comma and colon'],
    ['keys-sorted', 'the body was signed with its keys sorted'],
  ])('%s: %s', (id, title) => {
    expect(jsonStyles.find((style) => style.id === id)?.title).toBe(title);
  });

  it('is covered by the cases above', () => {
    const covered = new Set<string>(cases.map(([id]) => id));
    expect(jsonStyles.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
  });

  it.each(['compact', 'slashes-unescaped', 'non-ascii-unescaped', 'escape-hex-case'] as const)(
    '%s keeps the value',
    (id) => {
      fc.assert(
        fc.property(jsonText, (text) => {
          expect(JSON.parse(print(id, text) ?? '')).toEqual(JSON.parse(text));
        }),
      );
    },
  );

  it.each([
    'slashes-escaped',
    'non-ascii-escaped',
    'html-escaped',
    'number-plain',
    'number-short',
  ] as const)('%s keeps the value, and finds nothing more to change', (id) => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const printed = print(id, text) ?? '';
        expect(JSON.parse(printed)).toEqual(JSON.parse(text));
        expect(print(id, printed)).toBe(printed);
      }),
    );
  });

  it('takes slashes back', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const bare = print('slashes-unescaped', text) ?? '';
        expect(print('slashes-unescaped', print('slashes-escaped', bare) ?? '')).toBe(
          compactJson(bare),
        );
      }),
    );
  });
});

function print(id: Id, text: string): string | undefined {
  const named = jsonStyles.find((candidate) => candidate.id === id);
  const tree = parseJsonTree(text);
  if (named === undefined || tree === undefined) {
    throw new TypeError(`no style ${id}, or no JSON`);
  }
  return printJson(tree, named.style);
}
