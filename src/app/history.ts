import type { Header } from '../core/headers.js';
import { isRecord, membersOf, parseJson } from '../core/parsed-json.js';
import { readBody, readHeaders } from './recorded.js';

/**
 * A call that was made, refused, or failed. No credential is in it.
 *
 * What is absent may be written out as undefined: to spread objects takes several times as long, and a
 * batch makes thousands of entries a second.
 */
export interface HistoryEntry {
  /** Ten letters and digits. */
  readonly id: string;
  /** When it was signed, in milliseconds since 1970. */
  readonly timeMs: number;
  readonly command: 'call' | 'replay' | 'batch';
  /** The provider's id. */
  readonly provider: string;
  /** Absent where the credential came from the environment, or was the sandbox's. */
  readonly profile?: string | undefined;
  /** Whether it went to the sandbox inside vk, which ended with it. */
  readonly isLocal: boolean;
  /** Which sandbox inside vk it was, where that one answered several calls. */
  readonly sandbox?: string | undefined;
  /** Where it went: `https://api.example.com`. */
  readonly origin: string;
  /** What the provider reported: `sandbox`, `live`; absent where it reports none. */
  readonly mode?: string | undefined;
  readonly request: RecordedRequest;
  /** SHA-256 of the string-to-sign, in hex. */
  readonly stringToSignSha256?: string | undefined;
  readonly response?: RecordedResponse | undefined;
  /** Why there is no answer: the code of an error, and what it said. */
  readonly error?: { readonly code: string; readonly message: string } | undefined;
}

export interface RecordedRequest {
  readonly method: string;
  /** As sent, a character a byte. */
  readonly target: string;
  /** As sent, but for those that carry the key, the code or the email. */
  readonly headers: readonly Header[];
  readonly bodyBytes: number;
  /** Absent where it was not kept: live calls hold what is nobody's business. */
  readonly body?: Uint8Array | undefined;
}

export interface RecordedResponse {
  readonly status: number;
  readonly statusText: string;
  readonly ms: number;
  readonly headers: readonly Header[];
  readonly bodyBytes: number;
  /** Absent where it was not kept. */
  readonly body?: Uint8Array | undefined;
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

function readRequest(value: unknown): RecordedRequest | undefined {
  const { method, target, bodyBytes, ...others } = membersOf(value);
  const headers = readHeaders(others['headers']);
  return typeof method === 'string' &&
    typeof target === 'string' &&
    typeof bodyBytes === 'number' &&
    headers !== undefined
    ? { method, target, headers, bodyBytes, ...keptBody(others) }
    : undefined;
}

function readResponse(value: unknown): RecordedResponse | undefined {
  const { status, statusText, ms, bodyBytes, ...others } = membersOf(value);
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
  const { code, message } = membersOf(value);
  return typeof code === 'string' && typeof message === 'string'
    ? { error: { code, message } }
    : {};
}
