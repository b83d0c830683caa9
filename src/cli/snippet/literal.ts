/** How a language writes characters inside a string in double quotes. */
export interface Escapes {
  /** Characters with an escape of their own: `"`, the backslash, line breaks. */
  readonly named: Readonly<Record<string, string>>;
  /** Any other that has to be escaped; called for each code point. */
  readonly other: (codePoint: number) => string;
  /** Whether only ASCII is safe in a source file. */
  readonly isAsciiOnly?: boolean;
}

/** What nearly all of them share. */
export const COMMON_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** A string literal in double quotes that stands for exactly this text. */
export function doubleQuoted(text: string, { named, other, isAsciiOnly }: Escapes): string {
  const inner = Array.from(text, (character) => {
    const isPlain = isPrintable(character) && (isAsciiOnly !== true || /^[ -~]$/.test(character));
    return named[character] ?? (isPlain ? character : other(character.codePointAt(0) ?? 0));
  });
  return `"${inner.join('')}"`;
}

/** A string literal in single quotes, in which only the quote and the backslash are special. */
export function singleQuoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}

/**
 * Whether all of a text can stand in a source file and be read there: no control characters, no line
 * breaks, and nothing that is invisible or turns the direction of writing.
 */
export function isPrintable(text: string): boolean {
  return !/[\p{C}\p{Zl}\p{Zp}]/u.test(text);
}

/** A body that is no text, for a literal. */
export function bodyBase64(body: Uint8Array): string {
  return Buffer.from(body).toString('base64');
}

/** `\u00e9`, in pairs of surrogates above U+FFFF. */
export function utf16Escape(codePoint: number): string {
  const units = String.fromCodePoint(codePoint);
  return Array.from({ length: units.length }, (_, index) => {
    return `\\u${hexDigits(units.charCodeAt(index), 4)}`;
  }).join('');
}

/** A number in hex of at least so many digits. */
export function hexDigits(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
