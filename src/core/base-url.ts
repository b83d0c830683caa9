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
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const authority = /^https?:\/\/([^/?#\\\s]+)(\/[^?#\\\s]*)?$/i.exec(text);
  if (url === undefined || authority === null) {
    throw new VkError(
      'bad-url',
      `${JSON.stringify(withoutUserInfo(text))} is not a base URL`,
      'Give scheme, host and path without query or fragment: https://api.example.com/v1',
    );
  }
  if (url.username !== '' || url.password !== '' || text.includes('@')) {
    throw new VkError(
      'bad-url',
      'the base URL carries user information',
      'Remove the part before the @: credentials belong into a profile.',
    );
  }
  const protocol = url.protocol === 'https:' ? 'https:' : 'http:';
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (protocol === 'http:' && !allowPlainHttp && !isLoopback(hostname)) {
    throw new VkError(
      'plain-http',
      `${url.origin} is not encrypted, and would show the API key to everyone on the way`,
      'Use https://, or pass --allow-http if that is meant.',
    );
  }
  const port = url.port === '' ? (protocol === 'https:' ? 443 : 80) : Number(url.port);
  const basePath = (authority[2] ?? '').replace(/\/+$/, '');
  return { protocol, hostname, port, origin: url.origin, basePath };
}

/** Whether a host name or address can only be this machine (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3). */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '::1' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/**
 * The path inside a base URL for what the user wrote: a path as it is, or a full URL of the same
 * origin without that origin.
 *
 * @throws VkError `other-origin` where the URL leads elsewhere
 */
export function pathWithin(base: BaseUrl, pathOrUrl: string): string {
  const url = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(pathOrUrl)?.[0];
  if (url === undefined) {
    return pathOrUrl;
  }
  const origin = URL.canParse(url) ? new URL(url).origin : undefined;
  if (origin !== base.origin || url.includes('@')) {
    throw new VkError(
      'other-origin',
      `${withoutUserInfo(url)} is not where this credential belongs (${base.origin})`,
      'Give a path, or choose the profile for that host with --profile or --base-url.',
    );
  }
  const rest = pathOrUrl.slice(url.length);
  return rest.startsWith('/') ? rest : `/${rest}`;
}

function withoutUserInfo(text: string): string {
  return text.replace(/\/\/[^/]*@/, '//');
}
