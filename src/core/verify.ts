import { utf8 } from './bytes.js';
import type { Secret } from './credential.js';
import { decodeDigest, equalDigests, hmac } from './hmac.js';
import type { Scheme } from './provider.js';
import { buildStringToSign, type Parts } from './string-to-sign.js';
import { checkFreshness } from './timestamp.js';

/** Why a signature is accepted or refused. */
export type VerdictReason =
  | 'ok'
  | 'empty-secret'
  | 'missing-signature'
  | 'missing-timestamp'
  | 'bad-encoding'
  | 'mismatch'
  | 'timestamp-malformed'
  | 'timestamp-expired'
  | 'timestamp-in-future';

export interface Verdict {
  readonly ok: boolean;
  readonly reason: VerdictReason;
  /** What was recomputed, where it came to that. It proves nothing to the sender: keep it local. */
  readonly stringToSign?: Uint8Array;
}

export interface SignatureToVerify {
  readonly scheme: Scheme;
  readonly secret: Secret;
  /** As received. */
  readonly signature: string | undefined;
  /** As received; undefined where the scheme has none or the header is missing. */
  readonly timestamp: string | undefined;
  /** The other parts, as received. */
  readonly parts: Parts;
  /** The receiver's clock, in milliseconds since 1970. */
  readonly nowMs: number;
}

/**
 * Recomputes a signature over the received bytes and compares in constant time. The timestamp's age
 * is looked at only after the signature has matched: a forged request learns nothing about the clock.
 */
export function verify(given: SignatureToVerify): Verdict {
  const { scheme, secret, signature, timestamp } = given;
  if (secret.isEmpty) {
    return refused('empty-secret');
  }
  if (signature === undefined || signature === '') {
    return refused('missing-signature');
  }
  if (scheme.timestamp !== undefined && (timestamp === undefined || timestamp === '')) {
    return refused('missing-timestamp');
  }
  const digest = decodeDigest(signature, scheme.encoding, scheme.algorithm);
  if (digest === undefined) {
    return refused('bad-encoding');
  }
  const parts =
    timestamp === undefined ? given.parts : { ...given.parts, timestamp: utf8(timestamp) };
  const { bytes } = buildStringToSign(scheme, parts);
  if (!equalDigests(digest, hmac(scheme.algorithm, secret, bytes))) {
    return refused('mismatch', bytes);
  }
  return checkAge(scheme, timestamp, given.nowMs, bytes);
}

function checkAge(
  scheme: Scheme,
  timestamp: string | undefined,
  nowMs: number,
  stringToSign: Uint8Array,
): Verdict {
  if (scheme.timestamp === undefined || timestamp === undefined) {
    return { ok: true, reason: 'ok', stringToSign };
  }
  const freshness = checkFreshness(timestamp, scheme.timestamp, nowMs);
  return freshness === 'fresh'
    ? { ok: true, reason: 'ok', stringToSign }
    : refused(`timestamp-${freshness}`, stringToSign);
}

function refused(reason: VerdictReason, stringToSign?: Uint8Array): Verdict {
  return { ok: false, reason, ...(stringToSign === undefined ? {} : { stringToSign }) };
}
