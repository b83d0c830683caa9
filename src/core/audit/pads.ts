import { hash } from 'node:crypto';
import { BLOCK_BYTES, DIGEST_BYTES } from '../diagnose/construction.js';
import type { DigestAlgorithm } from '../provider.js';

/** A key, made ready for many messages. */
export interface Pads {
  readonly inner: Uint8Array;
  /** With room for the inner digest at its end. */
  readonly outer: Buffer;
}

/** A key as HMAC puts it before the message and before the inner digest (RFC 2104). */
export function padsOf(algorithm: DigestAlgorithm, secret: Uint8Array): Pads {
  const block = BLOCK_BYTES[algorithm];
  const padded = Buffer.alloc(block);
  padded.set(secret.length > block ? hash(algorithm, secret, 'buffer') : secret);
  const outer = Buffer.alloc(block + DIGEST_BYTES[algorithm]);
  outer.set(padded.map((byte) => byte ^ 0x5c));
  return { inner: padded.map((byte) => byte ^ 0x36), outer };
}
