import type {
  KeychainState,
  ProfileSet,
  ProfileWriter,
  SecretPlace,
  SecretPort,
  UpdateOptions,
} from '../../src/app/ports.js';
import type { ProfileTools } from '../../src/app/save-profiles.js';
import { Secret } from '../../src/core/credential.js';
import { VkError } from '../../src/core/error.js';

export interface FakeStore extends ProfileTools {
  readonly now: () => ProfileSet;
  /** What the keychain holds. */
  readonly keychain: Map<string, string>;
  /** What happened, in order: `keep prod.secret.00000001`, `write`, `forget ...`. */
  readonly events: string[];
  readonly port: SecretPort;
  readonly updates: (UpdateOptions | undefined)[];
}

export interface FakeFaults {
  /** Accounts that cannot be kept, or not be forgotten. */
  readonly keep?: RegExp;
  readonly forget?: RegExp;
  /** Thrown by the write; with `afterwards`, when it was done. */
  readonly write?: Error;
  readonly afterwards?: boolean;
  readonly state?: KeychainState;
  readonly aside?: string;
  /** Changes the set after it was read and before it is written. */
  readonly meanwhile?: (set: ProfileSet) => ProfileSet;
}

/** Profiles and a keychain in memory. Random bytes count up. */
export function fakeStore(
  set: ProfileSet,
  keychain: ReadonlyMap<string, string> = new Map(),
  faults: FakeFaults = {},
): FakeStore {
  let present = set;
  let count = 0;
  const entries = new Map(keychain);
  const events: string[] = [];
  const updates: (UpdateOptions | undefined)[] = [];
  const port = fakeSecrets(entries, events, faults);
  const writer: ProfileWriter = {
    update: async (change, options) => {
      updates.push(options);
      await Promise.resolve();
      present = faults.meanwhile?.(present) ?? present;
      const after = change(present);
      if (faults.write !== undefined && faults.afterwards !== true) {
        throw faults.write;
      }
      present = after;
      events.push('write');
      if (faults.write !== undefined) {
        throw faults.write;
      }
      return faults.aside === undefined ? {} : { aside: faults.aside };
    },
  };
  return {
    reader: { path: '/profiles.json', read: () => present, damage: () => undefined },
    writer: async () => await Promise.resolve(writer),
    secrets: async () => await Promise.resolve(port),
    random: (bytes) => {
      count += 1;
      const random = Buffer.alloc(bytes);
      random.writeUInt32BE(count, bytes - 4);
      return random;
    },
    now: () => present,
    keychain: entries,
    events,
    port,
    updates,
  };
}

function fakeSecrets(
  entries: Map<string, string>,
  events: string[],
  { keep, forget, state = { name: 'Fake Keychain' } }: FakeFaults,
): SecretPort {
  return {
    keychain: async () => await Promise.resolve(state),
    fetch: async (place) => await Promise.resolve(fetchFrom(entries, place)),
    keep: async (account, secret) => {
      await Promise.resolve();
      if (keep?.test(account) === true) {
        throw new VkError('secret-store', `${account} cannot be kept`, 'Try again.');
      }
      events.push(`keep ${account}`);
      entries.set(account, Buffer.from(secret.reveal()).toString());
    },
    forget: async (account) => {
      await Promise.resolve();
      if (forget?.test(account) === true) {
        throw new VkError('secret-store', `${account} cannot be forgotten`, 'Try again.');
      }
      events.push(`forget ${account}`);
      entries.delete(account);
    },
  };
}

function fetchFrom(entries: ReadonlyMap<string, string>, place: SecretPlace): Secret {
  const text = place.store === 'keychain' ? entries.get(place.account) : undefined;
  if (text === undefined) {
    throw new VkError('secret-store', 'it is not there', 'Give it again.');
  }
  return Secret.of(text);
}

/** What is kept, in words: `file s3cret`, `keychain prod.secret.01`, `command op read x`. */
export function keptText(kept: unknown): string | undefined {
  if (kept instanceof Secret) {
    return `file ${Buffer.from(kept.reveal()).toString()}`;
  }
  if (typeof kept === 'object' && kept !== null && 'account' in kept) {
    return `keychain ${String(kept.account)}`;
  }
  return typeof kept === 'object' && kept !== null && 'argv' in kept && Array.isArray(kept.argv)
    ? `command ${kept.argv.join(' ')}`
    : undefined;
}
