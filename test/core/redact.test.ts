import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/core/credential.js';
import { openRedaction, SHORTEST_REDACTED, type Redaction } from '../../src/core/redact.js';
import { wellFormedText } from './arbitraries.js';

/** All that has an escape somewhere, and yields both characters in which the alphabets of base64 differ. */
const SECRET = 'k4/+?>~é "\'\\s3cret₹😀';

function hiding(...secrets: readonly (string | Uint8Array)[]): Redaction {
  const redaction = openRedaction();
  for (const secret of secrets) {
    redaction.register(typeof secret === 'string' ? Secret.of(secret) : new Secret(secret));
  }
  return redaction;
}

function redacted(text: string, ...secrets: readonly (string | Uint8Array)[]): string {
  return Buffer.from(hiding(...secrets).redact(Buffer.from(text))).toString();
}

function percent(text: string, isUpper: boolean): string {
  const escaped = [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`);
  return isUpper ? escaped.join('').toUpperCase() : escaped.join('');
}

function asciiJson(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A secret in whatever form a program may print it. */
const FORMS: readonly (readonly [name: string, form: (secret: string) => string])[] = [
  ['itself', (secret) => secret],
  ['hex', (secret) => Buffer.from(secret).toString('hex')],
  ['hex in capitals', (secret) => Buffer.from(secret).toString('hex').toUpperCase()],
  ['base64', (secret) => Buffer.from(secret).toString('base64')],
  ['base64 without padding', (secret) => Buffer.from(secret).toString('base64').replace(/=+$/, '')],
  ['base64url', (secret) => Buffer.from(secret).toString('base64url')],
  ['encodeURIComponent', encodeURIComponent],
  ['a form', (secret) => new URLSearchParams({ s: secret }).toString().slice(2)],
  ['percent signs alone', (secret) => percent(secret, false)],
  ['percent signs alone, capitals', (secret) => percent(secret, true)],
  ['base64 in a URL', (secret) => encodeURIComponent(Buffer.from(secret).toString('base64'))],
  ['JSON', (secret) => JSON.stringify(secret).slice(1, -1)],
  ['JSON in ASCII', asciiJson],
  ['JSON of PHP', (secret) => asciiJson(secret).replaceAll('/', '\\/')],
  ['a header that was misread', (secret) => Buffer.from(secret).toString('latin1')],
  ['a shell', (secret) => secret.replaceAll("'", `'\\''`)],
];

it.each(FORMS)('replaces %s', (_name, form) => {
  expect(redacted(`before ${form(SECRET)} after`, SECRET)).toBe('before [secret] after');
  expect(redacted(form(SECRET), SECRET)).toBe('[secret]');
  expect(redacted(`${form(SECRET)}\n${form(SECRET)}`, SECRET)).toBe('[secret]\n[secret]');
});

it.each(['', 'a', 'ab', 'abc', 'user:'])('replaces base64 that begins with %j', (before) => {
  for (const after of ['', 'x', 'xy', 'xyz']) {
    for (const encoding of ['base64', 'base64url'] as const) {
      const text = Buffer.from(before + SECRET + after).toString(encoding);
      const shown = redacted(text, SECRET);
      expect(shown).toContain('[secret]');
      // What is left has at most half a byte of it at either end.
      const rest = Buffer.from(shown.replace('[secret]', ''), encoding);
      expect(rest.length).toBeLessThanOrEqual(before.length + after.length + 2);
    }
  }
});

it('gives back the very object where there is nothing to replace', () => {
  const text = Buffer.from('nothing 100% \\ + here');
  for (const redaction of [hiding(), hiding(SECRET)]) {
    expect(redaction.redact(text)).toBe(text);
    expect(redaction.hasStruck()).toBe(false);
  }
});

it('says that it has replaced something', () => {
  const redaction = hiding(SECRET);
  redaction.redact(Buffer.from(`x${SECRET}`));
  redaction.redact(Buffer.from('nothing'));
  expect(redaction.hasStruck()).toBe(true);
});

it('leaves other bytes as they are, text or not', () => {
  const before = Buffer.from([0, 0xff, 0xfe, 0x80, 0x25, 0x0d]);
  const bytes = Buffer.concat([before, Buffer.from('hunter22'), before]);
  expect(Buffer.from(hiding('hunter22').redact(bytes))).toEqual(
    Buffer.concat([before, Buffer.from('[secret]'), before]),
  );
});

it('looks at the part of a buffer that it is given', () => {
  const whole = Buffer.from('hunter22 is not in this part');
  const part = whole.subarray(9);
  expect(hiding('hunter22').redact(part)).toBe(part);
});

it('hides a secret that is no text', () => {
  const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x41]);
  const redaction = hiding(bytes);
  for (const form of [bytes, bytes.toString('hex'), bytes.toString('base64'), '%ff%FE%00%80A']) {
    expect(Buffer.from(redaction.redact(Buffer.from(form))).toString()).toBe('[secret]');
  }
});

it('knows a key without the white space around it', () => {
  expect(redacted('the key is hunter22.', ' hunter22\r\n')).toBe('the key is [secret].');
});

it('replaces secrets that overlap, or hold each other, as one', () => {
  expect(redacted('abcdefgh', 'abcdef', 'cdefgh')).toBe('[secret]');
  expect(redacted('abcdefgh', 'cdef', 'abcdefgh')).toBe('[secret]');
  expect(redacted('ababab.', 'abab')).toBe('[secret].');
});

it.each<[secret: string, isHidden: boolean]>([
  ['abc', false],
  ['abcd', true],
  [' abc\n', false],
  ['', false],
  [' \n', false],
  ['éé', true],
])('hides %j: %s', (secret, isHidden) => {
  expect(SHORTEST_REDACTED).toBe(4);
  expect(redacted(`<${secret}>`, secret).includes('[secret]')).toBe(isHidden);
});

it('does not hide what is public', () => {
  const redaction = openRedaction((secret) => Buffer.from(secret.reveal()).toString() === 'public');
  redaction.register(Secret.of('public'));
  redaction.register(Secret.of('private'));
  expect(Buffer.from(redaction.redact(Buffer.from('public private'))).toString()).toBe(
    'public [secret]',
  );
});

describe('whatever the secret is, and wherever it stands', () => {
  const secret = wellFormedText.filter(
    (text) => Buffer.from(text.replaceAll(/^[ \t\r\n]+|[ \t\r\n]+$/g, '')).length >= 4,
  );

  it('no form of it is left', () => {
    fc.assert(
      fc.property(
        secret,
        wellFormedText,
        wellFormedText,
        fc.constantFrom(...FORMS),
        (text, before, after, [, form]) => {
          const shown = redacted(`${before} ${form(text)} ${after}`, text);
          expect(shown).toContain('[secret]');
          const pieces = shown.split('[secret]');
          for (const [, each] of FORMS) {
            expect(pieces.filter((piece) => piece.includes(each(text)))).toEqual([]);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('what has none of it stays as it is', () => {
    fc.assert(
      fc.property(secret, fc.uint8Array(), (text, data) => {
        const shown = hiding(text).redact(data);
        expect(shown === data || Buffer.from(shown).includes('[secret]')).toBe(true);
      }),
    );
  });
});
