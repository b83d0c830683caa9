import type { HistoryEntry } from '../app/history.js';
import type { Replayed } from '../app/replay.js';
import type { VkError } from '../core/error.js';
import type { Checked } from '../core/expect/check.js';

/** What came of one recorded call. */
export type ReplayResult =
  | {
      readonly kind: 'replayed';
      readonly entry: HistoryEntry;
      readonly replayed: Replayed;
      /** The id that it has in the history now. */
      readonly newId: string | undefined;
      readonly checked: readonly Checked[];
    }
  /** It was sent, and nothing came back. */
  | { readonly kind: 'failed'; readonly entry: HistoryEntry; readonly fault: VkError }
  | { readonly kind: 'left-out'; readonly entry: HistoryEntry; readonly why: string };
