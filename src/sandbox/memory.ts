import { RecentTable } from './recent.js';
import { RecordTable, type StoredRecord } from './records.js';

/**
 * How many idempotency keys, and how many events, are remembered at most. Their window is a day, which
 * a busy test could fill with more than fits; the newest half of them is always kept.
 */
export const MAX_REMEMBERED = 20_000;

/** How many requests came in a window of the clock. */
export interface RequestCount {
  readonly window: number;
  readonly count: number;
}

/** What a sandbox remembers of the requests that it has seen. Each table is bounded. */
export interface SandboxMemory {
  /** Signatures that were accepted, by API key and signature. */
  readonly signatures: RecentTable;
  /** First answers, as text, by API key, method, path and idempotency key. */
  readonly answers: RecentTable;
  /** The ids that were given to events, by API key and the caller's own id. */
  readonly events: RecentTable;
  /** By API key and length of the window: as many as there are accounts, twice. */
  readonly counts: Map<string, RequestCount>;
  /** What callers have made, by API key and collection. */
  readonly records: RecordTable;
  /** Counts what was made, so that no id is given twice. */
  readonly numbers: Numbers;
}

export interface Numbers {
  readonly last: () => number;
  /** One more than the last. */
  readonly next: () => number;
}

/** One step from a memory to the next, as plain JSON. */
export type Change =
  | readonly [table: RecentName, key: string, value: string, atMs: number, lifetimeMs: number]
  | readonly [table: 'records', collection: string, id: string, record: StoredRecord]
  | readonly [table: 'number', last: number];

const RECENT_NAMES = ['signatures', 'answers', 'events'] as const;
type RecentName = (typeof RECENT_NAMES)[number];

/**
 * A memory that has seen what the changes say, and nothing else. Counts of requests are not among
 * them: their windows are short.
 *
 * @param onChange is told of each change from then on
 */
export function newMemory(
  past: Iterable<Change> = [],
  onChange: (change: Change) => void = () => undefined,
): SandboxMemory {
  let isPast = true;
  let last = 0;
  const tell = (change: Change): void => {
    if (!isPast) {
      onChange(change);
    }
  };
  const recent = (name: RecentName, maximum?: number): RecentTable =>
    new RecentTable(maximum, (...entry) => {
      tell([name, ...entry]);
    });
  const memory: SandboxMemory = {
    signatures: recent('signatures'),
    answers: recent('answers', MAX_REMEMBERED),
    events: recent('events', MAX_REMEMBERED),
    counts: new Map(),
    records: new RecordTable((...entry) => {
      tell(['records', ...entry]);
    }),
    numbers: {
      last: () => last,
      next: () => {
        last += 1;
        tell(['number', last]);
        return last;
      },
    },
  };
  for (const change of past) {
    if (change[0] === 'number') {
      last = change[1];
    } else {
      repeat(memory, change);
    }
  }
  isPast = false;
  return memory;
}

function repeat(memory: SandboxMemory, change: Exclude<Change, readonly ['number', number]>): void {
  if (change[0] === 'records') {
    const [, collection, id, record] = change;
    memory.records.put(collection, id, record);
  } else {
    const [table, key, value, atMs, lifetimeMs] = change;
    memory[table].set(key, value, atMs, lifetimeMs);
  }
}

/** The fewest changes that make the same memory. */
export function* changesOf(memory: SandboxMemory): Generator<Change> {
  yield ['number', memory.numbers.last()];
  for (const name of RECENT_NAMES) {
    for (const entry of memory[name].entries()) {
      yield [name, ...entry];
    }
  }
  for (const entry of memory.records.entries()) {
    yield ['records', ...entry];
  }
}
