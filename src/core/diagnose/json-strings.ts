/** How a library writes a string: which characters it escapes, and how. */
export interface Escaping {
  /** Matches one character; global. */
  readonly escaped: RegExp;
  /** The escapes that are not `\uXXXX`. */
  readonly short: Readonly<Record<string, string>>;
  readonly hex: 'lower' | 'upper';
}

/** RFC 8259, section 7, without `\/`. */
export const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** What has to be escaped, and no more: control characters, quotation mark and backslash. */
export const REQUIRED = /["\\]|[^ -\uffff]/g;

/** All that is not printable ASCII, and what has to be escaped. */
export const NOT_ASCII = /["\\]|[^ -~]/g;

/** The string in quotation marks, escaped. */
export function quoted(value: string, { escaped, short, hex }: Escaping): string {
  return `"${value.replace(escaped, (char) => short[char] ?? unicodeEscapes(char, hex))}"`;
}

/** `\uXXXX` for each UTF-16 code unit of a text. */
export function unicodeEscapes(text: string, hex: 'lower' | 'upper'): string {
  let escapes = '';
  for (let index = 0; index < text.length; index += 1) {
    const digits = text.charCodeAt(index).toString(16).padStart(4, '0');
    escapes += `\\u${hex === 'upper' ? digits.toUpperCase() : digits}`;
  }
  return escapes;
}
