import { createHash } from 'node:crypto';
import { decodeUtf8, utf8 } from '../../bytes.js';
import { changedText } from '../changed-text.js';
import type { Made, Subject, Variant } from '../variant.js';

/** The body encoded, decoded or hashed before it was signed. */
export const encodedBodies = [
  {
    id: 'base64',
    title: 'the body was signed in base64',
    weight: 2,
    remedy: {
      any: 'Some gateways hand the body over in base64: decode it before it is signed or verified.',
      javascript: "Buffer.from(event.body, 'base64')",
    },
    make: ({ parts: { body } }) => [
      ...(body === undefined ? [] : [{ value: utf8(Buffer.from(body).toString('base64')) }]),
      ...(body !== undefined && BASE64.test(decodeUtf8(body) ?? '')
        ? [{ value: Buffer.from(decodeUtf8(body) ?? '', 'base64'), detail: 'decoded' }]
        : []),
    ],
  },
  {
    id: 'sha256',
    title: 'the SHA-256 of the body was signed instead of the body',
    weight: 2,
    remedy: { any: 'Sign the body itself, not a digest of it.' },
    make: (subject) => digests(subject, 'sha256'),
  },
  {
    id: 'md5',
    title: 'the MD5 of the body was signed instead of the body',
    weight: 2,
    remedy: { any: 'Sign the body itself, not a digest of it.' },
    make: (subject) => digests(subject, 'md5'),
  },
  {
    id: 'url-encoded',
    title: 'the body was URL-encoded before signing',
    weight: 2,
    remedy: { any: 'Make the body once, as bytes; sign those bytes and send them.' },
    make: (subject) => [
      ...changedText(subject.parts.body, (text) => encodeURIComponent(text.toWellFormed())),
      ...changedText(
        subject.parts.body,
        (text) => encodeURIComponent(text.toWellFormed()).replaceAll('%20', '+'),
        'with + for a space',
      ),
    ],
  },
] as const satisfies readonly Variant<Uint8Array>[];

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function digests({ parts: { body } }: Subject, digest: 'md5' | 'sha256'): Made<Uint8Array>[] {
  if (body === undefined) {
    return [];
  }
  const bytes = createHash(digest).update(body).digest();
  return [
    { value: utf8(bytes.toString('hex')), detail: 'hex' },
    { value: utf8(bytes.toString('hex').toUpperCase()), detail: 'upper-case hex' },
    { value: utf8(bytes.toString('base64')), detail: 'base64' },
    { value: bytes, detail: 'the bytes' },
  ];
}
