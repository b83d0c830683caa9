import { chooseStore, storeOf, type ChosenStore } from '../app/kept-secrets.js';
import type { KeptSecret, ProfileSet } from '../app/ports.js';
import type { ProfileTools, Saved } from '../app/save-profiles.js';
import { variable, type Environment } from '../app/value-sources.js';
import { Secret } from '../core/credential.js';
import { VkError } from '../core/error.js';
import type { Context } from './command.js';
import { shellQuote } from './render/curl.js';

/** What profiles are changed with. */
export function profileTools({ deps }: Context): ProfileTools {
  return {
    reader: deps.profiles,
    writer: deps.profileWriter,
    secrets: deps.secrets,
    random: deps.random,
  };
}

/** The profile that is named, or else the current one. @throws VkError `unknown-profile` for none */
export function chosenName(
  given: string | undefined,
  { current }: ProfileSet,
  env: Environment,
): string {
  const name = given ?? variable(env, 'VK_PROFILE') ?? current;
  if (name === undefined) {
    throw new VkError(
      'unknown-profile',
      'there is no current profile',
      'Add one with vk profile add NAME, or choose one with vk profile use NAME.',
    );
  }
  return name;
}

/**
 * Where given secrets go: as the user says, else the keychain where one answers, else the file. Nothing
 * is asked where only commands are given.
 *
 * @throws VkError `usage` where `--store` does not fit, `secret-store` where the keychain has to be
 * used and does not answer
 */
export async function storeFor(
  given: readonly (KeptSecret | undefined)[],
  wanted: 'keychain' | 'file' | 'command' | undefined,
  { deps }: Context,
): Promise<ChosenStore> {
  const secrets = given.filter((each) => each !== undefined);
  const isHeld = secrets.some((each) => each instanceof Secret);
  if (wanted === 'command' && (isHeld || secrets.length === 0)) {
    throw new VkError(
      'usage',
      '--store command needs the command that prints each secret',
      'Give it with --secret-command or --webhook-secret-command, in place of the secret itself.',
    );
  }
  if (wanted !== undefined && wanted !== 'command' && !isHeld) {
    throw new VkError(
      'usage',
      `--store ${wanted} has nothing to keep: a command prints the secret, and vk stores nothing of it`,
      'Leave --store out, or give the secret itself.',
    );
  }
  return isHeld && wanted !== 'command'
    ? await chooseStore(wanted, deps.secrets)
    : { store: 'file' };
}

/** Where a secret is, in words that follow its name: `stored in /home/me/...`. */
export function describeKept(kept: KeptSecret, path: string): string {
  if (kept instanceof Secret) {
    return `stored in ${path}`;
  }
  return kept.store === 'keychain'
    ? `in the keychain, as ${kept.account}`
    : `printed by ${describeCommand(kept.argv)}`;
}

/** A command as one could type it. */
export function describeCommand(argv: readonly string[]): string {
  return argv.map(shellQuote).join(' ');
}

/** In how many ways secrets are given: themselves (`file`), or as something that holds them. */
export function storeNames(
  kept: readonly (KeptSecret | undefined)[],
): readonly ('keychain' | 'file' | 'command')[] {
  return [...new Set(kept.flatMap((each) => (each === undefined ? [] : [storeOf(each)])))];
}

/** Why a secret is in the file, where nobody asked for that. */
export function fallbackNote({ fault }: ChosenStore, path: string): string | undefined {
  return fault === undefined
    ? undefined
    : `no keychain answers (${fault}): the secret is in ${path}, mode 0600`;
}

/** What a change left, in notes. */
export function savedNotes({ aside, leftBehind }: Saved, path: string): readonly string[] {
  return [
    ...(aside === undefined
      ? []
      : [`${path} was damaged: it is kept as ${aside}, and a new one was begun`]),
    ...leftBehind.map(
      (account) => `${account} could not be removed from the keychain: remove it there`,
    ),
  ];
}

/** What a change left, for a script. */
export function savedMembers({
  aside,
  leftBehind,
}: Saved): Readonly<Record<string, string | readonly string[]>> {
  return {
    ...(aside !== undefined && { aside }),
    ...(leftBehind.length > 0 && { leftBehind }),
  };
}
