import { utf8 } from '../../bytes.js';
import { pathOf } from '../../target.js';
import { changedTarget, targetText } from '../changed-text.js';
import type { Made, Subject, Variant } from '../variant.js';
import { otherEncodings } from './target-encoding.js';
import { withBasePath, withoutBasePath, otherVersions } from './target-path.js';
import { wholeUrls } from './target-url.js';
import { queryOrders, sortedQuery } from './target-query.js';

const SIGN_WHAT_IS_SENT = 'Sign the path and query byte for byte as they are sent.';

/** Paths and queries that may have been signed instead of those that were sent. */
export const targetVariants = [
  {
    id: 'base-path-missing',
    title: 'the path was signed without its base path',
    weight: 1,
    remedy: { any: 'Sign the full path, base path included.' },
    make: (subject) => changedTarget(subject, (text) => withoutBasePath(subject, text)),
  },
  {
    id: 'base-path-added',
    title: 'the base path was put in front of the path once more',
    weight: 1,
    remedy: { any: 'Put the base path in front once, and send the path that is signed.' },
    make: (subject) => changedTarget(subject, (text) => withBasePath(subject, text)),
  },
  {
    id: 'query-missing',
    title: 'the query string was not signed',
    weight: 1,
    remedy: {
      any: 'Sign the path with its query string, question mark included.',
      javascript: 'url.pathname + url.search',
      python: 'parsed.path + ("?" + parsed.query if parsed.query else "")',
      php: "$_SERVER['REQUEST_URI'] or parse_url's path and query together",
      java: 'uri.getRawPath() + "?" + uri.getRawQuery()',
      go: 'r.URL.RequestURI()',
    },
    make: (subject) => changedTarget(subject, pathOf),
  },
  {
    id: 'trailing-slash',
    title: 'the path was signed with, or without, a slash at its end',
    weight: 1,
    remedy: { any: `${SIGN_WHAT_IS_SENT} Frameworks add or drop a final slash.` },
    make: (subject) =>
      changedTarget(subject, (text) =>
        onPath(text, (path) => (path.endsWith('/') ? path.slice(0, -1) : `${path}/`)),
      ),
  },
  {
    id: 'leading-slash',
    title: 'the path was signed without its first slash',
    weight: 1,
    remedy: { any: 'Begin the signed path with a slash.' },
    make: (subject) => [
      ...changedTarget(subject, (text) => text.replace(/^\//, '')),
      ...changedTarget(
        subject,
        (text) => withoutBasePath(subject, text).replace(/^\//, ''),
        'and without the base path',
      ),
    ],
  },
  {
    id: 'query-sorted',
    title: 'the query parameters were sorted before signing',
    weight: 1,
    remedy: { any: `${SIGN_WHAT_IS_SENT} Sort, if at all, before the URL is built.` },
    make: (subject) => changedTarget(subject, sortedQuery),
  },
  ...otherEncodings,
  ...wholeUrls,
  {
    id: 'path-and-query-missing',
    title: 'the path was signed without base path and without query string',
    weight: 2,
    remedy: { any: 'Sign the full path, base path and query string included.' },
    make: (subject) => changedTarget(subject, (text) => pathOf(withoutBasePath(subject, text))),
  },
  {
    id: 'query-alone',
    title: 'the query string alone was signed',
    weight: 2,
    remedy: { any: 'Sign the path with its query string.' },
    make: (subject) => [
      ...changedTarget(subject, (text) => queryOf(text) ?? text, 'with its question mark'),
      ...changedTarget(
        subject,
        (text) => queryOf(text)?.slice(1) ?? text,
        'without its question mark',
      ),
    ],
  },
  {
    id: 'query-mark',
    title: 'path and query were joined without a question mark, or with one too many',
    weight: 2,
    remedy: {
      any: 'Sign path, question mark and query; no question mark where there is no query.',
    },
    make: (subject) => [
      ...changedTarget(subject, (text) => (text.includes('?') ? text : `${text}?`)),
      ...changedTarget(subject, (text) => text.replace('?', '')),
    ],
  },
  {
    id: 'query-order',
    title: 'the query parameters were signed in another order',
    weight: 2,
    remedy: { any: SIGN_WHAT_IS_SENT },
    make: (subject) =>
      queryOrders(targetText(subject)).map((text) => ({
        value: utf8(text),
        detail: queryOf(text) ?? '',
      })),
  },
  {
    id: 'base-path-version',
    title: 'another version of the path was signed',
    weight: 2,
    remedy: {
      any: 'Sign the version that is sent: a base URL may have changed in one place only.',
    },
    make: (subject) =>
      otherVersions(targetText(subject)).map((text) => ({
        value: utf8(text),
        detail: text,
      })),
  },
  {
    id: 'base-path-part',
    title: 'only a part of the base path was signed',
    weight: 2,
    remedy: { any: 'Sign the full path, base path included.' },
    make: (subject) => baseParts(subject),
  },
  {
    id: 'double-slash',
    title: 'two slashes were signed where the base path and the path meet',
    weight: 2,
    remedy: { any: 'Join base path and path by one slash, and send what is signed.' },
    make: (subject) => [
      ...changedTarget(subject, (text) => text.replace(/^\//, '//')),
      ...changedTarget(subject, (text) => doubledAfterBase(subject, text)),
      ...changedTarget(subject, (text) => onPath(text, (path) => path.replace(/\/{2,}/g, '/'))),
    ],
  },
  {
    id: 'fragment',
    title: 'the path was signed with a number sign at its end',
    weight: 2,
    remedy: { any: 'A fragment is never sent: leave it, and its number sign, out.' },
    make: (subject) => changedTarget(subject, (text) => `${text}#`),
  },
  {
    id: 'php-file',
    title: 'the path of a .php file was signed instead of the endpoint, or the reverse',
    weight: 2,
    remedy: { any: 'Sign the path that is sent; rewriting of URLs comes after it.' },
    make: (subject) => phpForms(subject),
  },
  {
    id: 'case',
    title: 'the path was signed in lower case',
    weight: 2,
    remedy: { any: `${SIGN_WHAT_IS_SENT} Case counts.` },
    make: (subject) => changedTarget(subject, (text) => text.toLowerCase()),
  },
] as const satisfies readonly Variant<Uint8Array>[];

function queryOf(text: string): string | undefined {
  const start = text.indexOf('?');
  return start === -1 ? undefined : text.slice(start);
}

function onPath(text: string, change: (path: string) => string): string {
  return change(pathOf(text)) + (queryOf(text) ?? '');
}

/** `/v1/wallet` and `/api/wallet` for `/api/v1/wallet`. */
function baseParts(subject: Subject): Made<Uint8Array>[] {
  const segments = subject.surroundings.basePath.split('/').filter((segment) => segment !== '');
  return segments.length < 2
    ? []
    : segments.flatMap((_, index) => {
        const kept = segments.filter((__, other) => other !== index).join('/');
        return changedTarget(subject, (text) =>
          withoutBasePath(subject, text) === text
            ? text
            : `/${kept}${withoutBasePath(subject, text)}`,
        );
      });
}

function doubledAfterBase(subject: Subject, text: string): string {
  const below = withoutBasePath(subject, text);
  return below === text ? text : `${subject.surroundings.basePath}/${below}`;
}

function phpForms(subject: Subject): Made<Uint8Array>[] {
  const { endpoints, basePath } = subject.surroundings;
  const toggled = changedTarget(subject, (text) =>
    onPath(text, (path) => (path.endsWith('.php') ? path.slice(0, -4) : `${path}.php`)),
  );
  const last = lastSegment(pathOf(targetText(subject)));
  const documented = endpoints
    .filter((path) => path.endsWith('.php') !== targetText(subject).includes('.php'))
    .filter((path) => lastSegment(path) === last)
    .flatMap((path) => changedTarget(subject, (text) => basePath + path + (queryOf(text) ?? '')));
  return [...toggled, ...documented];
}

function lastSegment(path: string): string {
  return (path.split('/').at(-1) ?? '').replace(/\.php$/, '');
}
