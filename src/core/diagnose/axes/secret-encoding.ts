import { createHash } from 'node:crypto';
import { decodeUtf8, utf8 } from '../../bytes.js';
import { changedSecret, withoutPrefix } from '../changed-text.js';
import type { Subject, Variant } from '../variant.js';

/** The secret decoded, encoded or hashed before it was used as the key. */
export const otherSecretEncodings = [
  {
    id: 'base64-decoded',
    title: 'the secret was base64-decoded before use',
    weight: 1,
    signed: 'the bytes that the secret means in base64',
    remedy: {
      any: 'Use the secret as text: its characters are the key.',
      javascript: "createHmac('sha256', secret) without Buffer.from()",
      python: 'secret.encode() instead of base64.b64decode(secret)',
      php: '$secret instead of base64_decode($secret)',
    },
    make: (subject) =>
      BASE64.test(secretText(subject) ?? '')
        ? [{ value: Buffer.from(secretText(subject) ?? '', 'base64') }]
        : [],
  },
  {
    id: 'standard-webhooks',
    title: 'the secret was used without its prefix and base64-decoded',
    weight: 1,
    signed: 'the bytes that the secret without its prefix means in base64',
    remedy: { any: 'Use the whole secret as text. Standard Webhooks decode theirs: this is none.' },
    make: (subject) => {
      const text = withoutPrefix(secretText(subject) ?? '');
      return BASE64.test(text) ? [{ value: Buffer.from(text, 'base64') }] : [];
    },
  },
  {
    id: 'hex-decoded',
    title: 'the secret was hex-decoded before use',
    weight: 2,
    signed: 'the bytes that the secret means in hex',
    remedy: { any: 'Use the secret as text: its characters are the key.' },
    make: (subject) =>
      HEX.test(secretText(subject) ?? '')
        ? [{ value: Buffer.from(secretText(subject) ?? '', 'hex') }]
        : [],
  },
  {
    id: 'base64-encoded',
    title: 'the secret was base64-encoded before use',
    weight: 2,
    signed: 'the secret in base64',
    remedy: { any: 'Use the secret as it is.' },
    make: ({ secret }) => [{ value: utf8(Buffer.from(secret.reveal()).toString('base64')) }],
  },
  {
    id: 'hex-encoded',
    title: 'the secret was hex-encoded before use',
    weight: 2,
    signed: 'the secret in hex',
    remedy: { any: 'Use the secret as it is.' },
    make: ({ secret }) => [{ value: utf8(Buffer.from(secret.reveal()).toString('hex')) }],
  },
  {
    id: 'url-encoded',
    title: 'the secret was URL-encoded before use, or decoded',
    weight: 2,
    signed: 'the secret URL-encoded, or decoded',
    remedy: { any: 'Use the secret as it is.' },
    make: (subject) => [
      ...changedSecret(subject, (text) => encodeURIComponent(text.toWellFormed()), 'encoded'),
      ...changedSecret(subject, percentDecoded, 'decoded'),
    ],
  },
  {
    id: 'hashed',
    title: 'a digest of the secret was used as the key',
    weight: 2,
    signed: 'a digest of the secret',
    remedy: { any: 'Use the secret as it is: HMAC hashes it by itself where it is long.' },
    make: ({ secret }) =>
      (['hex', 'binary'] as const).map((form) => ({
        value: Buffer.from(createHash('sha256').update(secret.reveal()).digest(form), 'latin1'),
        detail: `SHA-256, ${form}`,
      })),
  },
] as const satisfies readonly Variant<Uint8Array>[];

const BASE64 = /^[A-Za-z0-9+/_-]{8,}={0,2}$/;
const HEX = /^(?:[0-9A-Fa-f]{2}){4,}$/;

function secretText({ secret }: Subject): string | undefined {
  return decodeUtf8(secret.reveal());
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
