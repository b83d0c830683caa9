import { decodeUtf8 } from '../core/bytes.js';
import { VkError } from '../core/error.js';
import { splitShellWords } from './paste/shell-words.js';
import type { SecretPlace } from './ports.js';

/**
 * Takes a command apart that prints a secret: `op read "op://vault/api/secret"`. Quotes and backslashes
 * mean what they mean to a shell, and nothing else does.
 *
 * @throws VkError `usage` for whatever only a shell could do
 */
export function parseSecretCommand(text: string): SecretPlace {
  const [program, ...args] = split(text).map((word) => decodeUtf8(word) ?? '');
  if (program === undefined || program === '') {
    throw new VkError('usage', 'the command names no program', "Write it as 'op read op://a/b'.");
  }
  if (/^[A-Za-z_]\w*\+?=/.test(program)) {
    throw refused('the command sets a variable in front of the program');
  }
  if ([program, ...args].some((word) => word.includes('\0'))) {
    throw refused('the command has a NUL character');
  }
  return { store: 'command', argv: [program, ...args] };
}

function split(text: string): readonly Uint8Array[] {
  try {
    return splitShellWords(text);
  } catch (error) {
    if (error instanceof VkError) {
      throw refused(error.message.replace(/^the pasted command/, 'the command'), error);
    }
    throw error;
  }
}

function refused(what: string, cause?: unknown): VkError {
  return new VkError(
    'usage',
    what,
    'It is run without a shell: give a program and its arguments, quoted where need be. What needs a shell belongs into a script of your own.',
    { cause },
  );
}
