import { Secret, type Credential } from '../core/credential.js';
import { VkError } from '../core/error.js';
import type { DemoCredential, Provider } from '../core/provider.js';
import type { Lookup } from './value-sources.js';

/**
 * Reads a provider's credential by the precedence of values.
 *
 * @param demo fills in a code or email that is not set, for the sandbox only
 * @throws VkError `missing-credential` where there is no secret, `secret-store` where it is not to be had
 */
export async function readCredential(
  provider: Provider,
  found: Lookup,
  demo: DemoCredential | undefined,
): Promise<Credential> {
  const secret = await found.secret();
  if (secret === undefined) {
    throw new VkError(
      'missing-credential',
      `there is no API secret for ${provider.name}`,
      'Add a profile (vk profile add NAME), set VK_API_KEY and VK_API_SECRET, or try --sandbox.',
    );
  }
  const webhookSecret = found.webhookSecret();
  const dialect = checkedDialect(provider, found.dialect());
  const fields = provider.credential.flatMap(({ id }) => {
    const value = found.field(id, id === 'apiKey' ? undefined : demo?.[id]);
    return value === undefined ? [] : [[id, value] as const];
  });
  return {
    fields: Object.fromEntries(fields),
    secret,
    ...(webhookSecret && { webhookSecret }),
    ...(dialect !== undefined && { dialect }),
  };
}

/** One of the sandbox's own credentials. */
export function demoCredential(demo: DemoCredential, dialect?: string): Credential {
  const { apiKey, code, email, webhookSecret } = demo;
  return {
    fields: {
      apiKey,
      ...(code !== undefined && { code }),
      ...(email !== undefined && { email }),
    },
    secret: Secret.of(demo.secret),
    ...(webhookSecret !== undefined && { webhookSecret: Secret.of(webhookSecret) }),
    ...(dialect !== undefined && { dialect }),
  };
}

/** @throws VkError `usage` where the provider documents no header name of that kind */
export function checkedDialect(
  provider: Provider,
  dialect: string | undefined,
): string | undefined {
  const known = provider.headers.auth.flatMap((header) => Object.keys(header.dialects ?? {}));
  if (dialect !== undefined && !known.includes(dialect)) {
    throw new VkError(
      'usage',
      `${provider.name} has no code header ${JSON.stringify(dialect)}`,
      known.length === 0 ? 'Leave --code-header out.' : `The choices are ${known.join(', ')}.`,
    );
  }
  return dialect;
}
