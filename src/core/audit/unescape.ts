import { ESCAPES, hexOf, NONE, QUOTE } from './json-bytes.js';

const BACKSLASH = 0x5c;
const LETTER_U = 0x75;

/** Bytes that stand for themselves in a string; one look decides for nearly all. */
const IS_PLAIN = new Uint8Array(256).fill(1, 0x20);
IS_PLAIN[QUOTE] = 0;
IS_PLAIN[BACKSLASH] = 0;

/** Where a string has ended, and where its bytes have. */
export interface Unescaped {
  /** Behind the closing quote. */
  at: number;
  /** In the bytes that were written to. */
  to: number;
}

/**
 * Writes what a JSON string means, in UTF-8, from `result.to` on, and moves both ends.
 *
 * @returns whether it is a string that means something in UTF-8; there has to be room for all of it
 */
export function unescapeString(
  bytes: Uint8Array,
  start: number,
  end: number,
  into: Uint8Array,
  result: Unescaped,
): boolean {
  let { to } = result;
  let at = start + 1;
  while (at < end) {
    const byte = bytes[at] ?? 0;
    if (IS_PLAIN[byte] === 1) {
      into[to] = byte;
      to += 1;
      at += 1;
      continue;
    }
    if (byte === QUOTE) {
      result.at = at + 1;
      result.to = to;
      return bytes[start] === QUOTE;
    }
    if (byte !== BACKSLASH) {
      return false;
    }
    const escaped = bytes[at + 1] ?? 0;
    if (escaped === LETTER_U) {
      const code = codePointAt(bytes, at);
      if (code === NONE) {
        return false;
      }
      at += code > 0xffff ? 12 : 6;
      to = writePoint(code, into, to);
    } else {
      const meaning = escaped > 0x7f ? 0 : (ESCAPES[escaped] ?? 0);
      if (meaning === 0) {
        return false;
      }
      into[to] = meaning;
      to += 1;
      at += 2;
    }
  }
  return false;
}

/** What an escape, or two that make a pair, stand for; a lone surrogate stands for nothing. */
function codePointAt(bytes: Uint8Array, at: number): number {
  const high = hexOf(bytes, at + 2);
  if (high < 0xd800 || high > 0xdfff) {
    return high;
  }
  const isPair = bytes[at + 6] === BACKSLASH && bytes[at + 7] === LETTER_U;
  const low = isPair ? hexOf(bytes, at + 8) : NONE;
  return high < 0xdc00 && low >= 0xdc00 && low <= 0xdfff
    ? 0x10000 + (high - 0xd800) * 0x400 + (low - 0xdc00)
    : NONE;
}

/** In UTF-8 (RFC 3629); returns behind it. */
function writePoint(code: number, into: Uint8Array, to: number): number {
  if (code < 0x80) {
    into[to] = code;
    return to + 1;
  }
  if (code < 0x800) {
    into[to] = 0xc0 | (code >> 6);
    into[to + 1] = 0x80 | (code & 0x3f);
    return to + 2;
  }
  if (code < 0x10000) {
    into[to] = 0xe0 | (code >> 12);
    into[to + 1] = 0x80 | ((code >> 6) & 0x3f);
    into[to + 2] = 0x80 | (code & 0x3f);
    return to + 3;
  }
  into[to] = 0xf0 | (code >> 18);
  into[to + 1] = 0x80 | ((code >> 12) & 0x3f);
  into[to + 2] = 0x80 | ((code >> 6) & 0x3f);
  into[to + 3] = 0x80 | (code & 0x3f);
  return to + 4;
}
