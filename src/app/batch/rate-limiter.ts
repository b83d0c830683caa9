/** Time as a batch knows it. */
export interface Clock {
  /** A clock that only goes on, in milliseconds from some point. */
  readonly elapsedMs: () => number;
  /** Resolves after so many milliseconds, or as soon as the batch is stopped. */
  readonly wait: (ms: number) => Promise<void>;
  readonly isStopped: () => boolean;
}

export interface RateLimiter {
  /** Resolves when the next request may go out, in the order in which they asked; undefined for at once. */
  readonly take: () => Promise<void> | undefined;
  /** Lets nothing out for so many milliseconds: the server has had enough. */
  readonly pause: (ms: number) => void;
}

/**
 * Timers are late. What they have missed may be caught up with, but no more of it than that: so in any
 * time T, no more than (T + {@link LATE_MS}) x rate + 1 requests go out.
 */
export const LATE_MS = 20;

/** Spreads requests evenly, so that no window of the server's sees more than its share. */
export function openLimiter(perSecond: number | undefined, clock: Clock): RateLimiter {
  const intervalMs = perSecond === undefined ? 0 : 1000 / perSecond;
  let nextMs = Number.NEGATIVE_INFINITY;
  let pausedUntilMs = Number.NEGATIVE_INFINITY;

  async function queueUp(): Promise<void> {
    do {
      const nowMs = clock.elapsedMs();
      const atMs = Math.max(nextMs, pausedUntilMs, intervalMs === 0 ? nowMs : nowMs - LATE_MS);
      nextMs = atMs + intervalMs;
      if (atMs > nowMs) {
        await clock.wait(atMs - nowMs);
      }
      // While it waited, the server may have asked for a pause: then it queues up again.
    } while (pausedUntilMs > clock.elapsedMs() && !clock.isStopped());
  }

  return {
    take: () => (intervalMs === 0 && pausedUntilMs <= clock.elapsedMs() ? undefined : queueUp()),
    pause: (ms) => {
      pausedUntilMs = Math.max(pausedUntilMs, clock.elapsedMs() + ms);
    },
  };
}
