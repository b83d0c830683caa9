import { describe, expect, it } from 'vitest';
import {
  chooseTimestamp,
  missingOptions,
  optionFlag,
  planRequest,
  signRequest,
  type PlannedRequest,
  type RequestWords,
} from '../../src/app/request.js';
import { parseBaseUrl } from '../../src/core/base-url.js';
import { Secret } from '../../src/core/credential.js';
import type { Provider } from '../../src/core/provider.js';
import { buildTarget } from '../../src/core/target.js';
import { influencemart } from '../../src/providers/influencemart.js';
import { kamiokash } from '../../src/providers/kamiokash.js';
import { payinout } from '../../src/providers/payinout.js';
import { vistarkriya } from '../../src/providers/vistarkriya.js';
import { refusal } from './refusal.js';

const base = parseBaseUrl('https://vistarkriya.com/api/v1');

function plan(change: Partial<RequestWords>, provider: Provider = vistarkriya): PlannedRequest {
  return planRequest(provider, base, '/api/v1', {
    method: 'GET',
    path: '/wallet/balance',
    query: [],
    headers: [],
    members: [],
    data: undefined,
    options: {},
    overrideHeaders: false,
    ...change,
  });
}

describe('planRequest', () => {
  it.each<[change: Partial<RequestWords>, method: string, target: string, body: string]>([
    [{}, 'GET', '/api/v1/wallet/balance', ''],
    [{ method: 'post' }, 'POST', '/api/v1/wallet/balance', ''],
    [{ path: 'wallet/balance' }, 'GET', '/api/v1/wallet/balance', ''],
    [{ path: 'https://vistarkriya.com/api/v1/x?a=1' }, 'GET', '/api/v1/x?a=1', ''],
    [{ path: 'https://VistarKriya.com:443/api/v1/x' }, 'GET', '/api/v1/x', ''],
    [{ query: [['a b', 'ä&']] }, 'GET', '/api/v1/wallet/balance?a%20b=%C3%A4%26', ''],
    [{ data: Buffer.from('{"a": 1.0}\n') }, 'GET', '/api/v1/wallet/balance', '{"a": 1.0}\n'],
    [{ data: new Uint8Array() }, 'GET', '/api/v1/wallet/balance', ''],
    [
      {
        members: [
          { name: 'b', path: ['b'], json: '15420.50' },
          { name: 'a', path: ['a'], json: '"x"' },
        ],
      },
      'GET',
      '/api/v1/wallet/balance',
      '{"b":15420.50,"a":"x"}',
    ],
  ])('%j', (change, method, target, body) => {
    const planned = plan(change);
    expect([planned.method, planned.target.text, Buffer.from(planned.body).toString()]).toEqual([
      method,
      target,
      body,
    ]);
  });

  it('hands data over as it is, byte for byte', () => {
    const data = Buffer.from([0xff, 0x00, 0x0a]);
    expect(Buffer.from(plan({ data }).body).equals(data)).toBe(true);
  });

  it.each<[change: Partial<RequestWords>, provider: Provider, error: unknown]>([
    [{ method: 'GE T' }, vistarkriya, refusal('usage', '"GE T" is not an HTTP method')],
    [{ method: '/wallet' }, vistarkriya, refusal('usage', 'is not an HTTP method')],
    [{ method: '' }, vistarkriya, refusal('usage', 'is not an HTTP method')],
    [{ method: 'GET\r\n' }, vistarkriya, refusal('usage', 'is not an HTTP method')],
    [
      {},
      payinout,
      refusal('method-not-allowed', 'PayIn/PayOut takes POST only, not GET', 'Use POST'),
    ],
    [
      { data: new Uint8Array(), members: [{ name: 'a[b]', path: ['a', 'b'], json: '1' }] },
      vistarkriya,
      refusal('bad-body', 'given twice: by --data and by a[b]'),
    ],
    [{ headers: [['X A', '1']] }, vistarkriya, refusal('bad-header', '"X A"')],
    [{ headers: [['X-A', 'a\r\nb']] }, vistarkriya, refusal('bad-header', 'X-A')],
    [
      { path: 'https://evil.example/api/v1/x' },
      vistarkriya,
      refusal('other-origin', 'https://evil.example'),
    ],
    [{ path: 'http://vistarkriya.com/api/v1/x' }, vistarkriya, refusal('other-origin')],
    [{ path: '//evil.example/x' }, vistarkriya, refusal('bad-path', 'another host')],
    [{ path: '/a\tb' }, vistarkriya, refusal('bad-path')],
  ])('refuses %j', (change, provider, error) => {
    expect(() => plan(change, provider)).toThrow(error);
  });

  it("holds a full URL against the provider's own where there is no base", () => {
    const words: RequestWords = {
      method: 'GET',
      path: 'https://evil.example/x',
      query: [],
      headers: [],
      members: [],
      data: undefined,
      options: {},
      overrideHeaders: false,
    };
    expect(() => planRequest(vistarkriya, undefined, '/api/v1', words)).toThrow(
      refusal('other-origin'),
    );
    expect(() => planRequest(influencemart, undefined, '', words)).toThrow(
      refusal('bad-path', 'full URL'),
    );
  });
});

describe('signRequest', () => {
  const credential = { fields: { apiKey: 'k', code: '123456' }, secret: Secret.of('s') };

  function headers(change: Partial<RequestWords>): readonly (readonly [string, string])[] {
    return signRequest(vistarkriya, credential, plan(change), '1739612345').headers;
  }

  it('puts its own headers before those of the user', () => {
    expect(headers({ headers: [['X-Extra', '1']] }).map(([name]) => name)).toEqual([
      'X-API-Key',
      'X-Timestamp',
      'X-Signature',
      'X-Tenant-Code',
      'Content-Type',
      'X-Extra',
    ]);
  });

  it('lets the user replace what does not sign', () => {
    const sent = headers({ headers: [['content-type', 'text/plain']] });
    expect(sent.filter(([name]) => name.toLowerCase() === 'content-type')).toEqual([
      ['content-type', 'text/plain'],
    ]);
  });

  it.each([
    'X-API-Key',
    'x-api-key',
    'X-TIMESTAMP',
    'X-Signature',
    'X-Tenant-Code',
    'X-Admin-Code',
    'Host',
    'content-length',
    'Transfer-Encoding',
    'Connection',
  ])('keeps %s for itself unless it is told otherwise', (name) => {
    const change = { headers: [[name, 'x'] as const] };
    // Before anything is signed, and before the mode is asked for.
    expect(() => plan(change)).toThrow(
      refusal('bad-header', `${name} is set by vk`, '--override-headers'),
    );
    const sent = headers({ ...change, overrideHeaders: true });
    expect(sent.filter(([other]) => other.toLowerCase() === name.toLowerCase())).toEqual([
      [name, 'x'],
    ]);
  });

  it('signs the target that is sent', () => {
    const planned = plan({ query: [['q', 'a b']] });
    const { stringToSign } = signRequest(vistarkriya, credential, planned, '1739612345');
    expect(Buffer.from(stringToSign).toString()).toBe(`1739612345GET${planned.target.text}`);
  });
});

describe('chooseTimestamp', () => {
  const now = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

  it.each<[provider: Provider, given: string | undefined, timestamp: string]>([
    [vistarkriya, undefined, '1767323045'],
    [kamiokash, undefined, '2026-01-02T03:04:05.678Z'],
    [vistarkriya, '1', '1'],
    [vistarkriya, '0001', '0001'],
    [kamiokash, '2026-01-27T09:23:06Z', '2026-01-27T09:23:06Z'],
  ])('of $id, given %s', (provider, given, timestamp) => {
    expect(chooseTimestamp(provider, given, now)).toBe(timestamp);
  });

  it.each<[provider: Provider, given: string, remedy: string]>([
    [vistarkriya, '', 'Unix seconds: 1767323045'],
    [vistarkriya, '1767323045678', 'Unix seconds'],
    [vistarkriya, '2026-01-02T03:04:05Z', 'Unix seconds'],
    [vistarkriya, '-1', 'Unix seconds'],
    [vistarkriya, ' 1', 'Unix seconds'],
    [kamiokash, '1767323045', 'ISO 8601 in UTC: 2026-01-02T03:04:05.678Z'],
    [kamiokash, '2026-02-30T00:00:00Z', 'ISO 8601'],
  ])('of $id refuses %j', (provider, given, remedy) => {
    expect(() => chooseTimestamp(provider, given, now)).toThrow(
      refusal('bad-timestamp', JSON.stringify(given), remedy),
    );
  });
});

describe('missingOptions', () => {
  it.each<[basePath: string, path: string, event: string | undefined, missing: readonly string[]]>([
    ['', '/v1/webhooks/order', undefined, ['externalEventId']],
    ['', '/v1/webhooks/order', '', ['externalEventId']],
    ['', '/v1/webhooks/order', 'e1', []],
    ['', '/v1/webhooks/order?a=1', undefined, ['externalEventId']],
    ['', '/v1/webhooks', undefined, []],
    ['', '/v1/orders?x=/v1/webhooks/', undefined, []],
    ['/base', '/base/v1/webhooks/order', undefined, ['externalEventId']],
    ['/base', '/v1/webhooks/order', undefined, ['externalEventId']],
    ['/v1', '/webhooks/order', undefined, ['externalEventId']],
  ])('with base %j: %s, %s', (basePath, path, externalEventId, missing) => {
    const options = externalEventId === undefined ? {} : { externalEventId };
    const found = missingOptions(influencemart, basePath, {
      target: buildTarget(basePath, path),
      options,
    });
    expect(found.map(({ option }) => option)).toEqual(missing);
  });

  it('has a flag for each', () => {
    expect((['requestId', 'idempotencyKey', 'externalEventId'] as const).map(optionFlag)).toEqual([
      '--request-id',
      '--idempotency-key',
      '--external-event-id',
    ]);
  });
});
