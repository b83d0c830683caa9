import type { Header } from '../core/headers.js';
import { repeatWarning } from '../core/method.js';
import { parseJson } from '../core/parsed-json.js';
import type { ApiError, Provider } from '../core/provider.js';
import type { WireResponse } from './ports.js';
import { readServerDate } from './server-date.js';

/** An error answer, in the provider's words and ours. */
export interface ExplainedError {
  /** The provider's code; absent where the answer has none. */
  readonly code?: string;
  /** The answer's own message. */
  readonly message?: string;
  /** What the provider documents for the code. */
  readonly meaning?: string;
  readonly source?: string;
  readonly remedy: string;
  readonly clockDifferenceSeconds?: number;
}

/**
 * Explains an answer of 400 and above; undefined for any other.
 *
 * @param nowMs this machine's clock when the answer came
 * @param method of the request: after a fault, a write may have been done
 */
export function explainError(
  provider: Provider,
  response: WireResponse,
  nowMs: number,
  method = 'GET',
): ExplainedError | undefined {
  if (response.status < 400) {
    return undefined;
  }
  const { code, message } = readError(provider, response.body);
  const documented = provider.errors.find((error) =>
    code === undefined ? false : error.code === code,
  );
  const clock = clockDifference(response.headers, nowMs);
  const isClock = documented?.code === 'TIMESTAMP_EXPIRED' && clock !== undefined;
  return {
    ...(code !== undefined && { code }),
    ...(message !== undefined && { message }),
    ...(documented && { meaning: documented.meaning, source: provider.sources[documented.source] }),
    remedy: remedyFor(provider, response.status, documented, method),
    ...(isClock && { clockDifferenceSeconds: clock }),
  };
}

/** By how many seconds this machine's clock is ahead of the `Date` header (RFC 9110 §6.6.1). */
export function clockDifference(headers: readonly Header[], nowMs: number): number | undefined {
  const serverMs = readServerDate(headers);
  return typeof serverMs === 'string' ? undefined : Math.round((nowMs - serverMs) / 1000);
}

function readError(
  provider: Provider,
  body: Uint8Array,
): { readonly code?: string; readonly message?: string } {
  const data = parseJson(body);
  for (const shape of provider.errorShapes) {
    const code = shape.code && textAt(data, shape.code);
    const message = textAt(data, shape.message);
    if (code !== undefined || (shape.code === undefined && message !== undefined)) {
      return { ...(code !== undefined && { code }), ...(message !== undefined && { message }) };
    }
  }
  const message = provider.errorShapes
    .map((shape) => textAt(data, shape.message))
    .find((text) => text !== undefined);
  return message === undefined ? {} : { message };
}

function textAt(data: unknown, path: readonly string[]): string | undefined {
  let value = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) {
      return undefined;
    }
    value = Object.entries(value).find(([name]) => name === key)?.[1];
  }
  return typeof value === 'string' ? value : undefined;
}

function remedyFor(
  provider: Provider,
  status: number,
  documented: ApiError | undefined,
  method: string,
): string {
  if (documented !== undefined) {
    return documented.remedy;
  }
  switch (status) {
    case 401:
      return 'Check key, secret and clock; vk sign with the same words shows what was signed, and vk diagnose finds the cause.';
    case 403:
      return provider.ipAllowlist === undefined
        ? 'Check what this key may do.'
        : "Check the key's rights and its IP allowlist.";
    case 404:
      return 'Check the path and the base URL.';
    case 429:
      return provider.rateLimit === undefined
        ? 'Wait and try again.'
        : `Wait and try again (${provider.rateLimit.summary}).`;
    default:
      return status >= 500
        ? `The fault is at the server.${repeatWarning(method)}`
        : 'Compare the request with the documentation.';
  }
}
