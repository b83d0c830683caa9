import type { RunningSandbox, SandboxOptions } from '../app/serve-sandbox.js';
import type { Credential } from '../core/credential.js';
import type { Provider } from '../core/provider.js';
import type { Context } from './command.js';

/** Whom the sandbox stands in for, and whose credential it knows beside its own. */
interface SandboxAccount {
  readonly provider: Provider;
  readonly credential: Credential | undefined;
}

interface InnerSandboxOptions extends Pick<SandboxOptions, 'used'> {
  /** Whether the provider's limit of calls a minute is left out. */
  readonly isUnlimited?: boolean;
}

/** The provider inside this process. */
export async function startInnerSandbox(
  { provider, credential }: SandboxAccount,
  { deps }: Context,
  { isUnlimited = false, used = [] }: InnerSandboxOptions = {},
): Promise<RunningSandbox> {
  const { serveSandbox } = await import('../app/serve-sandbox.js');
  return await serveSandbox(
    {
      provider,
      port: 0,
      settings: { mode: 'sandbox', ...(isUnlimited && { ratePerMinute: UNLIMITED }) },
      accounts: credential === undefined ? [] : [credential],
      nowMs: deps.nowMs,
      used,
    },
    await deps.server(),
  );
}

const UNLIMITED = 1e9;
