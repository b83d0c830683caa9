import { VkError } from '../../core/error.js';
import { readAnsiC } from './ansi-c.js';
import { TextScanner } from './text-scanner.js';
import { WordBuilder } from './word-builder.js';

const CONTINUATION = /\\\r?\n/y;
const BLANK = /[ \t]+/y;
const LINE_END = /[\r\n]+/y;
const SINGLE_QUOTED = /'([^']*)'/y;
const SINGLE_QUOTE = /'/y;
const ANSI_C_START = /\$'/y;
const DOUBLE_START = /\$?"/y;
const DOUBLE_END = /"/y;
const DOUBLE_RUN = /[^"\\$`]+/y;
const DOUBLE_ESCAPE = /\\([$`"\\])/y;
const ESCAPE = /\\([\s\S])/y;
const LAST_BACKSLASH = /\\$/y;
const BARE_RUN = /[^\s'"\\$`|&;<>()#~\u201c\u201d\u201e\u2018\u2019\u201a\u00a0\u200b]+/y;
const ANY = /[\s\S]/y;

interface Construct {
  readonly sticky: RegExp;
  readonly what: string;
  readonly remedy: string;
}

const WRITE_VALUE = 'Write its value in its place.';
const END_OF_REQUEST = 'Paste only the one curl command, without what follows it.';
const TYPED_QUOTES = 'Replace it by what a keyboard types: \', " or a space.';

/** What a shell would put something else for, inside double quotes and outside. */
const EXPANSIONS: readonly Construct[] = [
  { sticky: /\$\(\(/y, what: 'arithmetic $((…))', remedy: WRITE_VALUE },
  { sticky: /\$\(/y, what: 'a command substitution $(…)', remedy: WRITE_VALUE },
  { sticky: /\$\{?[A-Za-z_]\w*/y, what: 'the variable %', remedy: WRITE_VALUE },
  { sticky: /\$\{|\$\[/y, what: 'an expansion ${…}', remedy: WRITE_VALUE },
  { sticky: /\$\\\r?\n/y, what: 'a $ at the end of a line', remedy: WRITE_VALUE },
  { sticky: /\$[0-9@*#?$!-]/y, what: 'the shell parameter %', remedy: WRITE_VALUE },
  {
    sticky: /`/y,
    what: 'a backtick, which is a command substitution or a line break of PowerShell',
    remedy: `${WRITE_VALUE} From PowerShell, put the command on one line.`,
  },
];

/** What ends a command, or leads elsewhere. */
const OPERATORS: readonly Construct[] = [
  { sticky: /<<<?/y, what: 'a here-document (%)', remedy: 'Put the body into a file: -d @FILE.' },
  { sticky: /[<>]/y, what: 'a redirection (%)', remedy: END_OF_REQUEST },
  { sticky: /\|/y, what: 'a pipe (|)', remedy: END_OF_REQUEST },
  {
    sticky: /;/y,
    what: 'a semicolon, after which another command follows',
    remedy: END_OF_REQUEST,
  },
  {
    sticky: /&/y,
    what: 'an unquoted &, at which a shell ends the command',
    remedy: 'Put quotes round the URL, and paste only one command.',
  },
  { sticky: /[()]/y, what: 'an unquoted parenthesis', remedy: 'Put quotes round the value.' },
  {
    sticky: /[\u201c\u201d\u201e\u2018\u2019\u201a]/y,
    what: 'a typographic quote (%)',
    remedy: TYPED_QUOTES,
  },
  { sticky: /[\u00a0\u200b]/y, what: 'an invisible space that is no space', remedy: TYPED_QUOTES },
];

/** What has its meaning at the beginning of a word only. */
const COMMENT: Construct = {
  sticky: /#/y,
  what: 'a comment',
  remedy: 'Leave the comment out, or put quotes round the #.',
};
const HOME: Construct = {
  sticky: /~/y,
  what: 'a home directory (~)',
  remedy: 'Write the whole path, or put quotes round the ~.',
};
/** Behind what looks like an assignment, bash expands ~ too, after its = and each colon. */
const ASSIGNMENT = /^[A-Za-z_]\w*\+?=(?:.*:)?$/s;

const BRACE_EXPANSION = /\{.*(?:,|\.\.).*\}/s;

/**
 * Splits a command as bash does. What bash would put something else for is refused, because signing
 * the name of a variable in the place of its value would only mislead.
 *
 * @throws VkError `usage`, which says which construct it was
 */
export function splitShellWords(text: string): Uint8Array[] {
  const scanner = new TextScanner(text);
  const words: Uint8Array[] = [];
  const word = new WordBuilder();
  while (!scanner.isAtEnd) {
    if (scanner.take(CONTINUATION) !== undefined) {
      continue;
    }
    if (scanner.take(BLANK) !== undefined) {
      endWord(word, words);
    } else if (scanner.take(LINE_END) !== undefined) {
      endWord(word, words);
      refuseNextLine(scanner, words);
    } else {
      readPart(scanner, word);
    }
  }
  endWord(word, words);
  return words;
}

function readPart(scanner: TextScanner, word: WordBuilder): void {
  const bare = scanner.take(BARE_RUN);
  if (bare !== undefined) {
    word.addBare(bare);
    return;
  }
  const quoted = scanner.take(SINGLE_QUOTED) ?? scanner.take(ESCAPE);
  if (quoted !== undefined) {
    word.addQuoted(quoted);
  } else if (scanner.take(ANSI_C_START) !== undefined) {
    readAnsiC(scanner, word);
  } else if (scanner.take(DOUBLE_START) !== undefined) {
    readDoubleQuoted(scanner, word);
  } else {
    refuse(scanner, EXPANSIONS);
    refuse(scanner, OPERATORS);
    if (!word.isStarted) {
      refuse(scanner, [COMMENT, HOME]);
    } else if (ASSIGNMENT.test(word.bare)) {
      refuse(scanner, [HOME]);
    }
    if (scanner.sees(SINGLE_QUOTE)) {
      throw openQuote();
    }
    if (scanner.sees(LAST_BACKSLASH)) {
      throw unresolved('a backslash at its end, and no next line', 'Paste the whole command.');
    }
    word.addBare(scanner.take(ANY) ?? '');
  }
}

function readDoubleQuoted(scanner: TextScanner, word: WordBuilder): void {
  word.addQuoted('');
  while (scanner.take(DOUBLE_END) === undefined) {
    if (scanner.isAtEnd) {
      throw openQuote();
    }
    if (scanner.take(CONTINUATION) !== undefined) {
      continue;
    }
    const part = scanner.take(DOUBLE_RUN) ?? scanner.take(DOUBLE_ESCAPE);
    if (part === undefined) {
      refuse(scanner, EXPANSIONS);
    }
    word.addQuoted(part ?? scanner.take(ANY) ?? '');
  }
}

function endWord(word: WordBuilder, words: Uint8Array[]): void {
  if (!word.isStarted) {
    return;
  }
  if (BRACE_EXPANSION.test(word.bare)) {
    throw unresolved(
      'unquoted braces with a comma or two dots between them, which become several words',
      'Put quotes round the value.',
    );
  }
  words.push(word.take());
}

function refuseNextLine(scanner: TextScanner, words: readonly Uint8Array[]): void {
  if (words.length > 0 && /\S/.test(scanner.rest)) {
    throw unresolved(
      'a line break, after which another command begins',
      'End each line but the last with a backslash, with nothing behind it.',
    );
  }
}

function refuse(scanner: TextScanner, constructs: readonly Construct[]): void {
  for (const { sticky, what, remedy } of constructs) {
    const found = scanner.take(sticky);
    if (found !== undefined) {
      throw unresolved(
        what.replace('%', () => found.replace('{', '')),
        remedy,
      );
    }
  }
}

function openQuote(): VkError {
  return new VkError(
    'usage',
    'the pasted command has a quote without its closing one',
    'Paste the whole command.',
  );
}

function unresolved(what: string, remedy: string): VkError {
  return new VkError('usage', `the pasted command has ${what}`, remedy);
}
