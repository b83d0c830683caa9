import { isLoopback } from '../core/base-url.js';
import { NODE_DIGESTS, type Digests } from '../core/hmac.js';
import { VkError } from '../core/error.js';
import { authHeaderNames, type Header } from '../core/headers.js';
import type { Provider } from '../core/provider.js';
import type { CallInput, CallOutcome, PreparedCall } from './call.js';
import type { HistoryEntry, RecordedRequest, RecordedResponse } from './history.js';
import { modeOfKey } from './live-guard.js';

/** A call that was made, or that came to nothing. */
export interface MadeCall {
  readonly input: CallInput;
  /** When it was signed, or refused, in milliseconds since 1970. */
  readonly timeMs: number;
  /** Absent where it was refused before it was signed. */
  readonly prepared?: PreparedCall;
  readonly outcome?: Pick<CallOutcome, 'response' | 'mode'>;
  readonly fault?: unknown;
}

/** What only the command knows. */
export interface CallCircumstances {
  readonly command: HistoryEntry['command'];
  /** Whether it went to the sandbox inside vk. */
  readonly isLocal: boolean;
  /** Which of them, where it answers several calls. */
  readonly sandbox?: string;
  /** Those of node:crypto where it is left out. */
  readonly digests?: Digests;
  /** Whether bodies are kept of live calls too. */
  readonly keepsBodies: boolean;
}

/**
 * A call as the history has it. Keys, codes and emails are left out, and so is what a live call says:
 * it holds what is nobody's business, and its signature could still be used.
 */
export function recordCall(made: MadeCall, about: CallCircumstances, id: string): HistoryEntry {
  const { input, prepared, outcome, fault } = made;
  const { settings, base } = input;
  const { command, isLocal, sandbox } = about;
  const { sha256Hex } = about.digests ?? NODE_DIGESTS;
  const isSandbox = isKnownSandbox(made, isLocal);
  return {
    id,
    timeMs: made.timeMs,
    command,
    provider: settings.provider.id,
    profile: settings.profile,
    isLocal,
    sandbox,
    origin: base.origin,
    mode: outcome?.mode,
    request: recordRequest(made, isSandbox, isSandbox || about.keepsBodies),
    stringToSignSha256: prepared && sha256Hex(prepared.signed.stringToSign),
    response: outcome && recordResponse(outcome, isSandbox || about.keepsBodies),
    error: fault === undefined ? undefined : describeFault(fault),
  };
}

/** Whether nothing in it can be real: by its place, by its key, or by what the provider reports. */
function isKnownSandbox({ input, outcome }: MadeCall, isLocal: boolean): boolean {
  const said = outcome?.mode ?? modeOfKey(input.settings);
  return isLocal || said === 'sandbox' || (said === undefined && isLoopback(input.base.hostname));
}

function recordRequest(
  { input, prepared }: MadeCall,
  isSandbox: boolean,
  keepsBody: boolean,
): RecordedRequest {
  const { request, settings } = input;
  const headers = prepared?.wire.headers ?? request.headers;
  return {
    method: request.method,
    target: Buffer.from(request.target.bytes).toString('latin1'),
    headers: withoutCredentials(headers, settings.provider, isSandbox),
    bodyBytes: request.body.length,
    body: keepsBody ? request.body : undefined,
  };
}

function withoutCredentials(
  headers: readonly Header[],
  provider: Provider,
  isSandbox: boolean,
): readonly Header[] {
  const names = (isSandbox ? sandboxNames : liveNames)(provider);
  return headers.filter(([name]) => !names.has(name.toLowerCase()));
}

/** A batch asks for it with every call, of one provider. */
function onceEach(kept: readonly string[]): (provider: Provider) => ReadonlySet<string> {
  const known = new WeakMap<Provider, ReadonlySet<string>>();
  return (provider) => {
    const names = known.get(provider) ?? droppedNames(provider, kept);
    known.set(provider, names);
    return names;
  };
}

const sandboxNames = onceEach(['timestamp', 'signature']);
const liveNames = onceEach(['timestamp']);

/** In lower case. */
function droppedNames({ headers: { auth } }: Provider, kept: readonly string[]): Set<string> {
  return new Set([
    ...CREDENTIAL_HEADERS,
    ...auth
      .filter(({ carries }) => !kept.includes(carries))
      .flatMap((header) => authHeaderNames(header))
      .map((name) => name.toLowerCase()),
  ]);
}

/** What a person may have added. */
const CREDENTIAL_HEADERS = ['authorization', 'proxy-authorization', 'cookie'];

function recordResponse(
  { response }: Pick<CallOutcome, 'response'>,
  keepsBody: boolean,
): RecordedResponse {
  const { status, statusText, elapsedMs, headers, body } = response;
  return {
    status,
    statusText,
    ms: Math.round(elapsedMs * 10) / 10,
    headers: headers.filter(([name]) => !isCookie(name)),
    bodyBytes: body.length,
    body: keepsBody ? body : undefined,
  };
}

/** Most names differ in their length already. */
function isCookie(name: string): boolean {
  return name.length === SET_COOKIE.length && name.toLowerCase() === SET_COOKIE;
}

const SET_COOKIE = 'set-cookie';

function describeFault(fault: unknown): { readonly code: string; readonly message: string } {
  return fault instanceof VkError
    ? { code: fault.code, message: fault.message }
    : { code: 'internal', message: 'a fault in vk itself' };
}
