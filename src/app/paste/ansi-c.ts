import { VkError } from '../../core/error.js';
import type { TextScanner } from './text-scanner.js';
import type { WordBuilder } from './word-builder.js';

const RUN = /[^\\']+/y;
const END = /'/y;
const SIMPLE = /\\([abeEfnrtv\\'"?])/y;
const OCTAL = /\\([0-7]{1,3})/y;
const HEX = /\\x([0-9A-Fa-f]{1,2})/y;
const PAIR = /\\u([dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2})/y;
const UNICODE = /\\u([0-9A-Fa-f]{1,4})/y;
const LONG_UNICODE = /\\U([0-9A-Fa-f]{1,8})/y;
/** Bash's own rules for these are beyond what anybody pastes. */
const UNREADABLE = /\\(?:x\{|c)/y;

const MEANING: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/**
 * Reads bash's `$'…'` from behind its opening quote to its closing one (Bash manual, 3.1.2.4).
 *
 * @throws VkError `usage` where the quote is not closed, or holds what no argument can
 */
export function readAnsiC(scanner: TextScanner, word: WordBuilder): void {
  word.addQuoted('');
  while (scanner.take(END) === undefined) {
    const run = scanner.take(RUN);
    if (run !== undefined) {
      word.addQuoted(run);
    } else if (scanner.isAtEnd) {
      throw new VkError(
        'usage',
        "the pasted command has a $' without its closing quote",
        'Paste the whole command.',
      );
    } else {
      readEscape(scanner, word);
    }
  }
}

function readEscape(scanner: TextScanner, word: WordBuilder): void {
  const simple = scanner.take(SIMPLE);
  if (simple !== undefined) {
    word.addQuoted(MEANING[simple] ?? simple);
    return;
  }
  const byte = readByte(scanner);
  if (byte !== undefined) {
    refuseNul(byte);
    word.addByte(byte);
    return;
  }
  const code = readCodePoint(scanner);
  if (code !== undefined) {
    refuseNul(code);
    word.addQuoted(String.fromCodePoint(code));
    return;
  }
  if (scanner.sees(UNREADABLE)) {
    throw unreadable('\\x{…} or \\c');
  }
  // Bash keeps the backslash of what it does not know.
  word.addQuoted(scanner.take(/\\/y) ?? '');
}

function readByte(scanner: TextScanner): number | undefined {
  const octal = scanner.take(OCTAL);
  if (octal !== undefined) {
    return Number.parseInt(octal, 8) & 0xff;
  }
  const hex = scanner.take(HEX);
  return hex === undefined ? undefined : Number.parseInt(hex, 16);
}

function readCodePoint(scanner: TextScanner): number | undefined {
  // Older Chromes write one character as two halves. Bash would make no valid UTF-8 of them.
  const pair = scanner.take(PAIR);
  if (pair !== undefined) {
    const [high, low] = pair.split(String.raw`\u`).map((half) => Number.parseInt(half, 16));
    return String.fromCharCode(high ?? 0, low ?? 0).codePointAt(0);
  }
  const digits = scanner.take(UNICODE) ?? scanner.take(LONG_UNICODE);
  const code = digits === undefined ? undefined : Number.parseInt(digits, 16);
  if (code !== undefined && (code > 0x10_ffff || (code >= 0xd800 && code <= 0xdfff))) {
    throw unreadable(String.raw`\u with a number that is no character`);
  }
  return code;
}

function refuseNul(code: number): void {
  if (code === 0) {
    throw new VkError(
      'usage',
      'the pasted command has a NUL in an argument, and no program can be given one',
      'Put the body into a file, and give it with --data-binary @FILE.',
    );
  }
}

function unreadable(what: string): VkError {
  return new VkError(
    'usage',
    `the pasted command has ${what} inside $'…'`,
    'Write the character itself.',
  );
}
