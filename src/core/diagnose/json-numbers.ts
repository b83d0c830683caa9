/** How a language prints a double. All of them take the shortest digits that read back the same. */
export interface DoubleFormat {
  /** Decimal exponents from here on are written out: `1e+16`. */
  readonly from: number;
  /** And those up to here: `1e-05`. */
  readonly upTo: number;
  /** What a number without a fraction ends in: `.0`, or nothing. */
  readonly whole: '.0' | '';
  /** The same in front of an exponent. */
  readonly wholeMantissa: '.0' | '';
  readonly letter: 'e' | 'E';
  readonly plus: '+' | '';
  /** The least number of digits of an exponent. */
  readonly width: 1 | 2;
}

/** Whether a JSON number has neither fraction nor exponent. */
export function isInteger(text: string): boolean {
  return /^-?\d+$/.test(text);
}

/** Prints the double nearest to a JSON number; undefined where it would be infinite. */
export function printDouble(text: string, format: DoubleFormat): string | undefined {
  const value = Number(text);
  if (!Number.isFinite(value)) {
    return undefined;
  }
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const [mantissa = '', power = ''] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(power);
  const isWritten = exponent >= format.from || exponent <= format.upTo;
  return (
    sign + (isWritten ? scientific(digits, exponent, format) : fixed(digits, exponent, format))
  );
}

function scientific(digits: string, exponent: number, format: DoubleFormat): string {
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : format.wholeMantissa;
  const power = String(Math.abs(exponent)).padStart(format.width, '0');
  return `${digits.charAt(0)}${fraction}${format.letter}${exponent < 0 ? '-' : format.plus}${power}`;
}

function fixed(digits: string, exponent: number, { whole }: DoubleFormat): string {
  if (exponent < 0) {
    return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  }
  const before = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const after = digits.slice(exponent + 1);
  return before + (after === '' ? whole : `.${after}`);
}
