import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { readSource, writeSource } from '../../src/adapters/json-source.js';

function copy(text: string, isFaithful: boolean): string | undefined {
  const tree = readSource(text, isFaithful);
  return tree && writeSource(tree.root, tree);
}

it.each([
  '{"10":1.0,"2":[-0,1e400,""],"":null,"a":{"__proto__":true,"b":"\\u0041"}}',
  '9007199254740993',
  '""',
  '[]',
  '{}',
  '[[[]],{}]',
])('%s is copied as it is', (text) => {
  expect(copy(text, true)).toBe(text);
});

it('copies any JSON, white space left out', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 1, 4), (value, indent) => {
      expect(copy(JSON.stringify(value, null, indent), true)).toBe(JSON.stringify(value));
    }),
  );
});

it('keeps the meaning where it is not faithful', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3, stringUnit: 'grapheme' }), (value) => {
      expect(readSource(JSON.stringify(value), false)?.root).toEqual(
        JSON.parse(JSON.stringify(value)),
      );
    }),
  );
});

it.each(['', '{', '[1,]', 'nul', '{"a":1}x'])('%j is not JSON', (text) => {
  expect([readSource(text, true), readSource(text, false)]).toEqual([undefined, undefined]);
});

it('writes -0, and text that begins like a stand-in, as they are', () => {
  expect(copy('[-0,0]', false)).toBe('[-0,0]');
  expect(copy('["\\u0000x","\\u0000"]', false)).toBe('["\\u0000x","\\u0000"]');
  expect(copy('["\\u0000x","\\u0000"]', true)).toBe('["\\u0000x","\\u0000"]');
  expect(copy('[-0,-0.0,0]', false)).toBe('[-0,-0,0]');
});

it('keeps a spelling only where a value has one', () => {
  expect(copy('[1.0,2.50,1.00]', false)).toBe('[1,2.50,1]');
});
