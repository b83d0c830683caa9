import type { FieldName, Provider } from '../core/provider.js';
import type { KeptSecret, Profile } from './ports.js';
import { shortenKey } from './profiles.js';
import { chooseProfile, chooseProvider } from './settings.js';
import { FIELD_VARIABLES, variable, type SettingSources } from './value-sources.js';

/** A value that is safe to print, and where it came from, in the words of `-v`. */
export interface Origin {
  readonly value: string;
  readonly origin: string;
}

/** What a command would take, and what it would pass over for that, strongest first. */
export interface TracedValue {
  readonly name: string;
  readonly taken: Origin | undefined;
  readonly overridden: readonly Origin[];
}

export interface Trace {
  /** The profile that a command would use. */
  readonly profile: string | undefined;
  readonly values: readonly TracedValue[];
}

/**
 * Where each value comes from that a command in this folder would use: environment, `.vk.json`, profile,
 * provider's default; which profile, a flag may say.
 *
 * @param describe says where a secret is kept, without the secret
 * @throws VkError `unknown-profile`, `unknown-provider` or `usage`, as the command would
 */
export function traceValues(
  sources: SettingSources,
  describe: (kept: KeptSecret) => string,
): Trace {
  const chosen = chooseProfile(sources);
  const provider = chooseProvider(sources, chosen);
  const profile = chosen?.profile;
  const from = `profile ${chosen?.name ?? ''}`;
  return {
    profile: chosen?.name,
    values: [
      traceProfile(sources, chosen?.name),
      { name: 'provider', taken: ofProvider(provider), overridden: [] },
      traceMode(sources, profile, from),
      traceBase(sources, provider.value, profile, from),
      ...provider.value.credential.map(({ id }) => traceField(id, sources, profile, from)),
      ...traceDialect(sources, provider.value, profile, from),
      traceSecret('secret', 'VK_API_SECRET', sources, profile, from, describe),
      traceSecret('webhookSecret', 'VK_WEBHOOK_SECRET', sources, profile, from, describe),
    ],
  };
}

type Candidate = readonly [value: string | undefined, origin: string];

function trace(name: string, ...candidates: readonly Candidate[]): TracedValue {
  const [taken, ...overridden] = candidates.flatMap(([value, origin]) =>
    value === undefined ? [] : [{ value, origin }],
  );
  return { name, taken, overridden };
}

function ofProvider({
  value,
  origin,
}: {
  readonly value: Provider;
  readonly origin: string;
}): Origin {
  return { value: value.id, origin };
}

/** Where no profile is used, those that might be are all passed over. */
function traceProfile(
  { flags, env, project, profiles }: SettingSources,
  used: string | undefined,
): TracedValue {
  const found = trace(
    'profile',
    [flags.profile, 'flag --profile'],
    [variable(env, 'VK_PROFILE'), 'environment VK_PROFILE'],
    [project?.profile, '.vk.json'],
    [profiles().current, 'current profile'],
  );
  return used === undefined && found.taken !== undefined
    ? { name: 'profile', taken: undefined, overridden: [found.taken, ...found.overridden] }
    : found;
}

function traceField(
  id: FieldName,
  { env }: SettingSources,
  profile: Profile | undefined,
  from: string,
): TracedValue {
  const name = FIELD_VARIABLES[id];
  const shown = (value: string | undefined): string | undefined =>
    id === 'apiKey' && value !== undefined ? shortenKey(value) : value;
  return trace(
    id,
    [shown(variable(env, name)), `environment ${name}`],
    [shown(profile?.[id]), from],
  );
}

function traceBase(
  { env, project }: SettingSources,
  provider: Provider,
  profile: Profile | undefined,
  from: string,
): TracedValue {
  return trace(
    'baseUrl',
    [variable(env, 'VK_BASE_URL'), 'environment VK_BASE_URL'],
    [project?.baseUrl, '.vk.json'],
    [profile?.baseUrl, from],
    [provider.baseUrl, `${provider.name}'s documentation`],
  );
}

/** A header name that the provider documents, where it documents several. */
function traceDialect(
  { project }: SettingSources,
  { headers }: Provider,
  profile: Profile | undefined,
  from: string,
): TracedValue[] {
  const [usual] = headers.auth.flatMap(({ dialects }) => Object.keys(dialects ?? {}));
  return usual === undefined
    ? []
    : [
        trace(
          'codeHeader',
          [project?.codeHeader, '.vk.json'],
          [profile?.dialect, from],
          [usual, 'default'],
        ),
      ];
}

/** A project file can lower the mode to sandbox and not raise it: a `live` there does nothing. */
function traceMode(
  { project }: SettingSources,
  profile: Profile | undefined,
  from: string,
): TracedValue {
  return trace(
    'mode',
    [project?.mode === 'sandbox' ? 'sandbox' : undefined, '.vk.json'],
    [profile?.mode, from],
    ['sandbox', 'default'],
    [project?.mode === 'live' ? 'live' : undefined, '.vk.json, which cannot raise it'],
  );
}

function traceSecret(
  name: 'secret' | 'webhookSecret',
  variableName: string,
  { env }: SettingSources,
  profile: Profile | undefined,
  from: string,
  describe: (kept: KeptSecret) => string,
): TracedValue {
  const kept = profile?.[name];
  return trace(
    name,
    [variable(env, variableName) && 'set', `environment ${variableName}`],
    [kept && describe(kept), from],
  );
}
