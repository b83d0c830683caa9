import { Secret } from '../core/credential.js';
import { VkError } from '../core/error.js';
import type { Provider, WebhookDefinition } from '../core/provider.js';
import { kamiokash } from '../providers/kamiokash.js';
import { providers } from '../providers/registry.js';
import { demoCredential } from './credential.js';
import { chooseProfile, chooseProvider } from './settings.js';
import {
  DEMO_ORIGIN,
  secretIn,
  variable,
  type NamedProfile,
  type SettingSources,
} from './value-sources.js';

/** A secret, and where it came from: `environment VK_WEBHOOK_SECRET`. */
export interface WebhookSecret {
  readonly name: string;
  readonly secret: Secret;
}

/** Whose webhooks they are, and what they are verified or signed with. */
export interface WebhookSettings {
  readonly provider: Provider;
  readonly definition: WebhookDefinition;
  /** At least one; while a secret is changed there are two, the first to sign with. */
  readonly secrets: readonly [WebhookSecret, ...WebhookSecret[]];
  /** Where it was asked for; otherwise the scheme says. */
  readonly toleranceSeconds?: number;
}

/** What the command line says about a scheme that no provider documents. */
export type SchemeByHand = Partial<
  Pick<WebhookDefinition, 'scheme' | 'signatureHeader' | 'timestampHeader'>
>;

/**
 * Finds the provider, its webhooks' scheme and the secret.
 *
 * @param given secrets that were named on the command line, which go before all others
 * @throws VkError `usage` for a provider without webhooks, `missing-credential` without a secret
 */
export async function resolveWebhook(
  sources: SettingSources,
  byHand: SchemeByHand,
  given: readonly WebhookSecret[],
): Promise<Omit<WebhookSettings, 'toleranceSeconds'>> {
  const isAnyProvider = byHand.scheme !== undefined;
  const { provider, chosen } = chooseWebhookProvider(sources, isAnyProvider);
  const definition = defineWebhook(provider, byHand);
  const [first, ...others] = given;
  return {
    provider,
    definition,
    secrets:
      first === undefined
        ? [await defaultSecret(sources, provider, definition, chosen)]
        : [first, ...others],
  };
}

interface Choice {
  readonly provider: Provider;
  readonly chosen: NamedProfile | undefined;
}

/** Whose webhooks are meant where nobody says: vk's default provider documents none. */
export const DEFAULT_WEBHOOK_PROVIDER: Provider = kamiokash;

/** A current profile that has no webhooks is set aside, as it is for another provider's requests. */
function chooseWebhookProvider(sources: SettingSources, isAnyProvider: boolean): Choice {
  const { flags, env, project } = sources;
  const found = chooseProfile(sources);
  const isNamed = (flags.profile ?? variable(env, 'VK_PROFILE') ?? project?.profile) !== undefined;
  const isUseful = isNamed || isAnyProvider || hasWebhooks(found);
  const chosen = isUseful ? found : undefined;
  const said = flags.provider ?? variable(env, 'VK_PROVIDER') ?? project?.provider;
  const provider =
    chosen === undefined && said === undefined
      ? DEFAULT_WEBHOOK_PROVIDER
      : chooseProvider(sources, chosen).value;
  return { provider, chosen };
}

function hasWebhooks(found: NamedProfile | undefined): boolean {
  return WITH_WEBHOOKS.some(({ id }) => id === found?.profile.provider);
}

const WITH_WEBHOOKS = providers.filter(({ webhook }: Provider) => webhook !== undefined);

function defineWebhook(
  { name, webhook }: Provider,
  { scheme, signatureHeader, timestampHeader }: SchemeByHand,
): WebhookDefinition {
  const named = {
    ...(signatureHeader !== undefined && { signatureHeader }),
    ...(timestampHeader !== undefined && { timestampHeader }),
  };
  if (scheme !== undefined) {
    const header = scheme.timestamp && (webhook?.timestampHeader ?? 'X-Timestamp');
    return {
      key: webhook?.key ?? 'webhook',
      events: webhook?.events ?? [],
      source: 'vk',
      signatureHeader: webhook?.signatureHeader ?? 'X-Signature',
      ...(header !== undefined && { timestampHeader: header }),
      ...named,
      scheme,
    };
  }
  if (webhook === undefined) {
    throw new VkError(
      'usage',
      `${name} documents no webhook`,
      `Choose --provider ${WITH_WEBHOOKS.map(({ id }) => id).join(' or ')}, or give its scheme with --scheme.`,
    );
  }
  return { ...webhook, ...named };
}

/** The variable of the environment that holds the secret of a provider's webhooks. */
export function secretVariable({ key }: Pick<WebhookDefinition, 'key'>): string {
  return key === 'api' ? 'VK_API_SECRET' : 'VK_WEBHOOK_SECRET';
}

/** The secret by the precedence of values: demo where it is asked for, environment, profile. */
async function defaultSecret(
  { flags, env, fetchSecret }: SettingSources,
  provider: Provider,
  { key }: WebhookDefinition,
  chosen: NamedProfile | undefined,
): Promise<WebhookSecret> {
  const isApi = key === 'api';
  if (flags.sandbox === true) {
    const { secret, webhookSecret } = demoCredential(provider.sandbox.demo);
    return { name: DEMO_ORIGIN, secret: isApi ? secret : (webhookSecret ?? secret) };
  }
  const variableName = secretVariable({ key });
  const given = secretIn(env, variableName);
  const stored = isApi ? chosen?.profile.secret : chosen?.profile.webhookSecret;
  const found: WebhookSecret | undefined =
    given !== undefined
      ? { name: `environment ${variableName}`, secret: given }
      : stored && {
          name: `profile ${chosen?.name ?? ''}`,
          secret: stored instanceof Secret ? stored : await fetchSecret(stored),
        };
  if (found === undefined) {
    throw new VkError(
      'missing-credential',
      `there is no ${isApi ? 'API secret' : 'webhook secret'} for ${provider.name}, which signs its webhooks with it`,
      `Set ${variableName}, name another with --secret-env NAME or --secret-file F, or try --sandbox.`,
    );
  }
  return checkedSecret(found);
}

/** @throws VkError `bad-credential` for a secret that is empty */
export function checkedSecret(given: WebhookSecret): WebhookSecret {
  if (given.secret.isEmpty) {
    throw new VkError(
      'bad-credential',
      `the secret from ${given.name} is empty`,
      'Anybody could sign with that: put the secret there.',
    );
  }
  return given;
}
