import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/core/bytes.js';
import { buildStringToSign } from '../../src/core/string-to-sign.js';
import { kamiokash } from '../../src/providers/kamiokash.js';
import { headerNames, stringToSign } from './documented.js';

const NOW = '2026-01-27T09:23:06.658Z';

it.each<[method: string, path: string, body: string, signed: string]>([
  // Step 1 of the API page.
  ['POST', '/member', '{"wallet_id":"w_123"}', `{"wallet_id":"w_123"}:${NOW}`],
  ['GET', '/member', '', `:${NOW}`],
  ['POST', '/orders/simple', '{}', `{}:${NOW}`],
])('%s %s %s signs %s', (method, path, body, signed) => {
  expect(stringToSign(kamiokash, method, path, body, NOW)).toBe(signed);
});

it('signs with HMAC-SHA256 in hex, within 5 minutes of ISO 8601 time', () => {
  expect(kamiokash.scheme).toEqual({
    parts: ['body', 'timestamp'],
    separator: ':',
    algorithm: 'sha256',
    encoding: 'hex',
    timestamp: { format: 'iso-8601', toleranceSeconds: 300 },
  });
});

it.each<[body: string, dialect: string | undefined, names: string[]]>([
  ['', undefined, ['X-API-Key', 'X-Timestamp', 'X-Signature']],
  ['{}', undefined, ['X-API-Key', 'X-Timestamp', 'X-Signature', 'Content-Type']],
  ['{}', 'admin', ['X-API-Key', 'X-Timestamp', 'X-Signature', 'Content-Type']],
])('headers with body %j in dialect %s', (body, dialect, names) => {
  const call = { body, timestamp: NOW, ...(dialect === undefined ? {} : { dialect }) };
  expect(headerNames(kamiokash, call)).toEqual(names);
});

describe('webhook', () => {
  it('signs timestamp and body without a separator', () => {
    const { bytes } = buildStringToSign(kamiokash.webhook.scheme, {
      timestamp: utf8(NOW),
      body: utf8('{"type":"member.new"}'),
    });
    expect(Buffer.from(bytes).toString()).toBe(`${NOW}{"type":"member.new"}`);
  });

  it('has a key of its own, and two headers', () => {
    expect(kamiokash.webhook).toMatchObject({
      key: 'webhook',
      signatureHeader: 'X-Kamio-Signature',
      timestampHeader: 'X-Timestamp',
      scheme: {
        algorithm: 'sha256',
        encoding: 'hex',
        timestamp: { format: 'iso-8601', toleranceSeconds: 300 },
      },
    });
  });

  it('has the events that the page lists', () => {
    expect(kamiokash.webhook.events.map(({ name }) => name)).toEqual([
      'member.new',
      'wallet.new',
      'transaction.successful',
      'order.successful',
      'voucher_code.used',
    ]);
  });
});

it.each<[what: string, actual: unknown, expected: unknown]>([
  ['base URL', kamiokash.baseUrl, 'https://api.kamiokash.com/v1'],
  ['base path', kamiokash.basePath, '/v1'],
  ['fields', kamiokash.credential.map(({ id }) => id), ['apiKey']],
  [
    'endpoints',
    kamiokash.endpoints.map(({ method, path }) => `${method} ${path}`),
    ['POST /member', 'POST /orders/simple'],
  ],
  ['errors, of which the page has none', kamiokash.errors, []],
  ['options', kamiokash.headers.options, []],
])('%s', (_what, actual, expected) => {
  expect(actual).toEqual(expected);
});
