import { isLoopback, parseBaseUrl, type BaseUrl } from '../core/base-url.js';
import type { Credential } from '../core/credential.js';
import { VkError } from '../core/error.js';
import type { Mode, Provider } from '../core/provider.js';
import { findProvider, providers } from '../providers/registry.js';
import { checkedDialect, demoCredential, readCredential } from './credential.js';
import {
  DEMO_ORIGIN,
  Lookup,
  firstOf,
  variable,
  type Environment,
  type NamedProfile,
  type Setting,
  type SettingSources,
} from './value-sources.js';

export interface Settings {
  readonly provider: Provider;
  readonly credential: Credential;
  /** Absent where the provider publishes none and none was given. */
  readonly base: BaseUrl | undefined;
  readonly basePath: string;
  /** The mode that the user expects to be in. */
  readonly mode: Mode;
  readonly profile: string | undefined;
  /** True where the sandbox's demo credential stands in. */
  readonly isDemo: boolean;
  readonly origins: readonly Setting[];
  /** Variables that override a value of the profile. */
  readonly overrides: readonly string[];
  /** Variables that ended in a line break, which was left out. */
  readonly trimmed: readonly string[];
}

/**
 * Finds the provider, the credential and the base URL of a command.
 *
 * @throws VkError for an unknown profile or provider, a missing secret, or a base URL that is refused
 */
export async function resolveSettings(sources: SettingSources): Promise<Settings> {
  const isSandbox = sources.flags.sandbox === true;
  const chosen = chooseProfile(sources);
  const provider = chooseProvider(sources, chosen);
  const isDemo = isSandbox && chosen === undefined && !isComplete(sources.env);
  const found = new Lookup(sources, chosen);
  found.note('provider', provider.origin);
  const credential = isDemo
    ? readDemo(provider.value, found)
    : await readCredential(
        provider.value,
        found,
        isSandbox ? provider.value.sandbox.demo : undefined,
      );
  const base = isSandbox ? undefined : chooseBase(sources, provider.value, chosen, found);
  return {
    provider: provider.value,
    credential,
    base,
    basePath: base?.basePath ?? provider.value.basePath,
    mode: found.mode(),
    profile: chosen?.name,
    isDemo,
    origins: found.origins,
    overrides: found.overrides,
    trimmed: found.trimmed,
  };
}

/** The base URL, for whatever needs one. @throws VkError `missing-base-url` */
export function requireBase({ base, provider }: Settings): BaseUrl {
  if (base === undefined) {
    throw new VkError(
      'missing-base-url',
      `${provider.name} publishes no base URL, and none is set`,
      'Give --base-url URL, set VK_BASE_URL, or store it with vk profile add --base-url URL.',
    );
  }
  return base;
}

function readDemo(provider: Provider, found: Lookup): Credential {
  found.note('credential', DEMO_ORIGIN);
  const { demo } = provider.sandbox;
  const own = demoCredential(demo, checkedDialect(provider, found.dialect()));
  const code = found.field('code', demo.code);
  const email = found.field('email', demo.email);
  const fields = {
    ...own.fields,
    ...(code !== undefined && { code }),
    ...(email !== undefined && { email }),
  };
  return { ...own, fields };
}

/** The profile that is named or, where it fits, the current one. @throws VkError `unknown-profile` */
export function chooseProfile({
  flags,
  env,
  project,
  profiles,
}: SettingSources): NamedProfile | undefined {
  const explicit = flags.profile ?? variable(env, 'VK_PROFILE') ?? project?.profile;
  if (explicit === undefined && isComplete(env)) {
    return undefined;
  }
  const set = profiles();
  const name = explicit ?? set.current;
  if (name === undefined) {
    return undefined;
  }
  const profile = set.profiles.get(name);
  if (profile === undefined) {
    throw unknownProfile(name, [...set.profiles.keys()]);
  }
  // The current profile is a default: asking for another provider sets it aside.
  const wanted = flags.provider ?? variable(env, 'VK_PROVIDER') ?? project?.provider;
  const isMeant = explicit !== undefined || wanted === undefined || wanted === profile.provider;
  return isMeant ? { name, profile } : undefined;
}

/** The error for a profile name that nothing is stored under. */
export function unknownProfile(name: string, known: readonly string[]): VkError {
  return new VkError(
    'unknown-profile',
    `there is no profile ${JSON.stringify(name)}`,
    known.length === 0
      ? 'Add it with vk profile add NAME --provider ID.'
      : `The profiles are ${known.join(', ')}.`,
  );
}

/** Whose API it is. @throws VkError `usage` where two places name different ones */
export function chooseProvider(
  { flags, env, project }: SettingSources,
  chosen: NamedProfile | undefined,
): { readonly value: Provider; readonly origin: string } {
  const said = firstOf(
    [flags.provider, 'flag --provider'],
    [variable(env, 'VK_PROVIDER'), 'environment VK_PROVIDER'],
    [project?.provider, '.vk.json'],
  );
  if (chosen !== undefined) {
    if (said !== undefined && said.value !== chosen.profile.provider) {
      throw new VkError(
        'usage',
        `profile ${chosen.name} is for ${chosen.profile.provider}, and ${said.origin} says ${said.value}`,
        'Choose another profile with --profile, or leave the provider out.',
      );
    }
    return { value: findProvider(chosen.profile.provider), origin: `profile ${chosen.name}` };
  }
  const byKey = providerOfKey(flags.apiKey ?? variable(env, 'VK_API_KEY'));
  if (said?.origin === '.vk.json' && byKey !== undefined && byKey.id !== said.value) {
    throw new VkError(
      'usage',
      `.vk.json says ${said.value}, and the API key is one of ${byKey.id}`,
      'If that is meant, name the provider with --provider.',
    );
  }
  const found = said ?? firstOf([byKey?.id, "the key's prefix"]);
  return found === undefined
    ? { value: providers[0], origin: 'default' }
    : { value: findProvider(found.value), origin: found.origin };
}

/** The provider that documents this key's prefix, if only one does. */
function providerOfKey(apiKey: string | undefined): Provider | undefined {
  const owners = providers.filter((provider: Provider) =>
    provider.credential.some(
      ({ id, shape }) =>
        id === 'apiKey' && !shape.strict && apiKey !== undefined && shape.pattern.test(apiKey),
    ),
  );
  return owners.length === 1 ? owners[0] : undefined;
}

/** Whether the environment has all that a request is signed with. */
export function isComplete(env: Environment): boolean {
  return variable(env, 'VK_API_KEY') !== undefined && variable(env, 'VK_API_SECRET') !== undefined;
}

/** Where requests go. @throws VkError `bad-url`, `plain-http` or `other-origin` */
export function chooseBase(
  { flags, env, project }: SettingSources,
  provider: Provider,
  chosen: NamedProfile | undefined,
  lookup: Lookup,
): BaseUrl | undefined {
  const own = firstOf(
    [chosen?.profile.baseUrl, `profile ${chosen?.name ?? ''}`],
    [provider.baseUrl, `${provider.name}'s documentation`],
  );
  const said = firstOf(
    [flags.baseUrl, 'flag --base-url'],
    [variable(env, 'VK_BASE_URL'), 'environment VK_BASE_URL'],
  );
  const found = said ?? firstOf([project?.baseUrl, '.vk.json']) ?? own;
  if (found === undefined) {
    return undefined;
  }
  lookup.note('baseUrl', found.origin);
  if (found.origin === 'environment VK_BASE_URL' && chosen !== undefined && own !== undefined) {
    lookup.overrides.push('VK_BASE_URL');
  }
  const base = parseBaseUrl(found.value, flags.allowHttp);
  if (said === undefined && project?.baseUrl !== undefined) {
    refuseForeignProject(base, own?.value);
  }
  return base;
}

/**
 * A project file comes with a repository, perhaps a stranger's: it may not send a stored credential
 * to another host. This machine is no other host.
 */
function refuseForeignProject(base: BaseUrl, own: string | undefined): void {
  const expected = own === undefined ? undefined : parseBaseUrl(own, true).origin;
  if (expected !== base.origin && !isLoopback(base.hostname)) {
    throw new VkError(
      'other-origin',
      `.vk.json leads to ${base.origin}, and the credential is for ${expected ?? 'no known host'}`,
      `If that is meant, say --base-url ${base.origin}${base.basePath}.`,
    );
  }
}
