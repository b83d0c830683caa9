import type { BaseUrl } from '../core/base-url.js';
import { Secret } from '../core/credential.js';
import type { Provider } from '../core/provider.js';
import { checkedDialect } from './credential.js';
import { SECRET_NAMES } from './kept-secrets.js';
import { sandboxBase } from './sandbox-port.js';
import { chooseBase, chooseProfile, chooseProvider } from './settings.js';
import { Lookup, type SettingSources } from './value-sources.js';

/** Whose API it is and where it is, for a command that neither signs nor sends. */
export interface PublicSettings {
  readonly provider: Provider;
  /** Absent where the provider publishes none and none was given. */
  readonly base: BaseUrl | undefined;
  readonly basePath: string;
  /** Which of a header's alternative names to use. */
  readonly dialect: string | undefined;
  /** Secrets that stand in the profile itself, to be kept out of what is printed. */
  readonly secrets: readonly Secret[];
}

/**
 * Finds provider, base URL and code header as {@link resolveSettings} does, without a credential: no
 * keychain is asked and no command run, and it works where no profile is.
 *
 * @throws VkError for an unknown profile or provider, or a base URL that is refused
 */
export function resolvePublicSettings(sources: SettingSources): PublicSettings {
  const chosen = chooseProfile(sources);
  const provider = chooseProvider(sources, chosen).value;
  const found = new Lookup(sources, chosen);
  const base =
    sources.flags.sandbox === true
      ? sandboxBase(provider)
      : chooseBase(sources, provider, chosen, found);
  const kept = SECRET_NAMES.map((name) => chosen?.profile[name]);
  return {
    provider,
    base,
    basePath: base?.basePath ?? provider.basePath,
    dialect: checkedDialect(provider, found.dialect()),
    secrets: kept.filter((secret) => secret instanceof Secret),
  };
}
