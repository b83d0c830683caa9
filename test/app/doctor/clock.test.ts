import { describe, expect, it } from 'vitest';
import { checkClock } from '../../../src/app/doctor/clock.js';
import type { Header } from '../../../src/core/headers.js';
import { vistarkriya } from '../../../src/providers/vistarkriya.js';

/** The server's clock, as `Date` shows it. */
const SERVER = 1_767_323_045_000;
const DATE: Header = ['Date', 'Fri, 02 Jan 2026 03:04:05 GMT'];

/** An answer that came while this machine's clock was so many seconds ahead, halfway of its trip. */
function answer(aheadSeconds: number, tripMs = 0, headers: readonly Header[] = [DATE]) {
  const middle = SERVER + aheadSeconds * 1000;
  return { headers, sentMs: middle - tripMs / 2, receivedMs: middle + tripMs / 2 };
}

describe('the clock', () => {
  it.each<[ahead: number, tripMs: number, status: string, detail: RegExp]>([
    [0, 0, 'ok', /agrees with the server's, ±0\.5 s$/],
    [0.9, 40, 'ok', /agrees/],
    [0, 4000, 'ok', /agrees with the server's, ±2\.5 s$/],
    [12, 100, 'ok', /12 s ahead of the server's, ±0\.6 s$/],
    [-12, 100, 'ok', /1[23] s behind the server's/],
    [60, 0, 'warn', /60 s ahead of/],
    [-60, 0, 'warn', /6[01] s behind/],
    [299, 0, 'warn', /299 s ahead of the server's, ±0\.5 s$/],
    [-299, 0, 'warn', /299 s behind/],
    [301, 0, 'fail', /ahead of the server's, ±0\.5 s, and only 300 s are tolerated$/],
    [-301, 0, 'fail', /30[12] s behind .* only 300 s are tolerated$/],
    // Half of the trip is allowed for: it may be that the answer was late, and not the clock.
    [301, 4000, 'warn', /±2\.5 s$/],
    [-301, 4000, 'warn', /±2\.5 s$/],
    [303.5, 4000, 'fail', /±2\.5 s/],
    [31, 4000, 'ok', /±2\.5 s$/],
    [19_800, 200, 'fail', /19800 s ahead of/],
  ])('%d s ahead, after a trip of %d ms: %s', (ahead, tripMs, status, detail) => {
    const check = checkClock(vistarkriya, answer(ahead, tripMs));
    expect(check).toMatchObject({ id: 'clock', status, detail: expect.stringMatching(detail) });
    expect(check.remedy !== undefined).toBe(status !== 'ok');
  });

  it.each<[headers: readonly Header[], detail: string]>([
    [[], 'no Date header'],
    [[['Date', 'soon']], 'is no date'],
    [[DATE, ['Age', '4000']], 'from a cache'],
  ])('is not looked at with %j', (headers, detail) => {
    expect(checkClock(vistarkriya, answer(4000, 0, headers))).toMatchObject({
      status: 'skipped',
      detail: expect.stringContaining(detail),
    });
  });
});
