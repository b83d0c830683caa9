import type { BaseUrl } from '../core/base-url.js';
import { VkError } from '../core/error.js';
import { findHeader, missingFields, type Header } from '../core/headers.js';
import { NODE_DIGESTS, type Digests } from '../core/hmac.js';
import type { SignedRequest } from '../core/sign.js';
import { explainError, type ExplainedError } from './api-error.js';
import { readMode, type Guard } from './live-guard.js';
import type { HttpPort, WireRequest, WireResponse } from './ports.js';
import type { MadeCall } from './record-call.js';
import { chooseTimestamp, signRequest, type PlannedRequest } from './request.js';
import type { Settings } from './settings.js';
import { FIELD_VARIABLES } from './value-sources.js';

export interface CallInput {
  readonly settings: Settings;
  readonly base: BaseUrl;
  readonly request: PlannedRequest;
  /** In the provider's format; undefined for the time of sending. */
  readonly timestamp: string | undefined;
  readonly timeoutMs: number;
  readonly userAgent: string;
}

export interface CallPorts {
  readonly http: HttpPort;
  readonly nowMs: () => number;
  /** Those of node:crypto where it is left out. */
  readonly digests?: Digests;
  /** Hears of each call, of those too that were refused or failed. It may not fail. */
  readonly record?: (made: MadeCall) => void;
}

export interface PreparedCall {
  readonly signed: SignedRequest;
  readonly wire: WireRequest;
}

export interface CallOutcome extends PreparedCall {
  readonly response: WireResponse;
  /** What the provider's mode header says; undefined where it has none. */
  readonly mode: string | undefined;
  /** Whether it was let through for a sandbox, and came from live: it may have cost money. */
  readonly isUnexpectedlyLive: boolean;
  readonly error: ExplainedError | undefined;
}

/** Signs a request and makes it ready to send, without sending it. */
export function prepareCall(
  input: CallInput,
  nowMs: number,
  { hmacText }: Digests = NODE_DIGESTS,
): PreparedCall {
  const { settings, request } = input;
  requireFields(settings);
  const timestamp = chooseTimestamp(settings.provider, input.timestamp, nowMs);
  const signed = signRequest(settings.provider, settings.credential, request, timestamp, hmacText);
  return {
    signed,
    wire: {
      base: input.base,
      method: request.method,
      target: request.target.bytes,
      headers: withDefaults(signed.headers, input.userAgent),
      body: request.body,
      timeoutMs: input.timeoutMs,
    },
  };
}

/** Asks the live guard, signs, sends, and explains the answer. */
export async function call(input: CallInput, guard: Guard, ports: CallPorts): Promise<CallOutcome> {
  let timeMs = ports.nowMs();
  let prepared: PreparedCall | undefined;
  try {
    requireFields(input.settings);
    await guard.admit(input.request.method);
    timeMs = ports.nowMs();
    prepared = prepareCall(input, timeMs, ports.digests);
    const outcome = await send(input, prepared, guard, ports);
    ports.record?.({ input, timeMs, prepared, outcome });
    return outcome;
  } catch (fault) {
    ports.record?.({ input, timeMs, ...(prepared && { prepared }), fault });
    throw fault;
  }
}

async function send(
  { settings, request: { method } }: CallInput,
  prepared: PreparedCall,
  guard: Guard,
  ports: CallPorts,
): Promise<CallOutcome> {
  const response = await ports.http.send(prepared.wire);
  const mode = readMode(settings.provider, response.headers);
  return {
    signed: prepared.signed,
    wire: prepared.wire,
    response,
    mode,
    // The mode can change between the free GET and the write that it was asked for.
    isUnexpectedlyLive: guard.watch(method, mode),
    error: explainError(settings.provider, response, ports.nowMs(), method),
  };
}

function requireFields({ provider, credential, overrides }: Settings): void {
  const [missing] = missingFields(provider, credential);
  if (missing !== undefined) {
    const hint = overrides.length === 0 ? '' : ` (${overrides.join(', ')} override the profile)`;
    throw new VkError(
      'missing-credential',
      `${provider.name} needs the ${missing.label}, and none is set${hint}`,
      `Set ${FIELD_VARIABLES[missing.id]}, or store it in a profile with vk profile add.`,
    );
  }
}

function withDefaults(headers: readonly Header[], userAgent: string): Header[] {
  const all: Header[] = [];
  for (const [name, value] of [['User-Agent', userAgent], ACCEPT] as const) {
    if (findHeader(headers, name) === undefined) {
      all.push([name, value]);
    }
  }
  all.push(...headers);
  return all;
}

const ACCEPT = ['Accept', 'application/json'] as const;
