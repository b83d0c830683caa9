import { createHmac } from 'node:crypto';
import { array, assert, property, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIGEST_BYTES, hmacConstruction } from '../../../src/core/diagnose/construction.js';

describe('the HMAC of the search', () => {
  it.each(['md5', 'sha1', 'sha256', 'sha384', 'sha512'] as const)(
    'is that of createHmac by %s, for keys and messages of any length',
    (digest) => {
      const messages = array(uint8Array({ maxLength: 5000, size: 'max' }), { maxLength: 4 });
      assert(
        property(uint8Array({ maxLength: 200, size: 'max' }), messages, (key, texts) => {
          const digestOf = hmacConstruction(digest).prepare(key);
          for (const message of texts) {
            const expected = createHmac(digest, key).update(message).digest('binary');
            expect(digestOf(message)).toBe(expected);
            expect(expected).toHaveLength(DIGEST_BYTES[digest]);
          }
        }),
      );
    },
  );

  it('takes a message after a longer one for what it is', () => {
    const key = Buffer.from('sesame');
    const digestOf = hmacConstruction('sha256').prepare(key);
    for (const length of [100_000, 3, 0, 2048, 2049]) {
      const message = Buffer.alloc(length, 'x');
      expect(digestOf(message)).toBe(createHmac('sha256', key).update(message).digest('binary'));
    }
  });
});
