import { utf8 } from '../../core/bytes.js';
import type { SplitCommand } from './cmd-words.js';
import { TextScanner } from './text-scanner.js';

/** Between words: blanks, and a caret that continues the line. */
const GAP = /(?:[ \t]|\^\r?\n)+/y;
const TRAILING_SPACE = /\s*$/y;
const BARE_WORD = /[^\s"^%&|<>]+(?=\s|$)/y;
const OPEN = /\^?"/y;
const OPEN_CARET = /\^"/y;

// What Chrome's escapeStringWin leaves as it is, and what it makes of all else.
const SAFE = /[a-zA-Z0-9_\-:=+~'/.,?;()*`&]+|[^\S\r\n]+|\r(?!\n)/y;
const ESCAPED_QUOTE = /\^\\\^"/y;
const ESCAPED_BACKSLASH = /\^\\\^\\/y;
const GLOB_BRACKET = /\^\\([[\]{}])/y;
const ESCAPED_PERCENT = /\^%\^(?=[a-zA-Z0-9_])/y;
const ESCAPED_LINE_END = /\^\r?\n\r?\n/y;
const ESCAPED = /\^([^"\\\sa-zA-Z0-9_\-:=+~'/.,?;()*`])/y;
const END = /"(?=\s|$)/y;
const END_CARET = /\^"(?=\s|$)/y;

/**
 * Reads a command that Chrome's "Copy as cURL (cmd)" wrote, in the forms since 2019. They do not all
 * survive cmd.exe: so this reads what Chrome meant, which is the request that Chrome sent.
 *
 * @returns undefined where Chrome cannot have written the command
 */
export function splitChromeWords(text: string): SplitCommand | undefined {
  const scanner = new TextScanner(text);
  const words: Uint8Array[] = [];
  let isDifferentInCmd = false;
  scanner.take(GAP);
  while (!scanner.sees(TRAILING_SPACE)) {
    const bare = scanner.take(BARE_WORD);
    const word = bare === undefined ? readQuoted(scanner) : { text: bare, isDifferentInCmd: false };
    if (word === undefined) {
      return undefined;
    }
    words.push(utf8(word.text));
    isDifferentInCmd ||= word.isDifferentInCmd;
    scanner.take(GAP);
  }
  return { words, notes: isDifferentInCmd ? [DIFFERENT_IN_CMD] : [] };
}

const DIFFERENT_IN_CMD =
  'This command was copied from Chrome for cmd, and is read as Chrome meant it. cmd.exe itself would hand curl some backslashes or carets twice: copy it for bash where both have to be the same.';

interface ChromeWord {
  readonly text: string;
  readonly isDifferentInCmd: boolean;
}

function readQuoted(scanner: TextScanner): ChromeWord | undefined {
  const isCaretForm = scanner.sees(OPEN_CARET);
  if (scanner.take(OPEN) === undefined) {
    return undefined;
  }
  const end = isCaretForm ? END_CARET : END;
  const parts: string[] = [];
  let hasCaret = false;
  while (scanner.take(end) === undefined) {
    const safe = scanner.take(SAFE);
    const part = safe ?? readEscaped(scanner);
    if (part === undefined) {
      return undefined;
    }
    hasCaret ||= safe === undefined;
    parts.push(part);
  }
  const text = parts.join('');
  // The C runtime halves backslashes in front of a quote only, and cmd keeps carets inside quotes.
  const isDifferentInCmd = /\\(?![\\"[\]{}]|$)/.test(text) || (hasCaret && !isCaretForm);
  return { text, isDifferentInCmd };
}

function readEscaped(scanner: TextScanner): string | undefined {
  if (scanner.take(ESCAPED_QUOTE) !== undefined) {
    return '"';
  }
  if (scanner.take(ESCAPED_BACKSLASH) !== undefined) {
    return '\\';
  }
  const bracket = scanner.take(GLOB_BRACKET);
  if (bracket !== undefined) {
    // In the URL, so that curl takes no brackets for a pattern.
    return `\\${bracket}`;
  }
  if (scanner.take(ESCAPED_PERCENT) !== undefined) {
    return '%';
  }
  return scanner.take(ESCAPED_LINE_END) === undefined ? scanner.take(ESCAPED) : '\n';
}
