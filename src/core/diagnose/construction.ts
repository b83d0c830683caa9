import { createHash, createHmac, hash } from 'node:crypto';

/** A digest that a mistaken client may have used. */
export type DigestName = 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512';

/** Length in bytes of each digest. */
export const DIGEST_BYTES: Readonly<Record<DigestName, number>> = {
  md5: 16,
  sha1: 20,
  sha256: 32,
  sha384: 48,
  sha512: 64,
};

/** How key and message become a digest. */
export interface Construction {
  /** As it is shown: `HMAC-SHA256`. */
  readonly name: string;
  readonly digest: DigestName;
  /**
   * Makes ready for many messages under one key.
   *
   * @returns what digests a message, as a string of one character a byte: the quickest form that node
   *   gives
   */
  readonly prepare: (key: Uint8Array) => (message: Uint8Array) => string;
  /** The same for one message, where it is known in another way: it confirms what was found. */
  readonly confirm?: (key: Uint8Array, message: Uint8Array) => string;
}

/** The digest of a message that was found, by node's own HMAC where it is one. */
export function confirmedDigest(
  { prepare, confirm }: Construction,
  key: Uint8Array,
  message: Uint8Array,
): string {
  return confirm === undefined ? prepare(key)(message) : confirm(key, message);
}

/** HMAC (RFC 2104) over a digest. */
export function hmacConstruction(digest: DigestName): Construction {
  return {
    name: `HMAC-${digestTitle(digest)}`,
    digest,
    prepare: (key) => quickHmac(digest, key),
    confirm: (key, message) => createHmac(digest, key).update(message).digest('binary'),
  };
}

/** Length in bytes of each digest's block, to which HMAC pads its key. */
export const BLOCK_BYTES: Readonly<Record<DigestName, number>> = {
  md5: 64,
  sha1: 64,
  sha256: 64,
  sha384: 128,
  sha512: 128,
};

const USUAL_MESSAGE = 2048;

/**
 * HMAC (RFC 2104 §2) for many messages under one key. Two calls of node's one-shot digest take half
 * the time of `createHmac`, whose object costs more than the digest of a short message.
 *
 * @returns what digests a message, as a string of one character a byte: the quickest form that node
 *   gives
 */
function quickHmac(digest: DigestName, key: Uint8Array): (message: Uint8Array) => string {
  const block = BLOCK_BYTES[digest];
  const padded = Buffer.alloc(block);
  padded.set(key.length > block ? hash(digest, key, 'buffer') : key);
  const outer = Buffer.alloc(block + DIGEST_BYTES[digest]);
  outer.set(padded.map((byte) => byte ^ 0x5c));
  let inner = innerBuffer(padded, USUAL_MESSAGE);
  return (message) => {
    const length = block + message.length;
    if (length > inner.length) {
      inner = innerBuffer(padded, message.length);
    }
    inner.set(message, block);
    outer.write(hash(digest, inner.subarray(0, length), 'binary'), block, 'latin1');
    return hash(digest, outer, 'binary');
  };
}

/** Begins with the key, as the inner digest takes it, and has room for a message. */
function innerBuffer(padded: Buffer, room: number): Uint8Array {
  const inner = new Uint8Array(padded.length + room);
  inner.set(padded.map((byte) => byte ^ 0x36));
  return inner;
}

/** `SHA-1`, `SHA-256`, `MD5`, as they are written in `HMAC-SHA256`. */
export function digestTitle(digest: DigestName): string {
  return digest.toUpperCase();
}

/** The digest of pieces that follow each other, as a string of one character a byte. */
export function hashOf(digest: DigestName, ...pieces: readonly (Uint8Array | string)[]): string {
  const joint = createHash(digest);
  for (const piece of pieces) {
    joint.update(piece);
  }
  return joint.digest('binary');
}
