import { isLoopback, type BaseUrl } from '../core/base-url.js';
import { VkError } from '../core/error.js';
import { findHeader, missingFields, type Header } from '../core/headers.js';
import type { SignedRequest } from '../core/sign.js';
import { buildTarget } from '../core/target.js';
import { clockDifference, explainError, type ExplainedError } from './api-error.js';
import { guardLive } from './live-guard.js';
import type { HttpPort, WireRequest, WireResponse } from './ports.js';
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
  readonly live: boolean;
  readonly yes: boolean;
  /** The in-process sandbox needs no guard: it cannot be live. */
  readonly isSandbox: boolean;
}

export interface CallPorts {
  readonly http: HttpPort;
  readonly nowMs: () => number;
  readonly confirm: ((question: string) => Promise<boolean>) | undefined;
}

export interface PreparedCall {
  readonly signed: SignedRequest;
  readonly wire: WireRequest;
}

export interface CallOutcome extends PreparedCall {
  readonly response: WireResponse;
  /** What the provider's mode header says; undefined where it has none. */
  readonly mode: string | undefined;
  readonly error: ExplainedError | undefined;
}

/** Signs a request and makes it ready to send, without sending it. */
export function prepareCall(input: CallInput, nowMs: number): PreparedCall {
  const { settings, request } = input;
  requireFields(settings);
  const timestamp = chooseTimestamp(settings.provider, input.timestamp, nowMs);
  const signed = signRequest(settings.provider, settings.credential, request, timestamp);
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
export async function call(input: CallInput, ports: CallPorts): Promise<CallOutcome> {
  const { settings } = input;
  requireFields(settings);
  if (!input.isSandbox) {
    await guardLive(
      {
        provider: settings.provider,
        credential: settings.credential,
        base: input.base,
        method: input.request.method,
        expected: settings.mode,
        live: input.live,
        yes: input.yes,
      },
      { probeMode: () => probeMode(input, ports), confirm: ports.confirm },
    );
  }
  const prepared = prepareCall(input, ports.nowMs());
  const response = await ports.http.send(prepared.wire);
  const { mode } = settings.provider;
  return {
    ...prepared,
    response,
    mode: mode && findHeader(response.headers, mode.header),
    error: explainError(settings.provider, response, ports.nowMs(), input.request.method),
  };
}

/** Sends the free request of which the provider's page says that it shows the mode. */
async function probeMode(input: CallInput, ports: CallPorts): Promise<string | undefined> {
  const { provider } = input.settings;
  const report = provider.mode;
  if (report === undefined) {
    return undefined;
  }
  const { wire } = prepareCall(
    {
      ...input,
      timestamp: undefined,
      request: {
        method: report.probe.method,
        target: buildTarget(input.base.basePath, report.probe.path),
        body: new Uint8Array(),
        headers: [],
        options: {},
      },
    },
    ports.nowMs(),
  );
  const response = await ports.http.send(wire);
  const mode = findHeader(response.headers, report.header);
  // A server of one's own need not have that endpoint; the guard lets an unknown mode pass there.
  const isAbsent = response.status === 404 && isLoopback(input.base.hostname);
  if (mode === undefined && response.status >= 400 && !isAbsent) {
    throw refusedProbe(input, response, ports.nowMs());
  }
  return mode;
}

function refusedProbe(input: CallInput, response: WireResponse, nowMs: number): VkError {
  const { provider } = input.settings;
  const error = explainError(provider, response, nowMs);
  const skew = clockDifference(response.headers, nowMs) ?? 0;
  const clock = Math.abs(skew) > 60 ? ` This machine's clock is ${skew} s off the server's.` : '';
  return new VkError(
    'live-guard',
    `the free GET that shows the mode was answered ${response.status} ${error?.code ?? ''}`.trimEnd(),
    `Nothing was sent. ${error?.remedy ?? ''}${clock}`,
  );
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
  const defaults: readonly Header[] = [
    ['User-Agent', userAgent],
    ['Accept', 'application/json'],
  ];
  return [...defaults.filter(([name]) => findHeader(headers, name) === undefined), ...headers];
}
