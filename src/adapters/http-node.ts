import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { HttpPort, WireRequest, WireResponse } from '../app/ports.js';
import { isSafeMethod } from '../core/method.js';
import { elapsedMs } from './elapsed.js';
import { networkError, timeoutError } from './network-error.js';
import { MAX_RESPONSE_BYTES, pairHeaders, tooLarge } from './response.js';

/**
 * One request through node:http or node:https. Loading undici would cost more than the request.
 *
 * @param ca further certificate authorities, PEM
 */
export function nodeHttp(ca?: string): HttpPort {
  return { send: (request) => send(request, ca) };
}

async function send(request: WireRequest, ca: string | undefined): Promise<WireResponse> {
  const startedMs = elapsedMs();
  const connect = await connector(request, ca);
  return await new Promise<WireResponse>((resolve, reject) => {
    const outgoing = connect(requestOptions(request));
    const timer = setTimeout(() => {
      outgoing.destroy(timeoutError(request));
    }, request.timeoutMs);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(networkError(request, error));
    };
    outgoing.once('error', fail);
    outgoing.once('upgrade', (_incoming, socket) => {
      socket.destroy();
      fail(new Error('it changed to another protocol, which was not asked for'));
    });
    let heard = 'without an answer';
    outgoing.once('close', () => {
      fail(new Error(`it closed the connection ${heard}`));
    });
    outgoing.once('response', (incoming) => {
      heard = 'in the middle of its answer';
      readBody(incoming).then((body) => {
        clearTimeout(timer);
        resolve({ ...head(incoming), body, elapsedMs: elapsedMs() - startedMs });
      }, fail);
    });
    outgoing.end(request.body);
  });
}

type Connect = (options: RequestOptions) => ClientRequest;

async function connector(request: WireRequest, ca: string | undefined): Promise<Connect> {
  if (request.base.protocol === 'http:') {
    const http = await import('node:http');
    return (options) => http.request(options);
  }
  const https = await import('node:https');
  if (ca === undefined) {
    return (options) => https.request(options);
  }
  const { rootCertificates } = await import('node:tls');
  return (options) => https.request({ ...options, ca: [...rootCertificates, ca] });
}

function requestOptions({
  base,
  method,
  target,
  headers,
  body,
  signal,
}: WireRequest): RequestOptions {
  const isDefaultPort = base.port === (base.protocol === 'https:' ? 443 : 80);
  const hostname = base.hostname.includes(':') ? `[${base.hostname}]` : base.hostname;
  const lines: [string, string][] = [
    ['Host', isDefaultPort ? hostname : `${hostname}:${base.port}`],
    ...headers.map(([name, value]): [string, string] => [name, value]),
    ['Connection', 'close'],
  ];
  if (body.length > 0 || !isSafeMethod(method)) {
    lines.push(['Content-Length', String(body.length)]);
  }
  return {
    host: base.hostname,
    port: base.port,
    method,
    // Verbatim: node:http checks the path for control characters, and never rewrites it.
    path: Buffer.from(target).toString('latin1'),
    headers: lines.flat(),
    agent: false,
    setHost: false,
    ...(signal !== undefined && { signal }),
  };
}

function head(incoming: IncomingMessage): Omit<WireResponse, 'body' | 'elapsedMs'> {
  return {
    status: incoming.statusCode ?? 0,
    statusText: incoming.statusMessage ?? '',
    headers: pairHeaders(incoming.rawHeaders),
  };
}

/** By its events: an iterator would cost more than the answer of most calls. */
function readBody(incoming: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    incoming.on('data', (chunk: Buffer) => {
      length += chunk.length;
      chunks.push(chunk);
      if (length > MAX_RESPONSE_BYTES) {
        incoming.destroy(tooLarge());
      }
    });
    incoming.once('error', reject);
    incoming.once('end', () => {
      resolve(Buffer.concat(chunks));
    });
  });
}
