import { Secret } from '../core/credential.js';
import { VkError } from '../core/error.js';
import type { FieldName, Mode, Provider } from '../core/provider.js';
import { findProvider } from '../providers/registry.js';
import {
  boundFor,
  isSameKept,
  SECRET_NAMES,
  storeOf,
  type Draft,
  type SecretName,
} from './kept-secrets.js';
import type { KeptSecret, Profile } from './ports.js';
import { findProfile, makeProfile } from './profiles.js';
import { saveProfiles, type ProfileTools, type Saved } from './save-profiles.js';

/** What of a profile can be taken away, as the command line names it. */
export const UNSETTABLE = [
  'api-key',
  'code',
  'code-header',
  'email',
  'base-url',
  'mode',
  'webhook-secret',
] as const;

export type Unsettable = (typeof UNSETTABLE)[number];

/** What becomes different; whatever is left out stays as it is. */
export interface ProfileChange {
  readonly provider?: string | undefined;
  readonly fields: Readonly<Partial<Record<FieldName, string>>>;
  readonly dialect?: string | undefined;
  readonly baseUrl?: string | undefined;
  readonly mode?: Mode | undefined;
  readonly secret?: KeptSecret | undefined;
  readonly webhookSecret?: KeptSecret | undefined;
  readonly unset: readonly Unsettable[];
  /** Where its secrets are to be from now on. */
  readonly moveTo?: 'keychain' | 'file' | undefined;
}

/**
 * Changes a profile. A secret that moves is written to its new place first, and taken from its old one
 * last.
 *
 * @param storeFor where a new secret goes whose profile had none, or one that a command prints
 * @throws VkError `unknown-profile`, `bad-credential`, `usage`, `secret-store` and what a base URL can
 * be refused for
 */
export async function editProfile(
  tools: ProfileTools,
  name: string,
  change: ProfileChange,
  storeFor: 'keychain' | 'file',
): Promise<Saved> {
  const present = findProfile(tools.reader.read(), name);
  // Checked before anything is put into the keychain; the store itself makes sure of it again.
  const changed = applyChange(present, change);
  refuseMovingCommands(present, change);
  const secrets = await bindSecrets(present, changed, change, storeFor, tools);
  const draft: Draft = { ...changed, ...secrets };
  return await saveProfiles(tools, new Map([[name, draft]]), (set, settled) => {
    const latest = findProfile(set, name);
    refuseOtherSecrets(name, present, latest);
    const { secret, webhookSecret } = settled.get(name) ?? {};
    const edited: Profile = {
      ...applyChange(latest, change),
      ...(secret && { secret }),
      ...(webhookSecret && { webhookSecret }),
    };
    return { ...set, profiles: new Map([...set.profiles, [name, edited]]) };
  });
}

/** The profile with its new values, each checked. Secrets are as they were given. */
function applyChange(present: Profile, change: ProfileChange): Profile {
  const provider = findProvider(change.provider ?? present.provider);
  const old = without(present, change.unset);
  const fields = { ...pickFields(old), ...change.fields };
  refuseMissingFields(provider, fields, change.unset);
  return makeProfile(provider, {
    fields,
    dialect: change.dialect ?? old.dialect,
    baseUrl: change.baseUrl ?? old.baseUrl,
    mode: change.mode ?? old.mode,
    secret: change.secret ?? old.secret,
    webhookSecret: change.webhookSecret ?? old.webhookSecret,
  });
}

const MEMBERS: Readonly<Record<Unsettable, keyof Profile>> = {
  'api-key': 'apiKey',
  code: 'code',
  'code-header': 'dialect',
  email: 'email',
  'base-url': 'baseUrl',
  mode: 'mode',
  'webhook-secret': 'webhookSecret',
};

function without(profile: Profile, unset: readonly Unsettable[]): Profile {
  const members = new Set<string>(unset.map((each) => MEMBERS[each]));
  const { provider } = profile;
  const rest = Object.entries(profile).filter(([member]) => !members.has(member));
  return { ...Object.fromEntries(rest), provider };
}

function pickFields({ apiKey, code, email }: Profile): Partial<Record<FieldName, string>> {
  return {
    ...(apiKey !== undefined && { apiKey }),
    ...(code !== undefined && { code }),
    ...(email !== undefined && { email }),
  };
}

function refuseMissingFields(
  { name, credential }: Provider,
  fields: Readonly<Partial<Record<FieldName, string>>>,
  unset: readonly Unsettable[],
): void {
  const missing = credential.find(
    ({ id }) => fields[id] === undefined && unset.some((each) => MEMBERS[each] === id),
  );
  if (missing !== undefined) {
    throw new VkError(
      'bad-credential',
      `${name} needs the ${missing.label}`,
      'Give another one instead of taking it away. Nothing was stored.',
    );
  }
}

/** What a command prints is never stored, so there is nothing to move. */
function refuseMovingCommands(present: Profile, { moveTo, ...change }: ProfileChange): void {
  if (moveTo === undefined) {
    return;
  }
  const stays = SECRET_NAMES.map((name) => change[name] ?? present[name]).filter(
    (kept) => kept !== undefined,
  );
  if (stays.every((kept) => storeOf(kept) === 'command')) {
    throw new VkError(
      'usage',
      stays.length === 0
        ? 'there is no secret to move'
        : 'a command prints the secret, and vk stores nothing of what it prints',
      'Give the secret itself with it: --secret-stdin, --secret-env or --secret-file.',
    );
  }
}

async function bindSecrets(
  present: Profile,
  changed: Profile,
  { moveTo }: ProfileChange,
  storeFor: 'keychain' | 'file',
  tools: ProfileTools,
): Promise<Pick<Draft, SecretName>> {
  const bound: { -readonly [name in SecretName]?: Draft[name] } = {};
  for (const name of SECRET_NAMES) {
    const old = present[name];
    const kept = changed[name];
    if (kept === undefined) {
      continue;
    }
    if (kept !== old) {
      bound[name] = boundFor(moveTo ?? usualStore(old) ?? storeFor, kept);
    } else if (moveTo === undefined || storeOf(kept) === 'command' || storeOf(kept) === moveTo) {
      bound[name] = kept;
    } else {
      bound[name] = boundFor(moveTo, await take(kept, tools));
    }
  }
  return bound;
}

/** A new secret goes where the old one was. */
function usualStore(old: KeptSecret | undefined): 'keychain' | 'file' | undefined {
  const store = old && storeOf(old);
  return store === 'command' ? undefined : store;
}

async function take(kept: KeptSecret, { secrets }: ProfileTools): Promise<Secret> {
  return kept instanceof Secret ? kept : await (await secrets()).fetch(kept);
}

/** Somebody else's new secret must not be lost to one that was read before it. */
function refuseOtherSecrets(name: string, present: Profile, latest: Profile): void {
  if (!SECRET_NAMES.every((each) => isSameKept(present[each], latest[each]))) {
    throw new VkError(
      'profile-file',
      `the secret of profile ${name} was changed by another vk meanwhile`,
      'Nothing was changed by this one. Look at it with vk profile show, and try again.',
    );
  }
}
