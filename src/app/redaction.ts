import { utf8 } from '../core/bytes.js';
import type { Secret } from '../core/credential.js';
import type { Provider } from '../core/provider.js';
import { openRedaction, type Redaction } from '../core/redact.js';
import { providers } from '../providers/registry.js';
import { secretIn, type Environment } from './value-sources.js';

/**
 * The redaction of a process. It knows the secrets of the environment from the start; others are
 * registered where they come in. Those of the sandbox's demo credentials are public, and printed.
 */
export function openProcessRedaction(env: Environment): Redaction {
  const redaction = openRedaction(isDemoSecret);
  for (const name of SECRET_VARIABLES) {
    const secret = secretIn(env, name);
    if (secret !== undefined) {
      redaction.register(secret);
    }
  }
  return redaction;
}

/** An environment for programs that vk starts: without any variable that has a secret in it. */
export function withoutSecretVariables(env: Environment, redaction: Redaction): Environment {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name, value]) => !SECRET_VARIABLES.includes(name) && !redaction.holds(utf8(value ?? '')),
    ),
  );
}

const SECRET_VARIABLES = ['VK_API_SECRET', 'VK_WEBHOOK_SECRET'];

function isDemoSecret(secret: Secret): boolean {
  const bytes = secret.reveal();
  return providers.some(({ sandbox: { demo, samples } }: Provider) =>
    [demo, ...samples]
      .flatMap(({ secret: own, webhookSecret }) => [own, webhookSecret])
      .some((text) => text?.length === bytes.length && Buffer.compare(utf8(text), bytes) === 0),
  );
}
