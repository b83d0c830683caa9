import type { Provider } from '../../core/provider.js';
import type { SandboxMemory } from '../memory.js';
import { carried, type Rule } from '../rule.js';

/**
 * Where a signature can be used only once, an accepted one is remembered until it is too old anyway:
 * it may come as early as the tolerance allows, and is then accepted for twice the tolerance, and for
 * what is left of the last second.
 */
export const singleUse: Rule = (context) => {
  const { provider, account, state, nowMs } = context;
  if (provider.replay?.singleUse !== true) {
    return undefined;
  }
  const apiKey = account?.fields.apiKey;
  const signature = carried(context, 'signature');
  if (state.memory.signatures.get(keyOf(apiKey, signature), nowMs) !== undefined) {
    return 'replay';
  }
  useUp(provider, state.memory, { apiKey, signature }, nowMs);
  return undefined;
};

/** Remembers that a signature was accepted. */
export function useUp(
  { scheme }: Provider,
  { signatures }: SandboxMemory,
  { apiKey, signature }: UsedSignature,
  nowMs: number,
): void {
  const toleranceSeconds = scheme.timestamp?.toleranceSeconds ?? 0;
  signatures.set(keyOf(apiKey, signature), '', nowMs, (2 * toleranceSeconds + 1) * 1000);
}

export interface UsedSignature {
  readonly apiKey: string | undefined;
  readonly signature: string | undefined;
}

function keyOf(apiKey: string | undefined, signature: string | undefined): string {
  return JSON.stringify([apiKey, signature]);
}
