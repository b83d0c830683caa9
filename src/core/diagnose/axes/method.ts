import { utf8 } from '../../bytes.js';
import { changedText } from '../changed-text.js';
import type { Made, Subject, Variant } from '../variant.js';

/** Methods that may have been signed instead of the one that was sent. */
export const methodVariants = [
  {
    id: 'lower-case',
    title: 'the method was signed in lower case',
    weight: 1,
    remedy: {
      any: 'Sign the method in upper case: GET, not get.',
      javascript: 'method.toUpperCase()',
      python: 'method.upper()',
      php: 'strtoupper($method)',
      java: 'method.toUpperCase(Locale.ROOT)',
      go: 'strings.ToUpper(method)',
      ruby: 'method.to_s.upcase',
      csharp: 'method.ToUpperInvariant()',
    },
    make: (subject) => changed(subject, (method) => method.toLowerCase()),
  },
  {
    id: 'upper-case',
    title: 'the method was signed in upper case',
    weight: 1,
    remedy: { any: 'Send the method as it is signed: in upper case.' },
    make: (subject) => changed(subject, (method) => method.toUpperCase()),
  },
  {
    id: 'another',
    title: 'another method was signed than was sent',
    weight: 1,
    remedy: {
      any: 'Take the method of the request itself; a default or a copied line may name another.',
    },
    make: (subject) => named(subject, ['GET', 'POST']),
  },
  {
    id: 'missing',
    title: 'the method was not signed',
    weight: 1,
    remedy: { any: 'Put the method, in upper case, into the string-to-sign.' },
    make: (subject) => changed(subject, () => ''),
  },
  {
    id: 'capitalised',
    title: 'the method was signed with a capital letter only',
    weight: 2,
    remedy: { any: 'Sign the method in upper case: GET, not Get.' },
    make: (subject) =>
      changed(subject, (method) => method.charAt(0).toUpperCase() + method.slice(1).toLowerCase()),
  },
  {
    id: 'another-rare',
    title: 'another, rarer method was signed than was sent',
    weight: 2,
    remedy: { any: 'Take the method of the request itself.' },
    make: (subject) => named(subject, ['PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']),
  },
] as const satisfies readonly Variant<Uint8Array>[];

function changed({ parts }: Subject, change: (method: string) => string): Made<Uint8Array>[] {
  return changedText(parts.method, change);
}

function named({ parts }: Subject, methods: readonly string[]): Made<Uint8Array>[] {
  return parts.method === undefined
    ? []
    : methods.map((method) => ({ value: utf8(method), detail: method }));
}
