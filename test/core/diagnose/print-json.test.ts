import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortedByCodePoint, sortedByUtf16 } from '../../../src/core/diagnose/json-members.js';
import { parseJsonTree, type JsonTree } from '../../../src/core/json-tree.js';
import {
  indented,
  printAsWritten,
  printJson,
  type JsonStyle,
} from '../../../src/core/diagnose/print-json.js';
import { compactJson } from '../../../src/core/json-text.js';
import { jsonText } from './json-arbitrary.js';

describe('printAsWritten', () => {
  it('gives the JSON without its white space', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        expect(printAsWritten(treeOf(text))).toBe(compactJson(text));
      }),
    );
  });
});

describe('printJson', () => {
  it('is compact and as written, unless the style says otherwise', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        expect(printJson(treeOf(text), {})).toBe(compactJson(text));
      }),
    );
  });

  it.each(['  ', '    ', '\t'])('indents by %j as JSON.stringify does', (indent) => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const tree = treeOf(JSON.stringify(value));
        expect(printJson(tree, indented(indent))).toBe(JSON.stringify(value, null, indent));
      }),
    );
  });

  it.each<[name: string, style: JsonStyle, text: string]>([
    ['object separator', { object: { separator: ', ' } }, '{"b":[1,2.0,{}], "a":null, "b":"x"}'],
    ['array separator', { array: { separator: ', ' } }, '{"b":[1, 2.0, {}],"a":null,"b":"x"}'],
    ['colon', { colon: ' : ' }, '{"b" : [1,2.0,{}],"a" : null,"b" : "x"}'],
    ['padding', { array: { separator: ',', padding: ' ' } }, '{"b":[ 1,2.0,{} ],"a":null,"b":"x"}'],
    [
      'empty',
      { object: { separator: ',', empty: () => '~' } },
      '{"b":[1,2.0,{~}],"a":null,"b":"x"}',
    ],
    ['string', { string: ({ value }) => `'${value}'` }, `{'b':[1,2.0,{}],'a':null,'b':'x'}`],
    ['key', { string: () => '0', key: ({ text }) => text }, '{"b":[1,2.0,{}],"a":null,"b":0}'],
    ['number', { number: (text) => `<${text}>` }, '{"b":[<1>,<2.0>,{}],"a":null,"b":"x"}'],
    ['word', { word: (word) => word.toUpperCase() }, '{"b":[1,2.0,{}],"a":NULL,"b":"x"}'],
    [
      'members',
      { members: (members) => members.toReversed() },
      '{"b":"x","a":null,"b":[1,2.0,{}]}',
    ],
  ])('%s', (_name, style, text) => {
    expect(printJson(treeOf('{"b":[1,2.0,{}],"a":null,"b":"x"}'), style)).toBe(text);
  });

  it.each(['1', '[1]', '{"a":[[1]]}'])('gives nothing for %s when a number is refused', (text) => {
    expect(printJson(treeOf(text), { number: () => undefined })).toBeUndefined();
  });
});

describe('the order of members', () => {
  const text = '{"\ufffd":1,"b":2,"\u{1f600}":3,"B":4,"ba":5}';

  it.each<[name: string, style: JsonStyle, sorted: string]>([
    ['code units', { members: sortedByUtf16 }, '{"B":4,"b":2,"ba":5,"\u{1f600}":3,"\ufffd":1}'],
    [
      'code points',
      { members: sortedByCodePoint },
      '{"B":4,"b":2,"ba":5,"\ufffd":1,"\u{1f600}":3}',
    ],
  ])('%s', (_name, style, sorted) => {
    expect(printJson(treeOf(text), style)).toBe(sorted);
  });
});

function treeOf(text: string): JsonTree {
  const tree = parseJsonTree(text);
  if (tree === undefined) {
    throw new TypeError(`${text} is not JSON`);
  }
  return tree;
}
