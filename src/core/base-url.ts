import { VkError } from './error.js';

/** Where requests go: the origin that credentials are for, and the path in front of every endpoint. */
export interface BaseUrl {
  readonly protocol: 'http:' | 'https:';
  /** Without the brackets of an IPv6 address. */
  readonly hostname: string;
  readonly port: number;
  /** `https://vistarkriya.com`, without the default port. */
  readonly origin: string;
  /** Without a final slash; empty for none. Taken from the text: a URL parser would rewrite it. */
  readonly basePath: string;
}

/**
 * Reads a base URL.
 *
 * @param allowPlainHttp whether `http:` may lead away from this machine
 * @throws VkError `bad-url` or `plain-http`; the message never repeats user information
 */
export function parseBaseUrl(text: string, allowPlainHttp = false): BaseUrl {
  const match = BASE_URL.exec(text);
  const port = Number(match?.[3] ?? defaultPort(match?.[1]));
  if (match === null || port < 1 || port > 65_535 || /\/\.{1,2}(?:\/|$)/.test(match[4] ?? '')) {
    throw text.includes('@') ? userInfo() : notABaseUrl(text);
  }
  const protocol = match[1]?.toLowerCase() === 'https' ? 'https:' : 'http:';
  const host = (match[2] ?? '').toLowerCase();
  const hostname = host.replace(/^\[(.*)\]$/, '$1');
  const isDefault = port === Number(defaultPort(match[1]));
  const origin = `${protocol}//${host}${isDefault ? '' : `:${port}`}`;
  if (protocol === 'http:' && !allowPlainHttp && !isLoopback(hostname)) {
    throw new VkError(
      'plain-http',
      `${origin} is not encrypted, and would show the API key to everyone on the way`,
      'Use https://, or pass --allow-http if that is meant.',
    );
  }
  const basePath = (match[4] ?? '').replace(/\/+$/, '');
  return { protocol, hostname, port, origin, basePath };
}

// Read by hand: a URL parser rewrites paths and hosts (and costs a millisecond to load). A host is
// an ASCII name, an IPv4 address or a bracketed IPv6 address (RFC 3986 §3.2.2).
const BASE_URL =
  /^(https?):\/\/([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?\.?|\[[0-9a-f:.]+\])(?::(\d{1,5}))?(\/[\x21\x24-\x3b\x3d\x40-\x5a\x5f\x61-\x7a\x7e]*)?$/i;

function defaultPort(scheme: string | undefined): string {
  return scheme?.toLowerCase() === 'https' ? '443' : '80';
}

function userInfo(): VkError {
  return new VkError(
    'bad-url',
    'the base URL carries user information',
    'Remove the part before the @: credentials belong into a profile.',
  );
}

function notABaseUrl(text: string): VkError {
  return new VkError(
    'bad-url',
    `${JSON.stringify(text)} is not a base URL`,
    'Give scheme, host and path without query or fragment: https://api.example.com/v1',
  );
}

/** Whether a host name or address can only be this machine (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3). */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '::1' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/**
 * The path that the user means: a path as it is, or a full URL of the base URL's origin without it.
 *
 * @param own the base URL, of which only the origin counts
 * @throws VkError `other-origin` where the URL leads elsewhere
 */
export function pathWithin(own: string, pathOrUrl: string): string {
  const url = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(pathOrUrl)?.[0];
  if (url === undefined) {
    return pathOrUrl;
  }
  const { origin } = parseBaseUrl(own, true);
  if (BASE_URL.test(url) && parseBaseUrl(url, true).origin === origin) {
    const rest = pathOrUrl.slice(url.length);
    return rest.startsWith('/') ? rest : `/${rest}`;
  }
  throw new VkError(
    'other-origin',
    `${url.replace(/\/\/.*@/, '//')} is not where this credential belongs (${origin})`,
    'Give a path, or choose the profile for that host with --profile or --base-url.',
  );
}
