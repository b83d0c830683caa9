import type { RunningSandbox } from '../app/serve-sandbox.js';
import type { Settings } from '../app/settings.js';
import type { Context } from './command.js';

/** The provider inside this process, which knows the credential at hand as its own. */
export async function startInnerSandbox(
  settings: Settings,
  { deps }: Context,
): Promise<RunningSandbox> {
  const { provider, credential } = settings;
  const { serveSandbox } = await import('../app/serve-sandbox.js');
  return await serveSandbox(
    { provider, port: 0, settings: { mode: 'sandbox' }, accounts: [credential], nowMs: deps.nowMs },
    await deps.server(),
  );
}
