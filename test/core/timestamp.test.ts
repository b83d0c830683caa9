import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimestampFormat } from '../../src/core/provider.js';
import {
  checkFreshness,
  formatTimestamp,
  parseTimestamp,
  type Freshness,
} from '../../src/core/timestamp.js';
import { anyText } from './arbitraries.js';

const UNIX = 'unix-seconds';
const ISO = 'iso-8601';

describe('formatTimestamp', () => {
  it.each<[nowMs: number, TimestampFormat, text: string]>([
    [0, UNIX, '0'],
    [999, UNIX, '0'],
    [1_739_612_345_000, UNIX, '1739612345'],
    [1_739_612_345_500, UNIX, '1739612345'],
    [1_739_612_345_999, UNIX, '1739612345'],
    [0, ISO, '1970-01-01T00:00:00.000Z'],
    [1_769_505_786_658, ISO, '2026-01-27T09:23:06.658Z'],
  ])('%i as %s is %s', (nowMs, format, text) => {
    expect(formatTimestamp(nowMs, format)).toBe(text);
  });
});

describe('parseTimestamp', () => {
  it.each<[text: string, ms: number]>([
    ['0', 0],
    ['1739612345', 1_739_612_345_000],
    ['9999999999', 9_999_999_999_000],
  ])('reads Unix seconds %s', (text, ms) => {
    expect(parseTimestamp(text, UNIX)).toBe(ms);
  });

  it.each([
    '',
    ' 1739612345',
    '1739612345 ',
    '1739612345\n',
    '-1',
    '+1739612345',
    '1739612345.5',
    '1739612345000',
    '17396123450',
    '1e9',
    '0x10',
    '１７３９６１２３４５',
    'NaN',
    '2026-01-27T09:23:06.658Z',
  ])('refuses %j as Unix seconds', (text) => {
    expect(parseTimestamp(text, UNIX)).toBeUndefined();
  });

  it.each<[text: string, ms: number]>([
    ['1970-01-01T00:00:00.000Z', 0],
    ['2026-01-27T09:23:06.658Z', 1_769_505_786_658],
    ['2026-01-27T09:23:06Z', 1_769_505_786_000],
    ['2026-01-27T09:23:06.6Z', 1_769_505_786_600],
    ['2026-01-27T14:53:06.658+05:30', 1_769_505_786_658],
    ['2026-01-27T15:08:06.658+05:45', 1_769_505_786_658],
    ['2026-01-27T04:23:06.658-05:00', 1_769_505_786_658],
    // 29 February, of a leap year; and a date that the offset moves to another day.
    ['2024-02-29T12:00:00.000Z', 1_709_208_000_000],
    ['2026-01-01T00:30:00.000+05:30', 1_767_207_600_000],
    ['0000-02-29T00:00:00.000Z', -62_162_121_600_000],
    ['0050-01-01T00:00:00.000Z', -60_589_296_000_000],
  ])('reads %s', (text, ms) => {
    expect(parseTimestamp(text, ISO)).toBe(ms);
  });

  it.each([
    '',
    '1739612345',
    '2026-01-27',
    '2026-01-27T09:23Z',
    '2026-01-27T09:23:06.658',
    '2026-01-27 09:23:06.658Z',
    '2026-01-27t09:23:06.658z',
    '2026-01-27T09:23:06.Z',
    '2026-01-27T09:23:06.0123456789Z',
    '2026-01-27T09:23:06.658+0530',
    '2026-01-27T09:23:06.658Z ',
    ' 2026-01-27T09:23:06.658Z',
    '2026-01-27T09:23:06.658Z\n',
    '2026-1-27T09:23:06.658Z',
    '2026-13-01T00:00:00.000Z',
    '2026-00-01T00:00:00.000Z',
    '2026-01-00T00:00:00.000Z',
    '2026-01-32T00:00:00.000Z',
    '2026-02-30T00:00:00.000Z',
    '2026-02-29T00:00:00.000Z',
    '2026-04-31T00:00:00.000Z',
    '2026-01-27T25:00:00.000Z',
    '2026-01-27T09:60:00.000Z',
    '2026-01-27T09:23:60.000Z',
    '+002026-01-27T09:23:06.658Z',
    'Tue, 27 Jan 2026 09:23:06 GMT',
  ])('refuses %j as ISO 8601', (text) => {
    expect(parseTimestamp(text, ISO)).toBeUndefined();
  });

  it('reads what formatTimestamp writes', () => {
    // Ten digits of seconds, and four of a year, last at least until here.
    const instant = fc.integer({ min: 0, max: 9_999_999_999_999 });
    fc.assert(
      fc.property(instant, (ms) => {
        expect(parseTimestamp(formatTimestamp(ms, ISO), ISO)).toBe(ms);
        expect(parseTimestamp(formatTimestamp(ms, UNIX), UNIX)).toBe(ms - (ms % 1000));
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom(UNIX, ISO), (text, format) => {
        const ms = parseTimestamp(text, format);
        expect(ms === undefined || Number.isFinite(ms)).toBe(true);
      }),
    );
  });
});

describe('checkFreshness', () => {
  const sent = 1_739_612_345_000;

  describe.each<[TimestampFormat, text: string]>([
    [UNIX, '1739612345'],
    [ISO, '2025-02-15T09:39:05.000Z'],
  ])('%s', (format, text) => {
    it.each<[clock: number, Freshness]>([
      [0, 'fresh'],
      [299, 'fresh'],
      [300, 'fresh'],
      [301, 'expired'],
      [86_400, 'expired'],
      [-299, 'fresh'],
      [-300, 'fresh'],
      [-301, 'in-future'],
      [-86_400, 'in-future'],
    ])('the clock %i s off: %s', (seconds, freshness) => {
      const rule = { format, toleranceSeconds: 300 };
      expect(checkFreshness(text, rule, sent + seconds * 1000)).toBe(freshness);
    });
  });

  it.each<[TimestampFormat, offMs: number, Freshness]>([
    // Unix seconds say nothing of milliseconds; ISO 8601 does.
    [UNIX, 300_999, 'fresh'],
    [UNIX, 301_000, 'expired'],
    [UNIX, -300_000, 'fresh'],
    [UNIX, -300_001, 'in-future'],
    [ISO, 300_001, 'expired'],
    [ISO, -300_001, 'in-future'],
  ])('%s, the clock %i ms off: %s', (format, offMs, freshness) => {
    const text = formatTimestamp(sent, format);
    expect(checkFreshness(text, { format, toleranceSeconds: 300 }, sent + offMs)).toBe(freshness);
  });

  it.each<[toleranceSeconds: number, offMs: number, Freshness]>([
    [0, 0, 'fresh'],
    [0, 1000, 'expired'],
    [60, 60_000, 'fresh'],
    [60, 61_000, 'expired'],
  ])('a tolerance of %i s, the clock %i ms off: %s', (toleranceSeconds, offMs, freshness) => {
    const rule = { format: UNIX, toleranceSeconds } as const;
    expect(checkFreshness('1739612345', rule, sent + offMs)).toBe(freshness);
  });

  it.each<[TimestampFormat, text: string]>([
    [UNIX, '1739612345000'],
    [UNIX, '2025-02-15T09:39:05.000Z'],
    [ISO, '1739612345'],
    [ISO, ''],
  ])('%s %j is malformed', (format, text) => {
    expect(checkFreshness(text, { format, toleranceSeconds: 300 }, sent)).toBe('malformed');
  });
});

describe('times that no clock shows', () => {
  it.each(['2026-01-01T24:00:00Z', '2026-01-01T23:60:00Z', '2026-01-01T23:59:60Z'])(
    '%s',
    (text) => {
      expect(parseTimestamp(text, 'iso-8601')).toBeUndefined();
    },
  );
});
