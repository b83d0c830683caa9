import { VkError } from '../../core/error.js';
import { decodeUtf8 } from '../../core/bytes.js';
import { splitCmdWords, type SplitCommand } from './cmd-words.js';
import { splitShellWords } from './shell-words.js';
import { TextScanner } from './text-scanner.js';

const PROMPT = /^(?:\$ |[A-Za-z]:\\[^>\r\n"]*>)\s*/;
const POWERSHELL = /^(?:\$session\b|Invoke-(?:WebRequest|RestMethod)\b|iwr\b|irm\b)/i;
const PROGRAM = /(?:^|[/\\])curl(?:\.exe)?$/i;

/**
 * The arguments of a pasted curl command, without `curl` itself.
 *
 * @throws VkError `usage` where it is no curl command, or holds what only a shell can resolve
 */
export function splitCurlCommand(pasted: string): SplitCommand {
  const text = pasted.trimStart().replace(PROMPT, '');
  if (text.includes('\0')) {
    throw noCurl('it has a NUL');
  }
  if (POWERSHELL.test(text)) {
    throw noCurl('it is for PowerShell');
  }
  const { words, notes } = isForCmd(text)
    ? splitCmdWords(text)
    : { words: splitShellWords(text), notes: [] };
  const [program, ...rest] = words;
  if (program === undefined || !PROGRAM.test(decodeUtf8(program) ?? '')) {
    throw noCurl('it does not begin with curl');
  }
  return { words: rest, notes };
}

const UNQUOTED = /[^'"\\^]+|'[^']*'|\\[\s\S]|\^(?!["\r\n])/y;
const QUOTE = /"/y;
const QUOTED = /[^"\\]+|\\[\s\S]/y;
const CARET = /\^/y;

/**
 * Whether a caret stands outside of quotes and in front of a quote or a line end: that means something
 * to cmd only, and all of Chrome's commands for cmd have one.
 */
function isForCmd(text: string): boolean {
  const scanner = new TextScanner(text);
  let isQuoted = false;
  while (scanner.take(isQuoted ? QUOTED : UNQUOTED) !== undefined || scanner.sees(QUOTE)) {
    if (scanner.take(QUOTE) !== undefined) {
      isQuoted = !isQuoted;
    }
  }
  return !isQuoted && scanner.sees(CARET);
}

function noCurl(why: string): VkError {
  return new VkError(
    'usage',
    `the pasted text is no curl command that can be read: ${why}`,
    'Copy the request as cURL for bash (or for cmd): curl "https://…" -H "Name: value" -d "…".',
  );
}
