import { describe, expect, it } from 'vitest';
import { retryWait, type TryOutcome } from '../../../src/app/batch/retry.js';
import { VkError } from '../../../src/core/error.js';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

function answer(status: number, retryAfter?: string): TryOutcome {
  const headers = retryAfter === undefined ? [] : [['Retry-After', retryAfter] as const];
  return { kind: 'answer', status, headers };
}

function fault(code: string, kind: 'network' | 'timeout' | 'live-guard' = 'network'): TryOutcome {
  const cause = Object.assign(new Error('x'), { code });
  return { kind: 'fault', fault: new VkError(kind, 'x', 'y', { cause }) };
}

function wait(
  outcome: TryOutcome,
  tries = 1,
  isRepeatable = true,
  share = 0.5,
): number | undefined {
  return retryWait(outcome, tries, isRepeatable, {
    retries: 3,
    random: () => share,
    nowMs: () => NOW,
  });
}

describe('retryWait', () => {
  it.each<
    [name: string, outcome: TryOutcome, repeatable: number | undefined, other: number | undefined]
  >([
    ['200', answer(200), undefined, undefined],
    ['302', answer(302), undefined, undefined],
    ['404', answer(404), undefined, undefined],
    ['429', answer(429), 125, undefined],
    ['500', answer(500), 125, undefined],
    ['503', answer(503), 125, undefined],
    ['a timeout', fault('', 'timeout'), 125, undefined],
    ['a reset', fault('ECONNRESET'), 125, undefined],
    ['a refused connection', fault('ECONNREFUSED'), 125, 125],
    ['an unknown name', fault('ENOTFOUND'), 125, 125],
    ['the guard', fault('', 'live-guard'), undefined, undefined],
  ])('after %s', (_name, outcome, repeatable, other) => {
    expect(wait(outcome, 1, true)).toBe(repeatable);
    expect(wait(outcome, 1, false)).toBe(other);
  });

  it('waits from nothing to a limit that doubles, and ends after so many', () => {
    expect([1, 2, 3, 4].map((tries) => wait(answer(500), tries, true, 1))).toEqual([
      250,
      500,
      1000,
      undefined,
    ]);
    expect(wait(answer(500), 3, true, 0)).toBe(0);
    const rule = { retries: 20, random: () => 1, nowMs: () => NOW };
    expect(retryWait(answer(500), 19, true, rule)).toBe(30_000);
  });

  it.each<[text: string, ms: number]>([
    ['2', 2000],
    ['0.5', 500],
    ['0', 0],
    ['-5', 0],
    ['', 0],
    ['soon', 0],
    ['99999999999', 120_000],
    [new Date(NOW + 3000).toUTCString(), 3000],
    [new Date(NOW - 3000).toUTCString(), 0],
    [new Date(NOW + 9e9).toUTCString(), 120_000],
    ['garbage 1', 0],
  ])('takes Retry-After: %s for %d ms', (text, ms) => {
    expect(wait(answer(429, text), 1, true, 0)).toBe(ms);
    expect(wait(answer(503, text), 1, true, 0)).toBe(ms);
    expect(wait(answer(500, text), 1, true, 0)).toBe(0);
  });
});
