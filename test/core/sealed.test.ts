import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { seal, unseal, type Sealed } from '../../src/core/sealed.js';
import { refusal } from '../app/refusal.js';

interface Vector extends Sealed {
  readonly name: string;
  readonly passphrase: string;
  readonly plaintext: string;
  readonly salt: string;
  readonly nonce: string;
}

/** Made by hashlib and the `cryptography` package: test/vectors/make/sealed.py. */
const vectors: readonly Vector[] = JSON.parse(
  readFileSync(new URL('../vectors/sealed.json', import.meta.url), 'utf8'),
).vectors;

const bytes = (text: string): Buffer => Buffer.from(text, 'base64');

describe.each(vectors)('$name', ({ passphrase, plaintext, salt, nonce, header, ciphertext }) => {
  it('is sealed as another program seals it', () => {
    const queue = [bytes(salt), bytes(nonce)];
    const random = (count: number): Uint8Array => {
      const next = queue.shift() ?? Buffer.alloc(0);
      expect(next).toHaveLength(count);
      return next;
    };
    const sealed = seal(bytes(plaintext), bytes(passphrase), 'test 1', random);
    expect(sealed).toEqual({ header, ciphertext });
  });

  it('is opened as another program has sealed it', () => {
    const opened = unseal({ header, ciphertext }, bytes(passphrase), 'test 1');
    expect(Buffer.from(opened).equals(bytes(plaintext))).toBe(true);
  });
});

const [first] = vectors;
const sealed: Sealed = { header: first?.header ?? '', ciphertext: first?.ciphertext ?? '' };
const passphrase = bytes(first?.passphrase ?? '');

/** The header with one member changed. */
function withHeader(change: Readonly<Record<string, unknown>>): Sealed {
  return { ...sealed, header: JSON.stringify({ ...JSON.parse(sealed.header), ...change }) };
}

/** The ciphertext with one bit turned. */
function turned(index: number): Sealed {
  const changed = bytes(sealed.ciphertext);
  const at = index < 0 ? changed.length + index : index;
  changed[at] = (changed[at] ?? 0) ^ 1;
  return { ...sealed, ciphertext: changed.toString('base64') };
}

it.each([
  ['another one', 'correct horse battery stapler'],
  ['another case', 'Correct horse battery staple'],
])('%s is not the passphrase, and that is said', (_name, wrong) => {
  expect(() => unseal(sealed, Buffer.from(wrong), 'test 1')).toThrow(
    refusal('bad-credential', 'passphrase does not open', 'Nothing was changed'),
  );
});

it.each<[name: string, changed: Sealed, why: string]>([
  ['the first byte', turned(0), 'was changed since'],
  ['the last byte of the text', turned(-17), 'was changed since'],
  ['the tag', turned(-1), 'was changed since'],
  ['the header by a space', { ...sealed, header: `${sealed.header} ` }, 'was changed since'],
  ['a new member', withHeader({ note: 'x' }), 'was changed since'],
  ['the nonce', withHeader({ nonce: 'AAAAAAAAAAAAAAAA' }), 'was changed since'],
  ['the end', { ...sealed, ciphertext: sealed.ciphertext.slice(0, 16) }, 'cut off'],
  ['everything', { ...sealed, ciphertext: '' }, 'cut off'],
  ['base64 to something else', { ...sealed, ciphertext: `${sealed.ciphertext}!` }, 'no base64'],
  ['the purpose', withHeader({ purpose: 'test 2' }), 'is not "test 1"'],
  ['the cipher', withHeader({ cipher: 'aes-256-cbc' }), 'does not know'],
  ['the key function', withHeader({ kdf: 'pbkdf2' }), 'does not know'],
  ['the salt', withHeader({ salt: 'AAAA' }), 'not one that vk writes'],
  ['the header to no JSON', { ...sealed, header: '{' }, 'header is not JSON'],
  ['the header to null', { ...sealed, header: 'null' }, 'is not "test 1"'],
])('a change of %s is found', (_name, changed, why) => {
  expect(() => unseal(changed, passphrase, 'test 1')).toThrow(refusal('file', why));
});

it.each([
  ['10 GB of memory', { N: 2 ** 20, r: 80 }],
  ['more than 256 MiB', { N: 2 ** 19, r: 8 }],
  ['a day', { p: 2 ** 20 }],
  ['2^52 rounds', { N: 2 ** 52 }],
])('a header that asks for %s is refused at once', (_name, change) => {
  const before = performance.now();
  expect(() => unseal(withHeader(change), passphrase, 'test 1')).toThrow(
    refusal('file', 'more memory or time'),
  );
  expect(performance.now() - before).toBeLessThan(200);
});

it.each([{ N: 0 }, { N: 1 }, { N: 100_000 }, { N: -2 }, { N: '131072' }, { r: 0 }, { p: 0.5 }])(
  'a header with %j is none',
  (change) => {
    expect(() => unseal(withHeader(change), passphrase, 'test 1')).toThrow(
      refusal('file', 'not one that vk writes'),
    );
  },
);
