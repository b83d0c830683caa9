import { describe, expect, it } from 'vitest';
import { httpDate, isoTime, parseHttpDate } from '../../src/core/time-text.js';

describe('an instant as text', () => {
  it.each([
    [0, '1970-01-01T00:00:00.000Z', 'Thu, 01 Jan 1970 00:00:00 GMT'],
    [1_767_323_045_006, '2026-01-02T03:04:05.006Z', 'Fri, 02 Jan 2026 03:04:05 GMT'],
    // The same again, and one that differs by a millisecond.
    [1_767_323_045_006, '2026-01-02T03:04:05.006Z', 'Fri, 02 Jan 2026 03:04:05 GMT'],
    [1_767_323_045_007, '2026-01-02T03:04:05.007Z', 'Fri, 02 Jan 2026 03:04:05 GMT'],
    [0, '1970-01-01T00:00:00.000Z', 'Thu, 01 Jan 1970 00:00:00 GMT'],
  ])('%i is %s', (ms, iso, http) => {
    expect([isoTime(ms), httpDate(ms)]).toEqual([iso, http]);
  });
});

describe('a date of HTTP', () => {
  it.each([
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['Fri, 02 Jan 2026 03:04:05 GMT', 1_767_323_045_000],
    ['', Number.NaN],
    // Of that form, and no day.
    ['Fri, 42 Jan 2026 03:04:05 GMT', Number.NaN],
    // Each of these is a date to Date.parse.
    ['Friday, 02-Jan-26 03:04:05 GMT', Number.NaN],
    ['Fri Jan  2 03:04:05 2026', Number.NaN],
    ['Fri, 2 Jan 2026 03:04:05 GMT', Number.NaN],
    ['Fri, 02 Jan 2026 03:04:05 UTC', Number.NaN],
    ['2026-01-02T03:04:05Z', Number.NaN],
    ['garbage 1', Number.NaN],
  ])('%j is %d', (text, ms) => {
    expect(parseHttpDate(text)).toBe(ms);
  });
});
