import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAmount, parseAmount } from '../../src/sandbox/amount.js';

describe('parseAmount', () => {
  it.each([
    ['0', 0n],
    ['0.0', 0n],
    ['0.05', 5n],
    ['1', 100n],
    ['15420.5', 1_542_050n],
    ['15420.50', 1_542_050n],
    ['999999999999999.99', 99_999_999_999_999_999n],
  ])('%s', (text, hundredths) => {
    expect(parseAmount(text)).toBe(hundredths);
  });

  it.each([
    '',
    '-1',
    '+1',
    '1.',
    '.5',
    '1.005',
    '1e3',
    '01',
    '1,000',
    ' 1',
    '1 ',
    'NaN',
    '0x10',
    '1000000000000000',
    '1٫5',
  ])('refuses %j', (text) => {
    expect(parseAmount(text)).toBeUndefined();
  });
});

describe('formatAmount', () => {
  it.each([
    [0n, '0.00'],
    [-5n, '-0.05'],
    [5n, '0.05'],
    [100n, '1.00'],
    [-1_542_050n, '-15420.50'],
  ])('%s', (hundredths, text) => {
    expect(formatAmount(hundredths)).toBe(text);
  });

  it('writes what parseAmount reads', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 99_999_999_999_999_999n), (hundredths) => {
        expect(parseAmount(formatAmount(hundredths))).toBe(hundredths);
      }),
    );
  });
});
