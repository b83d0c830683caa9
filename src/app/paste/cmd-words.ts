import { VkError } from '../../core/error.js';
import { splitChromeWords } from './chrome-cmd-words.js';
import { TextScanner } from './text-scanner.js';
import { WordBuilder } from './word-builder.js';

export interface SplitCommand {
  readonly words: readonly Uint8Array[];
  /** Sentences for the user on how the command was read. */
  readonly notes: readonly string[];
}

/**
 * Splits a command for Windows' cmd.exe: as Chrome meant it where Chrome wrote it, and else as
 * cmd.exe and the C runtime do.
 *
 * @throws VkError `usage`, which says what only cmd.exe can put something else for
 */
export function splitCmdWords(text: string): SplitCommand {
  return splitChromeWords(text) ?? { words: splitRuntimeWords(readCmdLine(text)), notes: [] };
}

const QUOTED_RUN = /[^"\r\n%]+/y;
const BARE_RUN = /[^"^\r\n%&|<>]+/y;
const QUOTE = /"/y;
const LINE_END = /[\r\n]+/y;
const CARET_LINE_END = /\^\r?\n(\r?\n|[\s\S]?)/y;
const CARET = /\^([\s\S])/y;
const VARIABLE = /%[A-Za-z_][A-Za-z0-9_()]*%/y;
// %E2%82 is a percent-encoded byte and the next one, not a variable named E2.
const PERCENT_ENCODED = /%[0-9A-Fa-f]{2}(?=%[0-9A-Fa-f]{2})/y;
const OPERATOR = /[&|<>]/y;
const ANY = /[\s\S]/y;

/** The line that cmd.exe hands to a program: carets are gone, quotes are still there. */
function readCmdLine(text: string): string {
  const scanner = new TextScanner(text);
  const parts: string[] = [];
  let isQuoted = false;
  while (!scanner.isAtEnd) {
    if (scanner.take(QUOTE) !== undefined) {
      isQuoted = !isQuoted;
      parts.push('"');
    } else if (scanner.take(LINE_END) !== undefined) {
      refuseNextLine(scanner, isQuoted);
    } else {
      const escaped = isQuoted ? undefined : (scanner.take(CARET_LINE_END) ?? scanner.take(CARET));
      parts.push(escaped ?? readPlain(scanner, isQuoted));
    }
  }
  return parts.join('');
}

function readPlain(scanner: TextScanner, isQuoted: boolean): string {
  const part = scanner.take(isQuoted ? QUOTED_RUN : BARE_RUN) ?? scanner.take(PERCENT_ENCODED);
  if (part !== undefined) {
    return part;
  }
  const variable = scanner.take(VARIABLE);
  if (variable !== undefined) {
    throw unresolved(`the variable ${variable}`, 'Write its value in its place.');
  }
  const operator = isQuoted ? undefined : scanner.take(OPERATOR);
  if (operator !== undefined) {
    throw unresolved(
      `an unquoted ${operator}, at which cmd.exe ends the command`,
      'Put quotes round the URL, and paste only one command.',
    );
  }
  return scanner.take(ANY) ?? '';
}

function refuseNextLine(scanner: TextScanner, isQuoted: boolean): void {
  if (isQuoted || /\S/.test(scanner.rest)) {
    throw unresolved(
      'a line break, at which cmd.exe ends the command',
      'End each line but the last with a caret (^), with nothing behind it.',
    );
  }
}

const BLANK = /[ \t]+/y;
const BACKSLASHES = /\\+/y;
const TEXT_RUN = /[^\\" \t]+/y;
const INNER_RUN = /[^\\"]+/y;
const TWO_QUOTES = /""/y;

/** Words as Microsoft's C runtime makes them ("Parsing C command-line arguments"). */
function splitRuntimeWords(line: string): Uint8Array[] {
  const scanner = new TextScanner(line);
  const words: Uint8Array[] = [];
  const word = new WordBuilder();
  let isQuoted = false;
  while (!scanner.isAtEnd) {
    const backslashes = scanner.take(BACKSLASHES);
    if (backslashes !== undefined) {
      word.addQuoted(readBackslashes(scanner, backslashes.length));
    } else if (isQuoted && scanner.take(TWO_QUOTES) !== undefined) {
      word.addQuoted('"');
    } else if (scanner.take(QUOTE) !== undefined) {
      isQuoted = !isQuoted;
      word.addQuoted('');
    } else if (!isQuoted && scanner.take(BLANK) !== undefined) {
      endWord(word, words);
    } else {
      word.addQuoted(scanner.take(isQuoted ? INNER_RUN : TEXT_RUN) ?? '');
    }
  }
  if (isQuoted) {
    throw unresolved('a quote without its closing one', 'Paste the whole command.');
  }
  endWord(word, words);
  return words;
}

/** In front of a quote, two backslashes are one, and an odd one makes the quote a character. */
function readBackslashes(scanner: TextScanner, count: number): string {
  if (!scanner.sees(QUOTE)) {
    return '\\'.repeat(count);
  }
  const kept = '\\'.repeat(Math.floor(count / 2));
  return count % 2 === 0 ? kept : kept + (scanner.take(QUOTE) ?? '');
}

function endWord(word: WordBuilder, words: Uint8Array[]): void {
  if (word.isStarted) {
    words.push(word.take());
  }
}

function unresolved(what: string, remedy: string): VkError {
  return new VkError('usage', `the pasted command has ${what}`, remedy);
}
