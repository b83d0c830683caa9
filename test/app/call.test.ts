import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openCallGuard } from '../../src/app/call-guard.js';
import { call, prepareCall, type CallInput, type CallOutcome } from '../../src/app/call.js';
import { OPEN_GUARD } from '../../src/app/live-guard.js';
import type { WireRequest, WireResponse } from '../../src/app/ports.js';
import { parseBaseUrl } from '../../src/core/base-url.js';
import { Secret } from '../../src/core/credential.js';
import { findHeader, type Header } from '../../src/core/headers.js';
import { buildTarget } from '../../src/core/target.js';
import { influencemart } from '../../src/providers/influencemart.js';
import { vistarkriya } from '../../src/providers/vistarkriya.js';
import { refusal } from './refusal.js';

const NOW = 1_767_323_045_678;
const base = parseBaseUrl('https://api.example.com/api/v1');

function input(change: Partial<CallInput> = {}, method = 'POST', body = '{}'): CallInput {
  return {
    settings: {
      provider: vistarkriya,
      credential: { fields: { apiKey: 'vk_live_x', code: '123456' }, secret: Secret.of('s3cret') },
      base,
      basePath: '/api/v1',
      mode: 'sandbox',
      profile: undefined,
      isDemo: false,
      origins: [],
      overrides: [],
      trimmed: [],
    },
    base,
    request: {
      method,
      target: buildTarget('/api/v1', '/verify/pan'),
      body: Buffer.from(body),
      headers: [],
      options: {},
    },
    timestamp: undefined,
    timeoutMs: 1234,
    userAgent: 'vk/test',
    ...change,
  };
}

type Ports = Parameters<typeof openCallGuard>[1];

/** Calls with a guard of its own. */
async function guardedCall(
  asked: CallInput,
  ports: Ports,
  flags: { readonly live?: boolean; readonly yes?: boolean } = {},
): Promise<CallOutcome> {
  const guard = openCallGuard({ ...asked, live: false, yes: false, ...flags }, ports);
  return await call(asked, guard, ports);
}

function answer(status: number, headers: readonly Header[] = [], body = ''): WireResponse {
  return { status, statusText: '', headers, body: Buffer.from(body), elapsedMs: 1 };
}

/** Gives the answers in turn, and keeps what was sent. */
function fakeHttp(...answers: readonly WireResponse[]): {
  readonly sent: WireRequest[];
  readonly ports: Ports;
} {
  const sent: WireRequest[] = [];
  return {
    sent,
    ports: {
      http: {
        send: async (request) => {
          sent.push(request);
          const next = answers[sent.length - 1];
          return await (next === undefined
            ? Promise.reject(new Error('one request too many'))
            : Promise.resolve(next));
        },
      },
      nowMs: () => NOW,
      confirm: undefined,
    },
  };
}

function target(request: WireRequest | undefined): string {
  return Buffer.from(request?.target ?? []).toString();
}

function signatureOf(stringToSign: string): string {
  return createHmac('sha256', 's3cret').update(stringToSign).digest('hex');
}

const SANDBOX: Header = ['X-API-Mode', 'sandbox'];
const LIVE: Header = ['X-API-Mode', 'live'];

describe('a write', () => {
  it('goes out after a free, signed GET has shown the mode', async () => {
    const { sent, ports } = fakeHttp(answer(200, [SANDBOX]), answer(200, [SANDBOX], '{}'));
    const outcome = await guardedCall(input(), ports);
    expect(sent.map((request) => `${request.method} ${target(request)}`)).toEqual([
      'GET /api/v1/wallet/balance',
      'POST /api/v1/verify/pan',
    ]);
    const [probe, write] = sent;
    expect(findHeader(probe?.headers ?? [], 'X-Signature')).toBe(
      signatureOf('1767323045GET/api/v1/wallet/balance'),
    );
    expect(probe?.body).toHaveLength(0);
    expect(findHeader(write?.headers ?? [], 'X-Signature')).toBe(
      signatureOf('1767323045POST/api/v1/verify/pan{}'),
    );
    expect(Buffer.from(write?.body ?? []).toString()).toBe('{}');
    expect(outcome).toMatchObject({ mode: 'sandbox', error: undefined, response: { status: 200 } });
  });

  it('asks the base URL at hand, with the time of now, and none of its own headers', async () => {
    const { sent, ports } = fakeHttp(answer(200, [SANDBOX]), answer(200));
    const { request } = input();
    await guardedCall(
      input({ timestamp: '1', request: { ...request, headers: [['X-Extra', '1']] } }),
      ports,
    );
    const [probe, write] = sent;
    expect(probe).toMatchObject({ base, timeoutMs: 1234 });
    expect(findHeader(probe?.headers ?? [], 'X-Timestamp')).toBe('1767323045');
    expect(findHeader(probe?.headers ?? [], 'X-Extra')).toBeUndefined();
    expect(findHeader(write?.headers ?? [], 'X-Timestamp')).toBe('1');
    expect(findHeader(write?.headers ?? [], 'X-Extra')).toBe('1');
  });

  it.each<[name: string, probe: WireResponse, message: string, remedy: string]>([
    ['live', answer(200, [LIVE]), 'X-API-Mode says live', 'say --live'],
    ['live with an error', answer(500, [LIVE]), 'X-API-Mode says live', 'say --live'],
    ['live with a redirect', answer(302, [LIVE]), 'X-API-Mode says live', 'say --live'],
    ['live with a refusal', answer(401, [LIVE]), 'X-API-Mode says live', 'say --live'],
    ['sandbox and live', answer(200, [SANDBOX, LIVE]), 'X-API-Mode says live', 'say --live'],
    ['live and sandbox', answer(200, [LIVE, SANDBOX]), 'X-API-Mode says live', 'say --live'],
    ['sandbox, sort of', answer(200, [['X-API-Mode', 'sandboxed']]), '(sandboxed)', '--sandbox'],
    ['no mode', answer(200), 'did not report a known mode', 'Nothing was sent'],
    ['a redirect', answer(302), 'was answered 302', 'Nothing was sent'],
    ['sandbox with a redirect', answer(302, [SANDBOX]), 'was answered 302', 'Nothing was sent'],
    ['sandbox with a fault', answer(502, [SANDBOX]), 'was answered 502', 'Nothing was sent'],
    ['sandbox before it knows the key', answer(401, [SANDBOX]), '401', 'Nothing was sent'],
    ['an endpoint that is not there', answer(404), 'was answered 404', 'Nothing was sent'],
    [
      'a refusal',
      answer(401, [], '{"error_code":"AUTH_INVALID_KEY"}'),
      'was answered 401 AUTH_INVALID_KEY',
      'Nothing was sent. Compare the key',
    ],
    ['a fault', answer(503, [], 'busy'), 'was answered 503', 'Nothing was sent'],
    [
      'a refusal, with a clock that is wrong',
      answer(
        401,
        [['Date', new Date(NOW - 600_000).toUTCString()]],
        '{"error_code":"HMAC_INVALID"}',
      ),
      '401 HMAC_INVALID',
      'clock is 601 s off',
    ],
  ])('is not sent where the probe shows %s', async (_name, probe, message, remedy) => {
    const { sent, ports } = fakeHttp(probe, answer(200));
    await expect(guardedCall(input(), ports)).rejects.toEqual(
      refusal('live-guard', message, remedy),
    );
    expect(sent.map(({ method }) => method)).toEqual(['GET']);
  });

  it.each([200, 204, 400, 403, 404, 429])(
    'goes out where the probe is answered %i, and shows the sandbox',
    async (status) => {
      const { sent, ports } = fakeHttp(answer(status, [SANDBOX]), answer(200));
      await guardedCall(input(), ports);
      expect(sent).toHaveLength(2);
    },
  );

  it('is not sent where the probe gets no answer', async () => {
    const { sent, ports } = fakeHttp();
    await expect(guardedCall(input(), ports)).rejects.toThrow('one request too many');
    expect(sent.map(({ method }) => method)).toEqual(['GET']);
  });

  it.each<[mode: Header, isUnexpected: boolean]>([
    [SANDBOX, false],
    [LIVE, true],
    [['x-api-mode', ' LIVE'], true],
  ])('is told of where its answer has %j', async (mode, isUnexpected) => {
    const { ports } = fakeHttp(answer(200, [SANDBOX]), answer(200, [mode]));
    const { isUnexpectedlyLive } = await guardedCall(input(), ports);
    expect(isUnexpectedlyLive).toBe(isUnexpected);
  });

  it('shares one free GET with all writes of a run', async () => {
    const { sent, ports } = fakeHttp(answer(200, [SANDBOX]), answer(200), answer(200), answer(200));
    const guard = openCallGuard({ ...input(), live: false, yes: false, calls: 3 }, ports);
    for (const each of [input(), input(), input()]) {
      await call(each, guard, ports);
    }
    expect(sent.map(({ method }) => method)).toEqual(['GET', 'POST', 'POST', 'POST']);
  });

  it('to the in-process sandbox needs no probe', async () => {
    const { sent, ports } = fakeHttp(answer(200));
    await call(input(), OPEN_GUARD, ports);
    expect(sent.map(({ method }) => method)).toEqual(['POST']);
  });

  it('with --live --yes needs no probe', async () => {
    const { sent, ports } = fakeHttp(answer(200));
    await guardedCall(input(), ports, { live: true, yes: true });
    expect(sent.map(({ method }) => method)).toEqual(['POST']);
  });

  it('with --live is asked about first', async () => {
    const { sent, ports } = fakeHttp(answer(200));
    const asked: string[] = [];
    const confirm = async (question: string): Promise<boolean> => {
      asked.push(question);
      expect(sent).toEqual([]);
      return await Promise.resolve(false);
    };
    await expect(guardedCall(input(), { ...ports, confirm }, { live: true })).rejects.toEqual(
      refusal('live-guard'),
    );
    expect(asked).toHaveLength(1);
    expect(sent).toEqual([]);
  });

  it('of a live key sends nothing at all', async () => {
    const { sent, ports } = fakeHttp(answer(200));
    const { settings } = input();
    const credential = { fields: { apiKey: 'ak_live_x' }, secret: Secret.of('s') };
    const live = input({ settings: { ...settings, provider: influencemart, credential } });
    await expect(guardedCall(live, ports)).rejects.toEqual(refusal('live-guard'));
    expect(sent).toEqual([]);
  });
});

describe('a read', () => {
  it('goes out at once', async () => {
    const { sent, ports } = fakeHttp(answer(200, [LIVE]));
    const { mode } = await guardedCall(input({}, 'GET', ''), ports);
    expect([sent.length, mode]).toEqual([1, 'live']);
  });

  it('is explained where it fails', async () => {
    const { ports } = fakeHttp(answer(401, [], '{"error":{"code":"HMAC_INVALID","message":"m"}}'));
    const { error } = await guardedCall(input({}, 'GET', ''), ports);
    expect(error).toMatchObject({ code: 'HMAC_INVALID', meaning: 'Signature mismatch' });
  });

  it('is sent with what every request has, in this order', async () => {
    const { sent, ports } = fakeHttp(answer(200));
    await guardedCall(input({}, 'GET', ''), ports);
    expect(sent[0]?.headers).toEqual([
      ['User-Agent', 'vk/test'],
      ['Accept', 'application/json'],
      ['X-API-Key', 'vk_live_x'],
      ['X-Timestamp', '1767323045'],
      ['X-Signature', signatureOf('1767323045GET/api/v1/verify/pan')],
      ['X-Tenant-Code', '123456'],
      ['Content-Type', 'application/json'],
    ]);
  });

  it("takes the user's Accept and User-Agent instead of its own", () => {
    const { request } = input();
    const headers: Header[] = [
      ['accept', 'text/csv'],
      ['USER-AGENT', 'me'],
    ];
    const { wire } = prepareCall(input({ request: { ...request, headers } }), NOW);
    expect(wire.headers.filter(([name]) => /^(accept|user-agent)$/i.test(name))).toEqual(headers);
  });

  it.each<[overrides: readonly string[], message: string]>([
    [[], 'Vistar Kriya needs the 6-digit tenant code, and none is set'],
    [['VK_API_KEY'], 'none is set (VK_API_KEY override the profile)'],
  ])('needs every field, and names what overrides the profile: %j', async (overrides, message) => {
    const { sent, ports } = fakeHttp(answer(200));
    const { settings } = input();
    const credential = { fields: { apiKey: 'k' }, secret: Secret.of('s') };
    const lacking = input({ settings: { ...settings, credential, overrides } }, 'GET', '');
    await expect(guardedCall(lacking, ports)).rejects.toEqual(
      refusal('missing-credential', message, 'Set VK_CODE'),
    );
    expect(() => prepareCall(lacking, NOW)).toThrow(refusal('missing-credential'));
    expect(sent).toEqual([]);
  });

  it('passes on what the network says', async () => {
    const { ports } = fakeHttp();
    await expect(guardedCall(input({}, 'GET', ''), ports)).rejects.toThrow('one request too many');
  });
});
