import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { findWithNode, type Batch, type FindWanted } from '../../../src/core/diagnose/batch.js';
import { hmacConstruction, type DigestName } from '../../../src/core/diagnose/construction.js';
import { indexReadings } from '../../../src/core/diagnose/reading.js';
import { signatureWith } from './differences.js';
import { Random } from './random.js';
import { searchFor } from './run.js';
import { bodySubject } from './subjects.js';

const DIGESTS: readonly DigestName[] = ['md5', 'sha1', 'sha256', 'sha384', 'sha512'];

describe('findWithNode', () => {
  const random = new Random(7);

  it.each(Array.from({ length: 40 }, (_, index) => index))(
    'finds what plain HMAC gives, batch %i',
    (index) => {
      const digest = DIGESTS[index % DIGESTS.length] ?? 'sha256';
      const key = random.bytes(random.integer(200));
      const messages = Array.from({ length: random.integer(50) }, () =>
        random.bytes(random.integer(4) * random.integer(60)),
      );
      const chosen = messages.map((_, position) => position).filter(() => random.next() < 0.2);
      const wanted = chosen.map((position) => ({
        signature: String(position),
        digest: createHmac(digest, key)
          .update(messages[position] ?? Buffer.alloc(0))
          .digest(),
      }));
      const found = findWithNode(
        { ...batchOf(messages), key, construction: hmacConstruction(digest) },
        indexReadings(wanted),
      );
      const texts = new Set(chosen.map((position) => messages[position]?.toString('hex')));
      const expected = messages.flatMap((message, position) =>
        texts.has(message.toString('hex')) ? [position] : [],
      );
      expect(found).toEqual(expected);
    },
  );
});

describe('another implementation', () => {
  const subject = bodySubject('{"a": 1}');
  const wrong = signatureWith({ ...subject, parts: { body: Buffer.from('{"a": 2}') } }, []);

  it('is asked about every candidate, in batches under one key and construction', () => {
    let asked = 0;
    const findWanted: FindWanted = (batch, wanted) => {
      expect(batch.ends.length).toBeGreaterThan(0);
      expect(batch.ends).toEqual(batch.ends.toSorted((a, b) => a - b));
      asked += batch.ends.length;
      return findWithNode(batch, wanted);
    };
    const state = searchFor(subject, [wrong], { maxDifferences: 2, findWanted });
    expect(asked).toBe(state.candidates);
    expect(asked).toBeGreaterThan(1000);
  });

  it('cannot make a hit of what is none', () => {
    const state = searchFor(subject, [wrong], { maxDifferences: 1, findWanted: findAll });
    expect(state.hits).toEqual([]);
    const body = Buffer.from('{"a":1}');
    const right = signatureWith({ ...subject, parts: { body } }, []);
    const { hits } = searchFor(subject, [right], { maxDifferences: 1, findWanted: findAll });
    expect(hits.map(({ stringToSign }) => Buffer.from(stringToSign))).toEqual([body]);
  });

  it('that finds nothing finds nothing', () => {
    const right = signatureWith(subject, []);
    const { hits } = searchFor(subject, [right], { maxDifferences: 0, findWanted: () => [] });
    expect(hits).toEqual([]);
  });
});

const findAll: FindWanted = ({ ends }) => ends.map((_, index) => index);

function batchOf(messages: readonly Buffer[]): Pick<Batch, 'messages' | 'ends'> {
  let end = 0;
  const ends = messages.map(({ length }) => (end += length));
  // A buffer is longer than what is in it.
  return { messages: Buffer.concat([...messages, Buffer.alloc(100, 1)]), ends };
}
