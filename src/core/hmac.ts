import {
  createHash,
  createHmac,
  createSecretKey,
  hash as digestOf,
  timingSafeEqual,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Secret } from './credential.js';
import type { DigestAlgorithm, Scheme, SignatureEncoding } from './provider.js';

/** Length in bytes of each algorithm's digest. */
export const DIGEST_LENGTH: Readonly<Record<DigestAlgorithm, number>> = {
  sha1: 20,
  sha256: 32,
  sha384: 48,
  sha512: 64,
};

/** HMAC (RFC 2104) of a message. */
export function hmac(algorithm: DigestAlgorithm, key: Secret, message: Uint8Array): Uint8Array {
  return createHmac(algorithm, keyOf(key)).update(message).digest();
}

/** Makes the HMAC (RFC 2104) of a message, in a scheme's encoding. */
export type HmacText = (
  scheme: Pick<Scheme, 'algorithm' | 'encoding'>,
  key: Secret,
  message: Uint8Array,
) => string;

/** What {@link encodeDigest} makes of {@link hmac}, in one step. */
export const hmacText: HmacText = ({ algorithm, encoding }, key, message) =>
  createHmac(algorithm, keyOf(key)).update(message).digest(encoding);

const keyObjects = new WeakMap<Secret, KeyObject | undefined>();

/**
 * A key's bytes when it is used for the first time, as a start does, and a KeyObject from then on: Node 24
 * takes six times as long with bytes.
 */
function keyOf(secret: Secret): KeyObject | Uint8Array {
  const kept = keyObjects.get(secret);
  if (kept !== undefined) {
    return kept;
  }
  const bytes = secret.reveal();
  keyObjects.set(secret, keyObjects.has(secret) ? createSecretKey(bytes) : undefined);
  return bytes;
}

/** SHA-256 in hex: names a message without showing it. */
export function sha256Hex(message: Uint8Array): string {
  return digestOf('sha256', message, 'hex');
}

/** What a call needs of them; another implementation makes the same of the same. */
export interface Digests {
  readonly hmacText: HmacText;
  readonly sha256Hex: (message: Uint8Array) => string;
}

/** By node:crypto. */
export const NODE_DIGESTS: Digests = { hmacText, sha256Hex };

/** SHA-256 in hex of a message that comes in pieces. */
export function openSha256(): {
  readonly add: (piece: Uint8Array) => void;
  readonly hex: () => string;
} {
  const hash = createHash('sha256');
  return {
    add: (piece) => {
      hash.update(piece);
    },
    hex: () => hash.digest('hex'),
  };
}

/** A digest as text: lower-case hex, padded base64 (RFC 4648 §4) or unpadded base64url (§5). */
export function encodeDigest(digest: Uint8Array, encoding: SignatureEncoding): string {
  return Buffer.from(digest.buffer, digest.byteOffset, digest.byteLength).toString(encoding);
}

/**
 * The bytes of an encoded digest; undefined unless the text is exactly what {@link encodeDigest}
 * would write for a digest of that algorithm. Upper-case hex, white space, missing padding and
 * cut digests are all refused, as a provider's string comparison refuses them.
 */
export function decodeDigest(
  text: string,
  encoding: SignatureEncoding,
  algorithm: DigestAlgorithm,
): Uint8Array | undefined {
  const bytes = Buffer.from(text, encoding);
  const isExact = bytes.length === DIGEST_LENGTH[algorithm] && bytes.toString(encoding) === text;
  return isExact ? bytes : undefined;
}

/** Whether two digests are equal, in a time that does not depend on where they differ. */
export function equalDigests(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
