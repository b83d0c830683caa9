import { VkError } from '../core/error.js';
import { parseHistoryLine, type HistoryEntry } from './history.js';
import { fitsFilter, type HistoryFilter } from './history-filter.js';

export interface FoundCalls {
  /** In the order of the lines: the newest first. */
  readonly entries: readonly HistoryEntry[];
  /** How many lines were passed on the way that hold no call, as half a line of a killed process. */
  readonly unreadable: number;
}

/**
 * A call is written down when it ends, and counts from when it began: behind one that is too old may
 * stand one that is not, but for none that took so long.
 */
const LONGEST_CALL_MS = 3_600_000;

/**
 * The newest calls that fit, reading no further than it has to.
 *
 * @param lines the newest first
 */
export function findCalls(
  lines: Iterable<Uint8Array>,
  filter: HistoryFilter,
  limit: number,
): FoundCalls {
  const entries: HistoryEntry[] = [];
  const tooOldMs = (filter.sinceMs ?? -Infinity) - LONGEST_CALL_MS;
  let unreadable = 0;
  for (const line of lines) {
    const entry = parseHistoryLine(line);
    if (entry === undefined) {
      unreadable += 1;
    } else if (entry.timeMs < tooOldMs) {
      break;
    } else if (fitsFilter(entry, filter)) {
      entries.push(entry);
    }
    if (entries.length >= limit) {
      break;
    }
  }
  return { entries, unreadable };
}

const ID = /^[0-9a-z]{1,40}$/;
/** How long the ids are that vk gives. */
const WHOLE_ID = 10;

/**
 * The one call whose id begins so. A line that begins with another id is not read any further.
 *
 * @param lines the newest first
 * @throws VkError `usage` where there is none, or more than one
 */
export function findCall(lines: Iterable<Uint8Array>, start: string): HistoryEntry {
  const wanted = start.toLowerCase();
  const found = ID.test(wanted) ? callsThatBegin(lines, wanted) : [];
  const [first, second] = found;
  const call = found.find(({ id }) => id === wanted) ?? first;
  if (call === undefined) {
    throw new VkError(
      'usage',
      `there is no recorded call ${JSON.stringify(start)}`,
      'vk history list shows the ids of those that there are.',
    );
  }
  if (second !== undefined && call.id !== wanted) {
    throw new VkError(
      'usage',
      `more than one recorded call begins with ${JSON.stringify(start)}`,
      `Write more of the id: ${call.id} or ${second.id}.`,
    );
  }
  return call;
}

/** Two of them at most, or the one whose id is just that. */
function callsThatBegin(lines: Iterable<Uint8Array>, wanted: string): readonly HistoryEntry[] {
  const head = Buffer.from(`{"id":"${wanted}`);
  const found = new Map<string, HistoryEntry>();
  for (const line of lines) {
    const entry = beginsWith(line, head) ? parseHistoryLine(line) : undefined;
    if (entry !== undefined && !found.has(entry.id)) {
      found.set(entry.id, entry);
    }
    if (found.has(wanted) || (found.size > 1 && wanted.length < WHOLE_ID)) {
      break;
    }
  }
  return [...found.values()];
}

function beginsWith(line: Uint8Array, head: Uint8Array): boolean {
  return line.length > head.length && Buffer.compare(line.subarray(0, head.length), head) === 0;
}
