import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/core/bytes.js';
import { Secret } from '../../src/core/credential.js';
import { encodeDigest, hmac } from '../../src/core/hmac.js';
import type { Provider, Scheme } from '../../src/core/provider.js';
import { sign } from '../../src/core/sign.js';
import { buildStringToSign } from '../../src/core/string-to-sign.js';
import { formatTimestamp } from '../../src/core/timestamp.js';
import { verify, type SignatureToVerify, type VerdictReason } from '../../src/core/verify.js';
import { influencemart } from '../../src/providers/influencemart.js';
import { kamiokash } from '../../src/providers/kamiokash.js';
import { payinout } from '../../src/providers/payinout.js';
import { vistarkriya } from '../../src/providers/vistarkriya.js';

const sentMs = 1_739_612_345_000;
const timestamp = '1739612345';
const body = utf8('{"a":1}');
const secret = Secret.of('sesame');
const { scheme } = influencemart;
const signed = signatureOf(scheme, secret);

const received: SignatureToVerify = {
  scheme,
  secret,
  signature: signed,
  timestamp,
  parts: { body },
  nowMs: sentMs,
};

type Change = Partial<SignatureToVerify>;

const noSecret: Change = { secret: Secret.of('') };
const noSignature: Change = { signature: undefined };
const noTimestamp: Change = { timestamp: undefined };
const badEncoding: Change = { signature: signed.toUpperCase() };
const mismatch: Change = { secret: Secret.of('other') };
const late: Change = { nowMs: sentMs + 301_000 };

describe('verify', () => {
  it('accepts what was signed', () => {
    expect(verify(received)).toEqual({
      ok: true,
      reason: 'ok',
      stringToSign: utf8('1739612345.{"a":1}'),
    });
  });

  it.each<[what: string, Change, VerdictReason]>([
    ['empty secret', noSecret, 'empty-secret'],
    ['no signature', noSignature, 'missing-signature'],
    ['empty signature', { signature: '' }, 'missing-signature'],
    ['no timestamp', noTimestamp, 'missing-timestamp'],
    ['empty timestamp', { timestamp: '' }, 'missing-timestamp'],
    ['upper-case hex', badEncoding, 'bad-encoding'],
    [
      'base64 for hex',
      { signature: signatureOf({ ...scheme, encoding: 'base64' }, secret) },
      'bad-encoding',
    ],
    ['half a signature', { signature: signed.slice(0, 32) }, 'bad-encoding'],
    ['a newline after it', { signature: `${signed}\n` }, 'bad-encoding'],
    ['a prefix', { signature: `sha256=${signed}` }, 'bad-encoding'],
    ['two signatures', { signature: `${signed},${signed}` }, 'bad-encoding'],
    ['odd-length hex', { signature: signed.slice(1) }, 'bad-encoding'],
    ['another secret', mismatch, 'mismatch'],
    ['a secret with a newline', { secret: Secret.of('sesame\n') }, 'mismatch'],
    ['another body', { parts: { body: utf8('{"a":2}') } }, 'mismatch'],
    ['the same JSON, spaced', { parts: { body: utf8('{"a": 1}') } }, 'mismatch'],
    ['an empty body', { parts: { body: utf8('') } }, 'mismatch'],
    ['a body with a BOM', { parts: { body: utf8('\ufeff{"a":1}') } }, 'mismatch'],
    ['another timestamp', { timestamp: '1739612346' }, 'mismatch'],
    ['the timestamp in ms', { timestamp: '1739612345000' }, 'mismatch'],
    ['all zeros', { signature: '0'.repeat(64) }, 'mismatch'],
    ['five minutes and a second late', late, 'timestamp-expired'],
    ['five minutes late', { nowMs: sentMs + 300_000 }, 'ok'],
    ['five minutes early', { nowMs: sentMs - 300_000 }, 'ok'],
    ['five minutes and a second early', { nowMs: sentMs - 301_000 }, 'timestamp-in-future'],
    ['a signed timestamp in ms', resigned('1739612345000'), 'timestamp-malformed'],
    ['a signed timestamp that is none', resigned('now'), 'timestamp-malformed'],
  ])('%s', (_what, change, reason) => {
    expect(verify({ ...received, ...change })).toMatchObject({ ok: reason === 'ok', reason });
  });

  // The first of two faults that are both there; a clock is looked at last, and not for strangers.
  it.each<[first: VerdictReason, changes: Change[]]>([
    ['empty-secret', [noSecret, noSignature, noTimestamp]],
    ['missing-signature', [noSignature, noTimestamp]],
    ['missing-timestamp', [noTimestamp, badEncoding]],
    ['bad-encoding', [mismatch, badEncoding]],
    ['bad-encoding', [late, badEncoding]],
    ['mismatch', [late, mismatch]],
    ['mismatch', [{ timestamp: 'now' }, mismatch]],
  ])('%s comes first', (first, changes) => {
    const given = new Map(changes.flatMap((change) => Object.entries(change)));
    expect(verify({ ...received, ...Object.fromEntries(given) }).reason).toBe(first);
  });

  it.each<[what: string, Change, shown: string | undefined]>([
    ['ok', {}, '1739612345.{"a":1}'],
    ['mismatch', mismatch, '1739612345.{"a":1}'],
    ['expired', late, '1739612345.{"a":1}'],
    ['bad encoding', badEncoding, undefined],
    ['missing timestamp', noTimestamp, undefined],
  ])('shows what it recomputed: %s', (_what, change, shown) => {
    const { stringToSign } = verify({ ...received, ...change });
    expect(stringToSign && Buffer.from(stringToSign).toString()).toBe(shown);
  });

  it('signs the timestamp that was received, whatever the parts say', () => {
    const parts = { body, timestamp: utf8('1') };
    expect(verify({ ...received, parts }).reason).toBe('ok');
  });

  describe('a scheme without a timestamp', () => {
    const bare: Scheme = { parts: ['body'], separator: '', algorithm: 'sha256', encoding: 'hex' };
    const given: SignatureToVerify = {
      ...received,
      scheme: bare,
      signature: encodeDigest(hmac('sha256', secret, body), 'hex'),
    };
    it.each<[what: string, Change, VerdictReason]>([
      ['none', { timestamp: undefined }, 'ok'],
      ['one that nobody asked for', { timestamp: 'x', nowMs: 0 }, 'ok'],
      ['a forged body', { timestamp: undefined, parts: { body: utf8('x') } }, 'mismatch'],
    ])('%s', (_what, change, reason) => {
      expect(verify({ ...given, ...change }).reason).toBe(reason);
    });
  });
});

describe('of anything that sign signs, verify', () => {
  it('accepts it as it is', () => {
    fc.assert(
      fc.property(exchange, (given) => {
        expect(verify(given)).toMatchObject({ ok: true, reason: 'ok' });
      }),
    );
  });

  it('refuses it with a bit of a signed part flipped', () => {
    fc.assert(
      fc.property(exchange, fc.nat(), fc.nat(), (given, which, bit) => {
        const filled = given.scheme.parts.filter((name) => partOf(given, name).length > 0);
        const name = filled[which % filled.length] ?? 'timestamp';
        const flipped = flip(partOf(given, name), bit, name === 'timestamp' ? 7 : 8);
        const change: Change =
          name === 'timestamp'
            ? { timestamp: Buffer.from(flipped).toString() }
            : { parts: { ...given.parts, [name]: flipped } };
        expect(verify({ ...given, ...change })).toMatchObject({ ok: false, reason: 'mismatch' });
      }),
    );
  });

  it('refuses it with a bit of the secret flipped', () => {
    fc.assert(
      fc.property(exchange, fc.nat(), (given, bit) => {
        const other = new Secret(flip(given.secret.reveal(), bit, 8));
        expect(verify({ ...given, secret: other }).reason).toBe('mismatch');
      }),
    );
  });

  it('refuses it with a bit of the signature flipped', () => {
    fc.assert(
      fc.property(exchange, fc.nat(), (given, bit) => {
        const digest = Buffer.from(given.signature ?? '', 'hex');
        const forged = Buffer.from(flip(digest, bit, 8)).toString('hex');
        expect(verify({ ...given, signature: forged }).reason).toBe('mismatch');

        const text = Buffer.from(flip(Buffer.from(given.signature ?? ''), bit, 7)).toString();
        expect(verify({ ...given, signature: text }).ok).toBe(false);
      }),
    );
  });
});

const bytes = fc.uint8Array({ maxLength: 100 });

/** A request that one of the providers signed, as its receiver sees it at once. */
const exchange = fc
  .record({
    provider: fc.constantFrom<Provider>(vistarkriya, kamiokash, influencemart, payinout),
    key: fc.uint8Array({ minLength: 1, maxLength: 80 }),
    method: fc.constantFrom('GET', 'POST', 'DELETE'),
    target: bytes,
    body: bytes,
    email: fc.emailAddress(),
    nowMs: fc.integer({ min: 0, max: 4_102_444_800_000 }),
  })
  .map(({ provider, key, method, target, email, nowMs, body: sent }): SignatureToVerify => {
    const stamp = formatTimestamp(nowMs, provider.scheme.timestamp?.format ?? 'unix-seconds');
    const credential = { fields: { apiKey: 'k', email }, secret: new Secret(key) };
    const request = { method, target, body: sent, timestamp: stamp };
    return {
      scheme: provider.scheme,
      secret: credential.secret,
      signature: sign(provider, credential, request).signature,
      timestamp: stamp,
      parts: { method: utf8(method), target, body: sent, email: utf8(email) },
      nowMs,
    };
  });

function partOf(given: SignatureToVerify, name: Scheme['parts'][number]): Uint8Array {
  return name === 'timestamp' ? utf8(given.timestamp ?? '') : (given.parts[name] ?? utf8(''));
}

/** A copy with one bit flipped; only the low bits of each byte where it has to stay ASCII. */
function flip(given: Uint8Array, bit: number, bitsPerByte: 7 | 8): Uint8Array {
  const copy = Uint8Array.from(given);
  const at = Math.floor(bit / bitsPerByte) % copy.length;
  copy[at] = (copy[at] ?? 0) ^ (1 << (bit % bitsPerByte));
  return copy;
}

function resigned(text: string): Change {
  return { timestamp: text, signature: signatureOf(scheme, secret, text) };
}

function signatureOf(by: Scheme, key: Secret, text = timestamp): string {
  const { bytes: message } = buildStringToSign(by, { timestamp: utf8(text), body });
  return encodeDigest(hmac(by.algorithm, key, message), by.encoding);
}
