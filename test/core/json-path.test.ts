import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { atJsonPath, printJsonPath, readJsonPath } from '../../src/core/json-path.js';
import { parseJsonTree } from '../../src/core/json-tree.js';

it.each<[text: string, path: readonly (string | number)[], rest: string]>([
  ['data.id', ['data', 'id'], ''],
  ['.data.id', ['data', 'id'], ''],
  ['items[0].id', ['items', 0, 'id'], ''],
  ['[3]', [3], ''],
  ['["a.b"].c', ['a.b', 'c'], ''],
  ['a["b\\"c"]=1', ['a', 'b"c'], '=1'],
  ['a.b = 1', ['a', 'b'], ' = 1'],
  ['a[01]', ['a'], '[01]'],
  ['a[0]b', ['a', 0], 'b'],
  ['a["x]', ['a'], '["x]'],
  ['a..b', ['a'], '..b'],
  ['', [], ''],
])('%s', (text, path, rest) => {
  const read = readJsonPath(text);
  expect(read.path).toEqual(path);
  expect(text.slice(read.end)).toBe(rest);
});

it('what is printed is read again', () => {
  const step = fc.oneof(fc.string({ minLength: 1 }), fc.nat({ max: 999_999_999 }));
  fc.assert(
    fc.property(fc.array(step, { minLength: 1 }), (path) => {
      const text = printJsonPath(path);
      expect(readJsonPath(text)).toEqual({ path, end: text.length });
    }),
  );
});

it.each<[path: readonly (string | number)[], text: string | undefined]>([
  [['a', 0], '1'],
  [['a', '0'], '1'],
  [['a', 'x'], undefined],
  [['a', 0, 'x'], undefined],
  [['b'], '3'],
  [['0'], '"zero"'],
  [[0], '"zero"'],
  [['constructor'], undefined],
])('%j', (path, text) => {
  const tree = parseJsonTree('{"a":[1],"b":2,"b":3,"0":"zero"}');
  const found = tree && atJsonPath(tree, path);
  expect(found === undefined || !('text' in found) ? undefined : found.text).toBe(text);
});
