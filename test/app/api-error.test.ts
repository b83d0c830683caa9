import { describe, expect, it } from 'vitest';
import { clockDifference, explainError, type ExplainedError } from '../../src/app/api-error.js';
import type { Header } from '../../src/core/headers.js';
import type { Provider } from '../../src/core/provider.js';
import { influencemart } from '../../src/providers/influencemart.js';
import { kamiokash } from '../../src/providers/kamiokash.js';
import { payinout } from '../../src/providers/payinout.js';
import { vistarkriya } from '../../src/providers/vistarkriya.js';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
const DATE = 'Fri, 02 Jan 2026 03:04:05 GMT';

function explain(
  body: string | Uint8Array,
  {
    provider = vistarkriya,
    status = 401,
    headers = [],
    method,
  }: {
    readonly provider?: Provider;
    readonly status?: number;
    readonly headers?: readonly Header[];
    readonly method?: string;
  } = {},
): ExplainedError | undefined {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return explainError(
    provider,
    { status, statusText: '', headers, body: bytes, elapsedMs: 1 },
    NOW,
    method,
  );
}

it.each([200, 204, 301, 399])('%i is no error', (status) => {
  expect(explain('{"error_code":"HMAC_INVALID"}', { status })).toBeUndefined();
});

describe('the code and the message', () => {
  it.each<[name: string, body: string, code: string | undefined, message: string | undefined]>([
    ['flat', '{"success":false,"error_code":"HMAC_INVALID","message":"m"}', 'HMAC_INVALID', 'm'],
    [
      'nested',
      '{"success":false,"error":{"code":"HMAC_INVALID","message":"m","http_status":401}}',
      'HMAC_INVALID',
      'm',
    ],
    ['nested without a message', '{"error":{"code":"HMAC_INVALID"}}', 'HMAC_INVALID', undefined],
    ['an unknown code', '{"error_code":"NEW_ONE","message":"m"}', 'NEW_ONE', 'm'],
    ['a message alone', '{"message":"m"}', undefined, 'm'],
    ['a nested message alone', '{"error":{"message":"m"}}', undefined, 'm'],
    ['a code that is no string', '{"error_code":7,"message":"m"}', undefined, 'm'],
    ['a code every object has', '{"error_code":"constructor"}', 'constructor', undefined],
    ['__proto__', '{"__proto__":{"error_code":"HMAC_INVALID"}}', undefined, undefined],
    ['a text', 'Bad Gateway', undefined, undefined],
    ['an empty body', '', undefined, undefined],
    ['HTML', '<html></html>', undefined, undefined],
    ['null', 'null', undefined, undefined],
    ['an array', '[1]', undefined, undefined],
    ['a string', '"error"', undefined, undefined],
    ['an error that is a text', '{"error":"nope"}', undefined, undefined],
  ])('%s', (_name, body, code, message) => {
    const error = explain(body);
    expect([error?.code, error?.message]).toEqual([code, message]);
    expect(error?.remedy).not.toBe('');
  });

  it('are not looked for in what is no text', () => {
    expect(explain(Buffer.from([0xff, 0xfe]))).toEqual({ remedy: expect.any(String) });
  });

  it.each<[provider: Provider, body: string, expected: Partial<ExplainedError>]>([
    [kamiokash, '{"error":"Invalid signature"}', { message: 'Invalid signature' }],
    [payinout, '{"success":false,"message":"m"}', { message: 'm' }],
    [influencemart, '{"error":{"code":null,"message":"m"}}', { message: 'm' }],
    [
      influencemart,
      '{"error":{"code":"INVALID_KEY","message":"m"}}',
      { code: 'INVALID_KEY', meaning: 'the key is disabled or revoked' },
    ],
  ])('of $id in %s', (provider, body, expected) => {
    expect(explain(body, { provider })).toMatchObject(expected);
  });
});

describe('what is known about it', () => {
  it('is what the page says, with the page', () => {
    expect(explain('{"error_code":"AUTH_IP_BLOCKED"}', { status: 403 })).toEqual({
      code: 'AUTH_IP_BLOCKED',
      meaning: 'IP not whitelisted',
      source: 'Vistar Kriya, API Workspace',
      remedy: expect.stringContaining('Admin Panel'),
    });
  });

  it.each(['NEW_ONE', 'constructor', 'hmac_invalid'])('is nothing for %s', (code) => {
    const error = explain(JSON.stringify({ error_code: code }));
    expect(error).not.toHaveProperty('meaning');
    expect(error).not.toHaveProperty('source');
  });

  it.each<[status: number, provider: Provider, remedy: string]>([
    [400, vistarkriya, 'Compare the request'],
    [401, vistarkriya, 'Check key, secret and clock'],
    [403, vistarkriya, 'IP allowlist'],
    [403, kamiokash, 'Check what this key may do'],
    [404, kamiokash, 'Check the path'],
    [429, influencemart, '600 a minute'],
    [429, kamiokash, 'Wait and try again.'],
    [500, kamiokash, 'The fault is at the server'],
  ])('%i without a code gets a remedy', (status, provider, remedy) => {
    expect(explain('', { status, provider })?.remedy).toContain(remedy);
  });

  it.each<[method: string | undefined, remedy: string]>([
    ['GET', 'The fault is at the server.'],
    ['HEAD', 'The fault is at the server.'],
    [undefined, 'The fault is at the server.'],
    ['POST', 'The fault is at the server. Before you repeat a POST, find out whether it was done.'],
    [
      'DELETE',
      'The fault is at the server. Before you repeat a DELETE, find out whether it was done.',
    ],
  ])('503 to a %s says whether it may be repeated', (method, remedy) => {
    const change = method === undefined ? {} : { method };
    expect(explain('', { status: 503, provider: kamiokash, ...change })?.remedy).toBe(remedy);
  });
});

describe("the clock's difference", () => {
  it.each<[name: string, headers: readonly Header[], seconds: number | undefined]>([
    ['none', [['Date', DATE]], 0],
    ['ahead', [['date', 'Fri, 02 Jan 2026 02:54:05 GMT']], 600],
    ['behind', [['Date', 'Fri, 02 Jan 2026 03:14:05 GMT']], -600],
    ['missing', [], undefined],
    ['garbage', [['Date', 'soon']], undefined],
    // What Date.parse alone would take for a date.
    ['garbage with a number', [['Date', 'garbage 1']], undefined],
    ['a number', [['Date', '2026']], undefined],
    ['an ISO date', [['Date', '2026-01-02T03:04:05Z']], undefined],
    ['another zone', [['Date', 'Fri, 02 Jan 2026 03:04:05 +0530']], undefined],
    ['no zone', [['Date', 'Fri, 02 Jan 2026 03:04:05']], undefined],
    ['a month that is none', [['Date', 'Fri, 02 Foo 2026 03:04:05 GMT']], undefined],
    ['a day that is none', [['Date', 'Fri, 99 Jan 2026 03:04:05 GMT']], undefined],
    ['empty', [['Date', '']], undefined],
    [
      'cached',
      [
        ['Date', 'Fri, 02 Jan 2026 02:54:05 GMT'],
        ['Age', '600'],
      ],
      undefined,
    ],
  ])('%s', (_name, headers, seconds) => {
    expect(clockDifference(headers, NOW)).toBe(seconds);
    const error = explain('{"error_code":"TIMESTAMP_EXPIRED"}', { headers });
    expect(error?.clockDifferenceSeconds).toBe(seconds);
  });

  it('is rounded', () => {
    expect(clockDifference([['Date', DATE]], NOW + 1499)).toBe(1);
    expect(clockDifference([['Date', DATE]], NOW + 1500)).toBe(2);
  });

  it('says nothing about another error', () => {
    const error = explain('{"error_code":"HMAC_INVALID"}', { headers: [['Date', DATE]] });
    expect(error).not.toHaveProperty('clockDifferenceSeconds');
  });
});
