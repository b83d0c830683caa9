import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { encodeDigest, hmacText, sha256Hex, type Digests } from '../core/hmac.js';

/** In bytes. Beyond that, node:crypto is loaded in less time than this takes. */
const MOST_BYTES = 8 * 1024;

/**
 * SHA-256 in JavaScript, of messages that are short. Node takes 5 ms to load node:crypto, an eighth of
 * its own start, and this takes a twentieth of that. All else is node's.
 */
export const nobleDigests: Digests = {
  hmacText: (scheme, key, message) =>
    scheme.algorithm === 'sha256' && message.length <= MOST_BYTES
      ? encodeDigest(hmac(sha256, key.reveal(), message), scheme.encoding)
      : hmacText(scheme, key, message),
  sha256Hex: (message) =>
    message.length <= MOST_BYTES ? encodeDigest(sha256(message), 'hex') : sha256Hex(message),
};
