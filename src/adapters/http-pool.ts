import type { Duplex } from 'node:stream';
import type { SecureContext } from 'node:tls';
import { EnvHttpProxyAgent, Pool, type Dispatcher } from 'undici';
import type { PooledHttpPort, WireRequest, WireResponse } from '../app/ports.js';
import type { BaseUrl } from '../core/base-url.js';
import type { Header } from '../core/headers.js';
import { elapsedMs } from './elapsed.js';
import { networkError, timeoutError } from './network-error.js';
import { MAX_RESPONSE_BYTES, pairHeaders, tooLarge } from './response.js';

export interface PoolSettings {
  /** How many connections are kept, and how many requests go on at once; null for as many as are wanted. */
  readonly connections: number | null;
  /** Absent where no proxy stands between. */
  readonly httpsProxy: string | undefined;
  readonly noProxy: string | undefined;
  /** Further certificate authorities, PEM. */
  readonly ca: string | undefined;
}

/** Requests through undici: many to one origin, over connections that are kept, or through a proxy. */
export async function pooledHttp(
  { origin }: Pick<BaseUrl, 'origin'>,
  settings: PoolSettings,
): Promise<PooledHttpPort> {
  const { connections, httpsProxy, noProxy } = settings;
  const tls = settings.ca === undefined ? undefined : await trusting(settings.ca);
  // Each request has a time limit of its own, for all of it.
  const options = { connections, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 };
  const dispatcher =
    httpsProxy === undefined
      ? new Pool(origin, { ...options, ...(tls && { connect: tls }) })
      : new EnvHttpProxyAgent({
          ...options,
          httpsProxy,
          ...(noProxy !== undefined && { noProxy }),
          ...(tls && { connect: tls, requestTls: tls }),
        });
  const asList = httpsProxy === undefined ? flat : grouped;
  return {
    send: (request) => send(dispatcher, request, asList(request.headers)),
    close: async () => {
      await dispatcher.destroy();
    },
  };
}

/** Made once: to read hundreds of certificates takes a tenth of a second, and each connection would. */
async function trusting(ca: string): Promise<{ readonly secureContext: SecureContext }> {
  const { createSecureContext, rootCertificates } = await import('node:tls');
  return { secureContext: createSecureContext({ ca: [...rootCertificates, ca] }) };
}

/** Below undici's streams, which would cost more than all of signing. */
async function send(
  dispatcher: Dispatcher,
  request: WireRequest,
  headers: string[] | Record<string, string[]>,
): Promise<WireResponse> {
  const startedMs = elapsedMs();
  return await new Promise<WireResponse>((resolve, reject) => {
    const exchange = new Exchange((error, received) => {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', abort);
      if (received === undefined) {
        reject(networkError(request, error ?? new Error('no answer came')));
      } else {
        resolve({ ...received, elapsedMs: elapsedMs() - startedMs });
      }
    });
    // No signal of AbortSignal.timeout: one that nobody else holds may be collected before it aborts.
    const timer = setTimeout(() => {
      exchange.abort(timeoutError(request));
    }, request.timeoutMs);
    const abort = (): void => {
      exchange.abort(new Error('it was given up'));
    };
    request.signal?.addEventListener('abort', abort);
    if (request.signal?.aborted === true) {
      abort();
    }
    dispatcher.dispatch(
      {
        origin: request.base.origin,
        // The path goes out verbatim; a whole URL would be normalised.
        path: Buffer.from(request.target).toString('latin1'),
        method: request.method,
        headers,
        body: request.body.length === 0 ? null : request.body,
      },
      exchange,
    );
  });
}

type Received = Omit<WireResponse, 'elapsedMs'>;

/**
 * Gathers an answer as undici gives it. By the older names of a handler's methods, because behind the
 * newer ones undici makes an object of all headers, which nobody here looks at.
 */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #end: (error: Error | undefined, received?: Received) => void;
  readonly #chunks: Buffer[] = [];
  #abort: ((reason: Error) => void) | undefined;
  #length = 0;
  #status = 0;
  #statusText = '';
  #headers: Header[] = [];
  #abortedBy: Error | undefined;

  constructor(end: (error: Error | undefined, received?: Received) => void) {
    this.#end = end;
  }

  abort(reason: Error): void {
    this.#abortedBy ??= reason;
    if (this.#abort === undefined) {
      // It waits for a connection still; it is called off when it gets one.
      this.#end(reason);
    } else {
      this.#abort(reason);
    }
  }

  onConnect(abort: (reason?: Error) => void): void {
    this.#abort = abort;
    if (this.#abortedBy !== undefined) {
      abort(this.#abortedBy);
    }
  }

  onUpgrade(_status: number, _headers: unknown, socket: Duplex): void {
    socket.destroy();
    this.#end(new Error('it changed to another protocol, which was not asked for'));
  }

  onHeaders(
    status: number,
    headers: readonly Buffer[],
    _resume: () => void,
    statusText: string,
  ): boolean {
    this.#status = status;
    this.#statusText = statusText;
    this.#headers = pairHeaders(headers.map((text) => text.toString('latin1')));
    return true;
  }

  onData(chunk: Buffer): boolean {
    this.#length += chunk.length;
    this.#chunks.push(chunk);
    if (this.#length > MAX_RESPONSE_BYTES) {
      this.abort(tooLarge());
    }
    return true;
  }

  onComplete(): void {
    // A copy: a chunk is a view of a much larger buffer.
    const body = Buffer.concat(this.#chunks);
    this.#end(undefined, {
      status: this.#status,
      statusText: this.#statusText,
      headers: this.#headers,
      body,
    });
  }

  onError(error: Error): void {
    this.#end(this.#abortedBy ?? error);
  }
}

function flat(headers: readonly Header[]): string[] {
  const list: string[] = [];
  for (const [name, value] of headers) {
    list.push(name, value);
  }
  return list;
}

/** With a flat list, undici's proxy agent would keep only the last of a repeated header. */
function grouped(headers: readonly Header[]): Record<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [name, value] of headers) {
    groups.set(name, [...(groups.get(name) ?? []), value]);
  }
  return Object.fromEntries(groups);
}
