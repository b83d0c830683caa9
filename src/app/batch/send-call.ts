import { VkError } from '../../core/error.js';
import { checkExpectations } from '../../core/expect/check.js';
import { isSafeMethod } from '../../core/method.js';
import { wasNeverSent } from '../../core/never-sent.js';
import { call, type CallInput, type CallOutcome, type CallPorts } from '../call.js';
import type { Guard } from '../live-guard.js';
import type { PlannedRequest } from '../request.js';
import type { PlannedCall } from './plan-call.js';
import type { Clock, RateLimiter } from './rate-limiter.js';
import type { AnsweredCall, FailedCall } from './result.js';
import { pauseAfter, retryWait, type RetryRule, type TryOutcome } from './retry.js';
import type { CallState } from './tracker.js';

/** What all calls of a batch are sent with. */
export interface Sending {
  /** But for the request, which each call has of its own. */
  readonly common: Omit<CallInput, 'request' | 'timestamp'>;
  readonly guard: Guard;
  readonly ports: CallPorts;
  readonly limiter: RateLimiter;
  readonly clock: Clock;
  readonly rule: RetryRule;
  /** How long a request has to wait for a signature of its own, in milliseconds. */
  readonly untilFresh: ((request: PlannedRequest) => number) | undefined;
  readonly mark: (call: number, state: CallState) => void;
}

/**
 * Sends a call, and sends it again where that may help, each time with a signature of its own. That it
 * is over, its result's taker has to mark.
 *
 * @returns undefined where the batch was stopped before the call was over
 */
export async function sendCall(
  planned: PlannedCall,
  sending: Sending,
): Promise<AnsweredCall | FailedCall | undefined> {
  const { clock, limiter, rule, mark } = sending;
  const once: Once = { input: inputOf(planned.request, sending.common), tries: 0 };
  for (let round = 1; ; round += 1) {
    const allowed = limiter.take();
    if (allowed !== undefined) {
      await allowed;
    }
    const freshMs = sending.untilFresh?.(planned.request) ?? 0;
    if (freshMs > 0) {
      await clock.wait(freshMs);
    }
    if (clock.isStopped()) {
      return undefined;
    }
    const tried = await tryOnce(planned, once, sending);
    if (tried === undefined) {
      return undefined;
    }
    const pauseMs =
      tried.kind === 'answer' && tried.status === 429 ? pauseAfter(tried, rule.nowMs()) : 0;
    // The limit is the key's, and all calls have the same key.
    limiter.pause(pauseMs);
    const waitMs = retryWait(tried, round, planned.isRepeatable || once.tries === 0, rule);
    if (waitMs === undefined) {
      return resultOf(planned, once, tried);
    }
    if (tried.kind === 'fault' && once.tries > 0 && wasNeverSent(tried.fault.cause)) {
      mark(planned.call, 'open');
    }
    await clock.wait(waitMs);
  }
}

interface Once {
  readonly input: CallInput;
  /** How often it went out. */
  tries: number;
}

type Tried =
  | (TryOutcome & { readonly kind: 'answer'; readonly outcome: CallOutcome })
  | (TryOutcome & { readonly kind: 'fault' });

/** Undefined where the batch was stopped while the guard was asked. */
async function tryOnce(
  planned: PlannedCall,
  once: Once,
  { guard, clock, ports, mark }: Sending,
): Promise<Tried | undefined> {
  const { method } = planned.request;
  // Before it counts as sent: the guard's own question may fail, or be answered with no.
  const refusal = isSafeMethod(method) ? undefined : await faultOf(guard.admit(method));
  if (refusal !== undefined) {
    return refusal;
  }
  if (clock.isStopped()) {
    return undefined;
  }
  // A journal that fails is no fault of the call's: it ends all.
  mark(planned.call, 'started');
  once.tries += 1;
  return await answerOf(call(once.input, guard, ports));
}

type Fault = Extract<Tried, { kind: 'fault' }>;

async function answerOf(called: Promise<CallOutcome>): Promise<Tried> {
  try {
    const outcome = await called;
    const { status, headers } = outcome.response;
    return { kind: 'answer', status, headers, outcome };
  } catch (fault) {
    return ofTheCall(fault);
  }
}

async function faultOf(asked: Promise<unknown>): Promise<Fault | undefined> {
  try {
    await asked;
    return undefined;
  } catch (fault) {
    return ofTheCall(fault);
  }
}

/** @throws what is a fault of ours */
function ofTheCall(fault: unknown): Fault {
  if (!(fault instanceof VkError)) {
    throw fault;
  }
  return { kind: 'fault', fault };
}

// Written out, as is all that is made for each call: to spread objects costs more than to parse a line.
function inputOf(
  request: PlannedRequest,
  { settings, base, timeoutMs, userAgent }: Sending['common'],
): CallInput {
  return { settings, base, request, timestamp: undefined, timeoutMs, userAgent };
}

function resultOf(
  { id, line, request, expectations }: PlannedCall,
  { tries }: Once,
  tried: Tried,
): AnsweredCall | FailedCall {
  const { method, target } = request;
  const path = target.text;
  if (tried.kind === 'fault') {
    return { kind: 'failed', id, line, tries, method, path, fault: tried.fault };
  }
  const { outcome } = tried;
  const expected = checkExpectations(expectations, outcome.response);
  return { kind: 'answered', id, line, tries, method, path, outcome, expected };
}
