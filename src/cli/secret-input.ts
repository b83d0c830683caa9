import type { KeptSecret } from '../app/ports.js';
import { variable, type Environment } from '../app/value-sources.js';
import { withoutFinalLineBreaks } from '../core/bytes.js';
import { Secret } from '../core/credential.js';
import { VkError } from '../core/error.js';
import type { Context } from './command.js';

/** The places that a secret can be taken from. Never an argument: a process list shows those. */
export interface SecretSources {
  readonly fromStdin: boolean;
  readonly fromVariable: string | undefined;
  readonly fromFile: string | undefined;
  /** A program that prints it, and its arguments, as one line. */
  readonly fromCommand?: string | undefined;
}

/** A secret, or the command that prints it. */
export interface GivenSecret {
  readonly secret: KeptSecret;
  /** True where a final line break was cut off. */
  readonly wasTrimmed: boolean;
}

export interface TakenSecret extends GivenSecret {
  readonly secret: Secret;
}

/**
 * Takes a secret from the one place that is named; undefined where none is.
 *
 * @throws VkError `usage` where several are named, `missing-value` or `file` where it is not there
 */
export async function takeSecret(
  sources: SecretSources,
  keepNewline: boolean,
  context: Context,
): Promise<GivenSecret | undefined> {
  const taken = await takeFromPlace(sources, keepNewline, context);
  if (taken?.secret instanceof Secret) {
    context.terminal.redaction.register(taken.secret);
  }
  return taken;
}

async function takeFromPlace(
  sources: SecretSources,
  keepNewline: boolean,
  { terminal, deps }: Context,
): Promise<GivenSecret | undefined> {
  const { fromStdin, fromVariable, fromFile, fromCommand } = sources;
  const named = [
    fromStdin,
    ...[fromVariable, fromFile, fromCommand].map((each) => each !== undefined),
  ];
  if (named.filter(Boolean).length > 1) {
    throw new VkError('usage', 'the secret is to come from several places', 'Name only one.');
  }
  if (fromStdin && terminal.isInteractive) {
    const prompts = await deps.prompts();
    return { secret: Secret.of(await prompts.secret('API secret')), wasTrimmed: false };
  }
  if (fromStdin) {
    return trimmed(await deps.files.readStdin(), keepNewline);
  }
  if (fromCommand !== undefined) {
    const { parseSecretCommand } = await import('../app/secret-command.js');
    return { secret: parseSecretCommand(fromCommand), wasTrimmed: false };
  }
  if (fromFile !== undefined) {
    return takeFile(fromFile, keepNewline, { terminal, deps });
  }
  return fromVariable === undefined
    ? undefined
    : takeVariable(fromVariable, keepNewline, terminal.env);
}

/**
 * Takes a secret from a file.
 *
 * @throws VkError `file` where it cannot be read
 */
export function takeFile(path: string, keepNewline: boolean, { deps }: Context): TakenSecret {
  return trimmed(deps.files.read(path), keepNewline);
}

/**
 * Takes a secret from a variable of the environment.
 *
 * @throws VkError `usage` where that is no name of one, `missing-value` where it is not set
 */
export function takeVariable(
  fromVariable: string,
  keepNewline: boolean,
  env: Environment,
): TakenSecret {
  if (!/^[A-Za-z_]\w*$/.test(fromVariable)) {
    throw new VkError(
      'usage',
      'what was given is not the name of a variable',
      'Give its name, never the secret itself: --secret-env API_SECRET',
    );
  }
  const value = variable(env, fromVariable);
  if (value === undefined) {
    throw new VkError('missing-value', `${fromVariable} is not set`, 'Set it and try again.');
  }
  return trimmed(Buffer.from(value), keepNewline);
}

/** A file ends with a line break, and a key does not. */
function trimmed(bytes: Uint8Array, keepNewline: boolean): TakenSecret {
  const kept = keepNewline ? bytes : withoutFinalLineBreaks(bytes);
  return { secret: new Secret(kept), wasTrimmed: kept.length !== bytes.length };
}
