/** How Python writes the words of JSON. */
export const PYTHON_REPR = { true: 'True', false: 'False', null: 'None' } as const;

const SHORT: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** What str.isprintable() denies: the categories Other and Separator, the space left out. */
const NOT_PRINTABLE = /[\\\p{C}\p{Z}]/gu;

/** The repr of a str: double quotation marks only where that saves escapes. */
export function pythonString(value: string): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  const escaped = value.replace(NOT_PRINTABLE, (char) => (char === ' ' ? char : escape(char)));
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}

function escape(char: string): string {
  const short = SHORT[char];
  if (short !== undefined) {
    return short;
  }
  const hex = (char.codePointAt(0) ?? 0).toString(16);
  const [letter, width] = hex.length <= 2 ? ['x', 2] : hex.length <= 4 ? ['u', 4] : ['U', 8];
  return `\\${letter}${hex.padStart(width, '0')}`;
}

/** The repr of a bytes object, as formatting it into a text writes it: `b'{"a": 1}'`. */
export function bytesRepr(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1');
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  // eslint-disable-next-line no-control-regex -- control characters are what is escaped
  const escaped = text.replace(/[\\\0-\x1f\x7f-\xff]/g, escape);
  return `b${quote}${quote === "'" ? escaped.replaceAll("'", "\\'") : escaped}${quote}`;
}
