import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openPauses } from '../../../src/app/batch/pauses.js';
import { LATE_MS, openLimiter } from '../../../src/app/batch/rate-limiter.js';
import { documentedRate, parseRate } from '../../../src/app/batch/rate.js';
import { influencemart } from '../../../src/providers/influencemart.js';
import { vistarkriya } from '../../../src/providers/vistarkriya.js';
import { fakeClock } from './sources.js';

describe('parseRate', () => {
  it.each<[string, number | undefined]>([
    ['10/s', 10],
    ['90/m', 1.5],
    ['90/min', 1.5],
    ['0.5/s', 0.5],
    ['3600/h', 1],
    ['none', undefined],
  ])('%s', (text, perSecond) => {
    expect(parseRate(text)).toEqual({ perSecond });
  });

  it.each(['10', '0/s', '-1/s', '/s', '10/d', '1e9/s', ''])('refuses %j', (text) => {
    expect(() => parseRate(text)).toThrow('is no rate');
  });
});

it('takes the strictest limit that a provider documents', () => {
  expect(documentedRate(influencemart).perSecond).toBeCloseTo(30_000 / 3600);
  expect(documentedRate(vistarkriya)).toEqual({ perSecond: undefined });
});

/** When requests went out, in milliseconds. */
async function run(
  perSecond: number | undefined,
  calls: number,
  workers: number,
  pauseAt?: number,
): Promise<number[]> {
  const { elapsedMs, later } = fakeClock();
  const { wait } = openPauses(later);
  const limiter = openLimiter(perSecond, { elapsedMs, wait, isStopped: () => false });
  const sent: number[] = [];
  let left = calls;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await limiter.take();
      sent.push(elapsedMs());
      if (sent.length === pauseAt) {
        limiter.pause(5000);
      }
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return sent;
}

describe('openLimiter', () => {
  it('never lets more out in any window than the rate allows, and all of them in the end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0.5, max: 500, noNaN: true }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 9 }),
        async (perSecond, calls, workers) => {
          const sent = await run(perSecond, calls, workers);
          expect(sent).toHaveLength(calls);
          const tooMany = sent.flatMap((from, index) =>
            sent
              .slice(index)
              .filter((to, further) => further > ((to - from + LATE_MS) * perSecond) / 1000 + 1e-6),
          );
          expect(tooMany).toEqual([]);
          // Nor is it slower than it has to be.
          expect(sent.at(-1)).toBeLessThanOrEqual((calls * 1000) / perSecond + 1e-6);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('lets nothing out while the server wants a pause, and spreads what has waited', async () => {
    const sent = await run(100, 20, 8, 5);
    const [last = 0, ...others] = sent.slice(4);
    expect(others.every((ms) => ms >= last + 5000)).toBe(true);
    expect(new Set(others).size).toBe(others.length);
  });

  it('waits for nothing without a rate', async () => {
    expect(await run(undefined, 10, 2)).toEqual(Array.from({ length: 10 }, () => 0));
  });
});
