/** A decimal number, exactly: coefficient times ten to the power of exponent. */
interface Exact {
  readonly coefficient: bigint;
  readonly exponent: number;
}

const DECIMAL = /^([+-]?)(\d{1,1000})(?:\.(\d{0,1000}))?(?:[eE]([+-]?\d{1,4}))?$/;

/**
 * Compares two decimal numbers without rounding, so that 2^53+1 is not 2^53 and 15420.50 is 15420.5.
 *
 * @returns negative, zero or positive; undefined where one of them is no number
 */
export function compareDecimals(left: string, right: string): number | undefined {
  const [a, b] = [readDecimal(left), readDecimal(right)];
  if (a === undefined || b === undefined) {
    return undefined;
  }
  const exponent = Math.min(a.exponent, b.exponent);
  const difference = atExponent(a, exponent) - atExponent(b, exponent);
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

function readDecimal(text: string): Exact | undefined {
  const [, sign, whole, fraction = '', power = '0'] = DECIMAL.exec(text) ?? [];
  if (whole === undefined) {
    return undefined;
  }
  const size = BigInt(whole + fraction);
  return {
    coefficient: sign === '-' ? -size : size,
    exponent: Number(power) - fraction.length,
  };
}

function atExponent({ coefficient, exponent }: Exact, wanted: number): bigint {
  return coefficient * 10n ** BigInt(exponent - wanted);
}
