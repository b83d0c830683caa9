import type { TimestampFormat, TimestampRule } from './provider.js';

/** Writes an instant as a provider's timestamp header has it. */
export function formatTimestamp(nowMs: number, format: TimestampFormat): string {
  return format === 'unix-seconds'
    ? String(Math.floor(nowMs / 1000))
    : new Date(nowMs).toISOString();
}

// Ten digits last until 2286. Thirteen would be milliseconds, a common mistake that must not pass.
const UNIX_SECONDS = /^\d{1,10}$/;
const ISO_8601 =
  /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/** The instant, in milliseconds since 1970, that a timestamp means; undefined if it is malformed. */
export function parseTimestamp(text: string, format: TimestampFormat): number | undefined {
  if (format === 'unix-seconds') {
    return UNIX_SECONDS.test(text) ? Number(text) * 1000 : undefined;
  }
  const ms = ISO_8601.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) || !isCalendarDate(text) ? undefined : ms;
}

export type Freshness = 'fresh' | 'expired' | 'in-future' | 'malformed';

/** Whether a timestamp is inside the tolerance, both edges included. */
export function checkFreshness(text: string, rule: TimestampRule, nowMs: number): Freshness {
  const ms = parseTimestamp(text, rule.format);
  if (ms === undefined) {
    return 'malformed';
  }
  // Unix seconds carry no fraction, so the clock is cut to seconds before the two are compared.
  const now = rule.format === 'unix-seconds' ? Math.floor(nowMs / 1000) * 1000 : nowMs;
  const ageMs = now - ms;
  const toleranceMs = rule.toleranceSeconds * 1000;
  if (ageMs > toleranceMs) {
    return 'expired';
  }
  return ageMs < -toleranceMs ? 'in-future' : 'fresh';
}

/** `Date.parse` moves 30 February into March; a signature's timestamp may not move. */
function isCalendarDate(text: string): boolean {
  // Every month has so many days, and most timestamps are spared the rest.
  if (text.charCodeAt(8) < 0x32 || (text.charCodeAt(8) === 0x32 && text.charCodeAt(9) < 0x39)) {
    return true;
  }
  const [year, month, day] = text.slice(0, 10).split('-').map(Number);
  if (year === undefined || month === undefined || day === undefined) {
    return false;
  }
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCDate() === day;
}
