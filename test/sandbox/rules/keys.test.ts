import { describe, expect, it } from 'vitest';
import { influencemart } from '../../../src/providers/influencemart.js';
import { payinout } from '../../../src/providers/payinout.js';
import { vistarkriya } from '../../../src/providers/vistarkriya.js';
import {
  headerOf,
  influencemartRequest,
  sandboxOf,
  START,
  text,
  vistarkriyaRequest,
} from '../requests.js';

describe('the keys of Influencemart', () => {
  it.each<[apiKey: string, secret: string, kind: string]>([
    ['ak_test_sandbox_demo', 'influencemart-sandbox-demo-secret', 'test'],
    ['ak_live_sandbox_demo', 'influencemart-sandbox-demo-live-secret', 'live'],
  ])('%s is accepted and tells its kind', (apiKey, secret, kind) => {
    const { send } = sandboxOf(influencemart);
    const answer = send(
      influencemartRequest({ method: 'GET', apiKey, secret, atMs: START }),
      START,
    );
    expect(JSON.parse(text(answer))).toMatchObject({ key: apiKey, kind });
  });

  it('a revoked one is refused, whatever it is signed with', () => {
    const { send } = sandboxOf(influencemart);
    const call = { apiKey: 'ak_test_sandbox_revoked', atMs: START };
    const answer = send(influencemartRequest(call), START);
    expect([answer.status, answer.refusal]).toEqual([401, 'revoked-key']);
    expect(text(answer)).toBe(
      '{"error":{"code":"INVALID_KEY","message":"the key is disabled or revoked"}}',
    );
  });

  it('one that never was is refused otherwise', () => {
    const { send } = sandboxOf(influencemart);
    const answer = send(influencemartRequest({ apiKey: 'ak_test_x', atMs: START }), START);
    expect([answer.status, answer.refusal]).toEqual([401, 'unknown-key']);
  });
});

describe('X-Request-ID', () => {
  it.each<[what: string, secret: string | undefined, status: number]>([
    ['an answer', undefined, 200],
    ['a refusal', 'x', 401],
  ])('comes back with %s', (_what, secret, status) => {
    const { send } = sandboxOf(influencemart);
    const headers = [['x-request-id', 'r-1'] as const];
    const call = { headers, atMs: START, ...(secret !== undefined && { secret }) };
    const answer = send(influencemartRequest(call), START);
    expect([answer.status, headerOf(answer, 'X-Request-ID')]).toEqual([status, 'r-1']);
  });

  it('is not made up, nor sent by who does not document it', () => {
    const own = sandboxOf(influencemart).send(influencemartRequest({ atMs: START }), START);
    expect(headerOf(own, 'X-Request-ID')).toBeUndefined();
    const headers = [['X-Tenant-Code', '246810'] as const, ['X-Request-ID', 'r-1'] as const];
    const other = sandboxOf(vistarkriya).send(vistarkriyaRequest({ headers, atMs: START }), START);
    expect([other.status, headerOf(other, 'X-Request-ID')]).toEqual([200, undefined]);
  });
});

it('PayIn/PayOut names the method that it takes', () => {
  const { send } = sandboxOf(payinout);
  const answer = send(influencemartRequest({ method: 'GET', atMs: START }), START);
  expect([answer.status, headerOf(answer, 'Allow')]).toEqual([405, 'POST']);
  expect(text(answer)).toBe('{"success":false,"message":"only POST is accepted"}');
});
