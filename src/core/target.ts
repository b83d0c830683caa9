import { utf8 } from './bytes.js';
import { VkError } from './error.js';

export interface Target {
  /** Path and query as they go on the wire: ASCII, percent-encoded, base path included. */
  readonly bytes: Uint8Array;
  /** The same as text. */
  readonly text: string;
}

/**
 * Makes the request target that is both signed and sent. The base path is put in front unless the
 * path already has it; spaces and non-ASCII characters are percent-encoded; all else stays as it is,
 * because a path that is encoded again after signing no longer verifies.
 *
 * @param basePath the provider's or profile's base path, without a final slash; may be empty
 * @param path `/wallet/balance`, `wallet/balance` or `/api/v1/wallet/balance`, with or without a query
 * @param query further query parameters, encoded here and put after those of `path`
 * @throws VkError `bad-path`
 */
export function buildTarget(
  basePath: string,
  path: string,
  query: readonly (readonly [name: string, value: string])[] = [],
): Target {
  refuseUnsafePath(path);
  const rooted = path.startsWith('/') ? path : `/${path}`;
  const full = hasBasePath(basePath, rooted) ? rooted : basePath + rooted;
  const added = query
    .map(([name, value]) => `${encodeQuery(name)}=${encodeQuery(value)}`)
    .join('&');
  const text = encodeOnce(added === '' ? full : full + querySeparator(full) + added);
  return { bytes: utf8(text), text };
}

/** The path of a target, without its query. */
export function pathOf(target: string): string {
  const query = target.indexOf('?');
  return query === -1 ? target : target.slice(0, query);
}

/** A target's path as seen from the base path: `/wallet/balance` for `/api/v1/wallet/balance?a=1`. */
export function pathBelow(basePath: string, target: string): string {
  const path = pathOf(target);
  return hasBasePath(basePath, path) ? path.slice(basePath.length) : path;
}

/** Whether a target is the base path, or below it. */
export function hasBasePath(basePath: string, path: string): boolean {
  if (basePath === '' || !path.startsWith(basePath)) {
    return false;
  }
  const next = path.charAt(basePath.length);
  return next === '' || next === '/' || next === '?';
}

function querySeparator(target: string): string {
  if (!target.includes('?')) {
    return '?';
  }
  return target.endsWith('?') || target.endsWith('&') ? '' : '&';
}

// encodeURIComponent leaves !'()* alone; all of them may stand in a query (RFC 3986 §3.4).
function encodeQuery(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** Percent-encodes what may not stand in a request line, and nothing that is encoded already. */
function encodeOnce(target: string): string {
  return UNSENDABLE.test(target) ? target.replaceAll(UNSENDABLE_RUNS, encodeQuery) : target;
}

const UNSENDABLE = /[^\x21-\x7e]/;
const UNSENDABLE_RUNS = /[^\x21-\x7e]+/g;

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\0-\x1f\x7f-\x9f]/;
const DOT_SEGMENT = /(?:^|\/)(?:\.|%2[eE]){1,2}(?:\/|$)/;

/** Whether servers and proxies would rewrite a path (RFC 3986 §5.2.4). */
export function hasDotSegment(path: string): boolean {
  // Most paths have neither, and the pattern takes a while to be made.
  return (path.includes('.') || path.includes('%')) && DOT_SEGMENT.test(path);
}

function refuseUnsafePath(path: string): void {
  const fault = pathFault(path);
  if (fault !== undefined) {
    throw new VkError('bad-path', `the path ${JSON.stringify(path)} ${fault.what}`, fault.remedy);
  }
}

interface Fault {
  readonly what: string;
  readonly remedy: string;
}

function pathFault(path: string): Fault | undefined {
  if (CONTROL.test(path)) {
    return {
      what: 'contains a control character',
      remedy: 'Remove the tab, line break or other invisible character, or write it as %09, %0A, …',
    };
  }
  if (path !== path.trim()) {
    return {
      what: 'begins or ends with a space',
      remedy: 'Remove the space, or write it as %20 if it belongs to the path.',
    };
  }
  if (/^[A-Za-z]:[\\/]/.test(path)) {
    return {
      what: 'is a Windows file path',
      remedy:
        'Git Bash rewrites a leading slash. Leave it out (wallet/balance), or set MSYS_NO_PATHCONV=1.',
    };
  }
  // Not with the flag i: the tables that it takes cost a third of a millisecond.
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(path)) {
    return {
      what: 'is a full URL, and there is no base URL that it could belong to',
      remedy: 'Give only the path, or name the base URL with --base-url.',
    };
  }
  if (path.startsWith('//')) {
    return { what: 'names another host', remedy: 'Begin the path with a single slash.' };
  }
  if (path.includes('#')) {
    return {
      what: 'has a fragment, which is never sent',
      remedy: 'Remove the part from #, or write # as %23.',
    };
  }
  const beforeQuery = pathOf(path);
  if (hasDotSegment(beforeQuery)) {
    return {
      what: 'has a . or .. segment, which servers and proxies rewrite after it was signed',
      remedy: 'Write the path that is meant.',
    };
  }
  if (beforeQuery.includes('\\')) {
    return {
      what: 'has a backslash, which servers rewrite after it was signed',
      remedy: 'Use a slash, or write it as %5C.',
    };
  }
  return undefined;
}
