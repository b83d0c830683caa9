import type { BaseUrl } from '../../core/base-url.js';
import { VkError } from '../../core/error.js';
import type { ConnectionPort, TlsFacts } from '../ports.js';
import { fail, ok, skipped, warn, type Check, type Subject } from './check.js';

export interface ConnectionInput {
  readonly base: BaseUrl;
  /** For each step, in milliseconds. */
  readonly timeoutMs: number;
  readonly nowMs: number;
  /** A proxy then looks the name up and connects, so there is nothing to look at here. */
  readonly hasProxy: boolean;
}

const DNS: Subject = { id: 'dns', title: 'name' };
const TCP: Subject = { id: 'tcp', title: 'connection' };
const TLS: Subject = { id: 'tls', title: 'TLS' };

/** The way to a server, up to where the first request would be written. */
export async function checkConnection(
  input: ConnectionInput,
  connection: ConnectionPort,
): Promise<Check[]> {
  const { base, timeoutMs } = input;
  if (input.hasProxy) {
    return [DNS, TCP, TLS].map((subject) => skipped(subject, 'the proxy does that'));
  }
  const name = await checkName(base, timeoutMs, connection);
  if (name.status === 'fail') {
    return [name, ...[TCP, TLS].map((subject) => skipped(subject, 'the name is not known'))];
  }
  return [name, ...(await checkConnect(input, connection))];
}

async function checkName(
  { hostname, ...base }: BaseUrl,
  timeoutMs: number,
  connection: ConnectionPort,
): Promise<Check> {
  if (/^[\d.]+$|:/.test(hostname)) {
    return skipped(DNS, `${hostname} is an address`);
  }
  try {
    const addresses = await connection.lookup({ ...base, hostname }, timeoutMs);
    const [first = 'no address', ...more] = addresses;
    const others = more.length === 0 ? '' : ` and ${more.length} more`;
    return ok(DNS, `${hostname} is ${first}${others}`);
  } catch (error) {
    return failedBy(DNS, error);
  }
}

async function checkConnect(
  { base, timeoutMs, nowMs }: ConnectionInput,
  connection: ConnectionPort,
): Promise<Check[]> {
  try {
    const { address, elapsedMs, tls } = await connection.connect(base, timeoutMs);
    const made = ok(TCP, `${address} port ${base.port}, after ${Math.round(elapsedMs)} ms`);
    return [made, tls === undefined ? skipped(TLS, NOT_ENCRYPTED) : checkTls(tls, base, nowMs)];
  } catch (error) {
    return [failedBy(TCP, error), skipped(TLS, 'there is no connection')];
  }
}

const NOT_ENCRYPTED = 'plain http has none';

/** What the network did is a result; whatever else happened is a fault of vk. */
function failedBy(subject: Subject, error: unknown): Check {
  if (error instanceof VkError) {
    return fail(subject, error.message, error.remedy);
  }
  throw error;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Certificates are renewed some weeks before their end: what is closer was forgotten. */
const SOON_DAYS = 10;

/** @param nowMs this machine's clock */
export function checkTls(tls: TlsFacts, { hostname }: BaseUrl, nowMs: number): Check {
  const { protocol, issuer, validToMs, fault } = tls;
  const until = Number.isNaN(validToMs) ? '?' : new Date(validToMs).toISOString().slice(0, 10);
  if (fault !== undefined) {
    const known = CERTIFICATE_FAULTS[fault];
    return fail(
      TLS,
      `the certificate is not trusted: ${known?.what(hostname, until) ?? fault}`,
      known?.remedy ?? OWN_AUTHORITY,
    );
  }
  const days = Math.floor((validToMs - nowMs) / DAY_MS);
  const detail = `${protocol}, certificate of ${issuer}, valid until ${until}`;
  return days < SOON_DAYS
    ? warn(TLS, `${detail}: ${days} days more`, 'If it is not renewed, calls fail from then on.')
    : ok(TLS, detail);
}

const OWN_AUTHORITY =
  "If a proxy or a company's own authority signs here, name its certificate in SSL_CERT_FILE.";

interface CertificateFault {
  readonly what: (hostname: string, until: string) => string;
  readonly remedy: string;
}

const SELF_SIGNED: CertificateFault = {
  what: () => 'it is signed by itself, or by an authority that is',
  remedy: OWN_AUTHORITY,
};

const UNKNOWN_AUTHORITY: CertificateFault = {
  what: () => 'its authority is not known here',
  remedy: OWN_AUTHORITY,
};

/** As OpenSSL and Node name them. */
const CERTIFICATE_FAULTS: Readonly<Record<string, CertificateFault>> = {
  CERT_HAS_EXPIRED: {
    what: (_hostname, until) => `it has expired (${until})`,
    remedy: "If this machine's clock is right, the server's operator has to renew it.",
  },
  CERT_NOT_YET_VALID: {
    what: () => 'it is not valid yet',
    remedy: "Set this machine's clock by NTP.",
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: SELF_SIGNED,
  SELF_SIGNED_CERT_IN_CHAIN: SELF_SIGNED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  ERR_TLS_CERT_ALTNAME_INVALID: {
    what: (hostname) => `it is for another name than ${hostname}`,
    remedy: 'Check the base URL; a sign-in page of this network may stand between.',
  },
};
