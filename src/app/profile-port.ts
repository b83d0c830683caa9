import type { Secret } from '../core/credential.js';
import type { Mode } from '../core/provider.js';

/** A stored credential. */
export interface Profile {
  readonly provider: string;
  readonly apiKey?: string;
  readonly code?: string;
  readonly email?: string;
  readonly dialect?: string;
  readonly baseUrl?: string;
  readonly mode?: Mode;
  readonly secret?: KeptSecret;
  readonly webhookSecret?: KeptSecret;
}

/** A profile's secret: itself where the file of profiles holds it, or the place that does. */
export type KeptSecret = Secret | SecretPlace;

/** Where a secret is kept that the file of profiles does not hold. */
export type SecretPlace =
  | { readonly store: 'keychain'; readonly account: string }
  /** A program and its arguments, run without a shell; what it prints is the secret. */
  | { readonly store: 'command'; readonly argv: readonly [string, ...string[]] };

/** Secrets that are kept outside of the file of profiles. */
export interface SecretPort {
  /** Asks for a secret where it is kept. @throws VkError `secret-store` */
  readonly fetch: (place: SecretPlace) => Promise<Secret>;
  /** Asks this machine's keychain for a sign of life, for a second at most. */
  readonly keychain: () => Promise<KeychainState>;
  /** Puts a secret into the keychain. @throws VkError `secret-store` */
  readonly keep: (account: string, secret: Secret) => Promise<void>;
  /** Takes a secret out of the keychain; one that is not there is no fault. @throws VkError `secret-store` */
  readonly forget: (account: string) => Promise<void>;
}

export interface KeychainState {
  /** What the system calls it: `Keychain`, `Secret Service`, `Credential Manager`. */
  readonly name: string;
  /** Why it cannot be used; absent where it can. */
  readonly fault?: string;
}

export interface ProfileSet {
  readonly current?: string;
  readonly profiles: ReadonlyMap<string, Profile>;
}

export interface ProfileReader {
  /** Where the profiles are kept. */
  readonly path: string;
  /** @throws VkError `profile-file`, `unsafe-file` or `file` */
  readonly read: () => ProfileSet;
  /** Why nothing at all can be made of the file; undefined where something can, or there is none. */
  readonly damage: () => string | undefined;
}

export interface ProfileWriter {
  /** Reads, changes and writes as one step that no other process can come between. */
  readonly update: (
    change: (present: ProfileSet) => ProfileSet,
    options?: UpdateOptions,
  ) => Promise<Updated>;
}

export interface UpdateOptions {
  /** Where the file is damaged beyond reading, put it aside and begin a new one. */
  readonly mayBegin?: boolean;
}

export interface Updated {
  /** Where a damaged file was put. */
  readonly aside?: string;
}
