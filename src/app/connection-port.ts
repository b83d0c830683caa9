import type { BaseUrl } from '../core/base-url.js';

type Origin = Pick<BaseUrl, 'protocol' | 'hostname' | 'port' | 'origin'>;

/** Looks at the way to a server, step by step; no request is sent. */
export interface ConnectionPort {
  /** The addresses of a host name. @throws VkError `network` or `timeout` */
  readonly lookup: (base: Origin, timeoutMs: number) => Promise<readonly string[]>;
  /** Connects, greets by TLS where the scheme says so, and closes. @throws VkError `network` or `timeout` */
  readonly connect: (base: Origin, timeoutMs: number) => Promise<ConnectionFacts>;
}

export interface ConnectionFacts {
  readonly address: string;
  readonly elapsedMs: number;
  /** Absent for plain http. */
  readonly tls?: TlsFacts;
}

export interface TlsFacts {
  /** `TLSv1.3`. */
  readonly protocol: string;
  /** Who signed the certificate. */
  readonly issuer: string;
  /** Until when it is valid, in milliseconds since 1970. */
  readonly validToMs: number;
  /** Why it is not trusted, as Node and OpenSSL name it: `CERT_HAS_EXPIRED`. Absent where it is. */
  readonly fault?: string;
}
