import { findCall, findCalls } from '../app/find-calls.js';
import type { HistoryEntry } from '../app/history.js';
import type { HistoryFilter } from '../app/history-filter.js';
import { ownKeys } from '../app/without-keys.js';
import type { Context } from './command.js';
import { noteUnreadable } from './history-options.js';

/**
 * Recorded calls by their ids, or else the last of those that fit. The oldest comes first.
 *
 * @throws VkError `usage` for an id that names none, or several
 */
export async function readRecorded(
  ids: readonly string[],
  filter: HistoryFilter,
  last: number,
  context: Context,
): Promise<readonly HistoryEntry[]> {
  const store = await context.deps.history();
  if (ids.length > 0) {
    const named = ids.map((id) => findCall(store.newestFirst(), id));
    return distinct(named).toSorted((a, b) => a.timeMs - b.timeMs);
  }
  const { entries, unreadable } = findCalls(store.newestFirst(), filter, last);
  await noteUnreadable(unreadable, context);
  return entries.toReversed();
}

/** Each call once. */
export function distinct(entries: readonly HistoryEntry[]): readonly HistoryEntry[] {
  return [...new Map(entries.map((entry) => [entry.id, entry])).values()];
}

/** The API keys that may stand in recorded calls: those of the profiles, and what else was used. */
export function keysToMask(
  { deps }: Pick<Context, 'deps'>,
  used: Iterable<string | undefined> = [],
): readonly string[] {
  const stored = [...deps.profiles.read().profiles.values()].map(({ apiKey }) => apiKey);
  return ownKeys([...stored, ...used]);
}
