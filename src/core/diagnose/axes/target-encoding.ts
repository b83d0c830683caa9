import { changedTarget } from '../changed-text.js';
import type { Variant } from '../variant.js';

const SIGN_THE_ENCODED = 'Percent-encode once, then sign and send that very text.';

/** The target in other percent-encodings (RFC 3986 §2.1, and HTML forms' `+` for a space). */
export const otherEncodings = [
  {
    id: 'plus-for-space',
    title: 'spaces in the query were signed as +',
    weight: 1,
    remedy: {
      any: SIGN_THE_ENCODED,
      python: 'urlencode(params, quote_via=quote)',
      php: 'http_build_query($params, "", "&", PHP_QUERY_RFC3986)',
      javascript: 'URLSearchParams writes +: sign and send its own toString()',
    },
    make: (subject) =>
      changedTarget(subject, (text) => onQuery(text, (q) => q.replaceAll('%20', '+'))),
  },
  {
    id: 'percent-20-for-plus',
    title: 'spaces in the query were signed as %20',
    weight: 1,
    remedy: { any: SIGN_THE_ENCODED },
    make: (subject) =>
      changedTarget(subject, (text) => onQuery(text, (q) => q.replaceAll('+', '%20'))),
  },
  {
    id: 'decoded',
    title: 'path and query were signed without percent-encoding',
    weight: 1,
    remedy: {
      any: `${SIGN_THE_ENCODED} Frameworks hand the path over decoded.`,
      java: 'uri.getRawPath() and uri.getRawQuery()',
      go: 'r.URL.EscapedPath() and RawQuery instead of Path',
    },
    make: (subject) => [
      ...changedTarget(subject, decoded),
      ...changedTarget(
        subject,
        (text) => decoded(onQuery(text, (q) => q.replaceAll('+', ' '))),
        '+ too',
      ),
    ],
  },
  {
    id: 'encoded-twice',
    title: 'path and query were percent-encoded twice',
    weight: 1,
    remedy: { any: SIGN_THE_ENCODED },
    make: (subject) => changedTarget(subject, (text) => text.replaceAll('%', '%25')),
  },
  {
    id: 'escape-case',
    title: 'percent-escapes were signed in the other case',
    weight: 2,
    remedy: {
      any: `${SIGN_THE_ENCODED} %2f and %2F mean the same and sign differently.`,
      csharp: 'HttpUtility.UrlEncode writes lower case: use Uri.EscapeDataString',
    },
    make: (subject) => [
      ...changedTarget(
        subject,
        (text) => text.replace(ESCAPE, (each) => each.toLowerCase()),
        'lower',
      ),
      ...changedTarget(
        subject,
        (text) => text.replace(ESCAPE, (each) => each.toUpperCase()),
        'upper',
      ),
    ],
  },
  {
    id: 'more-encoded',
    title: 'more characters were percent-encoded than were sent so',
    weight: 2,
    remedy: { any: SIGN_THE_ENCODED },
    make: (subject) => [
      ...changedTarget(subject, (text) => onQuery(text, encodeValues), 'in query values'),
      ...changedTarget(subject, (text) => onQuery(text, encodeValuesStrictly), "!'()* too"),
      ...changedTarget(subject, (text) => encodeURIComponent(text.toWellFormed()), 'slashes too'),
    ],
  },
] as const satisfies readonly Variant<Uint8Array>[];

const ESCAPE = /%[0-9A-Fa-f]{2}/g;

function onQuery(text: string, change: (query: string) => string): string {
  const start = text.indexOf('?');
  return start === -1 ? text : text.slice(0, start + 1) + change(text.slice(start + 1));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Each name and value as encodeURIComponent writes it. */
function encodeValues(query: string): string {
  return query
    .split('&')
    .map((pair) => pair.split('=').map(encodedAgain).join('='))
    .join('&');
}

function encodeValuesStrictly(query: string): string {
  return encodeValues(query).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function encodedAgain(text: string): string {
  return encodeURIComponent(decoded(text.replaceAll('+', ' ')).toWellFormed());
}
