import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { decimal, writeJson } from '../../src/sandbox/json.js';

it('writes compact JSON, and numbers as they are', () => {
  const value = {
    text: 'é "\n\u2028 \ud83d',
    list: [1, decimal('15420.50'), null, true, []],
    nested: { '': decimal('-0'), b: {} },
  };
  expect(writeJson(value)).toBe(
    '{"text":"é \\"\\n\u2028 \\ud83d","list":[1,15420.50,null,true,[]],"nested":{"":-0,"b":{}}}',
  );
});

it('writes anything else as JSON.stringify does', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      expect(writeJson(JSON.parse(text))).toBe(text);
    }),
  );
});
