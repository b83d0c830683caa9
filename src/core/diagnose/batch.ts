import type { Construction } from './construction.js';
import { endOf, startOf, type Wanted } from './reading.js';

/** Candidates that share key and construction: their messages, one after the other. */
export interface Batch {
  readonly construction: Construction;
  readonly key: Uint8Array;
  readonly messages: Uint8Array;
  /** Where each message ends. */
  readonly ends: readonly number[];
}

/**
 * Finds the messages of a batch whose digests may be wanted: the one place where candidates are
 * computed, so that another implementation can take the place of node's. What it finds is confirmed
 * before it is reported.
 *
 * @returns the messages' positions in the batch
 */
export type FindWanted = (batch: Batch, wanted: Wanted) => number[];

/** By node:crypto, one message after the other. */
export const findWithNode: FindWanted = (
  { construction, key, messages, ends },
  { byStart, byEnd },
) => {
  const digestOf = construction.prepare(key);
  // A look at one character spares nearly all candidates the look-up.
  const firsts = new Set([...byStart.keys()].map((start) => start.charCodeAt(0)));
  const found: number[] = [];
  let start = 0;
  for (let index = 0; index < ends.length; index += 1) {
    const end = ends[index] ?? start;
    const digest = digestOf(messages.subarray(start, end));
    const isFound =
      (firsts.has(digest.charCodeAt(0)) && byStart.has(startOf(digest))) ||
      (byEnd.size > 0 && byEnd.has(endOf(digest)));
    if (isFound) {
      found.push(index);
    }
    start = end;
  }
  return found;
};
