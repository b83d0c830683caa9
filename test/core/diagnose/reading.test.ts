import { describe, expect, it } from 'vitest';
import { encodingVariants } from '../../../src/core/diagnose/axes/encoding.js';
import { hmacConstruction, type DigestName } from '../../../src/core/diagnose/construction.js';
import {
  canBe,
  indexReadings,
  readSignature,
  isReadingOf,
  lookUp,
  type Reading,
} from '../../../src/core/diagnose/reading.js';
import type { Scheme, SignatureEncoding } from '../../../src/core/provider.js';

const DIGEST = Buffer.from(
  'fffefbff00112233445566778899aabbccddeeff0123456789abcdef0a0b0c0d',
  'hex',
);
const HEX = DIGEST.toString('hex');
const BASE64 = DIGEST.toString('base64');

function schemeIn(encoding: SignatureEncoding): Scheme {
  return { parts: ['body'], separator: '', algorithm: 'sha256', encoding };
}

/** The encodings in which a text means the whole digest, and can be HMAC-SHA256. */
function readingsOf(text: string, encoding: SignatureEncoding = 'hex'): string[] {
  const scheme = schemeIn(encoding);
  return readSignature(text, scheme)
    .filter((reading) => canBe(reading, hmacConstruction('sha256'), scheme))
    .filter(({ digest }) => Buffer.compare(digest, DIGEST) === 0)
    .map(({ encoding: found }) => found?.id ?? 'as documented');
}

describe('readSignature', () => {
  it.each<[what: string, text: string, ...found: string[]]>([
    ['lower-case hex', HEX, 'as documented'],
    ['upper-case hex', HEX.toUpperCase(), 'hex-upper-case'],
    ['mixed-case hex', HEX.slice(0, 32) + HEX.slice(32).toUpperCase(), 'hex-upper-case'],
    ['base64', BASE64, 'base64'],
    ['base64url', DIGEST.toString('base64url'), 'base64url'],
    ['base64url, padded', `${DIGEST.toString('base64url')}=`, 'base64url'],
    ['base64 without padding', BASE64.replace('=', ''), 'base64-without-padding'],
    ['a prefix', `sha256=${HEX}`, 'prefix'],
    ['a prefix of another kind', `v1=${HEX}`, 'prefix'],
    ['a prefix with a colon', `signature:${HEX}`, 'prefix'],
    ['a prefix and a space', `HMAC-SHA256 ${HEX}`, 'prefix'],
    ['a doubled prefix', `sha256=sha256=${HEX}`, 'prefix'],
    ['a prefix before base64', `sha256=${BASE64}`, 'prefix'],
    ['a time and a prefix', `t=1739612345,v1=${HEX}`, 'prefix'],
    ['0x', `0x${HEX}`, 'prefix'],
    ['a newline', `${HEX}\n`, 'white-space'],
    ['CR LF and spaces', ` \t${HEX}\r\n`, 'white-space'],
    ['quotation marks', `"${HEX}"`, 'white-space'],
    ['hex in base64', Buffer.from(HEX).toString('base64'), 'base64-of-hex'],
    ['hex in hex', Buffer.from(HEX).toString('hex'), 'hex-of-hex'],
    ['base64 in base64', Buffer.from(BASE64).toString('base64'), 'hex-of-hex'],
  ])('reads %s', (_what, text, ...found) => {
    expect(readingsOf(text)).toEqual(found);
  });

  it.each([
    '',
    ' ',
    'x',
    '=',
    'sha256=',
    'nothing of the kind',
    'ff'.repeat(9),
    '\0',
    '😀'.repeat(8),
  ])('reads nothing in %j', (text) => {
    expect(readSignature(text, schemeIn('hex'))).toEqual([]);
  });

  it('never takes the documented encoding for another one', () => {
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      const text = DIGEST.toString(encoding);
      expect(readingsOf(text, encoding)).toEqual(['as documented']);
      expect(readSignature(text, schemeIn(encoding))).not.toContainEqual(
        expect.objectContaining({ encoding: expect.objectContaining({ id: encoding }) }),
      );
    }
  });

  it('reads what is documented elsewhere as an encoding', () => {
    expect(readingsOf(HEX, 'base64')).toEqual(['hex']);
    expect(readingsOf(BASE64, 'base64url')).toEqual(['base64']);
    expect(readingsOf(DIGEST.toString('base64url'), 'base64')).toEqual(['base64url']);
  });

  it.each(encodingVariants.map((variant) => [variant.id, variant] as const))(
    'decodes what a client encodes: %s',
    (id, { decode, encode }) => {
      const digest = id === 'leading-zeros-missing' ? Buffer.from(DIGEST).fill(9, 0, 1) : DIGEST;
      const text = encode(digest);
      const kept = new Map([
        ['cut-short', digest.subarray(0, 20)],
        ['cut-at-start', digest.subarray(-20)],
      ]).get(id);
      expect(Buffer.from(decode(text) ?? []).toString('hex')).toBe(
        (kept ?? digest).toString('hex'),
      );
    },
  );

  it.each([
    [63, 31],
    [62, 31],
    [40, 20],
    [21, 10],
    [20, 10],
  ])('reads %i digits of a digest that was cut as %i bytes', (digits, bytes) => {
    const cut = readSignature(HEX.slice(0, digits), schemeIn('hex')).filter(
      ({ encoding }) => encoding?.id === 'cut-short',
    );
    expect(cut.map(({ digest }) => Buffer.from(digest).toString('hex'))).toEqual([
      HEX.slice(0, 2 * bytes),
    ]);
  });

  it('reads base64 in one way only, with or without the characters that base64url has not', () => {
    const plain = Buffer.alloc(32);
    const ids = readSignature(plain.toString('base64'), schemeIn('hex'))
      .filter(({ digest }) => digest.length === plain.length)
      .map(({ encoding }) => encoding?.id);
    expect(ids).toEqual(['base64']);
  });

  it('keeps the text as it was given', () => {
    const text = ` ${HEX}\n`;
    expect(readSignature(text, schemeIn('hex')).map(({ signature }) => signature)).toEqual([text]);
  });
});

describe('canBe', () => {
  it.each<[DigestName, number]>([
    ['md5', 16],
    ['sha1', 20],
    ['sha256', 32],
    ['sha384', 48],
    ['sha512', 64],
  ])('takes a digest for %s by its %i bytes alone', (digest, length) => {
    const construction = hmacConstruction(digest);
    const fitting = [10, 16, 20, 31, 32, 33, 48, 64].filter((bytes) =>
      canBe(ofLength(bytes), construction, schemeIn('hex')),
    );
    expect(fitting).toEqual([length]);
    expect(canBe(ofLength(length, 'base64'), construction, schemeIn('hex'))).toBe(true);
  });

  it('takes a digest that was cut for the documented one only, and only where it is shorter', () => {
    expect([10, 20, 31, 32].map((length) => canBeCut(length, 'sha256'))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(canBeCut(31, 'sha256', 'cut-at-start')).toBe(true);
    expect(canBeCut(32, 'sha256', 'cut-at-start')).toBe(false);
    expect(canBeCut(20, 'sha512')).toBe(false);
    expect(canBeCut(20, 'sha1')).toBe(false);
  });
});

describe('indexReadings', () => {
  it('finds all readings by the first bytes of their digests', () => {
    const a = { signature: 'a', digest: DIGEST };
    const b = { signature: 'b', digest: DIGEST.subarray(0, 20) };
    const c = { signature: 'c', digest: Buffer.alloc(32) };
    const wanted = indexReadings([a, b, c]);
    expect(wanted.byStart.size).toBe(2);
    expect(lookUp(wanted, DIGEST.toString('latin1'))).toEqual([a, b]);
    expect(lookUp(wanted, '\0'.repeat(64))).toEqual([c]);
  });

  it('finds those that lack their beginning by their last bytes', () => {
    const [whole, other] = [DIGEST.toString('latin1'), `\0${DIGEST.toString('latin1')}`];
    const cut = { ...ofLength(31, 'cut-at-start'), digest: DIGEST.subarray(1) };
    const wanted = indexReadings([cut]);
    expect(wanted.byStart.size).toBe(0);
    expect([whole, other].map((each) => lookUp(wanted, each))).toEqual([[cut], [cut]]);
    expect(lookUp(wanted, whole.slice(0, -1))).toEqual([]);
  });
});

describe('isReadingOf', () => {
  const zeros = Buffer.from(DIGEST).fill(0, 0, 2);

  it.each<[string, string, string, Buffer, boolean]>([
    ['all of it', HEX, 'hex-upper-case', DIGEST, true],
    ['another digest', HEX, 'hex-upper-case', zeros, false],
    ['its beginning', HEX.slice(0, 40), 'cut-short', DIGEST, true],
    ['its end', HEX.slice(-40), 'cut-at-start', DIGEST, true],
    ['its end, from the middle of a byte', HEX.slice(-39), 'cut-at-start', DIGEST, true],
    ['its middle', HEX.slice(10, 50), 'cut-at-start', DIGEST, false],
    ['what zeros are missing of', zeros.toString('hex').slice(4), 'cut-at-start', zeros, false],
    ['less than that', zeros.toString('hex').slice(5), 'cut-at-start', zeros, true],
  ])('%s', (_name, signature, id, digest, expected) => {
    const reading = { ...ofLength(0, id), signature, digest: decodedBy(id, signature) };
    expect(isReadingOf(reading, digest.toString('latin1'))).toBe(expected);
  });
});

function decodedBy(id: string, text: string): Uint8Array {
  const found = encodingVariants.find((variant) => variant.id === id)?.decode(text);
  return found ?? Buffer.from(text, 'hex');
}

function ofLength(length: number, id?: string): Reading {
  const encoding = encodingVariants.find((variant) => variant.id === id);
  return { signature: '', digest: new Uint8Array(length), ...(encoding && { encoding }) };
}

function canBeCut(length: number, digest: DigestName, id = 'cut-short'): boolean {
  return canBe(ofLength(length, id), hmacConstruction(digest), schemeIn('hex'));
}
