import { describe, expect, it } from 'vitest';
import { influencemart } from '../../../src/providers/influencemart.js';
import { kamiokash } from '../../../src/providers/kamiokash.js';
import { vistarkriya } from '../../../src/providers/vistarkriya.js';
import type { RuleContext } from '../../../src/sandbox/rule.js';
import { rateLimit } from '../../../src/sandbox/rules/rate-limit.js';
import {
  headerOf,
  influencemartRequest,
  sandboxOf,
  START,
  text,
  vistarkriyaRequest,
} from '../requests.js';

const MINUTE = 60_000;
const HOUR = 3_600_000;

describe('Vistar Kriya', () => {
  it('lets 60 requests a minute and key through', () => {
    const { send } = sandboxOf(vistarkriya);
    const request = vistarkriyaRequest({ atMs: START });
    const count = (nowMs: number, times: number): number =>
      Array.from({ length: times }, () => send(request, nowMs)).filter(
        ({ status }) => status === 200,
      ).length;
    expect(count(START, 59)).toBe(59);
    expect(count(START + MINUTE - 1, 3)).toBe(1);
    expect(count(START + MINUTE, 70)).toBe(60);
    expect(count(START + 2 * MINUTE - 1, 1)).toBe(0);
    expect(count(START + 2 * MINUTE, 1)).toBe(1);
  });

  it('refuses as documented, and says no time to come back', () => {
    const { send } = sandboxOf(vistarkriya, { ratePerMinute: 1 });
    const request = vistarkriyaRequest({ atMs: START });
    expect(send(request, START).status).toBe(200);
    const answer = send(request, START);
    expect([answer.status, answer.refusal]).toEqual([429, 'rate-limited']);
    expect(text(answer)).toBe(
      '{"success":false,"error_code":"RATE_LIMITED","message":"Too many requests per minute"}',
    );
    expect(headerOf(answer, 'Retry-After')).toBeUndefined();
    expect(headerOf(answer, 'X-API-Mode')).toBe('sandbox');
  });

  it('counts each key for itself', () => {
    const { send } = sandboxOf(vistarkriya, { ratePerMinute: 1 });
    const sample = vistarkriyaRequest({
      apiKey: 'vk_live_your_api_key_here',
      secret: 'your_api_secret_here',
      headers: [['X-Admin-Code', '123456']],
      atMs: START,
    });
    const statuses = [vistarkriyaRequest({ atMs: START }), sample, sample].map(
      (request) => send(request, START).status,
    );
    expect(statuses).toEqual([200, 200, 429]);
  });

  it('counts nothing that another could have sent in the name of the key', () => {
    const { send } = sandboxOf(vistarkriya, { ratePerMinute: 1 });
    const forged = vistarkriyaRequest({ secret: 'x', atMs: START });
    expect([1, 2, 3].map(() => send(forged, START).status)).toEqual([401, 401, 401]);
    expect(send(vistarkriyaRequest({ atMs: START }), START).status).toBe(200);
  });

  it('counts what is refused for what it asks', () => {
    const { send } = sandboxOf(vistarkriya, { ratePerMinute: 1 });
    const nowhere = vistarkriyaRequest({ method: 'GET', target: '/api/v1/x', atMs: START });
    expect([1, 2].map(() => send(nowhere, START).status)).toEqual([404, 429]);
  });
});

describe('Influencemart', () => {
  it('lets 600 requests a minute through, and says no time to come back', () => {
    const { send } = sandboxOf(influencemart);
    const sendNth = (index: number, nowMs: number) =>
      send(influencemartRequest({ body: String(index), atMs: nowMs }), nowMs);
    const statuses = Array.from({ length: 601 }, (_, index) => sendNth(index, START).status);
    expect(statuses.indexOf(429)).toBe(600);
    const last = sendNth(700, START + MINUTE - 1);
    expect(text(last)).toBe('{"error":{"code":null,"message":"Too Many Requests"}}');
    expect(headerOf(last, 'Retry-After')).toBeUndefined();
    expect(sendNth(701, START + MINUTE).status).toBe(200);
  });

  // The rule alone: 30,000 signatures would say no more.
  it('lets 30,000 requests an hour through', () => {
    const { state } = sandboxOf(influencemart);
    const request = influencemartRequest({ atMs: START });
    const ask = (nowMs: number): unknown => {
      const [account] = state.accounts;
      const context: RuleContext = {
        provider: influencemart,
        request,
        path: '/v1/orders',
        isBelowBase: true,
        route: undefined,
        params: {},
        object: () => undefined,
        account,
        state,
        nowMs,
      };
      return rateLimit(context);
    };
    for (let index = 0; index < 30_000; index += 1) {
      expect(ask(START + Math.floor(index / 600) * MINUTE)).toBeUndefined();
    }
    // 50 minutes are full; the 51st has sent nothing.
    const values = { limit: '30000', period: 'hour', seconds: '600' };
    expect(ask(START + 50 * MINUTE)).toEqual({ reason: 'rate-limited', values });
    expect(ask(START + HOUR - 1)).toEqual({
      reason: 'rate-limited',
      values: { ...values, seconds: '1' },
    });
    expect(ask(START + HOUR)).toBeUndefined();
    expect(state.memory.counts.size).toBe(2);
  });

  it('can be given another number a minute', () => {
    const { send } = sandboxOf(influencemart, { ratePerMinute: 2 });
    const statuses = [1, 2, 3].map(
      (index) => send(influencemartRequest({ body: String(index), atMs: START }), START).status,
    );
    expect(statuses).toEqual([200, 200, 429]);
  });

  it.each([
    [1000, 60_000],
    // Never less than documented.
    [500, 30_000],
    [1, 30_000],
  ])('%i a minute are %i an hour', (ratePerMinute, perHour) => {
    const { send, state } = sandboxOf(influencemart, { ratePerMinute });
    const window = START / HOUR;
    const statusAfter = (count: number): number => {
      state.memory.counts.set(`${HOUR} ak_test_sandbox_demo`, { window, count });
      const nowMs = START + count;
      state.memory.counts.delete(`${MINUTE} ak_test_sandbox_demo`);
      return send(influencemartRequest({ body: String(count), atMs: nowMs }), nowMs).status;
    };
    expect([perHour - 1, perHour].map(statusAfter)).toEqual([200, 429]);
  });

  it('uses up no signature by a refusal', () => {
    const { send } = sandboxOf(influencemart, { ratePerMinute: 1 });
    expect(send(influencemartRequest({ atMs: START }), START).status).toBe(200);
    const second = influencemartRequest({ body: 'b', atMs: START });
    expect(send(second, START).status).toBe(429);
    expect(send(second, START + MINUTE).status).toBe(200);
  });
});

it('KamioKash documents no limit, and has none', () => {
  const { state } = sandboxOf(kamiokash, { ratePerMinute: 1 });
  const context: RuleContext = {
    provider: kamiokash,
    request: influencemartRequest({ atMs: START }),
    path: '/',
    isBelowBase: true,
    route: undefined,
    params: {},
    object: () => undefined,
    account: state.accounts[0],
    state,
    nowMs: START,
  };
  expect([1, 2, 3].map(() => rateLimit(context))).toEqual([undefined, undefined, undefined]);
});
