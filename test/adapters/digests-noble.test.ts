import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nobleDigests } from '../../src/adapters/digests-noble.js';
import { utf8 } from '../../src/core/bytes.js';
import { Secret } from '../../src/core/credential.js';
import { hmacText, sha256Hex } from '../../src/core/hmac.js';
import type { DigestAlgorithm, SignatureEncoding } from '../../src/core/provider.js';

const bytes = (hex: string): Uint8Array => Buffer.from(hex, 'hex');

describe('RFC 4231', () => {
  it.each<[string, Uint8Array, Uint8Array, string]>([
    [
      '1',
      bytes('0b'.repeat(20)),
      utf8('Hi There'),
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    ],
    [
      '2',
      utf8('Jefe'),
      utf8('what do ya want for nothing?'),
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      '6, a key longer than a block',
      bytes('aa'.repeat(131)),
      utf8('Test Using Larger Than Block-Size Key - Hash Key First'),
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
  ])('%s', (_, key, message, hex) => {
    expect(
      nobleDigests.hmacText({ algorithm: 'sha256', encoding: 'hex' }, new Secret(key), message),
    ).toBe(hex);
  });
});

it('makes what node makes, of any key and message', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      // Some have a slice of a larger buffer, some end where SHA-256 begins a new block.
      fc.tuple(fc.uint8Array({ maxLength: 300 }), fc.nat(8)),
      fc.constantFrom<DigestAlgorithm>('sha1', 'sha256', 'sha512'),
      fc.constantFrom<SignatureEncoding>('hex', 'base64', 'base64url'),
      (key, [message, start], algorithm, encoding) => {
        const scheme = { algorithm, encoding };
        const part = message.subarray(Math.min(start, message.length));
        const secret = new Secret(key);
        expect(nobleDigests.hmacText(scheme, secret, part)).toBe(hmacText(scheme, secret, part));
        expect(nobleDigests.sha256Hex(part)).toBe(sha256Hex(part));
      },
    ),
    { numRuns: 500 },
  );
});

it.each([8191, 8192, 8193, 100_000])('makes what node makes of %d bytes', (length) => {
  const scheme = { algorithm: 'sha256', encoding: 'hex' } as const;
  const message = new Uint8Array(length).fill(0xa5);
  const secret = Secret.of('vk-sandbox-demo-secret');
  expect(nobleDigests.hmacText(scheme, secret, message)).toBe(hmacText(scheme, secret, message));
  expect(nobleDigests.sha256Hex(message)).toBe(sha256Hex(message));
});
