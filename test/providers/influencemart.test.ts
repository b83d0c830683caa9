import { expect, it } from 'vitest';
import { influencemart } from '../../src/providers/influencemart.js';
import { headerNames, stringToSign } from './documented.js';

it.each<[method: string, path: string, body: string, signed: string]>([
  // "The signature": `${X-Timestamp}.${rawRequestBody}`.
  ['POST', '/v1/webhooks/order', '{"order":"o_1"}', '1739612345.{"order":"o_1"}'],
  ['GET', '/v1/anything?a=1', '', '1739612345.'],
])('%s %s %s signs %s', (method, path, body, signed) => {
  expect(stringToSign(influencemart, method, path, body, '1739612345')).toBe(signed);
});

it('signs with HMAC-SHA256 in hex, within 300 s of Unix time', () => {
  expect(influencemart.scheme).toEqual({
    parts: ['timestamp', 'body'],
    separator: '.',
    algorithm: 'sha256',
    encoding: 'hex',
    timestamp: { format: 'unix-seconds', toleranceSeconds: 300 },
  });
});

it.each<[what: string, call: Parameters<typeof headerNames>[1], names: string[]]>([
  ['no body', { body: '' }, []],
  ['a body', {}, ['Content-Type']],
  ['a dialect that it does not have', { dialect: 'admin' }, ['Content-Type']],
  ['a request id', { options: { requestId: 'r' } }, ['X-Request-ID', 'Content-Type']],
  [
    'an idempotency key',
    { options: { idempotencyKey: 'i' } },
    ['X-Idempotency-Key', 'Content-Type'],
  ],
  [
    'all options',
    { options: { externalEventId: 'e', idempotencyKey: 'i', requestId: 'r' } },
    ['X-Request-ID', 'X-Idempotency-Key', 'X-External-Event-Id', 'Content-Type'],
  ],
])('headers with %s', (_what, call, names) => {
  expect(headerNames(influencemart, call)).toEqual([
    'X-API-Key',
    'X-Timestamp',
    'X-Signature',
    ...names,
  ]);
});

it('requires an event id under /v1/webhooks/ and nothing elsewhere', () => {
  const required = influencemart.headers.options.map((rule) => [
    rule.option,
    'requiredUnder' in rule ? rule.requiredUnder : undefined,
  ]);
  expect(required).toEqual([
    ['requestId', undefined],
    ['idempotencyKey', undefined],
    ['externalEventId', '/v1/webhooks/'],
  ]);
});

it.each<[prefix: string, mode: string]>([
  ['ak_test_', 'sandbox'],
  ['ak_live_', 'live'],
])('a key that starts with %s is %s', (prefix, mode) => {
  const kinds = influencemart.keyKinds.filter((kind) => kind.prefix === prefix);
  expect(kinds).toMatchObject([{ mode }]);
});

it.each<[key: string, fits: boolean]>([
  ['ak_test_1', true],
  ['ak_live_1', true],
  ['ak_prod_1', false],
  ['xak_test_1', false],
  ['AK_TEST_1', false],
])('API key %s fits: %s', (key, fits) => {
  expect(influencemart.credential[0].shape.pattern.test(key)).toBe(fits);
});

it.each<[what: string, actual: unknown, expected: unknown]>([
  ['base path', influencemart.basePath, ''],
  ['fields', influencemart.credential.map(({ id }) => id), ['apiKey']],
  [
    'errors',
    influencemart.errors.map(({ code, status }) => [code, status]),
    [['INVALID_KEY', 401]],
  ],
  ['limit a minute', influencemart.rateLimit.perMinute, 600],
  ['limit an hour', influencemart.rateLimit.perHour, 30_000],
  ['Retry-After', influencemart.rateLimit.retryAfter, false],
  ['fewest addresses', influencemart.ipAllowlist.minimum, 0],
])('%s', (_what, actual, expected) => {
  expect(actual).toEqual(expected);
});

it('publishes no base URL and sends no webhooks', () => {
  expect(influencemart).not.toHaveProperty('baseUrl');
  expect(influencemart).not.toHaveProperty('webhook');
});
