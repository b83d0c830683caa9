import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { differences } from '../../src/core/json-difference.js';
import { printJsonPath } from '../../src/core/json-path.js';
import { parseJsonTree, type JsonTree } from '../../src/core/json-tree.js';
import { printJsonTree } from '../../src/core/print-json-tree.js';

function tree(text: string): JsonTree {
  const parsed = parseJsonTree(text);
  if (parsed === undefined) {
    throw new Error(`no JSON: ${text}`);
  }
  return parsed;
}

function lines(before: string, after: string): string[] {
  return differences(tree(before), tree(after)).map(
    ({ path, before: old, after: now }) =>
      `${printJsonPath(path)}: ${old ? printJsonTree(old) : '-'} > ${now ? printJsonTree(now) : '-'}`,
  );
}

it.each<[before: string, after: string, found: readonly string[]]>([
  ['{"a":1,"b":2}', '{"b":2,"a":1}', []],
  ['1', '1.0', []],
  ['15420.50', '1.54205e4', []],
  ['-0', '0', []],
  ['9007199254740993', '9007199254740992', [': 9007199254740993 > 9007199254740992']],
  ['"\\u00e9"', '"é"', []],
  ['1', '"1"', [': 1 > "1"']],
  ['null', 'false', [': null > false']],
  ['{"a":{"b":[1,2]}}', '{"a":{"b":[1,3]}}', ['a.b[1]: 2 > 3']],
  ['{"a":[1]}', '{"a":[1,2]}', ['a[1]: - > 2']],
  ['{"a":[1,2]}', '{"a":[1]}', ['a[1]: 2 > -']],
  ['{"a":1}', '{}', ['a: 1 > -']],
  ['{}', '{"a.b":null}', ['["a.b"]: - > null']],
  ['{"a":1,"b":1}', '{"b":2,"c":3}', ['a: 1 > -', 'b: 1 > 2', 'c: - > 3']],
  ['{"a":{}}', '{"a":[]}', ['a: {} > []']],
  ['{"a":1,"a":2}', '{"a":2}', []],
  ['{"__proto__":1}', '{"__proto__":2}', ['__proto__: 1 > 2']],
])('%s and %s', (before, after, found) => {
  expect(lines(before, after)).toEqual(found);
});

it('says nothing of a value and itself, and something of two that differ', () => {
  fc.assert(
    fc.property(fc.json(), fc.json(), (one, other) => {
      expect(lines(one, one)).toEqual([]);
      // JSON.parse takes -0 for 0, as is meant, and rounds, as no test value of fast-check needs.
      const isSame = normalised(one) === normalised(other);
      expect(lines(one, other).length === 0).toBe(isSame);
    }),
  );
});

/** The same for JSON texts that mean the same: members sorted, numbers as JavaScript writes them. */
function normalised(text: string): string {
  return JSON.stringify(JSON.parse(text), (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
