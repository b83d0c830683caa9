import { Secret } from '../core/credential.js';
import { VkError } from '../core/error.js';
import type { Context, OptionSpec } from './command.js';
import { takeFile, takeVariable } from './secret-input.js';
import type { Words } from './words.js';

/** Where a passphrase comes from; asked for on a terminal where neither is given. */
export const PASSPHRASE_OPTIONS: readonly OptionSpec[] = [
  { flags: '--passphrase-env <name>', summary: 'the passphrase is in this variable' },
  { flags: '--passphrase-file <file>', summary: 'the passphrase is in this file' },
];

export interface PassphraseSources {
  readonly fromVariable: string | undefined;
  readonly fromFile: string | undefined;
}

/** Reads {@link PASSPHRASE_OPTIONS}. */
export function readPassphraseSources(words: Words): PassphraseSources {
  return {
    fromVariable: words.text('passphrase-env'),
    fromFile: words.text('passphrase-file'),
  };
}

/**
 * Takes a passphrase; a line break at the end of a file or a variable does not belong to it.
 *
 * @param isNew whether it is asked for twice
 * @throws VkError `missing-value` where there is nobody to ask, `usage` where two are given or the
 * two answers differ, `bad-credential` where it is empty
 */
export async function takePassphrase(
  { fromVariable, fromFile }: PassphraseSources,
  isNew: boolean,
  context: Context,
): Promise<Secret> {
  if (fromVariable !== undefined && fromFile !== undefined) {
    throw new VkError('usage', 'the passphrase is to come from two places', 'Name only one.');
  }
  const passphrase = await takeOrAsk({ fromVariable, fromFile }, isNew, context);
  context.terminal.redaction.register(passphrase);
  if (passphrase.isEmpty) {
    throw new VkError(
      'bad-credential',
      'the passphrase is empty',
      'Give one that is hard to guess.',
    );
  }
  return passphrase;
}

async function takeOrAsk(
  { fromVariable, fromFile }: PassphraseSources,
  isNew: boolean,
  context: Context,
): Promise<Secret> {
  if (fromVariable !== undefined) {
    return takeVariable(fromVariable, false, context.terminal.env).secret;
  }
  return fromFile === undefined
    ? await ask(isNew, context)
    : takeFile(fromFile, false, context).secret;
}

async function ask(isNew: boolean, { terminal, deps }: Context): Promise<Secret> {
  if (!terminal.isInteractive) {
    throw new VkError(
      'missing-value',
      'the passphrase is missing, and there is no terminal to ask on',
      'Give it with --passphrase-env or --passphrase-file.',
    );
  }
  const prompts = await deps.prompts();
  const answer = await prompts.secret('Passphrase');
  if (isNew && answer !== (await prompts.secret('The same once more'))) {
    throw new VkError('usage', 'the two passphrases differ', 'Nothing was exported. Try again.');
  }
  return Secret.of(answer);
}
