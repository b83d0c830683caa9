import { execFileSync } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret, type Credential } from '../../src/core/credential.js';
import type { Header } from '../../src/core/headers.js';
import type { DemoCredential, Mode, Provider } from '../../src/core/provider.js';
import { influencemart } from '../../src/providers/influencemart.js';
import { kamiokash } from '../../src/providers/kamiokash.js';
import { payinout } from '../../src/providers/payinout.js';
import { findProvider, providers } from '../../src/providers/registry.js';
import { vistarkriya } from '../../src/providers/vistarkriya.js';
import { handle, type SandboxResponse } from '../../src/sandbox/handle.js';
import type { SandboxRequest } from '../../src/sandbox/rule.js';
import { newState } from '../../src/sandbox/state.js';

const NOW_SECONDS = 1_767_323_045;
const NOW = NOW_SECONDS * 1000;
const NOW_ISO = '2026-01-02T03:04:05.000Z';

function account({ apiKey, secret, code, email }: DemoCredential): Credential {
  return {
    fields: {
      apiKey,
      ...(code !== undefined && { code }),
      ...(email !== undefined && { email }),
    },
    secret: Secret.of(secret),
  };
}

function send(
  provider: Provider,
  request: SandboxRequest,
  { mode = 'sandbox', nowMs = NOW }: { readonly mode?: Mode; readonly nowMs?: number } = {},
): SandboxResponse {
  const { demo, samples } = provider.sandbox;
  return handle(request, provider, newState([demo, ...samples].map(account), { mode }), nowMs);
}

interface Call {
  readonly method: string;
  readonly target: string;
  readonly body: string;
  /** As the header has it. */
  readonly timestamp: string;
}

/** What each page says is signed, in the words of the page, and not by way of our own schemes. */
const SIGNED: Readonly<Record<string, (call: Call) => string>> = {
  vistarkriya: ({ timestamp, method, target, body }) => `${timestamp}${method}${target}${body}`,
  kamiokash: ({ timestamp, body }) => `${body}:${timestamp}`,
  influencemart: ({ timestamp, body }) => `${timestamp}.${body}`,
  payinout: ({ timestamp }) => `${timestamp}merchant@example.com`,
};

const HEADERS: Readonly<Record<string, (signature: string, call: Call) => Header[]>> = {
  vistarkriya: (signature, { timestamp }) => [
    ['X-API-Key', 'vk_live_sandbox_demo'],
    ['X-Timestamp', timestamp],
    ['X-Signature', signature],
    ['X-Tenant-Code', '246810'],
    ['Content-Type', 'application/json'],
  ],
  kamiokash: (signature, { timestamp }) => [
    ['X-API-Key', 'kamio_sandbox_demo'],
    ['X-Timestamp', timestamp],
    ['X-Signature', signature],
  ],
  influencemart: (signature, { timestamp }) => [
    ['X-API-Key', 'ak_test_sandbox_demo'],
    ['X-Timestamp', timestamp],
    ['X-Signature', signature],
  ],
  payinout: (signature, { timestamp }) => [
    ['X-App-Token', 'payinout_sandbox_demo'],
    ['X-App-Access-Ts', timestamp],
    ['X-App-Access-Sig', signature],
    ['Content-Type', 'application/json'],
    ['Accept', 'application/json, text/plain'],
  ],
};

const SECRETS: Readonly<Record<string, string>> = {
  vistarkriya: 'vk-sandbox-demo-secret',
  kamiokash: 'kamio-sandbox-demo-secret',
  influencemart: 'influencemart-sandbox-demo-secret',
  payinout: 'payinout-sandbox-demo-secret',
};

const USUAL: Readonly<Record<string, Call>> = {
  vistarkriya: {
    method: 'POST',
    target: '/api/v1/verify/pan',
    body: '{"pan":"ABCDE1234F"}',
    timestamp: String(NOW_SECONDS),
  },
  kamiokash: {
    method: 'POST',
    target: '/v1/member',
    body: '{"externalId":"a"}',
    timestamp: NOW_ISO,
  },
  influencemart: {
    method: 'POST',
    target: '/v1/orders',
    body: '{"a":1}',
    timestamp: String(NOW_SECONDS),
  },
  payinout: {
    method: 'POST',
    target: '/payin',
    body: '{"amount":1}',
    timestamp: String(NOW_SECONDS),
  },
};

function need<T>(record: Readonly<Record<string, T>>, id: string): T {
  const value = record[id];
  if (value === undefined) {
    throw new Error(`no ${id}`);
  }
  return value;
}

/** A call that the provider's demo account has signed as its page says. */
function signed(provider: Provider, change: Partial<Call> = {}): SandboxRequest {
  const call = { ...need(USUAL, provider.id), ...change };
  const signature = createHmac('sha256', need(SECRETS, provider.id))
    .update(need(SIGNED, provider.id)(call))
    .digest('hex');
  return {
    method: call.method,
    target: Buffer.from(call.target),
    headers: need(HEADERS, provider.id)(signature, call),
    body: Buffer.from(call.body),
  };
}

/** The same request with a header replaced, or left out. */
function withHeader(request: SandboxRequest, name: string, value?: string): SandboxRequest {
  const rest = request.headers.filter(([other]) => other !== name);
  return { ...request, headers: value === undefined ? rest : [...rest, [name, value]] };
}

function text({ body }: SandboxResponse): string {
  return Buffer.from(body).toString();
}

function json(response: SandboxResponse): unknown {
  return JSON.parse(text(response));
}

function headerOf({ headers }: SandboxResponse, name: string): string | undefined {
  return headers.find(([other]) => other === name)?.[1];
}

/** Each provider's error answer, as it is written on the wire. */
const ERROR: Readonly<Record<string, (code: string | null, message: string) => unknown>> = {
  vistarkriya: (code, message) => ({ success: false, error_code: code, message }),
  kamiokash: (_code, message) => ({ error: message }),
  influencemart: (code, message) => ({ error: { code, message } }),
  payinout: (_code, message) => ({ success: false, message }),
};

type Change = (request: SandboxRequest) => SandboxRequest;
const drop =
  (...names: string[]): Change =>
  (request) =>
    names.reduce((present, name) => withHeader(present, name), request);
const set =
  (name: string, value: string): Change =>
  (request) =>
    withHeader(request, name, value);

it.each(providers.map(({ id }) => id))('%s accepts what openssl signed', (id) => {
  const provider = findProvider(id);
  const call = need(USUAL, id);
  const output = execFileSync('openssl', ['dgst', '-sha256', '-hmac', need(SECRETS, id)], {
    input: need(SIGNED, id)(call),
    encoding: 'utf8',
  });
  const signature = /[0-9a-f]{64}/.exec(output)?.[0] ?? '';
  const answer = send(provider, {
    ...signed(provider),
    headers: need(HEADERS, id)(signature, call),
  });
  expect(answer.status).toBe(200);
});

describe('refuses', () => {
  it.each<
    [id: string, what: string, change: Change, status: number, code: string | null, message: string]
  >([
    [
      'vistarkriya',
      'no key',
      drop('X-API-Key'),
      401,
      'AUTH_MISSING_KEY',
      'X-API-Key header not sent',
    ],
    [
      'vistarkriya',
      'an empty key',
      set('X-API-Key', ''),
      401,
      'AUTH_MISSING_KEY',
      'X-API-Key header not sent',
    ],
    [
      'vistarkriya',
      'no timestamp',
      drop('X-Timestamp'),
      401,
      'HMAC_INVALID',
      'X-Timestamp header not sent',
    ],
    [
      'vistarkriya',
      'no signature',
      drop('X-Signature'),
      401,
      'HMAC_INVALID',
      'X-Signature header not sent',
    ],
    [
      'vistarkriya',
      'no code',
      drop('X-Tenant-Code'),
      401,
      'AUTH_MISSING_KEY',
      'X-Tenant-Code or X-Admin-Code header not sent',
    ],
    [
      'vistarkriya',
      'an unknown key',
      set('X-API-Key', 'vk_live_x'),
      401,
      'AUTH_INVALID_KEY',
      'API key not found',
    ],
    [
      'vistarkriya',
      'a key in another case',
      set('X-API-Key', 'VK_LIVE_SANDBOX_DEMO'),
      401,
      'AUTH_INVALID_KEY',
      'API key not found',
    ],
    [
      'vistarkriya',
      'a wrong code',
      set('X-Tenant-Code', '000000'),
      401,
      'AUTH_INVALID_KEY',
      'the code does not belong to this API key',
    ],
    [
      'vistarkriya',
      "another account's code",
      set('X-Tenant-Code', '123456'),
      401,
      'AUTH_INVALID_KEY',
      'the code does not belong to this API key',
    ],
    [
      'vistarkriya',
      'an old timestamp',
      set('X-Timestamp', '1'),
      401,
      'TIMESTAMP_EXPIRED',
      'Timestamp older than 5 minutes',
    ],
    [
      'vistarkriya',
      'milliseconds',
      set('X-Timestamp', String(NOW)),
      401,
      'TIMESTAMP_EXPIRED',
      'Timestamp older than 5 minutes',
    ],
    [
      'vistarkriya',
      'no time at all',
      set('X-Timestamp', 'now'),
      401,
      'TIMESTAMP_EXPIRED',
      'Timestamp older than 5 minutes',
    ],
    [
      'vistarkriya',
      'a wrong signature',
      set('X-Signature', 'ab'.repeat(32)),
      401,
      'HMAC_INVALID',
      'Signature verification failed',
    ],
    [
      'vistarkriya',
      'half a signature',
      set('X-Signature', 'ab'),
      401,
      'HMAC_INVALID',
      'Signature verification failed',
    ],
    [
      'vistarkriya',
      'what is no signature',
      set('X-Signature', 'secret'),
      401,
      'HMAC_INVALID',
      'Signature verification failed',
    ],
    ['kamiokash', 'no key', drop('X-API-Key'), 401, null, 'Missing X-API-Key'],
    ['kamiokash', 'no timestamp', drop('X-Timestamp'), 401, null, 'Missing X-Timestamp'],
    ['kamiokash', 'no signature', drop('X-Signature'), 401, null, 'Missing X-Signature'],
    ['kamiokash', 'an unknown key', set('X-API-Key', 'x'), 401, null, 'Unknown API key'],
    [
      'kamiokash',
      'Unix seconds',
      set('X-Timestamp', String(NOW_SECONDS)),
      401,
      null,
      'Timestamp outside the tolerance',
    ],
    [
      'kamiokash',
      'a wrong signature',
      set('X-Signature', 'ab'.repeat(32)),
      401,
      null,
      'Invalid signature',
    ],
    ['influencemart', 'no key', drop('X-API-Key'), 401, null, 'X-API-Key is missing'],
    ['influencemart', 'no timestamp', drop('X-Timestamp'), 401, null, 'X-Timestamp is missing'],
    ['influencemart', 'no signature', drop('X-Signature'), 401, null, 'X-Signature is missing'],
    [
      'influencemart',
      'an unknown key',
      set('X-API-Key', 'ak_test_x'),
      401,
      'INVALID_KEY',
      'the key is unknown, disabled or revoked',
    ],
    [
      'influencemart',
      'an old timestamp',
      set('X-Timestamp', '1'),
      401,
      null,
      'X-Timestamp is not within 300 s of server time',
    ],
    [
      'influencemart',
      'a wrong signature',
      set('X-Signature', 'ab'.repeat(32)),
      401,
      null,
      'X-Signature does not match',
    ],
    ['payinout', 'no key', drop('X-App-Token'), 401, null, 'X-App-Token is missing'],
    ['payinout', 'no timestamp', drop('X-App-Access-Ts'), 401, null, 'X-App-Access-Ts is missing'],
    [
      'payinout',
      'no signature',
      drop('X-App-Access-Sig'),
      401,
      null,
      'X-App-Access-Sig is missing',
    ],
    ['payinout', 'an unknown key', set('X-App-Token', 'x'), 401, null, 'unknown X-App-Token'],
    [
      'payinout',
      'an old timestamp',
      set('X-App-Access-Ts', '1'),
      401,
      null,
      'X-App-Access-Ts is too old or too new',
    ],
    [
      'payinout',
      'a wrong signature',
      set('X-App-Access-Sig', 'ab'.repeat(32)),
      401,
      null,
      'X-App-Access-Sig does not match',
    ],
    [
      'payinout',
      'no content type',
      drop('Content-Type'),
      415,
      null,
      'Content-Type must be application/json',
    ],
    [
      'payinout',
      'another content type',
      set('Content-Type', 'text/plain'),
      415,
      null,
      'Content-Type must be application/json',
    ],
    [
      'payinout',
      'a longer content type',
      set('Content-Type', 'application/json5'),
      415,
      null,
      'Content-Type must be application/json',
    ],
    [
      'payinout',
      'no Accept',
      drop('Accept'),
      406,
      null,
      'Accept must allow application/json or text/plain',
    ],
    [
      'payinout',
      'an Accept of other types',
      set('Accept', 'text/html, image/*'),
      406,
      null,
      'Accept must allow application/json or text/plain',
    ],
    [
      'payinout',
      'a GET',
      (request) => ({ ...request, method: 'GET' }),
      405,
      null,
      'only POST is accepted',
    ],
    ['payinout', 'a HEAD', (request) => ({ ...request, method: 'HEAD' }), 405, null, ''],
    [
      'payinout',
      'a PUT',
      (request) => ({ ...request, method: 'PUT' }),
      405,
      null,
      'only POST is accepted',
    ],
  ])('%s: %s', (id, _what, change, status, code, message) => {
    const provider = findProvider(id);
    const request = signed(provider);
    expect(send(provider, request).status).toBe(200);
    const answer = send(provider, change(request));
    expect(answer.status).toBe(status);
    expect(headerOf(answer, 'Content-Type')).toBe('application/json');
    if (message !== '') {
      expect(json(answer)).toEqual(need(ERROR, id)(code, message));
    }
  });

  it.each<[id: string, what: string, change: Change]>([
    ['vistarkriya', 'method', (request) => ({ ...request, method: 'PUT' })],
    ['vistarkriya', 'path', (request) => ({ ...request, target: Buffer.from('/api/v1/verify/x') })],
    [
      'vistarkriya',
      'query',
      (request) => ({ ...request, target: Buffer.from('/api/v1/verify/pan?a=1') }),
    ],
    [
      'vistarkriya',
      'path case',
      (request) => ({ ...request, target: Buffer.from('/api/v1/verify/PAN') }),
    ],
    [
      'vistarkriya',
      'path encoding',
      (request) => ({ ...request, target: Buffer.from('/api/v1/verify/p%61n') }),
    ],
    [
      'vistarkriya',
      'body',
      (request) => ({ ...request, body: Buffer.from('{"pan":"ABCDE1234G"}') }),
    ],
    [
      'vistarkriya',
      'white space in the body',
      (request) => ({ ...request, body: Buffer.from('{"pan": "ABCDE1234F"}') }),
    ],
    ['vistarkriya', 'body left out', (request) => ({ ...request, body: new Uint8Array() })],
    ['vistarkriya', 'timestamp', set('X-Timestamp', String(NOW_SECONDS + 1))],
    ['kamiokash', 'body', (request) => ({ ...request, body: Buffer.from('{"a":2}') })],
    ['kamiokash', 'timestamp', set('X-Timestamp', '2026-01-02T03:04:05.001Z')],
    ['influencemart', 'body', (request) => ({ ...request, body: Buffer.from('{"a":1}\n') })],
    ['influencemart', 'timestamp', set('X-Timestamp', String(NOW_SECONDS - 1))],
    ['payinout', 'timestamp', set('X-App-Access-Ts', String(NOW_SECONDS + 1))],
  ])('%s: %s changed after signing', (id, _what, change) => {
    const provider = findProvider(id);
    const answer = send(provider, change(signed(provider)));
    expect(answer.status).toBe(401);
    expect(text(answer)).toMatch(/HMAC_INVALID|Invalid signature|does not match/);
  });

  // The page says so: the signature covers neither method, path nor body.
  it('PayIn/PayOut takes a changed path and body', () => {
    const request = {
      ...signed(payinout),
      target: Buffer.from('/payout'),
      body: Buffer.from('{"amount":250000}'),
    };
    expect(send(payinout, request).status).toBe(200);
  });

  it('asks in the documented order: the first fault is the answer', () => {
    const all = drop(
      'X-API-Key',
      'X-Timestamp',
      'X-Signature',
      'X-Tenant-Code',
    )(signed(vistarkriya));
    const faults = [
      all,
      set('X-API-Key', 'vk_live_x')(all),
      set('X-Timestamp', '1')(set('X-API-Key', 'vk_live_x')(all)),
      drop('X-Tenant-Code')(
        set('X-Timestamp', '1')(set('X-API-Key', 'vk_live_x')(signed(vistarkriya))),
      ),
      set(
        'X-Tenant-Code',
        '0',
      )(set('X-Timestamp', '1')(set('X-API-Key', 'vk_live_x')(signed(vistarkriya)))),
      set('X-Tenant-Code', '0')(set('X-Timestamp', '1')(signed(vistarkriya))),
      set('X-Signature', 'ab')(set('X-Timestamp', '1')(signed(vistarkriya))),
      set('X-Signature', 'ab')({ ...signed(vistarkriya), target: Buffer.from('/nowhere') }),
      { ...signed(vistarkriya, { method: 'GET', target: '/nowhere', body: '' }) },
    ];
    expect(faults.map((request) => text(send(vistarkriya, request)))).toEqual([
      expect.stringContaining('X-API-Key header not sent'),
      expect.stringContaining('X-Timestamp header not sent'),
      expect.stringContaining('X-Signature header not sent'),
      expect.stringContaining('X-Admin-Code header not sent'),
      expect.stringContaining('API key not found'),
      expect.stringContaining('the code does not belong'),
      expect.stringContaining('TIMESTAMP_EXPIRED'),
      expect.stringContaining('HMAC_INVALID'),
      expect.stringContaining('NOT_FOUND'),
    ]);
  });

  it('asks for the method and the content type before anything else', () => {
    const nothing = {
      method: 'GET',
      target: Buffer.from('/'),
      headers: [],
      body: new Uint8Array(),
    };
    expect(send(payinout, nothing).status).toBe(405);
    expect(send(payinout, { ...nothing, method: 'POST' }).status).toBe(415);
  });
});

describe('the time', () => {
  it.each<[id: string, offset: number, isAccepted: boolean]>(
    providers.flatMap(({ id }) =>
      (
        [
          [-301, false],
          [-300, true],
          [-299, true],
          [0, true],
          [299, true],
          [300, true],
          [301, false],
        ] as const
      ).map(([offset, isAccepted]): [string, number, boolean] => [id, offset, isAccepted]),
    ),
  )('%s at %i s', (id, offset, isAccepted) => {
    const provider = findProvider(id);
    const seconds = NOW_SECONDS + offset;
    const isIso = id === 'kamiokash';
    const timestamp = isIso ? new Date(seconds * 1000).toISOString() : String(seconds);
    const answer = send(provider, signed(provider, { timestamp }));
    expect(answer.status).toBe(isAccepted ? 200 : 401);
    if (!isAccepted && id === 'vistarkriya') {
      expect(json(answer)).toMatchObject({ error_code: 'TIMESTAMP_EXPIRED' });
    }
  });

  it('is cut to seconds where the timestamp is', () => {
    const request = signed(vistarkriya, { timestamp: String(NOW_SECONDS - 300) });
    expect(send(vistarkriya, request, { nowMs: NOW + 999 }).status).toBe(200);
    expect(send(vistarkriya, request, { nowMs: NOW + 1000 }).status).toBe(401);
  });

  it('is counted in milliseconds where the timestamp has them', () => {
    const request = signed(kamiokash);
    expect(send(kamiokash, request, { nowMs: NOW + 300_000 }).status).toBe(200);
    expect(send(kamiokash, request, { nowMs: NOW + 300_001 }).status).toBe(401);
  });

  it("is the sandbox's own in the Date header", () => {
    expect(headerOf(send(vistarkriya, signed(vistarkriya)), 'Date')).toBe(
      'Fri, 02 Jan 2026 03:04:05 GMT',
    );
  });
});

describe('Vistar Kriya', () => {
  it.each<[name: string, value: string, status: number]>([
    ['X-Tenant-Code', '246810', 200],
    ['X-Admin-Code', '246810', 200],
    ['x-admin-code', '246810', 200],
    ['X-Admin-Code', '000000', 401],
    ['X-Code', '246810', 401],
  ])('reads the code from %s: %s', (name, value, status) => {
    const request = withHeader(drop('X-Tenant-Code')(signed(vistarkriya)), name, value);
    expect(send(vistarkriya, request).status).toBe(status);
  });

  it("knows the account of the reference page's PHP sample", () => {
    const timestamp = String(NOW_SECONDS);
    const target = '/api/v1/wallet/core/balance.php';
    const signature = createHmac('sha256', 'your_api_secret_here')
      .update(`${timestamp}GET${target}`)
      .digest('hex');
    const answer = send(vistarkriya, {
      method: 'GET',
      target: Buffer.from(target),
      headers: [
        ['X-API-Key', 'vk_live_your_api_key_here'],
        ['X-Timestamp', timestamp],
        ['X-Signature', signature],
        ['X-Admin-Code', '123456'],
      ],
      body: new Uint8Array(),
    });
    expect(answer.status).toBe(200);
    expect(text(answer)).toContain('"balance":15420.50,');
  });

  it.each<[what: string, request: SandboxRequest, status: number]>([
    [
      'a GET',
      signed(vistarkriya, { method: 'GET', target: '/api/v1/wallet/balance', body: '' }),
      200,
    ],
    ['a POST', signed(vistarkriya), 200],
    ['a refusal', drop('X-API-Key')(signed(vistarkriya)), 401],
    [
      'what is not found',
      signed(vistarkriya, { method: 'GET', target: '/api/v1/x', body: '' }),
      404,
    ],
  ])('says the mode with %s', (_what, request, status) => {
    for (const mode of ['sandbox', 'live'] as const) {
      const answer = send(vistarkriya, request, { mode });
      expect([answer.status, headerOf(answer, 'X-API-Mode')]).toEqual([status, mode]);
    }
  });

  it.each([kamiokash, influencemart, payinout])('$id says no mode', (provider) => {
    expect(headerOf(send(provider, signed(provider)), 'X-API-Mode')).toBeUndefined();
  });

  it.each<[method: string, target: string, status: number]>([
    ['GET', '/api/v1/wallet/balance', 200],
    ['GET', '/api/v1/wallet/balance?b=2&a=1&q=a%20b+c', 200],
    ['GET', '/api/v1/wallet/core/balance.php', 200],
    ['GET', '/wallet/balance', 404],
    ['GET', '/api/v1/wallet/balance/', 404],
    ['GET', '/api/v1/wallet', 404],
    ['GET', '/api/v1/', 404],
    ['GET', '/api/v1wallet/balance', 404],
    ['POST', '/api/v1/anything/at/all', 200],
    ['PUT', '/api/v1/wallet/balance', 405],
    ['DELETE', '/api/v1/wallet/balance', 405],
  ])('%s %s', (method, target, status) => {
    expect(send(vistarkriya, signed(vistarkriya, { method, target, body: '' })).status).toBe(
      status,
    );
  });

  it('answers a balance with its numbers as documented', () => {
    const call = { method: 'GET', target: '/api/v1/wallet/balance', body: '' };
    expect(text(send(vistarkriya, signed(vistarkriya, call)))).toBe(
      '{"success":true,"data":{"balance":15420.50,"currency":"INR","last_updated":"2026-01-02T03:04:05Z"}}',
    );
  });

  it('answers a POST with what arrived', () => {
    const body = '{"pan":"é😀"}';
    const answer = send(vistarkriya, signed(vistarkriya, { body }));
    expect(json(answer)).toMatchObject({
      success: true,
      data: {
        received_bytes: Buffer.byteLength(body),
        received_sha256: createHash('sha256').update(body).digest('hex'),
      },
    });
  });
});

describe('HEAD', () => {
  it('is answered as GET without a body', () => {
    const call = { method: 'HEAD', target: '/api/v1/wallet/balance', body: '' };
    const answer = send(vistarkriya, signed(vistarkriya, call));
    expect(answer.status).toBe(200);
    expect(answer.body).toHaveLength(0);
    expect(headerOf(answer, 'X-API-Mode')).toBe('sandbox');
  });

  it('is refused without a body', () => {
    const call = { method: 'HEAD', target: '/api/v1/wallet/balance', body: '' };
    const answer = send(vistarkriya, drop('X-Signature')(signed(vistarkriya, call)));
    expect([answer.status, answer.body.length]).toEqual([401, 0]);
  });

  it('is no POST', () => {
    const call = { method: 'HEAD', target: '/api/v1/verify/pan', body: '' };
    expect(send(vistarkriya, signed(vistarkriya, call)).status).toBe(405);
  });
});

describe('Influencemart', () => {
  it.each<[target: string, name: string | undefined, value: string, status: number]>([
    ['/v1/webhooks/order', undefined, '', 400],
    ['/v1/webhooks/order', 'X-External-Event-Id', '', 400],
    ['/v1/webhooks/order', 'X-External-Event-Id', 'e1', 200],
    ['/v1/webhooks/order?a=1', undefined, '', 400],
    ['/v1/webhooks', undefined, '', 200],
    ['/v1/orders', undefined, '', 200],
    ['/v2/v1/webhooks/order', undefined, '', 200],
  ])('%s with %s %j', (target, name, value, status) => {
    const request = signed(influencemart, { target });
    const sent = name === undefined ? request : withHeader(request, name, value);
    const answer = send(influencemart, sent);
    expect(answer.status).toBe(status);
    if (status === 400) {
      expect(json(answer)).toEqual({
        error: { code: null, message: 'X-External-Event-Id is required' },
      });
    }
  });

  it('asks for the event id only of who has signed', () => {
    const request = signed(influencemart, { target: '/v1/webhooks/order' });
    expect(send(influencemart, set('X-Signature', 'ab')(request)).status).toBe(401);
  });

  it('answers a GET with its own key', () => {
    const answer = send(influencemart, signed(influencemart, { method: 'GET', body: '' }));
    expect(json(answer)).toMatchObject({ key: 'ak_test_sandbox_demo', kind: 'test' });
  });
});

describe('content types that PayIn/PayOut takes', () => {
  it.each(['application/json; charset=utf-8', 'APPLICATION/JSON', 'application/json ;x=y'])(
    '%s',
    (value) => {
      expect(send(payinout, set('Content-Type', value)(signed(payinout))).status).toBe(200);
    },
  );
});

it.each<[id: string, method: string, target: string, status: number]>([
  ['kamiokash', 'POST', '/v1/member', 200],
  ['kamiokash', 'GET', '/v1/member/cust_abc123', 200],
  ['kamiokash', 'GET', '/v1/member/1', 404],
  ['kamiokash', 'GET', '/v1/orders', 200],
  ['kamiokash', 'GET', '/v1/wallets', 200],
  ['kamiokash', 'DELETE', '/v1/member/1', 405],
  ['kamiokash', 'POST', '/v1/nothing', 404],
  ['kamiokash', 'GET', '/v1/nothing', 404],
  ['influencemart', 'PATCH', '/anything', 200],
  ['payinout', 'POST', '/payout', 200],
  ['payinout', 'POST', '/balance', 200],
  ['payinout', 'POST', '/statistics', 200],
])('%s answers %s %s with %i', (id, method, target, status) => {
  const provider = findProvider(id);
  const answer = send(provider, signed(provider, { method, target }));
  expect(answer.status).toBe(status);
  expect(() => json(answer)).not.toThrow();
  expect(text(answer)).not.toContain('{{');
});

it('leaves nothing of the secret in an answer', () => {
  for (const provider of providers) {
    const answers = [
      send(provider, signed(provider)),
      send(provider, drop('X-API-Key')(signed(provider))),
    ];
    expect(answers.map(text).join('')).not.toContain(need(SECRETS, provider.id));
  }
});

it('answers whatever comes, and the same each time', () => {
  const name = fc.constantFrom(
    'X-API-Key',
    'X-Timestamp',
    'X-Signature',
    'X-Tenant-Code',
    'X-App-Token',
    'Content-Type',
    '__proto__',
  );
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'vk_live_sandbox_demo',
      '246810',
      String(NOW_SECONDS),
      NOW_ISO,
      'application/json',
    ),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...providers),
      fc.constantFrom('GET', 'POST', 'HEAD', 'PUT'),
      fc.uint8Array(),
      fc.array(fc.tuple(name, value)),
      fc.uint8Array(),
      (provider, method, target, headers, body) => {
        const first = send(provider, { method, target, headers, body });
        expect(first).toEqual(send(provider, { method, target, headers, body }));
        expect(first.status).toBeGreaterThanOrEqual(400);
        expect(method === 'HEAD' || json(first) !== undefined).toBe(true);
      },
    ),
  );
});
