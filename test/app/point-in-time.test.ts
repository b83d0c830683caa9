import { expect, it } from 'vitest';
import { parsePointInTime } from '../../src/app/point-in-time.js';

it.each([
  ['1767323045', 1_767_323_045_000],
  ['0', 0],
  ['1767323045123', 1_767_323_045_123],
  ['2026-01-02T03:04:05Z', 1_767_323_045_000],
  ['2026-01-02T03:04:05.123Z', 1_767_323_045_123],
  ['2026-01-02T08:34:05+05:30', 1_767_323_045_000],
])('%s', (text, ms) => {
  expect(parsePointInTime('--at', text)).toBe(ms);
});

it.each(['', 'now', '-1', '1.5', '2026-01-02', '2026-02-30T00:00:00Z', '2026-01-02T03:04:05'])(
  '%j is no time',
  (text) => {
    expect(() => parsePointInTime('--at', text)).toThrow(
      expect.objectContaining({ code: 'bad-timestamp' }),
    );
  },
);
