import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { concatBytes, utf8 } from '../../src/core/bytes.js';
import { Secret, type Credential } from '../../src/core/credential.js';
import { explain, type Explanation } from '../../src/core/explain.js';
import type { Provider } from '../../src/core/provider.js';
import { sign } from '../../src/core/sign.js';
import { influencemart } from '../../src/providers/influencemart.js';
import { kamiokash } from '../../src/providers/kamiokash.js';
import { payinout } from '../../src/providers/payinout.js';
import { vistarkriya } from '../../src/providers/vistarkriya.js';

const NOW = 1_739_612_345_000;
const CANARY = 'canary-Zq7';

function explained(
  provider: Provider,
  body: string | Uint8Array,
  { target = '/x', contentType }: { readonly target?: string; readonly contentType?: string } = {},
): Explanation {
  const { apiKey, code, email } = provider.sandbox.demo;
  const fields = {
    apiKey,
    ...(code !== undefined && { code }),
    ...(email !== undefined && { email }),
  };
  const credential: Credential = { fields, secret: Secret.of(CANARY) };
  const bytes = typeof body === 'string' ? utf8(body) : body;
  const timestamp =
    provider.scheme.timestamp?.format === 'iso-8601'
      ? new Date(NOW).toISOString()
      : String(NOW / 1000);
  const request = { method: 'POST', target: utf8(target), body: bytes, timestamp };
  const signed = sign(provider, credential, request);
  const headers =
    contentType === undefined ? signed.headers : [['Content-Type', contentType] as const];
  const result = explain({
    provider,
    credential,
    body: bytes,
    timestamp,
    signed: { ...signed, headers },
    expectedMode: 'sandbox',
    nowMs: NOW,
  });
  expect(concatBytes(result.pieces.map((piece) => piece.bytes))).toEqual(signed.stringToSign);
  expect(result.stringToSignSha256).toBe(
    createHash('sha256').update(signed.stringToSign).digest('hex'),
  );
  expect(inspect(result, { depth: 9 })).not.toContain(CANARY);
  return result;
}

function idsOf({ warnings }: Explanation): string[] {
  return warnings.map(({ id }) => id);
}

describe('pieces', () => {
  it.each<[provider: Provider, pieces: readonly string[]]>([
    [vistarkriya, ['1 timestamp 0+10', '2 method 10+4', '3 target 14+2', '4 body 16+2']],
    [kamiokash, ['1 body 0+2', 'between 2+1', '2 timestamp 3+24']],
    [influencemart, ['1 timestamp 0+10', 'between 10+1', '2 body 11+2']],
    [payinout, ['1 timestamp 0+10', '2 email 10+20']],
  ])('$0.id', (provider, pieces) => {
    const shown = explained(provider, '{}').pieces.map(
      ({ part, step, offset, bytes }) =>
        `${part === undefined ? 'between' : `${step} ${part}`} ${offset}+${bytes.length}`,
    );
    expect(shown).toEqual(pieces);
  });
});

describe('warnings of the scheme', () => {
  it.each<[provider: Provider, ids: readonly string[]]>([
    [vistarkriya, ['no-separator']],
    [kamiokash, ['not-covered']],
    [influencemart, ['not-covered']],
    [payinout, ['not-covered', 'no-separator']],
  ])('$0.id', (provider, ids) => {
    expect(idsOf(explained(provider, '{}'))).toEqual(ids);
  });

  it('say what is not covered', () => {
    const texts = [kamiokash, payinout].map((each) => explained(each, '').warnings[0]?.text);
    expect(texts).toEqual([
      'the signature does not cover the method or path: its headers fit another request too',
      'the signature does not cover the method, path or body: its headers fit another request too',
    ]);
  });

  it('are right about the border: two requests, one string-to-sign', () => {
    const [first, second] = [
      explained(vistarkriya, '{}', { target: '/x' }),
      explained(vistarkriya, '}', { target: '/x{' }),
    ];
    expect(first.stringToSignSha256).toBe(second.stringToSignSha256);
  });

  it('have nothing to say about a single part', () => {
    const scheme = { ...vistarkriya.scheme, parts: ['body'] } as const;
    expect(idsOf(explained({ ...vistarkriya, scheme }, '{}'))).toEqual(['not-covered']);
  });
});

describe('warnings of the body', () => {
  it.each<[name: string, body: string | Uint8Array, id: string | undefined]>([
    ['none', '', undefined],
    ['compact', '{"a":[1,"b c"]}', undefined],
    ['a space', '{"a": 1}', 'body-white-space'],
    ['a final newline', '{"a":1}\n', 'body-white-space'],
    ['a byte order mark', '\ufeff{}', 'body-not-json'],
    ['a form', 'a=1', 'body-not-json'],
    ['white space only', ' ', 'body-not-json'],
    ['no UTF-8', Uint8Array.from([0x22, 0xff, 0x22]), 'body-not-json'],
  ])('%s', (_name, body, id) => {
    expect(idsOf(explained(influencemart, body))).toEqual([
      ...(id === undefined ? [] : [id]),
      'not-covered',
    ]);
  });

  it('count bytes, before and after', () => {
    const [warning] = explained(influencemart, '{"é": 1}\n').warnings;
    expect(warning?.text).toContain('10 bytes, compact 8');
  });

  it('are silent about white space that is not signed, and about what is not called JSON', () => {
    expect(idsOf(explained(payinout, '{ }'))).not.toContain('body-white-space');
    expect(idsOf(explained(payinout, 'x'))).toContain('body-not-json');
    const form = { contentType: 'application/x-www-form-urlencoded' };
    expect(idsOf(explained(vistarkriya, 'a=1', form))).toEqual(['no-separator']);
  });
});
