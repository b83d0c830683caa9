import { describe, expect, it } from 'vitest';
import { httpDate, isoTime } from '../../src/core/time-text.js';

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
