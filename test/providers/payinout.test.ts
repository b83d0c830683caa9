import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/core/bytes.js';
import { buildStringToSign } from '../../src/core/string-to-sign.js';
import { payinout } from '../../src/providers/payinout.js';
import { headerNames, stringToSign } from './documented.js';

it.each<[method: string, path: string, body: string]>([
  // "{X-App-Access-Ts}{Email}": neither method, nor path, nor body.
  ['POST', '/payin', '{"amount":1500}'],
  ['POST', '/payout?x=1', ''],
  ['GET', '/', '{}'],
])('%s %s %s signs timestamp and email only', (method, path, body) => {
  const signed = stringToSign(payinout, method, path, body, '1767225600');
  expect(signed).toBe('1767225600merchant@example.com');
});

it('signs with HMAC-SHA256 in hex, within 300 s of Unix time', () => {
  expect(payinout.scheme).toEqual({
    parts: ['timestamp', 'email'],
    separator: '',
    algorithm: 'sha256',
    encoding: 'hex',
    timestamp: { format: 'unix-seconds', toleranceSeconds: 300 },
  });
});

it.each<[body: string, dialect: string | undefined]>([
  ['', undefined],
  ['{}', undefined],
  ['{}', 'admin'],
])('headers with body %j in dialect %s', (body, dialect) => {
  const call = { body, ...(dialect === undefined ? {} : { dialect }) };
  expect(headerNames(payinout, call)).toEqual([
    'X-App-Token',
    'X-App-Access-Ts',
    'X-App-Access-Sig',
    'Content-Type',
    'Accept',
  ]);
});

it('always says that it sends JSON, and takes JSON or text', () => {
  expect(payinout.headers.fixed.map(({ name, value, when }) => [name, value, when])).toEqual([
    ['Content-Type', 'application/json', 'always'],
    ['Accept', 'application/json, text/plain', 'always'],
  ]);
});

describe('webhook', () => {
  it('signs the raw body, and nothing else', () => {
    const { bytes } = buildStringToSign(payinout.webhook.scheme, { body: utf8('{ "a": 1 }\n') });
    expect(Buffer.from(bytes).toString()).toBe('{ "a": 1 }\n');
  });

  it('is signed with the API secret, without a timestamp', () => {
    expect(payinout.webhook).toMatchObject({ key: 'api', signatureHeader: 'X-Signature' });
    expect(payinout.webhook.scheme).toEqual({
      parts: ['body'],
      separator: '',
      algorithm: 'sha256',
      encoding: 'hex',
    });
    expect(payinout.webhook).not.toHaveProperty('timestampHeader');
  });
});

it.each<[field: string, value: string, fits: boolean]>([
  ['apiKey', 'anything', true],
  ['apiKey', '', false],
  ['apiKey', ' ', false],
  ['email', 'merchant@example.com', true],
  ['email', 'Mérchant+x@example', true],
  ['email', 'merchant', false],
  ['email', '@example.com', false],
  ['email', 'merchant@', false],
  ['email', 'a@b@c', false],
  ['email', ' merchant@example.com', false],
  ['email', 'merchant@example.com\n', false],
])('%s %j fits: %s', (field, value, fits) => {
  const found = payinout.credential.find(({ id }) => id === field);
  expect(found?.shape.pattern.test(value)).toBe(fits);
});

it.each<[what: string, actual: unknown, expected: unknown]>([
  ['base path', payinout.basePath, ''],
  ['methods', payinout.methods, ['POST']],
  [
    'fields',
    payinout.credential.map(({ id, shape }) => [id, shape.strict]),
    [
      ['apiKey', true],
      ['email', true],
    ],
  ],
  ['endpoints, of which the page has none', payinout.endpoints, []],
  ['errors, of which the page has none', payinout.errors, []],
])('%s', (_what, actual, expected) => {
  expect(actual).toEqual(expected);
});

it('publishes no base URL', () => {
  expect(payinout).not.toHaveProperty('baseUrl');
});
