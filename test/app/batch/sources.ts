import type { BatchPorts } from '../../../src/app/batch/run-batch.js';
import type { ByteSource } from '../../../src/app/ports.js';

/** Bytes in pieces of a given size, as a pipe may bring them. */
export function sourceOf(text: string | Uint8Array, piece = 7): ByteSource {
  const bytes = Buffer.from(text);
  let at = 0;
  let isClosed = false;
  return {
    size: bytes.length,
    read: async (into) => {
      const taken = isClosed ? new Uint8Array() : bytes.subarray(at, at + piece);
      into.set(taken);
      at += taken.length;
      return await Promise.resolve(taken.length);
    },
    close: async () => {
      isClosed = true;
      await Promise.resolve();
    },
  };
}

interface FakeClock extends Pick<BatchPorts, 'elapsedMs' | 'later' | 'nowMs'> {
  /** How long each timer was to wait. */
  readonly waits: readonly number[];
}

/** A clock that goes on only when all wait for it. */
export function fakeClock(startMs = 1_767_323_045_000): FakeClock {
  let now = 0;
  const waits: number[] = [];
  const timers = new Set<{ readonly atMs: number; readonly work: () => void }>();
  let isSet = false;

  function goOn(): void {
    isSet = false;
    const [next] = [...timers].toSorted((a, b) => a.atMs - b.atMs);
    if (next !== undefined) {
      timers.delete(next);
      now = Math.max(now, next.atMs);
      next.work();
      arrange();
    }
  }

  function arrange(): void {
    if (!isSet && timers.size > 0) {
      isSet = true;
      // After all that can be done without time: two turns, as one may begin in the midst of them.
      setImmediate(() => setImmediate(goOn));
    }
  }

  return {
    waits,
    elapsedMs: () => now,
    nowMs: () => startMs + now,
    later: (ms, work) => {
      waits.push(ms);
      const timer = { atMs: now + ms, work };
      timers.add(timer);
      arrange();
      return () => {
        timers.delete(timer);
      };
    },
  };
}
