import type { VkError } from '../../core/error.js';
import { findHeader, type Header } from '../../core/headers.js';
import { wasNeverSent } from '../../core/never-sent.js';
import { parseHttpDate } from '../../core/time-text.js';

/** What came of a try. */
export type TryOutcome =
  | { readonly kind: 'answer'; readonly status: number; readonly headers: readonly Header[] }
  | { readonly kind: 'fault'; readonly fault: VkError };

export interface RetryRule {
  /** How many times a call may go out again. */
  readonly retries: number;
  /** From 0 up to 1, 1 excluded. */
  readonly random: () => number;
  /** In milliseconds since 1970, for a Retry-After that is a date. */
  readonly nowMs: () => number;
}

/** The first wait is up to that; it doubles with each try. */
const FIRST_WAIT_MS = 250;
const LONGEST_BACKOFF_MS = 30_000;
/** Whatever a server asks for, nobody waits longer for it. */
const LONGEST_RETRY_AFTER_MS = 120_000;

/**
 * How long to wait before a call goes out again, in milliseconds; undefined where it may not, or where
 * it would not help. The wait is random between nothing and a limit that doubles, so that calls which
 * failed together do not come back together.
 *
 * @param tries how often it was sent by now
 * @param isRepeatable whether it may be sent again though it may have been done
 */
export function retryWait(
  outcome: TryOutcome,
  tries: number,
  isRepeatable: boolean,
  rule: RetryRule,
): number | undefined {
  if (tries > rule.retries || !isWorthwhile(outcome)) {
    return undefined;
  }
  const isUntouched = outcome.kind === 'fault' && wasNeverSent(outcome.fault.cause);
  if (!isRepeatable && !isUntouched) {
    return undefined;
  }
  const most = Math.min(LONGEST_BACKOFF_MS, FIRST_WAIT_MS * 2 ** (tries - 1));
  return pauseAfter(outcome, rule.nowMs()) + rule.random() * most;
}

function isWorthwhile(outcome: TryOutcome): boolean {
  return outcome.kind === 'answer'
    ? outcome.status === 429 || outcome.status >= 500
    : outcome.fault.code === 'network' || outcome.fault.code === 'timeout';
}

/**
 * What the server asks for (RFC 9110 10.2.3: seconds, or a date), in milliseconds; 0 where it asks for
 * nothing that can be understood.
 */
export function pauseAfter(outcome: TryOutcome, nowMs: number): number {
  if (outcome.kind === 'fault' || (outcome.status !== 429 && outcome.status !== 503)) {
    return 0;
  }
  const text = findHeader(outcome.headers, 'Retry-After')?.trim() ?? '';
  const ms = /^\d{1,15}(?:\.\d+)?$/.test(text) ? Number(text) * 1000 : parseHttpDate(text) - nowMs;
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, 0), LONGEST_RETRY_AFTER_MS);
}
