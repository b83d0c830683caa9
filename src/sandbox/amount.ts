import { decimal, type Decimal } from './json.js';

/** Fifteen digits before the point: more than any wallet holds. */
const AMOUNT = /^(0|[1-9]\d{0,14})(?:\.(\d{1,2}))?$/;

/**
 * An amount of money in hundredths (paise, cents), exactly. Undefined for what is no amount: signs,
 * exponents, more than two decimals.
 */
export function parseAmount(text: string): bigint | undefined {
  const [, whole, fraction = ''] = AMOUNT.exec(text) ?? [];
  return whole === undefined ? undefined : BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'));
}

/** Hundredths with two decimals: `15420.50`, `-0.05`. */
export function formatAmount(hundredths: bigint): string {
  const digits = String(hundredths < 0n ? -hundredths : hundredths).padStart(3, '0');
  const sign = hundredths < 0n ? '-' : '';
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Hundredths as a JSON number with two decimals. */
export function amountJson(hundredths: bigint): Decimal {
  return decimal(formatAmount(hundredths));
}
