import type { Header } from '../../core/headers.js';
import type { Provider } from '../../core/provider.js';
import { readServerDate } from '../server-date.js';
import { fail, ok, skipped, warn, type Check, type Subject } from './check.js';

/** An answer, and this machine's clock before it was asked for and after it came, in milliseconds. */
export interface TimedAnswer {
  readonly headers: readonly Header[];
  readonly sentMs: number;
  readonly receivedMs: number;
}

const SUBJECT: Subject = { id: 'clock', title: 'clock' };

/** So far off, a clock is set wrong and not only imprecise; in seconds. */
const WORTH_MENTIONING = 30;

/**
 * This machine's clock against the `Date` of an answer. The server wrote that at some moment of the round
 * trip, and cut it down to a second: so the difference is known to half of both.
 */
export function checkClock(provider: Provider, answer: TimedAnswer): Check {
  const date = readServerDate(answer.headers);
  if (typeof date === 'string') {
    return skipped(SUBJECT, WITHOUT_DATE[date]);
  }
  const tolerance = provider.scheme.timestamp?.toleranceSeconds ?? Number.POSITIVE_INFINITY;
  const aheadSeconds = ((answer.sentMs + answer.receivedMs) / 2 - date - 500) / 1000;
  const precision = ((answer.receivedMs - answer.sentMs) / 2 + 500) / 1000;
  const least = Math.abs(aheadSeconds) - precision;
  const most = Math.abs(aheadSeconds) + precision;
  if (least < WORTH_MENTIONING && most <= tolerance) {
    return ok(SUBJECT, found(aheadSeconds, precision));
  }
  if (least >= tolerance) {
    const detail = `${found(aheadSeconds, precision)}, and only ${tolerance} s are tolerated`;
    return fail(SUBJECT, detail, `Every signature is refused as expired. ${SET_BY_NTP}`);
  }
  return warn(SUBJECT, found(aheadSeconds, precision), SET_BY_NTP);
}

const SET_BY_NTP = "Set this machine's clock by NTP.";

const WITHOUT_DATE = {
  absent: 'the answer has no Date header to compare with',
  malformed: 'the Date header of the answer is no date',
  cached: 'the answer came from a cache, so its Date is old',
} as const;

function found(aheadSeconds: number, precision: number): string {
  const within = `\u00b1${precision.toFixed(1)} s`;
  if (Math.abs(aheadSeconds) <= precision) {
    return `it agrees with the server's, ${within}`;
  }
  const seconds = Math.abs(Math.round(aheadSeconds));
  return `it is ${seconds} s ${aheadSeconds < 0 ? 'behind' : 'ahead of'} the server's, ${within}`;
}
