import { Secret } from '../core/credential.js';
import { VkError } from '../core/error.js';
import {
  accountsOf,
  newAccount,
  type Draft,
  type ForKeychain,
  type SecretName,
} from './kept-secrets.js';
import type {
  KeptSecret,
  Profile,
  ProfileReader,
  ProfileSet,
  ProfileWriter,
  SecretPort,
  Updated,
  UpdateOptions,
} from './ports.js';

/** What a change of profiles and of their entries in the keychain needs. */
export interface ProfileTools {
  readonly reader: ProfileReader;
  readonly writer: () => Promise<ProfileWriter>;
  readonly secrets: () => Promise<SecretPort>;
  /** Gives that many random bytes. */
  readonly random: (bytes: number) => Uint8Array;
}

export interface Saved extends Updated {
  /** Entries of the keychain that no profile needs any more and that could not be removed. */
  readonly leftBehind: readonly string[];
}

/**
 * Changes the profiles in an order that loses no secret: new entries in the keychain first, then the
 * file in one step, then the entries go that nothing names any more. Where the file is not written,
 * the new entries go again.
 *
 * @param drafts profiles by name whose secrets are to be brought where they belong
 * @param change makes the new set from the present one and the drafts; it may refuse by an exception
 */
export async function saveProfiles(
  tools: ProfileTools,
  drafts: ReadonlyMap<string, Draft>,
  change: (present: ProfileSet, settled: ReadonlyMap<string, Profile>) => ProfileSet,
  options?: UpdateOptions,
): Promise<Saved> {
  const fresh: string[] = [];
  let freed: readonly string[] = [];
  let updated: Updated;
  try {
    const settled = new Map<string, Profile>();
    for (const [name, draft] of drafts) {
      settled.set(name, await settle(name, draft, fresh, tools));
    }
    const writer = await tools.writer();
    updated = await writer.update((present) => {
      const after = change(present, settled);
      const named = accountsOf(after);
      freed = [...accountsOf(present)].filter((account) => !named.has(account));
      return after;
    }, options);
  } catch (error) {
    throw await undo(error, fresh, tools);
  }
  return { ...updated, leftBehind: await forgetAll(freed, tools) };
}

/** Puts a draft's secrets where they belong; `fresh` gets each account before it is made. */
async function settle(
  name: string,
  { secret, webhookSecret, ...rest }: Draft,
  fresh: string[],
  tools: ProfileTools,
): Promise<Profile> {
  const keep = async (
    which: SecretName,
    bound: KeptSecret | ForKeychain | undefined,
  ): Promise<KeptSecret | undefined> => {
    if (bound === undefined || bound instanceof Secret || 'store' in bound) {
      return bound;
    }
    const account = newAccount(name, which, tools.random);
    fresh.push(account);
    await (await tools.secrets()).keep(account, bound.forKeychain);
    return { store: 'keychain', account };
  };
  const kept = await keep('secret', secret);
  const keptWebhook = await keep('webhookSecret', webhookSecret);
  return {
    ...rest,
    ...(kept && { secret: kept }),
    ...(keptWebhook && { webhookSecret: keptWebhook }),
  };
}

/** Removes entries that were made for nothing; gives back the error to throw. */
async function undo(
  error: unknown,
  fresh: readonly string[],
  tools: ProfileTools,
): Promise<unknown> {
  const left = await forgetAll(unnamed(fresh, tools.reader), tools);
  if (left.length === 0 || !(error instanceof VkError)) {
    return error;
  }
  const remedy = `${error.remedy} In the keychain, ${left.join(' and ')} may be left: remove it there.`;
  return new VkError(error.code, error.message, remedy, { cause: error });
}

/** A write can fail after it was done: what the file names stays. */
function unnamed(fresh: readonly string[], reader: ProfileReader): readonly string[] {
  if (fresh.length === 0) {
    return [];
  }
  try {
    const named = accountsOf(reader.read());
    return fresh.filter((account) => !named.has(account));
  } catch {
    // A file that cannot be read was not written a moment ago.
    return fresh;
  }
}

/** Gives back those that could not be removed. */
async function forgetAll(
  accounts: readonly string[],
  { secrets }: ProfileTools,
): Promise<readonly string[]> {
  const left: string[] = [];
  for (const account of accounts) {
    try {
      await (await secrets()).forget(account);
    } catch {
      left.push(account);
    }
  }
  return left;
}
