import type { TurnPort } from './ports.js';
import type { SignatureReport } from './sandbox-log.js';
import { notSearched, reportOf, type SignatureCase } from './signature-search.js';
import type { Search } from '../core/diagnose/search.js';

/** A search that goes on after its request was answered. */
export interface QueuedSearch {
  readonly given: SignatureCase;
  readonly search: Search;
  readonly onReport: (report: SignatureReport) => void;
}

export interface SearchQueue {
  readonly add: (search: QueuedSearch) => void;
  /** Ends all searches; nothing is reported from then on. */
  readonly close: () => void;
}

/** How many searches share the process with the server, and how many may wait for that. */
const MOST_RUNNING = 2;
const MOST_WAITING = 16;
const TIME_LIMIT_MS = 5000;
/** How long a search runs until everything else has its turn. */
const SLICE_MS = 8;
/** As many steps end a slice as well, should the clock stand still. */
const SLICE_STEPS = 25;

/** Runs searches beside the server, so that it answers in between. */
export function openSearchQueue({ nextTurn, elapsedMs }: TurnPort): SearchQueue {
  const waiting: QueuedSearch[] = [];
  const state = { running: 0, isClosed: false };

  async function run({ given, search, onReport }: QueuedSearch): Promise<void> {
    const endMs = elapsedMs() + TIME_LIMIT_MS;
    // The answer goes out first.
    await nextTurn();
    let turnMs = elapsedMs();
    let steps = 0;
    while (!state.isClosed && search.step() && elapsedMs() < endMs) {
      steps += 1;
      if (steps >= SLICE_STEPS || elapsedMs() - turnMs >= SLICE_MS) {
        await nextTurn();
        turnMs = elapsedMs();
        steps = 0;
      }
    }
    if (!state.isClosed) {
      onReport(reportOf(given, search));
    }
  }

  /** Runs one search, and then whatever waits. */
  async function work(first: QueuedSearch): Promise<void> {
    state.running += 1;
    for (let next: QueuedSearch | undefined = first; next !== undefined; next = waiting.shift()) {
      await run(next);
    }
    state.running -= 1;
  }

  return {
    add: (search) => {
      if (state.running < MOST_RUNNING) {
        void work(search);
      } else if (waiting.length < MOST_WAITING) {
        waiting.push(search);
      } else {
        search.onReport(notSearched(search.given));
      }
    },
    close: () => {
      state.isClosed = true;
      waiting.length = 0;
    },
  };
}
