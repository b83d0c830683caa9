import { VkError } from './error.js';
import { hasDotSegment } from './target.js';

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
  const base = readBaseUrl(text);
  if (base === undefined) {
    throw text.includes('@') ? userInfo() : notABaseUrl(text);
  }
  if (base.protocol === 'http:' && !allowPlainHttp && !isLoopback(base.hostname)) {
    throw new VkError(
      'plain-http',
      `${base.origin} is not encrypted, and would show the API key to everyone on the way`,
      'Use https://, or pass --allow-http if that is meant.',
    );
  }
  return base;
}

/** Whether a host name or address can only be this machine (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3). */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '::1' || LOOPBACK_IPV4.test(hostname);
}

const LOOPBACK_IPV4 = /^127(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;

/**
 * The path inside a full URL of a base URL's origin; undefined where a path was given, not a URL.
 *
 * @param own the base URL, of which only the origin counts
 * @throws VkError `other-origin` where the URL leads elsewhere
 */
export function pathOfUrl(own: string, pathOrUrl: string): string | undefined {
  const authority = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]*/.exec(pathOrUrl)?.[0];
  if (authority === undefined) {
    return undefined;
  }
  const { origin } = parseBaseUrl(own, true);
  if (readBaseUrl(authority)?.origin === origin) {
    const rest = pathOrUrl.slice(authority.length);
    return rest.startsWith('/') ? rest : `/${rest}`;
  }
  throw new VkError(
    'other-origin',
    `${authority.replace(/\/\/.*@/, '//')} is not where this credential belongs (${origin})`,
    'Give a path, or choose the profile for that host with --profile or --base-url.',
  );
}

// Read by hand: a URL parser rewrites paths and hosts, and costs a millisecond to load. A host is an
// ASCII name, an IPv4 address or a bracketed IPv6 address (RFC 3986 §3.2.2).
const BASE_URL =
  /^([Hh][Tt]{2}[Pp][Ss]?):\/\/([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\.?|\[[0-9A-Fa-f:.]+\])(?::(\d{1,5}))?(\/[\x21\x24-\x3b\x3d\x40-\x5a\x5f\x61-\x7a\x7e]*)?$/;

function readBaseUrl(text: string): BaseUrl | undefined {
  const [, scheme, authority, portText, path = ''] = BASE_URL.exec(text) ?? [];
  if (scheme === undefined || authority === undefined) {
    return undefined;
  }
  const protocol = scheme.toLowerCase() === 'https' ? 'https:' : 'http:';
  const defaultPort = protocol === 'https:' ? 443 : 80;
  const port = portText === undefined ? defaultPort : Number(portText);
  if (port < 1 || port > 65_535 || path.startsWith('//') || hasDotSegment(path)) {
    return undefined;
  }
  const host = authority.toLowerCase();
  return {
    protocol,
    hostname: host.startsWith('[') ? host.slice(1, -1) : host,
    port,
    origin: `${protocol}//${host}${port === defaultPort ? '' : `:${port}`}`,
    basePath: path.replace(/\/+$/, ''),
  };
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
