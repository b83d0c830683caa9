import { decodeUtf8 } from '../core/bytes.js';
import type { Header } from '../core/headers.js';
import { isoTime } from '../core/time-text.js';
import { isRecord, readBody, readHeaders } from './recorded.js';

/** A call that was made, refused, or failed. No credential is in it. */
export interface HistoryEntry {
  /** Ten letters and digits. */
  readonly id: string;
  /** When it was signed, in milliseconds since 1970. */
  readonly timeMs: number;
  readonly command: 'call' | 'replay' | 'batch';
  /** The provider's id. */
  readonly provider: string;
  /** Absent where the credential came from the environment, or was the sandbox's. */
  readonly profile?: string;
  /** Whether it went to the sandbox inside vk, which ended with it. */
  readonly isLocal: boolean;
  /** Which sandbox inside vk it was, where that one answered several calls. */
  readonly sandbox?: string;
  /** Where it went: `https://api.example.com`. */
  readonly origin: string;
  /** What the provider reported: `sandbox`, `live`; absent where it reports none. */
  readonly mode?: string;
  readonly request: RecordedRequest;
  /** SHA-256 of the string-to-sign, in hex. */
  readonly stringToSignSha256?: string;
  readonly response?: RecordedResponse;
  /** Why there is no answer: the code of an error, and what it said. */
  readonly error?: { readonly code: string; readonly message: string };
}

export interface RecordedRequest {
  readonly method: string;
  /** As sent, a character a byte. */
  readonly target: string;
  /** As sent, but for those that carry the key, the code or the email. */
  readonly headers: readonly Header[];
  readonly bodyBytes: number;
  /** Absent where it was not kept: live calls hold what is nobody's business. */
  readonly body?: Uint8Array;
}

export interface RecordedResponse {
  readonly status: number;
  readonly statusText: string;
  readonly ms: number;
  readonly headers: readonly Header[];
  readonly bodyBytes: number;
  /** Absent where it was not kept. */
  readonly body?: Uint8Array;
}

/** An entry as a line of JSON, a line break included; the id comes first, for who looks for one. */
export function historyLine(entry: HistoryEntry): string {
  return `${JSON.stringify(historyJson(entry))}\n`;
}

/**
 * An entry as a JSON document has it. A body that is no UTF-8 stands there in base64.
 *
 * Members are written out, and are undefined where they are absent: to spread objects takes several
 * times as long, and a batch writes thousands of entries a second.
 */
export function historyJson(entry: HistoryEntry): Readonly<Record<string, unknown>> {
  const { id, timeMs, command, provider, profile, isLocal, sandbox, origin, mode } = entry;
  const { request, stringToSignSha256, response, error } = entry;
  return {
    id,
    time: isoTime(timeMs),
    command,
    provider,
    profile,
    isLocal,
    sandbox,
    origin,
    mode,
    request: requestJson(request),
    stringToSignSha256,
    response: response && responseJson(response),
    error,
  };
}

function requestJson({ method, target, headers, bodyBytes, body }: RecordedRequest): object {
  const text = body && decodeUtf8(body);
  return { method, target, headers, bodyBytes, body: text, bodyBase64: base64Of(body, text) };
}

function responseJson(response: RecordedResponse): object {
  const { status, statusText, ms, headers, bodyBytes, body } = response;
  const text = body && decodeUtf8(body);
  const bodyBase64 = base64Of(body, text);
  return { status, statusText, ms, headers, bodyBytes, body: text, bodyBase64 };
}

/** Of a body that has no text. */
function base64Of(body: Uint8Array | undefined, text: string | undefined): string | undefined {
  return body === undefined || text !== undefined
    ? undefined
    : Buffer.from(body).toString('base64');
}

/** The entry of a line; undefined where it is none, as half a line is that a killed process left. */
export function parseHistoryLine(line: Uint8Array): HistoryEntry | undefined {
  const value = parseJson(line);
  if (!isRecord(value)) {
    return undefined;
  }
  const { id, time, command, provider, profile, isLocal, sandbox, origin, mode, error } = value;
  const timeMs = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  const request = readRequest(value['request']);
  const response = readResponse(value['response']);
  const sha256 = value['stringToSignSha256'];
  if (
    typeof id !== 'string' ||
    Number.isNaN(timeMs) ||
    (command !== 'call' && command !== 'replay' && command !== 'batch') ||
    typeof provider !== 'string' ||
    typeof isLocal !== 'boolean' ||
    typeof origin !== 'string' ||
    request === undefined
  ) {
    return undefined;
  }
  return {
    id,
    timeMs,
    command,
    provider,
    ...(typeof profile === 'string' && { profile }),
    isLocal,
    ...(typeof sandbox === 'string' && { sandbox }),
    origin,
    ...(typeof mode === 'string' && { mode }),
    request,
    ...(typeof sha256 === 'string' && { stringToSignSha256: sha256 }),
    ...(response !== undefined && { response }),
    ...readError(error),
  };
}

function parseJson(line: Uint8Array): unknown {
  try {
    return JSON.parse(decodeUtf8(line) ?? '');
  } catch {
    return undefined;
  }
}

function readRequest(value: unknown): RecordedRequest | undefined {
  const { method, target, bodyBytes, ...others } = isRecord(value) ? value : {};
  const headers = readHeaders(others['headers']);
  return typeof method === 'string' &&
    typeof target === 'string' &&
    typeof bodyBytes === 'number' &&
    headers !== undefined
    ? { method, target, headers, bodyBytes, ...keptBody(others) }
    : undefined;
}

function readResponse(value: unknown): RecordedResponse | undefined {
  const { status, statusText, ms, bodyBytes, ...others } = isRecord(value) ? value : {};
  const headers = readHeaders(others['headers']);
  return typeof status === 'number' &&
    typeof statusText === 'string' &&
    typeof ms === 'number' &&
    typeof bodyBytes === 'number' &&
    headers !== undefined
    ? { status, statusText, ms, headers, bodyBytes, ...keptBody(others) }
    : undefined;
}

function keptBody(part: Readonly<Record<string, unknown>>): { readonly body?: Uint8Array } {
  const body = readBody(part);
  return body === undefined ? {} : { body };
}

function readError(value: unknown): Pick<HistoryEntry, 'error'> {
  const { code, message } = isRecord(value) ? value : {};
  return typeof code === 'string' && typeof message === 'string'
    ? { error: { code, message } }
    : {};
}
