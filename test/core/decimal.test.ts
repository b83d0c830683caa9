import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareDecimals } from '../../src/core/decimal.js';

it.each<[left: string, right: string, order: number | undefined]>([
  ['1', '1.0', 0],
  ['15420.50', '15420.5', 0],
  ['1e3', '1000', 0],
  ['1E+3', '1000', 0],
  ['-0', '0', 0],
  ['9007199254740993', '9007199254740992', 1],
  ['-2', '-1', -1],
  ['0.1', '0.09', 1],
  ['1e400', '1e399', 1],
  ['1e-400', '0', 1],
  ['', '1', undefined],
  ['1', 'x', undefined],
  ['0x10', '16', undefined],
  ['1e99999', '1', undefined],
  [' 1', '1', undefined],
])('%s and %s', (left, right, order) => {
  expect(compareDecimals(left, right)).toBe(order);
});

it('orders as integers are ordered', () => {
  const integer = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
  fc.assert(
    fc.property(integer, integer, fc.integer({ min: 0, max: 9 }), (a, b, zeros) => {
      const text = zeros === 0 ? String(b) : `${b}.${'0'.repeat(zeros)}`;
      const wanted = a === b ? 0 : a < b ? -1 : 1;
      expect(compareDecimals(String(a), text)).toBe(wanted);
    }),
  );
});
