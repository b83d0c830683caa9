import type { DuplicateAnswer } from '../core/sandbox-definition.js';
import { optionValue, type RuleContext } from './rule.js';

const HOUR_MS = 3_600_000;

/**
 * The id that an event was given when it came first; undefined where it comes first now, and is
 * remembered by the id given.
 */
export function firstEvent(
  context: RuleContext,
  duplicate: DuplicateAnswer,
  id: string,
): string | undefined {
  const { account, state, nowMs } = context;
  const event = optionValue(context, duplicate.option);
  if (event === undefined) {
    return undefined;
  }
  const key = JSON.stringify([account?.fields.apiKey, event]);
  const first = state.memory.events.get(key, nowMs);
  if (first === undefined) {
    state.memory.events.set(key, id, nowMs, duplicate.hours * HOUR_MS);
  }
  return first;
}
