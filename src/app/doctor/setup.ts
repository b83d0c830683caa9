import type { BaseUrl } from '../../core/base-url.js';
import { Secret } from '../../core/credential.js';
import { VkError } from '../../core/error.js';
import type { Provider } from '../../core/provider.js';
import type { KeptSecret } from '../ports.js';
import {
  chooseBase,
  chooseProfile,
  chooseProvider,
  resolveSettings,
  type Settings,
} from '../settings.js';
import { Lookup, variable, type NamedProfile, type SettingSources } from '../value-sources.js';

/** How far the settings of a call can be found, and what stops it. */
export interface Setup {
  /** What a call would use. */
  readonly profile: NamedProfile | undefined;
  /** What is named or current, also where variables set it aside. */
  readonly stored: NamedProfile | undefined;
  /** Undefined where nothing says whose API is meant. */
  readonly provider: Provider | undefined;
  readonly base: BaseUrl | undefined;
  /** With an empty secret where `secretFault` says why there is none. */
  readonly settings: Settings | undefined;
  readonly secretFault: VkError | 'not-asked' | undefined;
  /** Whatever else is wrong, each once. */
  readonly faults: readonly VkError[];
}

/**
 * Finds settings as far as they go: where a call stops at the first fault, a doctor looks further.
 *
 * @param isOffline whether the command of a secret, which may ask a server, is left alone
 */
export async function readSetup(sources: SettingSources, isOffline: boolean): Promise<Setup> {
  const faults: VkError[] = [];
  const attempt = <T>(find: () => T): T | undefined => {
    try {
      return find();
    } catch (error) {
      faults.push(asVkError(error));
      return undefined;
    }
  };
  const profile = attempt(() => chooseProfile(sources));
  const stored = profile ?? (faults.length === 0 ? storedProfile(sources) : undefined);
  const none = { profile, stored, provider: undefined, base: undefined, settings: undefined };
  if (faults.length > 0 || !isAnythingMeant(sources, profile)) {
    return { ...none, secretFault: undefined, faults };
  }
  const provider = attempt(() => chooseProvider(sources, profile).value);
  if (provider === undefined) {
    return { ...none, secretFault: undefined, faults };
  }
  const base =
    sources.flags.sandbox === true
      ? undefined
      : attempt(() => chooseBase(sources, provider, profile, new Lookup(sources, profile)));
  const found = faults.length > 0 ? {} : await findSettings(sources, profile, isOffline);
  if (found.fault !== undefined) {
    faults.push(found.fault);
  }
  const { settings, secretFault } = found;
  return { profile, stored, provider, base, settings, secretFault, faults };
}

/** The profile that is named or current, whatever variables say. */
function storedProfile({
  flags,
  env,
  project,
  profiles,
}: SettingSources): NamedProfile | undefined {
  const set = profiles();
  const name = flags.profile ?? variable(env, 'VK_PROFILE') ?? project?.profile ?? set.current;
  const profile = name === undefined ? undefined : set.profiles.get(name);
  return name === undefined || profile === undefined ? undefined : { name, profile };
}

/** The default provider is nobody's choice: its server is not asked without a reason. */
function isAnythingMeant(
  { flags, env, project }: SettingSources,
  profile: NamedProfile | undefined,
): boolean {
  const said = [
    profile?.name,
    flags.provider,
    flags.baseUrl,
    project?.provider,
    project?.baseUrl,
    ...['VK_PROVIDER', 'VK_BASE_URL', 'VK_API_KEY', 'VK_API_SECRET'].map((name) =>
      variable(env, name),
    ),
  ];
  return flags.sandbox === true || said.some((value) => value !== undefined);
}

interface FoundSettings {
  readonly settings?: Settings;
  readonly secretFault?: VkError | 'not-asked';
  readonly fault?: VkError;
}

async function findSettings(
  sources: SettingSources,
  profile: NamedProfile | undefined,
  isOffline: boolean,
): Promise<FoundSettings> {
  const secret = profile?.profile.secret;
  const isGiven = variable(sources.env, 'VK_API_SECRET') !== undefined;
  if (isOffline && !isGiven && isCommand(secret)) {
    return { settings: await withoutSecret(sources), secretFault: 'not-asked' };
  }
  try {
    return { settings: await resolveSettings(sources) };
  } catch (error) {
    const fault = asVkError(error);
    if (fault.code === 'secret-store') {
      return { settings: await withoutSecret(sources), secretFault: fault };
    }
    return fault.code === 'missing-credential' ? { secretFault: fault } : { fault };
  }
}

function isCommand(secret: KeptSecret | undefined): boolean {
  return secret !== undefined && !(secret instanceof Secret) && secret.store === 'command';
}

async function withoutSecret(sources: SettingSources): Promise<Settings> {
  const nothing = Promise.resolve(Secret.of(''));
  return await resolveSettings({ ...sources, fetchSecret: () => nothing });
}

/** Whatever is no VkError is a fault of vk itself, and goes on as one. */
function asVkError(error: unknown): VkError {
  if (error instanceof VkError) {
    return error;
  }
  throw error;
}
