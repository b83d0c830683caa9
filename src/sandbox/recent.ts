interface Entry {
  readonly value: string;
  readonly atMs: number;
  readonly lifetimeMs: number;
}

/** Is told of each value that is set. */
export type RecentListener = (
  ...entry: readonly [key: string, value: string, atMs: number, lifetimeMs: number]
) => void;

/**
 * Values by key, each for a time. Two generations: what is new goes into the young one; after a
 * lifetime the young one becomes the old one, and the old one, of which nothing lives any more, is
 * dropped as a whole. So a request costs the same however many came before, and no entry stays longer
 * than two lifetimes while others arrive.
 */
export class RecentTable {
  readonly #maximum: number;
  readonly #onSet: RecentListener;
  #young = new Map<string, Entry>();
  #old = new Map<string, Entry>();
  #sinceMs = 0;

  /** @param maximum how many entries there may be; the newest half of it is never dropped early */
  constructor(maximum = Number.POSITIVE_INFINITY, onSet: RecentListener = () => undefined) {
    this.#maximum = maximum;
    this.#onSet = onSet;
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /** The value that was set less than its lifetime ago. */
  get(key: string, nowMs: number): string | undefined {
    const entry = this.#young.get(key) ?? this.#old.get(key);
    return entry !== undefined && nowMs < entry.atMs + entry.lifetimeMs ? entry.value : undefined;
  }

  /** @param lifetimeMs the same in every call on one table */
  set(key: string, value: string, nowMs: number, lifetimeMs: number): void {
    // A clock that was set back must not keep a generation for ever.
    this.#sinceMs = Math.min(this.#sinceMs, nowMs);
    const ageMs = nowMs - this.#sinceMs;
    if (ageMs >= lifetimeMs || this.#young.size >= this.#maximum / 2) {
      this.#old = ageMs >= 2 * lifetimeMs ? new Map() : this.#young;
      this.#young = new Map();
      this.#sinceMs = nowMs;
    }
    this.#young.set(key, { value, atMs: nowMs, lifetimeMs });
    this.#onSet(key, value, nowMs, lifetimeMs);
  }

  /** What it holds, the oldest first. */
  *entries(): Generator<readonly [key: string, value: string, atMs: number, lifetimeMs: number]> {
    for (const generation of [this.#old, this.#young]) {
      for (const [key, { value, atMs, lifetimeMs }] of generation) {
        yield [key, value, atMs, lifetimeMs];
      }
    }
  }
}
