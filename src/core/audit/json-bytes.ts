/**
 * Reading JSON (RFC 8259) as bytes, for lines that are read by the million. Each function takes where
 * something begins and gives where it ends, or {@link NONE} where it is not there or is unusual: then
 * JSON.parse has the last word.
 */

export const NONE = -1;

export const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** Deeper values are unusual. */
const DEEPEST = 32;

/** Takes a member: from the first byte of its name to behind the last, and where its value begins. */
export type OnMember = (nameStart: number, nameEnd: number, valueStart: number) => number;

/** Behind an object whose members are taken one by one. */
export function readObject(
  bytes: Uint8Array,
  start: number,
  end: number,
  onMember: OnMember,
): number {
  if (bytes[start] !== OPEN_BRACE) {
    return NONE;
  }
  let at = skipSpace(bytes, start + 1, end);
  if (bytes[at] === CLOSE_BRACE) {
    return at + 1;
  }
  for (;;) {
    const nameEnd = skipPlainString(bytes, at, end);
    if (nameEnd === NONE) {
      return NONE;
    }
    const colon = skipSpace(bytes, nameEnd, end);
    if (bytes[colon] !== COLON) {
      return NONE;
    }
    const valueEnd = onMember(at + 1, nameEnd - 1, skipSpace(bytes, colon + 1, end));
    if (valueEnd === NONE) {
      return NONE;
    }
    at = skipSpace(bytes, valueEnd, end);
    if (bytes[at] === CLOSE_BRACE) {
      return at + 1;
    }
    if (bytes[at] !== COMMA) {
      return NONE;
    }
    at = skipSpace(bytes, at + 1, end);
  }
}

/** Behind a list whose items are taken one by one. */
export function readList(
  bytes: Uint8Array,
  start: number,
  end: number,
  onItem: (valueStart: number) => number,
): number {
  if (bytes[start] !== OPEN_BRACKET) {
    return NONE;
  }
  let at = skipSpace(bytes, start + 1, end);
  if (bytes[at] === CLOSE_BRACKET) {
    return at + 1;
  }
  for (;;) {
    const valueEnd = onItem(at);
    if (valueEnd === NONE) {
      return NONE;
    }
    at = skipSpace(bytes, valueEnd, end);
    if (bytes[at] === CLOSE_BRACKET) {
      return at + 1;
    }
    if (bytes[at] !== COMMA) {
      return NONE;
    }
    at = skipSpace(bytes, at + 1, end);
  }
}

/** Behind a list of two strings without escapes: where each begins and ends goes into `pair`. */
export function readPair(
  bytes: Uint8Array,
  start: number,
  end: number,
  pair: { nameEnd: number; valueStart: number },
): number {
  const nameStart = skipSpace(bytes, start + 1, end);
  const nameEnd = skipPlainString(bytes, nameStart, end);
  if (bytes[start] !== OPEN_BRACKET || nameEnd === NONE || nameStart !== start + 1) {
    return NONE;
  }
  const comma = skipSpace(bytes, nameEnd, end);
  if (bytes[comma] !== COMMA) {
    return NONE;
  }
  const valueStart = skipSpace(bytes, comma + 1, end);
  const valueEnd = bytes[valueStart] === QUOTE ? skipString(bytes, valueStart, end) : NONE;
  if (valueEnd === NONE) {
    return NONE;
  }
  pair.nameEnd = nameEnd;
  pair.valueStart = valueStart;
  const close = skipSpace(bytes, valueEnd, end);
  return bytes[close] === CLOSE_BRACKET ? close + 1 : NONE;
}

/** Behind white space. */
export function skipSpace(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) {
      break;
    }
    at += 1;
  }
  return at;
}

/** Behind a string that has no escapes. */
export function skipPlainString(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] !== QUOTE) {
    return NONE;
  }
  for (let at = start + 1; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) {
      return at + 1;
    }
    if (byte < 0x20 || byte === BACKSLASH) {
      return NONE;
    }
  }
  return NONE;
}

/** Behind any string. */
function skipString(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start + 1; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) {
      return at + 1;
    }
    if (byte === BACKSLASH) {
      at += 1;
      const escaped = bytes[at] ?? 0;
      if (escaped === LETTER_U) {
        if (hexOf(bytes, at + 1) === NONE) {
          return NONE;
        }
        at += 4;
      } else if (escaped > 0x7f || ESCAPES[escaped] === 0) {
        return NONE;
      }
    } else if (byte < 0x20) {
      return NONE;
    }
  }
  return NONE;
}

/** Behind any value. */
export function skipValue(bytes: Uint8Array, start: number, end: number, depth = 0): number {
  const byte = bytes[start];
  if (byte === QUOTE) {
    return skipString(bytes, start, end);
  }
  if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
    if (depth >= DEEPEST) {
      return NONE;
    }
    const skip = (at: number): number => skipValue(bytes, at, end, depth + 1);
    return byte === OPEN_BRACE
      ? readObject(bytes, start, end, (_start, _end, valueStart) => skip(valueStart))
      : readList(bytes, start, end, skip);
  }
  return skipWord(bytes, start, end);
}

/** A number, `true`, `false` or `null`: short, and rare. */
function skipWord(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isWordByte(bytes[at] ?? 0)) {
    at += 1;
  }
  const text = String.fromCharCode(...bytes.subarray(start, Math.min(at, start + LONGEST_WORD)));
  return at - start <= LONGEST_WORD && WORD.test(text) ? at : NONE;
}

const LONGEST_WORD = 40;
const WORD = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

/** Letters, digits, and the signs of a number. */
function isWordByte(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    byte === 0x2d ||
    byte === 0x2b ||
    byte === 0x2e ||
    byte === 0x45
  );
}

const LETTER_U = 0x75;

/** What follows a backslash, and what it stands for; 0 for what may not follow one. */
export const ESCAPES = new Uint8Array(128);
for (const [letter, meaning] of ['""', '\\\\', '//', 'b\b', 'f\f', 'n\n', 'r\r', 't\t']) {
  ESCAPES[(letter ?? '').charCodeAt(0)] = (meaning ?? '').charCodeAt(0);
}

/** The number that four hexadecimal digits write. */
export function hexOf(bytes: Uint8Array, start: number): number {
  let value = 0;
  for (let at = start; at < start + 4; at += 1) {
    const digit = digitOf(bytes[at] ?? 0);
    if (digit === NONE) {
      return NONE;
    }
    value = value * 16 + digit;
  }
  return value;
}

function digitOf(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) {
    return byte - 0x30;
  }
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : NONE;
}
