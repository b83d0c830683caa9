import { parseBaseUrl } from '../core/base-url.js';
import { utf8 } from '../core/bytes.js';
import { Secret } from '../core/credential.js';
import type { NamedScheme, NamedSecret, Subject } from '../core/diagnose/variant.js';
import { VkError } from '../core/error.js';
import type { Provider, WebhookDefinition } from '../core/provider.js';
import type { Parts } from '../core/string-to-sign.js';
import { providers } from '../providers/registry.js';
import type { KeptSecret, ProfileSet } from './ports.js';
import type { Settings } from './settings.js';

/** A request whose signature is looked into. */
export interface SignedParts {
  readonly method: string;
  readonly target: Uint8Array;
  readonly body: Uint8Array;
  /** Absent where the scheme has none. */
  readonly timestamp: string | undefined;
  /** Where it was sent, as far as that is known. */
  readonly origin: string | undefined;
}

/** What the search starts from: the documented procedure for this request, and what lies around it. */
export function subjectOf(
  settings: Pick<Settings, 'provider' | 'credential' | 'base' | 'basePath'>,
  request: SignedParts,
  otherSecrets: readonly NamedSecret[],
): Subject {
  const { provider, credential, base } = settings;
  const { apiKey, code, email } = credential.fields;
  const parts: Parts = {
    method: utf8(request.method),
    target: request.target,
    body: request.body,
    ...(request.timestamp !== undefined && { timestamp: utf8(request.timestamp) }),
    ...(email !== undefined && { email: utf8(email) }),
  };
  refuseUnsignable(provider, parts);
  const documented =
    provider.baseUrl === undefined ? undefined : parseBaseUrl(provider.baseUrl).origin;
  const origins = [request.origin, base?.origin, documented].filter((each) => each !== undefined);
  const webhook = credential.webhookSecret;
  return {
    scheme: provider.scheme,
    parts,
    secret: credential.secret,
    surroundings: {
      ...(apiKey !== undefined && { apiKey }),
      ...(code !== undefined && { code }),
      otherSecrets: [...named('the webhook secret', webhook), ...otherSecrets],
      origins: [...new Set(origins)],
      basePath: settings.basePath,
      endpoints: provider.endpoints.map(({ path }) => path),
      otherSchemes: otherSchemes(provider),
    },
  };
}

/**
 * What the search for a webhook's signature starts from.
 *
 * @param secrets the one that should have signed, and others that may have been taken for it
 */
export function webhookSubjectOf(
  { provider, definition }: { readonly provider: Provider; readonly definition: WebhookDefinition },
  { method, target, body, timestamp, origin }: SignedParts,
  [expected, ...otherSecrets]: readonly [NamedSecret, ...NamedSecret[]],
): Subject {
  return {
    scheme: definition.scheme,
    parts: {
      method: utf8(method),
      target,
      body,
      ...(timestamp !== undefined && { timestamp: utf8(timestamp) }),
    },
    secret: expected.secret,
    surroundings: {
      otherSecrets,
      origins: origin === undefined ? [] : [origin],
      basePath: '',
      endpoints: [],
      otherSchemes: [
        { name: `${provider.name}'s requests`, scheme: provider.scheme },
        ...otherSchemes(provider).filter(({ scheme }) => scheme !== definition.scheme),
      ],
    },
  };
}

/**
 * The secrets of stored profiles, for a signature that was made with the wrong one. Those that are kept
 * elsewhere are left out: nobody is asked for them without need.
 */
export function profileSecrets(
  { profiles }: ProfileSet,
  names: readonly string[] | undefined,
): NamedSecret[] {
  return [...profiles]
    .filter(([name]) => names?.includes(name) ?? true)
    .flatMap(([name, { secret, webhookSecret }]) => [
      ...named(`the secret of profile ${name}`, secret),
      ...named(`the webhook secret of profile ${name}`, webhookSecret),
    ]);
}

function named(name: string, secret: KeptSecret | undefined): NamedSecret[] {
  return secret instanceof Secret ? [{ name, secret }] : [];
}

function refuseUnsignable({ name, scheme }: Provider, parts: Parts): void {
  const unknown = scheme.parts.find((part) => parts[part] === undefined);
  if (unknown !== undefined) {
    throw new VkError(
      'missing-credential',
      `${name} signs the ${unknown}, and none is set`,
      `Set VK_${unknown.toUpperCase()}, or store it in a profile with vk profile add.`,
    );
  }
}

/** This provider's webhooks first: they are the likeliest to be mixed up with its requests. */
function otherSchemes(own: Provider): NamedScheme[] {
  const others = providers.filter(({ id }) => id !== own.id);
  return [
    ...webhookScheme(own),
    ...others.map(({ name, scheme }) => ({ name: `${name}'s requests`, scheme })),
    ...others.flatMap(webhookScheme),
  ];
}

function webhookScheme({ name, webhook }: Provider): NamedScheme[] {
  return webhook === undefined ? [] : [{ name: `${name}'s webhooks`, scheme: webhook.scheme }];
}
