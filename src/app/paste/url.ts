import { VkError } from '../../core/error.js';

/** The parts of a URL, each exactly as written. */
export interface UrlParts {
  /** Scheme, host and port; user information is not in it. */
  readonly origin: string;
  /** The host alone; an IPv6 address without its brackets. */
  readonly host: string;
  /** Path and query; `/` stands for a path that is not there. */
  readonly target: string;
  readonly fragment: string | undefined;
  /** `user:password` as written, still percent-encoded. */
  readonly userInfo: string | undefined;
}

const URL_PARTS = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^#]*)(?:#([\s\S]*))?$/i;
const AUTHORITY = /^(?:([\s\S]*)@)?(\[[0-9A-Fa-f:.%]+\]|[^\s:@[\]\\]+)(:\d{0,5})?$/;

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const NOT_IN_URL = /[\0-\x20\x7f]/;

/**
 * Takes a URL apart without rewriting any of it, as a URL parser would.
 *
 * @throws VkError `bad-url`; nothing of the URL is repeated
 */
export function splitUrl(url: string): UrlParts {
  if (NOT_IN_URL.test(url)) {
    throw badUrl('the URL has a space or a control character', 'Write a space as %20.');
  }
  const [, scheme, authority, rest = '', fragment] = URL_PARTS.exec(url) ?? [];
  const [, userInfo, host, port = ''] = AUTHORITY.exec(authority ?? '') ?? [];
  if (scheme === undefined || host === undefined) {
    throw badUrl(
      'the pasted request has a URL without a scheme or a host',
      'A full URL is wanted: https://api.example.com/v1/items?page=2',
    );
  }
  refuseScheme(scheme);
  return {
    origin: `${scheme}://${host}${port}`,
    host: host.replace(/^\[|\]$/g, ''),
    target: rest.startsWith('/') ? rest : `/${rest}`,
    fragment,
    userInfo,
  };
}

/** @throws VkError `bad-url` for any but http and https; it is not repeated, for it may be anything */
export function refuseScheme(scheme: string): void {
  if (!/^https?$/i.test(scheme)) {
    throw badUrl(
      'the URL is of another scheme than http and https',
      'Only http and https requests are signed.',
    );
  }
}

/** A sentence on a fragment, for the notes. */
export function fragmentNotes({ fragment }: Pick<UrlParts, 'fragment'>): string[] {
  return fragment === undefined ? [] : ['The URL has a fragment (#…), which is never sent.'];
}

/** A sentence on characters that no request line can carry, for the notes. */
export function encodingNotes(target: string): string[] {
  return /^[\x21-\x7e]*$/.test(target)
    ? []
    : [
        'The URL has non-ASCII characters. They are percent-encoded before sending, with lower-case hex digits by some versions of curl and with upper-case ones by most other clients.',
      ];
}

function badUrl(message: string, remedy: string): VkError {
  return new VkError('bad-url', message, remedy);
}
