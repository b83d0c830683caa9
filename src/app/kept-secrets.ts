import { Secret } from '../core/credential.js';
import { VkError } from '../core/error.js';
import type { KeptSecret, Profile, ProfileSet, SecretPlace, SecretPort } from './ports.js';

export type StoreName = 'keychain' | 'file' | 'command';

export const SECRET_NAMES = ['secret', 'webhookSecret'] as const satisfies (keyof Profile)[];

export type SecretName = (typeof SECRET_NAMES)[number];

/** A secret on its way to the keychain. */
export interface ForKeychain {
  readonly forKeychain: Secret;
}

/** A profile before its secrets are where they belong. */
export type Draft = Omit<Profile, SecretName> & {
  readonly [name in SecretName]?: KeptSecret | ForKeychain;
};

/** Where a profile's secret is kept. */
export function storeOf(kept: KeptSecret): StoreName {
  return kept instanceof Secret ? 'file' : kept.store;
}

/** Where secrets go that are given themselves, and why, where nobody has said it. */
export interface ChosenStore {
  readonly store: 'keychain' | 'file';
  /** What the system calls its keychain; absent where it was not asked. */
  readonly keychain?: string;
  /** Why the keychain is not used, although nobody forbids it. */
  readonly fault?: string;
}

/**
 * The keychain where one answers, else the file.
 *
 * @throws VkError `secret-store` where the keychain is asked for and does not answer
 */
export async function chooseStore(
  wanted: 'keychain' | 'file' | undefined,
  secrets: () => Promise<SecretPort>,
): Promise<ChosenStore> {
  if (wanted === 'file') {
    return { store: 'file' };
  }
  const { name, fault } = await (await secrets()).keychain();
  if (fault === undefined) {
    return { store: 'keychain', keychain: name };
  }
  if (wanted === 'keychain') {
    throw new VkError(
      'secret-store',
      `no keychain answers (${fault})`,
      '--store file keeps it in a file of mode 0600; --secret-command C takes it from a program.',
    );
  }
  return { store: 'file', keychain: name, fault };
}

/** A secret that is given itself, bound for a store; one that a command prints stays there. */
export function boundFor(store: 'keychain' | 'file', secret: KeptSecret): KeptSecret | ForKeychain {
  return store === 'keychain' && secret instanceof Secret ? { forKeychain: secret } : secret;
}

/** A profile's draft with all secrets that it holds itself bound for a store. */
export function bindProfile(store: 'keychain' | 'file', profile: Profile): Draft {
  const { secret, webhookSecret } = profile;
  return {
    ...profile,
    ...(secret && { secret: boundFor(store, secret) }),
    ...(webhookSecret && { webhookSecret: boundFor(store, webhookSecret) }),
  };
}

/** The accounts in the keychain that profiles name. */
export function accountsOf({ profiles }: ProfileSet): Set<string> {
  const accounts = [...profiles.values()].flatMap((profile) =>
    SECRET_NAMES.flatMap((name) => {
      const kept = profile[name];
      return isInKeychain(kept) ? [kept.account] : [];
    }),
  );
  return new Set(accounts);
}

/** A name for an entry in the keychain that no other has, whatever its profile is renamed to. */
export function newAccount(
  profile: string,
  name: SecretName,
  random: (bytes: number) => Uint8Array,
): string {
  const hex = Buffer.from(random(4)).toString('hex');
  return `${profile}.${name === 'secret' ? 'secret' : 'webhook-secret'}.${hex}`;
}

/** Whether two are the same secret in the same place. */
export function isSameKept(one: KeptSecret | undefined, other: KeptSecret | undefined): boolean {
  if (one instanceof Secret && other instanceof Secret) {
    return Buffer.from(one.reveal()).equals(other.reveal());
  }
  if (one instanceof Secret || other instanceof Secret) {
    return false;
  }
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether a secret is in the system's keychain. */
export function isInKeychain(
  kept: KeptSecret | undefined,
): kept is Extract<SecretPlace, { store: 'keychain' }> {
  return kept !== undefined && !(kept instanceof Secret) && kept.store === 'keychain';
}
