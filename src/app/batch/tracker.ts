/** How far a call has come: not sent, sent without an answer yet, or over. */
export type CallState = 'open' | 'started' | 'done';

/**
 * Which calls of a file are over. It holds numbers of those alone that are an exception to "all up to
 * here", however long the file is.
 */
export interface Tracker {
  readonly stateOf: (call: number) => CallState;
  readonly mark: (call: number, state: CallState) => void;
  readonly snapshot: () => Snapshot;
}

export interface Snapshot {
  /** All calls up to this one are over, but for those that are named. */
  readonly upTo: number;
  /** Calls behind it that are over. */
  readonly beyond: readonly number[];
  /** Calls that were sent, and whose answer nobody has seen. */
  readonly started: readonly number[];
  /** Calls that are not to be taken for sent. */
  readonly open: readonly number[];
}

export const NOTHING_DONE: Snapshot = { upTo: 0, beyond: [], started: [], open: [] };

export function openTracker(from: Snapshot = NOTHING_DONE): Tracker {
  let { upTo } = from;
  const beyond = new Set(from.beyond);
  const started = new Set(from.started);
  const open = new Set(from.open);

  /** Counts a call among those that have been begun. */
  function pass(call: number): void {
    if (call > upTo) {
      beyond.add(call);
      while (beyond.delete(upTo + 1)) {
        upTo += 1;
      }
    }
  }

  return {
    stateOf: (call) => {
      if (started.has(call)) {
        return 'started';
      }
      return !open.has(call) && (call <= upTo || beyond.has(call)) ? 'done' : 'open';
    },
    mark: (call, state) => {
      pass(call);
      started.delete(call);
      open.delete(call);
      if (state !== 'done') {
        (state === 'started' ? started : open).add(call);
      }
    },
    snapshot: () => ({
      upTo,
      beyond: [...beyond],
      started: [...started],
      open: [...open],
    }),
  };
}
