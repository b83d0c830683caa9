import { CHARACTER_NAMES } from './character-names.js';

/**
 * Bytes for the eye. Printable text is shown as it is; whatever cannot be seen, or could be taken
 * for something else, is written as a symbol or in ‹›. No two byte strings are shown alike.
 */

/** What is shown in one piece. */
export interface Glyph {
  readonly shown: string;
  /** Its first byte, from the beginning of the bytes. */
  readonly offset: number;
  /** In bytes. */
  readonly length: number;
  /** How wide a terminal draws it. */
  readonly columns: number;
  /** The text that it is; undefined for a byte that is no UTF-8. */
  readonly text: string | undefined;
}

/** The bytes piece by piece. */
export function* glyphs(bytes: Uint8Array): Generator<Glyph, void, undefined> {
  let offset = 0;
  while (offset < bytes.length) {
    const glyph = glyphAt(bytes, offset);
    yield glyph;
    offset += glyph.length;
  }
}

/** The bytes on one line. */
export function visibleBytes(bytes: Uint8Array): string {
  let line = '';
  for (const { shown } of runs(bytes)) {
    line += shown;
  }
  return line;
}

/** The same as {@link glyphs}, but plain ASCII comes in one piece: megabytes of it are common. */
function* runs(bytes: Uint8Array): Generator<Glyph, void, undefined> {
  let offset = 0;
  while (offset < bytes.length) {
    const length = plainLength(bytes, offset);
    const glyph = length === 0 ? glyphAt(bytes, offset) : plainAt(bytes, offset, length);
    yield glyph;
    offset += glyph.length;
  }
}

function plainAt(bytes: Uint8Array, offset: number, length: number): Glyph {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + offset, length).toString('latin1');
  return { shown: text, offset, length, columns: length, text };
}

/** How many printable ASCII characters follow, without one that a mark may belong to. */
function plainLength(bytes: Uint8Array, offset: number): number {
  let end = offset;
  while (isPlain(bytes[end])) {
    end += 1;
  }
  return end > offset && (bytes[end] ?? 0) > 0x7f ? end - offset - 1 : end - offset;
}

function isPlain(byte: number | undefined): boolean {
  return byte !== undefined && byte > 0x20 && byte < 0x7f;
}

/**
 * A line for each different thing that is not plain ASCII: what it is, its bytes, and where it is.
 *
 * @param base the offset of the first byte
 */
export function legend(bytes: Uint8Array, base = 0): string[] {
  const found = new Map<string, { readonly first: Glyph; count: number }>();
  for (const glyph of runs(bytes)) {
    if (glyph.text !== glyph.shown || glyph.length !== glyph.text.length) {
      const entry = found.get(glyph.shown);
      if (entry === undefined) {
        found.set(glyph.shown, { first: glyph, count: 1 });
      } else {
        entry.count += 1;
      }
    }
  }
  const rows = [...found.values()].map(({ first, count }) => ({
    shown: first.shown,
    columns: first.columns,
    name: nameOf(first),
    hex: hex(bytes.subarray(first.offset, first.offset + first.length)),
    where: `${count === 1 ? 'at' : `${count} times, first at`} ${base + first.offset}`,
  }));
  const widest = Math.max(0, ...rows.map(({ columns }) => columns));
  const longestName = Math.max(0, ...rows.map(({ name }) => name.length));
  const longestHex = Math.max(0, ...rows.map((row) => row.hex.length));
  return rows.map(
    ({ shown, columns, name, hex: digits, where }) =>
      `${shown}${' '.repeat(widest - columns)}  ${name.padEnd(longestName)}  ${digits.padEnd(longestHex)}  ${where}`,
  );
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** What stands for a character that cannot be seen; where it is in the text itself, it is escaped. */
const SYMBOLS: Readonly<Record<string, string>> = {
  ' ': '·',
  '\n': '↵',
  '\r': '␍',
  '\t': '⇥',
};
const RESERVED = new Set([...Object.values(SYMBOLS), '‹', '›']);

const DRAWN = /^[\p{L}\p{N}\p{P}\p{S}]$/u;
// U+2800 is a symbol by its category, and nothing to see.
const BLANK = /\p{Default_Ignorable_Code_Point}|\u2800/u;
const LETTER = /^[\p{L}\p{N}]$/u;
const MARK = /^[\p{Mn}\p{Mc}]$/u;
const SPACING_MARK = /\p{Mc}/gu;
const WIDE =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}])/u;

/** More marks than that on one letter are no writing, and would paint over other lines. */
const MOST_MARKS = 3;

function glyphAt(bytes: Uint8Array, offset: number): Glyph {
  const first = characterAt(bytes, offset);
  if (first === undefined) {
    const shown = `‹${hex(bytes.subarray(offset, offset + 1))}›`;
    return { shown, offset, length: 1, columns: shown.length, text: undefined };
  }
  const symbol = SYMBOLS[first];
  if (symbol !== undefined) {
    return { shown: symbol, offset, length: 1, columns: 1, text: first };
  }
  if (!isDrawn(first)) {
    const shown = `‹${codePoint(first)}›`;
    return { shown, offset, length: utf8Length(first), columns: shown.length, text: first };
  }
  const text = LETTER.test(first) ? withMarks(bytes, offset, first) : first;
  const columns = (WIDE.test(text) ? 2 : 1) + (text.match(SPACING_MARK)?.length ?? 0);
  return { shown: text, offset, length: Buffer.byteLength(text), columns, text };
}

function isDrawn(char: string): boolean {
  return char < '\x7f' ? char > ' ' : DRAWN.test(char) && !BLANK.test(char) && !RESERVED.has(char);
}

/** A letter with the marks that follow it, as a terminal draws them: `e` and U+0301. */
function withMarks(bytes: Uint8Array, offset: number, letter: string): string {
  let text = letter;
  let end = offset + utf8Length(letter);
  for (let marks = 0; marks < MOST_MARKS && (bytes[end] ?? 0) > 0x7f; marks += 1) {
    const mark = characterAt(bytes, end);
    if (mark === undefined || !MARK.test(mark) || BLANK.test(mark)) {
      break;
    }
    text += mark;
    end += utf8Length(mark);
  }
  return text;
}

/** The character that begins at an offset; undefined where no UTF-8 sequence does (RFC 3629). */
function characterAt(bytes: Uint8Array, offset: number): string | undefined {
  const lead = bytes[offset] ?? 0xff;
  if (lead < 0x80) {
    return String.fromCharCode(lead);
  }
  const length = lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  let code = lead & (0x7f >> length);
  for (let index = 1; index < length; index += 1) {
    const byte = bytes[offset + index] ?? 0;
    if (byte >> 6 !== 0b10) {
      return undefined;
    }
    code = (code << 6) | (byte & 0x3f);
  }
  const isShortest = code >= (length === 2 ? 0x80 : length === 3 ? 0x800 : 0x1_0000);
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  return length === 0 || !isShortest || isSurrogate || code > 0x10_ffff
    ? undefined
    : String.fromCodePoint(code);
}

function utf8Length(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
}

function nameOf({ text }: Glyph): string {
  if (text === undefined) {
    return 'not UTF-8';
  }
  if (RESERVED.has(text)) {
    return `the character ${text} itself`;
  }
  const points = Array.from(text);
  const name = CHARACTER_NAMES[text] ?? points.map(codePoint).join(' ');
  // Only what can be written in two ways is worth counting.
  if (text.normalize('NFC') === text.normalize('NFD')) {
    return name;
  }
  return `${name} (${points.length} code point${points.length === 1 ? '' : 's'})`;
}

function codePoint(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
