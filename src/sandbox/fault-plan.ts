import type { Header } from '../core/headers.js';
import type { Mode, Provider } from '../core/provider.js';
import type { Fault, FaultKind, TimeFault } from './faults.js';
import type { Draw } from './random.js';
import { finish, respondError, type Answering, type SandboxResponse } from './response.js';
import type { SandboxRequest } from './rule.js';

/** A fault that strikes an answer. */
export interface Strike {
  readonly kind: Exclude<FaultKind, 'clock-skew'>;
  /** How long it takes, in milliseconds, where it takes its time. */
  readonly ms?: number;
}

/** How an answer reaches its client, where it does not at once and whole. */
export interface Delivery {
  /** How long to wait before its first byte. */
  readonly delayMs?: number;
  /** How long its body takes, in pieces; the head goes first. */
  readonly bodyMs?: number;
  /** The connection is closed instead, or after half of a body that was announced whole. */
  readonly end?: 'nothing' | 'half';
}

/** An answer, what was done to it, and how it is sent. */
export interface Spoilt {
  readonly response: SandboxResponse;
  readonly strikes: readonly Strike[];
  readonly delivery?: Delivery;
}

/** What a fault keeps from being seen. */
const HIDES: Readonly<Partial<Record<FaultKind, readonly FaultKind[]>>> = {
  // Its request has to be handled: a client that sends it again must find that out.
  drop: ['error-rate', 'rate-limit', 'wrong-mode', 'bad-json', 'truncate', 'slow-body'],
  'error-rate': ['rate-limit'],
};

/**
 * Which faults strike the next request, in their order. Each fault draws from its own
 * stream, and as often whether or not it strikes: so what strikes depends on seed, kind and number of
 * the request only, whatever other faults there are.
 */
export function planFaults(faults: readonly Fault[], draw: Draw): readonly Strike[] {
  const drawn = faults.flatMap((fault) => strike(fault, draw));
  return drawn.filter(({ kind }) => !drawn.some((other) => HIDES[other.kind]?.includes(kind)));
}

function strike(fault: Fault, draw: Draw): Strike[] {
  if (fault.kind === 'clock-skew') {
    return [];
  }
  const isStruck = draw(fault.kind) < fault.share;
  const { kind } = fault;
  if (!('fromMs' in fault)) {
    return isStruck ? [{ kind }] : [];
  }
  const ms = within(fault, draw(`${kind} time`));
  return isStruck ? [{ kind, ms }] : [];
}

/** Whole milliseconds, both ends included. */
function within({ fromMs, toMs }: TimeFault, random: number): number {
  return fromMs + Math.floor(random * (toMs - fromMs + 1));
}

/** How far the clock of a sandbox with these faults is ahead, in milliseconds. */
export function clockOffset(faults: readonly Fault[]): number {
  return faults.reduce((sum, fault) => sum + ('offsetMs' in fault ? fault.offsetMs : 0), 0);
}

/** The answer of a server that does not get to handle the request; undefined where it does. */
export function answerInstead(
  strikes: readonly Strike[],
  context: Answering & { readonly request: SandboxRequest },
): SandboxResponse | undefined {
  if (isAmong(strikes, 'error-rate')) {
    return finish(context, respondError(context, INTERNAL_ERROR));
  }
  if (isAmong(strikes, 'rate-limit')) {
    const refusal = context.provider.sandbox.refusals['rate-limited'] ?? TOO_MANY_REQUESTS;
    return { ...finish(context, respondError(context, refusal)), refusal: 'rate-limited' };
  }
  return undefined;
}

/** No page says what a failure looks like: the status is HTTP's, the shape is the provider's. */
const INTERNAL_ERROR = { status: 500, message: 'Internal Server Error' };
/** For a provider without a documented limit. */
const TOO_MANY_REQUESTS = { status: 429, message: 'Too Many Requests' };

/** Does to an answer what is planned. What cannot be done to it, such as halving no body, is left out. */
export function applyFaults(
  response: SandboxResponse,
  planned: readonly Strike[],
  provider: Pick<Provider, 'mode'>,
): Spoilt {
  const strikes = planned.filter(({ kind }) => canStrike(kind, response, provider));
  const wrongMode = isAmong(strikes, 'wrong-mode') ? otherMode(response, provider) : response;
  const spoilt = isAmong(strikes, 'bad-json') ? brokenJson(wrongMode) : wrongMode;
  const delivery = deliveryOf(strikes);
  return { response: spoilt, strikes, ...(delivery !== undefined && { delivery }) };
}

function canStrike(
  kind: Strike['kind'],
  { body, headers }: SandboxResponse,
  { mode }: Pick<Provider, 'mode'>,
): boolean {
  switch (kind) {
    case 'wrong-mode':
      return headers.some(([name]) => name === mode?.header);
    case 'bad-json':
      return closingBracket(body) !== -1;
    case 'truncate':
    case 'slow-body':
      return body.length > 0;
    default:
      return true;
  }
}

function otherMode(response: SandboxResponse, { mode }: Pick<Provider, 'mode'>): SandboxResponse {
  const headers = response.headers.map(([name, value]): Header => {
    const other: Mode = value === 'live' ? 'sandbox' : 'live';
    return [name, name === mode?.header ? other : value];
  });
  return { ...response, headers };
}

/** Without its last bracket: the hardest to see, and no parser that reads to the end accepts it. */
function brokenJson(response: SandboxResponse): SandboxResponse {
  return { ...response, body: response.body.subarray(0, closingBracket(response.body)) };
}

function closingBracket(body: Uint8Array): number {
  return Math.max(body.lastIndexOf(0x7d), body.lastIndexOf(0x5d));
}

function deliveryOf(strikes: readonly Strike[]): Delivery | undefined {
  const delayMs = strikes.find(({ kind }) => kind === 'latency')?.ms;
  const bodyMs = strikes.find(({ kind }) => kind === 'slow-body')?.ms;
  const end = ENDS.find((each) => isAmong(strikes, each.kind))?.end;
  if (delayMs === undefined && bodyMs === undefined && end === undefined) {
    return undefined;
  }
  return {
    ...(delayMs !== undefined && { delayMs }),
    ...(bodyMs !== undefined && { bodyMs }),
    ...(end !== undefined && { end }),
  };
}

const ENDS = [
  { kind: 'drop', end: 'nothing' },
  { kind: 'truncate', end: 'half' },
] as const;

function isAmong(strikes: readonly Strike[], wanted: Strike['kind']): boolean {
  return strikes.some(({ kind }) => kind === wanted);
}
