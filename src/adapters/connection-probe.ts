import { lookup as lookUpName } from 'node:dns/promises';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import {
  connect as connectTls,
  rootCertificates,
  type PeerCertificate,
  type TLSSocket,
} from 'node:tls';
import type { ConnectionFacts, ConnectionPort, TlsFacts, WireRequest } from '../app/ports.js';
import { elapsedMs } from './elapsed.js';
import { networkError, timeoutError } from './network-error.js';

/**
 * Looks at the way to a server with Node's own resolver and TLS.
 *
 * @param ca further certificate authorities, PEM
 */
export function connectionProbe(ca?: string): ConnectionPort {
  return {
    lookup: (base, timeoutMs) => withinTime(base, timeoutMs, lookUp(base.hostname)),
    connect: (base, timeoutMs) => connect(base, timeoutMs, ca),
  };
}

type Base = WireRequest['base'];

async function lookUp(hostname: string): Promise<string[]> {
  const found = await lookUpName(hostname, { all: true });
  return found.map(({ address }) => address);
}

async function withinTime<T>(base: Base, timeoutMs: number, work: Promise<T>): Promise<T> {
  const request = { base, method: 'GET', timeoutMs };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(timeoutError(request));
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    throw networkError(request, error instanceof Error ? error : new Error(String(error)));
  } finally {
    clearTimeout(timer);
  }
}

async function connect(
  base: Base,
  timeoutMs: number,
  ca: string | undefined,
): Promise<ConnectionFacts> {
  const startedMs = elapsedMs();
  const { socket, opened } = base.protocol === 'https:' ? openTls(base, ca) : openTcp(base);
  try {
    const tls = await withinTime(base, timeoutMs, opened);
    return {
      address: socket.remoteAddress ?? base.hostname,
      elapsedMs: elapsedMs() - startedMs,
      ...(tls && { tls }),
    };
  } finally {
    socket.destroy();
  }
}

interface Opening {
  readonly socket: Socket;
  readonly opened: Promise<TlsFacts | undefined>;
}

function openTcp({ hostname, port }: Base): Opening {
  const socket = connectTcp({ host: hostname, port });
  const opened = new Promise<undefined>((resolve, reject) => {
    socket.once('connect', () => {
      resolve(undefined);
    });
    socket.once('error', reject);
  });
  return { socket, opened };
}

/** A certificate that is not trusted is looked at all the same: nothing is sent to its owner. */
function openTls({ hostname, port }: Base, ca: string | undefined): Opening {
  const socket = connectTls({
    host: hostname,
    port,
    ...(isIP(hostname) === 0 && { servername: hostname }),
    rejectUnauthorized: false,
    ...(ca !== undefined && { ca: [...rootCertificates, ca] }),
  });
  const opened = new Promise<TlsFacts>((resolve, reject) => {
    socket.once('secureConnect', () => {
      resolve(readTls(socket));
    });
    socket.once('error', reject);
    socket.once('close', () => {
      reject(new Error('it closed the connection instead of greeting by TLS'));
    });
  });
  return { socket, opened };
}

function readTls(socket: TLSSocket): TlsFacts {
  const certificate = socket.getPeerCertificate();
  return {
    protocol: socket.getProtocol() ?? 'TLS',
    issuer: issuerOf(certificate),
    validToMs: Date.parse(certificate.valid_to),
    ...(!socket.authorized && { fault: faultOf(socket.authorizationError) }),
  };
}

function issuerOf({ issuer }: Partial<PeerCertificate>): string {
  const name: unknown = issuer?.O ?? issuer?.CN;
  return typeof name === 'string' ? name : 'an unnamed authority';
}

/** Node gives the bare code, which its types do not say. */
function faultOf(error: unknown): string {
  if (typeof error === 'string') {
    return error;
  }
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
