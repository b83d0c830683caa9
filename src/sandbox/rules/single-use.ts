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
  const key = JSON.stringify([account?.fields.apiKey, carried(context, 'signature')]);
  if (state.memory.signatures.get(key, nowMs) !== undefined) {
    return 'replay';
  }
  const toleranceSeconds = provider.scheme.timestamp?.toleranceSeconds ?? 0;
  state.memory.signatures.set(key, '', nowMs, (2 * toleranceSeconds + 1) * 1000);
  return undefined;
};
