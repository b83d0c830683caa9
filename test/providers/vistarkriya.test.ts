import { describe, expect, it } from 'vitest';
import { vistarkriya } from '../../src/providers/vistarkriya.js';
import { headerNames, stringToSign } from './documented.js';

it.each<[method: string, path: string, body: string, signed: string]>([
  // The API reference's own two examples, and its PHP sample.
  ['GET', '/wallet/balance', '', '1739612345GET/api/v1/wallet/balance'],
  [
    'POST',
    '/verify/pan',
    '{"pan":"ABCDE1234F"}',
    '1739612345POST/api/v1/verify/pan{"pan":"ABCDE1234F"}',
  ],
  ['GET', '/api/v1/wallet/core/balance.php', '', '1739612345GET/api/v1/wallet/core/balance.php'],
  // API Workspace: "full endpoint path with query string".
  [
    'GET',
    '/wallet/transactions?to=2&from=1',
    '',
    '1739612345GET/api/v1/wallet/transactions?to=2&from=1',
  ],
])('%s %s %s signs %s', (method, path, body, signed) => {
  expect(stringToSign(vistarkriya, method, path, body, '1739612345')).toBe(signed);
});

it('signs with HMAC-SHA256 in hex, within 5 minutes of Unix time', () => {
  expect(vistarkriya.scheme).toEqual({
    parts: ['timestamp', 'method', 'target', 'body'],
    separator: '',
    algorithm: 'sha256',
    encoding: 'hex',
    timestamp: { format: 'unix-seconds', toleranceSeconds: 300 },
  });
});

it.each<[dialect: string | undefined, body: string, code: string]>([
  [undefined, '', 'X-Tenant-Code'],
  [undefined, '{}', 'X-Tenant-Code'],
  ['tenant', '{}', 'X-Tenant-Code'],
  ['admin', '{}', 'X-Admin-Code'],
])('headers in dialect %s with body %j', (dialect, body, code) => {
  const names = headerNames(vistarkriya, { body, ...(dialect === undefined ? {} : { dialect }) });
  expect(names).toEqual(['X-API-Key', 'X-Timestamp', 'X-Signature', code, 'Content-Type']);
});

it.each<[code: string, status: number]>([
  ['AUTH_MISSING_KEY', 401],
  ['AUTH_INVALID_KEY', 401],
  ['HMAC_INVALID', 401],
  ['TIMESTAMP_EXPIRED', 401],
  ['AUTH_IP_BLOCKED', 403],
  ['MODULE_ACCESS_DENIED', 403],
  ['RATE_LIMITED', 429],
  ['VALIDATION_ERROR', 422],
])('documents %s as %i', (code, status) => {
  expect(vistarkriya.errors.filter((error) => error.code === code)).toMatchObject([{ status }]);
});

it('documents no other error', () => {
  expect(vistarkriya.errors).toHaveLength(8);
});

it.each<[shape: string, answer: unknown]>([
  ['flat', { success: false, error_code: 'HMAC_INVALID', message: 'mismatch' }],
  [
    'nested',
    { success: false, error: { code: 'HMAC_INVALID', message: 'mismatch', http_status: 401 } },
  ],
])('understands a %s error', (id, answer) => {
  const shape = vistarkriya.errorShapes.find((candidate) => candidate.id === id);
  expect(shape && at(answer, shape.code)).toBe('HMAC_INVALID');
  expect(shape && at(answer, shape.message)).toBe('mismatch');
});

it.each<[access: string, names: string[]]>([
  ['free', ['Wallet', 'UCB', 'UVS', 'Marketplace', 'B2C', 'Users']],
  ['activated', ['Kamao']],
  ['subscription', ['Micro Loan Services']],
])('modules: %s', (access, names) => {
  const found = vistarkriya.modules.filter((module) => module.access === access);
  expect(found.map(({ name }) => name)).toEqual(names);
});

describe('credential', () => {
  it.each<[field: string, value: string, fits: boolean]>([
    ['apiKey', 'vk_live_abc123', true],
    ['apiKey', 'vk_test_abc123', false],
    ['apiKey', 'xvk_live_abc123', false],
    ['code', '123456', true],
    ['code', '000000', true],
    ['code', '12345', false],
    ['code', '1234567', false],
    ['code', '12345a', false],
    ['code', '123456\n', false],
    ['code', '१२३४५६', false],
  ])('%s %j fits: %s', (field, value, fits) => {
    const found = vistarkriya.credential.find(({ id }) => id === field);
    expect(found?.shape.pattern.test(value)).toBe(fits);
  });

  it('refuses a code of another shape, and only mentions a key', () => {
    expect(vistarkriya.credential.map(({ id, shape }) => [id, shape.strict])).toEqual([
      ['apiKey', false],
      ['code', true],
    ]);
  });
});

it('tells its mode in X-API-Mode, which a free GET shows', () => {
  expect(vistarkriya.mode).toMatchObject({
    header: 'X-API-Mode',
    probe: { method: 'GET', path: '/wallet/balance' },
  });
});

it.each([
  ['GET', '/wallet/balance'],
  ['GET', '/wallet/core/balance.php'],
  ['POST', '/verify/pan'],
])('names %s %s', (method, path) => {
  expect(vistarkriya.endpoints).toContainEqual(expect.objectContaining({ method, path }));
});

it.each<[what: string, actual: unknown, expected: unknown]>([
  ['base URL', vistarkriya.baseUrl, 'https://vistarkriya.com/api/v1'],
  ['base path', vistarkriya.basePath, '/api/v1'],
  ['fewest addresses', vistarkriya.ipAllowlist.minimum, 1],
  ['most addresses', vistarkriya.ipAllowlist.maximum, 5],
  ['options', vistarkriya.headers.options, []],
  [
    'balance in the sandbox, to the last digit',
    vistarkriya.sandbox.collections[0].initial[0].balance,
    '15420.50',
  ],
])('%s', (_what, actual, expected) => {
  expect(actual).toEqual(expected);
});

it('invents no number for its rate limit, and no webhook', () => {
  expect(vistarkriya.rateLimit).not.toHaveProperty('perMinute');
  expect(vistarkriya).not.toHaveProperty('webhook');
});

it("takes its own PHP sample's credential", () => {
  expect(vistarkriya.sandbox.samples).toEqual([
    { apiKey: 'vk_live_your_api_key_here', secret: 'your_api_secret_here', code: '123456' },
  ]);
});

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => member(found, key), value);
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? new Map<string, unknown>(Object.entries(value)).get(key)
    : undefined;
}
