import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/core/bytes.js';
import { Secret } from '../../src/core/credential.js';
import {
  decodeDigest,
  DIGEST_LENGTH,
  encodeDigest,
  equalDigests,
  hmac,
} from '../../src/core/hmac.js';
import type { DigestAlgorithm, SignatureEncoding } from '../../src/core/provider.js';

const algorithms: readonly DigestAlgorithm[] = ['sha1', 'sha256', 'sha384', 'sha512'];
const encodings: readonly SignatureEncoding[] = ['hex', 'base64', 'base64url'];

describe('hmac', () => {
  // RFC 2202 and RFC 4231, case 2.
  it.each<[DigestAlgorithm, string]>([
    ['sha1', 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79'],
    ['sha256', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
    [
      'sha384',
      'af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e' +
        '8e2240ca5e69e2c78b3239ecfab21649',
    ],
    [
      'sha512',
      '164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554' +
        '9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737',
    ],
  ])('%s', (algorithm, hex) => {
    const digest = hmac(algorithm, Secret.of('Jefe'), utf8('what do ya want for nothing?'));
    expect(Buffer.from(digest).toString('hex')).toBe(hex);
    expect(digest).toHaveLength(DIGEST_LENGTH[algorithm]);
  });
});

it.each([
  ['Jefe', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
  // RFC 2104 allows an empty key; the digest is Python's.
  ['', '76d9e7194e7dbc3aa00bbe8ffb9f6fcb5a932170f971f948bb2ab61607d2b9d6'],
])('hmac with the key %j is the same each time that it is used', (key, hex) => {
  const secret = Secret.of(key);
  const digests = [1, 2, 3, 4].map(() =>
    Buffer.from(hmac('sha256', secret, utf8('what do ya want for nothing?'))).toString('hex'),
  );
  expect(digests).toEqual([hex, hex, hex, hex]);
});

it('hmac takes a key and a message that are no text', () => {
  const key = new Secret(Uint8Array.of(0xff, 0x00, 0x80));
  const digest = hmac('sha256', key, Uint8Array.of(0xfe, 0x00, 0x0a));
  // By openssl dgst -sha256 -mac HMAC -macopt hexkey:ff0080.
  expect(Buffer.from(digest).toString('hex')).toBe(
    '3ff3b969d8010f86fe8ac78b1221fb0b30361cadfe76717cf54c0a21faa9ff3a',
  );
});

describe('encodeDigest', () => {
  const digest = Uint8Array.of(0xfb, 0xff, 0xfe, 0x0a);
  it.each<[SignatureEncoding, string]>([
    ['hex', 'fbfffe0a'],
    ['base64', '+//+Cg=='],
    ['base64url', '-__-Cg'],
  ])('%s', (encoding, text) => {
    expect(encodeDigest(digest, encoding)).toBe(text);
  });

  it('encodes a view, not what is around it', () => {
    expect(encodeDigest(Uint8Array.of(1, 2, 3, 4).subarray(1, 3), 'hex')).toBe('0203');
  });
});

describe('decodeDigest', () => {
  const hex = 'ab'.repeat(32);
  // 32 bytes of 0xfb: both alphabets' own characters, and padding.
  const base64 = Buffer.alloc(32, 0xfb).toString('base64');
  const base64url = Buffer.alloc(32, 0xfb).toString('base64url');

  it.each<[what: string, text: string, SignatureEncoding, DigestAlgorithm]>([
    ['upper-case hex', hex.toUpperCase(), 'hex', 'sha256'],
    ['one upper-case digit', `A${hex.slice(1)}`, 'hex', 'sha256'],
    ['odd-length hex', hex.slice(1), 'hex', 'sha256'],
    ['hex with a digit more', `${hex}a`, 'hex', 'sha256'],
    ['hex of another algorithm', hex, 'hex', 'sha512'],
    ['hex that is cut short', hex.slice(0, 32), 'hex', 'sha256'],
    ['hex that is too long', `${hex}ab`, 'hex', 'sha256'],
    ['a trailing newline', `${hex}\n`, 'hex', 'sha256'],
    ['a leading space', ` ${hex}`, 'hex', 'sha256'],
    ['a prefix', `sha256=${hex}`, 'hex', 'sha256'],
    ['no hex', 'zz'.repeat(32), 'hex', 'sha256'],
    ['base64 for hex', base64, 'hex', 'sha256'],
    ['hex for base64', hex, 'base64', 'sha256'],
    ['several signatures', `${hex},${hex}`, 'hex', 'sha256'],
    ['nothing', '', 'hex', 'sha256'],
    ['base64 without padding', base64.replace('=', ''), 'base64', 'sha256'],
    ['base64url for base64', base64url, 'base64', 'sha256'],
    ['base64 for base64url', base64, 'base64url', 'sha256'],
    ['base64url with padding', `${base64url}=`, 'base64url', 'sha256'],
    ['base64 with stray bits at its end', `${base64.slice(0, -2)}/=`, 'base64', 'sha256'],
    ['base64 with a line break', `${base64.slice(0, 9)}\n${base64.slice(9)}`, 'base64', 'sha256'],
  ])('refuses %s', (_what, text, encoding, algorithm) => {
    expect(decodeDigest(text, encoding, algorithm)).toBeUndefined();
  });

  it.each(
    algorithms.flatMap((algorithm) => encodings.map((encoding) => ({ algorithm, encoding }))),
  )('gives back the bytes of $algorithm as $encoding', ({ algorithm, encoding }) => {
    const length = DIGEST_LENGTH[algorithm];
    const digest = fc.uint8Array({ minLength: length, maxLength: length });
    fc.assert(
      fc.property(digest, (bytes) => {
        const decoded = decodeDigest(encodeDigest(bytes, encoding), encoding, algorithm);
        expect([...(decoded ?? [])]).toEqual([...bytes]);
      }),
      { numRuns: 20 },
    );
  });
});

it.each<[a: number[], b: number[], equal: boolean]>([
  [[], [], true],
  [[1, 2], [1, 2], true],
  [[1, 2], [1, 3], false],
  [[1, 2], [0, 2], false],
  [[1, 2], [1], false],
  [[1], [1, 2], false],
  [[], [0], false],
])('equalDigests of %j and %j is %s', (a, b, equal) => {
  expect(equalDigests(Uint8Array.from(a), Uint8Array.from(b))).toBe(equal);
});
