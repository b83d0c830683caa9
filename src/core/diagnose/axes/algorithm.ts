import { createHash, createHmac } from 'node:crypto';
import {
  digestTitle,
  hashOf,
  hmacConstruction,
  type Construction,
  type DigestName,
} from '../construction.js';
import type { Made, Subject, Variant } from '../variant.js';

/** Computations that may have been used instead of the documented HMAC. */
export const algorithmVariants = [
  {
    id: 'other-digest',
    title: 'HMAC was computed with another digest',
    weight: 1,
    remedy: {
      any: "Use the documented digest: its name is an argument of the library's function.",
    },
    make: (subject) => others(subject, ['sha1', 'sha256', 'sha512']).map(made),
  },
  {
    id: 'hash-secret-message',
    title: 'a plain digest of secret and message was taken instead of an HMAC',
    weight: 1,
    remedy: {
      any: 'Use HMAC, not a digest of the secret and the message joined.',
      php: "hash_hmac('sha256', $message, $secret), not hash()",
      python: 'hmac.new(secret, message, hashlib.sha256).hexdigest()',
      javascript: "createHmac('sha256', secret) instead of createHash('sha256')",
    },
    make: (subject) => hashed(subject, (digest, key, message) => hashOf(digest, key, message)),
  },
  {
    id: 'hash-message-secret',
    title: 'a plain digest of message and secret was taken instead of an HMAC',
    weight: 1,
    remedy: {
      any: 'Use HMAC, not a digest of the message and the secret joined.',
      php: "hash_hmac('sha256', $message, $secret), not hash()",
    },
    make: (subject) => hashed(subject, (digest, key, message) => hashOf(digest, message, key), 1),
  },
  {
    id: 'exchanged',
    title: 'key and message were exchanged',
    weight: 1,
    remedy: {
      any: 'The secret is the key, the string-to-sign is the message: check the order of arguments.',
      php: "hash_hmac('sha256', $message, $secret): the message comes first",
      python: 'hmac.new(secret, message, hashlib.sha256): the secret comes first',
    },
    make: ({ scheme: { algorithm } }) => [
      made({
        name: `HMAC-${digestTitle(algorithm)} with key and message exchanged`,
        digest: algorithm,
        prepare: (key) => (message) => createHmac(algorithm, message).update(key).digest('binary'),
      }),
    ],
  },
  {
    id: 'other-digest-rare',
    title: 'HMAC was computed with another, rarer digest',
    weight: 2,
    remedy: {
      any: "Use the documented digest: its name is an argument of the library's function.",
    },
    make: (subject) => others(subject, ['md5', 'sha384']).map(made),
  },
  {
    id: 'hash-of-message',
    title: 'a plain digest of the message was taken, without the secret',
    weight: 2,
    remedy: { any: 'Use HMAC with the secret as its key.' },
    make: (subject) => hashed(subject, (digest, _key, message) => hashOf(digest, message), 2),
  },
  {
    id: 'message-hashed-first',
    title: 'the message was hashed before the HMAC',
    weight: 2,
    remedy: { any: 'Give the string-to-sign itself to HMAC, not its digest.' },
    make: ({ scheme: { algorithm } }) =>
      (['hex', 'binary', 'base64'] as const).map((form) => ({
        value: prehashed(algorithm, form),
        detail: form,
      })),
  },
  {
    id: 'digest-hashed-again',
    title: 'the digest was hashed once more',
    weight: 2,
    remedy: { any: 'Send the HMAC itself, not a digest of it.' },
    make: ({ scheme: { algorithm } }) =>
      (['hex', 'binary'] as const).map((form) => ({
        value: hashedAgain(algorithm, form),
        detail: form,
      })),
  },
] as const satisfies readonly Variant<Construction>[];

function made(value: Construction): Made<Construction> {
  return { value, detail: value.name };
}

function others({ scheme }: Subject, digests: readonly DigestName[]): Construction[] {
  return digests.filter((digest) => digest !== scheme.algorithm).map(hmacConstruction);
}

/** Digests other than the documented one are taken too: the signature's length says which. */
function hashed(
  _subject: Subject,
  compute: (digest: DigestName, key: Uint8Array, message: Uint8Array) => string,
  order: 0 | 1 | 2 = 0,
): Made<Construction>[] {
  return (['md5', 'sha1', 'sha256', 'sha384', 'sha512'] as const).map((digest) =>
    made({
      name: `${digestTitle(digest)} of ${ORDERS[order]}`,
      digest,
      prepare: (key) => (message) => compute(digest, key, message),
    }),
  );
}

const ORDERS = ['secret + message', 'message + secret', 'the message alone'] as const;

function prehashed(digest: DigestName, form: 'hex' | 'binary' | 'base64'): Construction {
  return {
    name: `HMAC-${digestTitle(digest)} of the message's ${digestTitle(digest)} (${form})`,
    digest,
    prepare: (key) => (message) => {
      const hash = createHash(digest).update(message);
      const inner = form === 'binary' ? hash.digest() : hash.digest(form);
      return createHmac(digest, key).update(inner).digest('binary');
    },
  };
}

function hashedAgain(digest: DigestName, form: 'hex' | 'binary'): Construction {
  return {
    name: `${digestTitle(digest)} of the HMAC (${form})`,
    digest,
    prepare: (key) => (message) => {
      const hmac = createHmac(digest, key).update(message);
      return hashOf(digest, form === 'binary' ? hmac.digest() : hmac.digest(form));
    },
  };
}
