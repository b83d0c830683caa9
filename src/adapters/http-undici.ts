import { EnvHttpProxyAgent, type Dispatcher } from 'undici';
import type { HttpPort, WireRequest, WireResponse } from '../app/ports.js';
import type { Header } from '../core/headers.js';
import { elapsedMs } from './elapsed.js';
import { networkError, timeoutError } from './network-error.js';
import { MAX_RESPONSE_BYTES, pairHeaders, tooLarge } from './response.js';

export interface ProxySettings {
  readonly httpsProxy: string;
  readonly noProxy: string | undefined;
  /** Further certificate authorities, PEM. */
  readonly ca: string | undefined;
}

/** Requests through undici: where a proxy stands between, or connections are pooled. */
export async function undiciHttp(settings: ProxySettings): Promise<HttpPort> {
  const ca =
    settings.ca === undefined
      ? undefined
      : [...(await import('node:tls')).rootCertificates, settings.ca];
  const agent = new EnvHttpProxyAgent({
    httpsProxy: settings.httpsProxy,
    ...(settings.noProxy !== undefined && { noProxy: settings.noProxy }),
    ...(ca && { connect: { ca }, requestTls: { ca } }),
  });
  return { send: (request) => send(agent, request) };
}

async function send(agent: Dispatcher, request: WireRequest): Promise<WireResponse> {
  const startedMs = elapsedMs();
  // Not AbortSignal.any of AbortSignal.timeout: what nobody else holds is collected, and never aborts.
  const ending = new AbortController();
  const timer = setTimeout(() => {
    ending.abort(timeoutError(request));
  }, request.timeoutMs);
  const giveUp = (): void => {
    ending.abort(new Error('it was given up'));
  };
  request.signal?.addEventListener('abort', giveUp);
  if (request.signal?.aborted === true) {
    giveUp();
  }
  try {
    const response = await agent.request({
      origin: request.base.origin,
      // The path goes out verbatim; a whole URL would be normalised.
      path: Buffer.from(request.target).toString('latin1'),
      method: request.method,
      headers: groupHeaders(request.headers),
      body: request.body.length === 0 ? null : request.body,
      responseHeaders: 'raw',
      signal: ending.signal,
    });
    const body = await readBody(response.body);
    return {
      status: response.statusCode,
      statusText: response.statusText,
      headers: rawHeaders(response.headers),
      body,
      elapsedMs: elapsedMs() - startedMs,
    };
  } catch (error) {
    throw networkError(request, error instanceof Error ? error : new Error(String(error)));
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', giveUp);
  }
}

/** With a flat list, undici's proxy agent would keep only the last of a repeated header. */
function groupHeaders(headers: readonly Header[]): Record<string, string[]> {
  const grouped = new Map<string, string[]>();
  for (const [name, value] of headers) {
    grouped.set(name, [...(grouped.get(name) ?? []), value]);
  }
  return Object.fromEntries(grouped);
}

async function readBody(body: AsyncIterable<unknown>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    if (chunk instanceof Uint8Array) {
      length += chunk.length;
      chunks.push(chunk);
    }
    if (length > MAX_RESPONSE_BYTES) {
      throw tooLarge();
    }
  }
  return Buffer.concat(chunks);
}

/** With `responseHeaders: 'raw'` undici gives a flat list, which its types do not say. */
function rawHeaders(headers: unknown): Header[] {
  return Array.isArray(headers) ? pairHeaders(headers.map(String)) : [];
}
