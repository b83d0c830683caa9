import { describe, expect, it } from 'vitest';
import { isBelowPattern, readJsonPathPattern } from '../../src/core/json-path-pattern.js';

describe('a pattern', () => {
  it.each([
    ['data', ['data']],
    ['data.items[*].price', ['data', 'items', null, 'price']],
    ['data.*', ['data', null]],
    ['*', [null]],
    ['*.id', [null, 'id']],
    ['[*]', [null]],
    ['[*][0]["a.b"]', [null, 0, 'a.b']],
    ['[0].*[*]', [0, null, null]],
  ])('%s', (text, expected) => {
    expect(readJsonPathPattern(text)).toEqual(expected);
  });

  it.each(['', '.', 'data.', 'data items', '[x]', '[*]price', 'a**', 'a*', '**', 'a[*', '['])(
    '%j is none',
    (text) => {
      expect(readJsonPathPattern(text)).toBeUndefined();
    },
  );
});

it.each([
  ['data.items[*].price', ['data', 'items', 3, 'price'], true],
  ['data.items', ['data', 'items', 3, 'price'], true],
  ['data.items[*]', ['data', 'items'], false],
  ['data.items[1]', ['data', 'items', 3], false],
  ['*', ['x'], true],
])('%s takes %j in: %s', (text, path, expected) => {
  expect(isBelowPattern(path, readJsonPathPattern(text) ?? [])).toBe(expected);
});
