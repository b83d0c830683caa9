import { describe, expect, it } from 'vitest';
import { influencemart } from '../../../src/providers/influencemart.js';
import { vistarkriya } from '../../../src/providers/vistarkriya.js';
import type { SandboxRequest } from '../../../src/sandbox/rule.js';
import { influencemartRequest, sandboxOf, START, text, vistarkriyaRequest } from '../requests.js';

const REPLAY =
  '{"error":{"code":null,"message":"this signature was used before; sign every request afresh"}}';
const AGE = '{"error":{"code":null,"message":"X-Timestamp is not within 300 s of server time"}}';

describe('a signature of Influencemart', () => {
  it('is accepted once of ten times', () => {
    const { send } = sandboxOf(influencemart);
    const request = influencemartRequest({ atMs: START });
    const answers = Array.from({ length: 10 }, () => send(request, START));
    expect(answers.map(({ status }) => status)).toEqual([200, ...Array<number>(9).fill(401)]);
    expect(answers.map(({ refusal }) => refusal)).toEqual([
      undefined,
      ...Array<string>(9).fill('replay'),
    ]);
    expect(answers.slice(1).map(text)).toEqual(Array<string>(9).fill(REPLAY));
  });

  // Sent first as early and as late as the window lets it, and then again.
  it.each<[firstAt: number, againAt: number, body: string]>([
    [0, 1, REPLAY],
    [0, 299, REPLAY],
    [0, 300, REPLAY],
    [0, 301, AGE],
    [-300, -300, REPLAY],
    [-300, 299, REPLAY],
    [-300, 300, REPLAY],
    [-300, 301, AGE],
    [300, 300, REPLAY],
  ])('signed at 0 s, sent at %i s and %i s', (firstAt, againAt, body) => {
    const { send } = sandboxOf(influencemart);
    const request = influencemartRequest({ atMs: START });
    expect(send(request, START + firstAt * 1000).status).toBe(200);
    expect(text(send(request, START + againAt * 1000))).toBe(body);
  });

  it('is remembered to the end of the last second', () => {
    const { send } = sandboxOf(influencemart);
    const request = influencemartRequest({ atMs: START });
    expect(send(request, START - 300_000).status).toBe(200);
    expect(text(send(request, START + 300_999))).toBe(REPLAY);
  });

  it('is not used up by a request that is refused', () => {
    const { send } = sandboxOf(influencemart);
    const target = '/v1/webhooks/order';
    const request = influencemartRequest({ target, atMs: START });
    expect(send(request, START).refusal).toBe('missing-option');
    const headers: SandboxRequest['headers'] = [...request.headers, ['X-External-Event-Id', 'e']];
    expect(send({ ...request, headers }, START).status).toBe(200);
    expect(send({ ...request, headers }, START).refusal).toBe('replay');
  });

  it('is the same for another path and another method: the page signs neither', () => {
    const { send } = sandboxOf(influencemart);
    const call = { body: '', atMs: START };
    expect(send(influencemartRequest({ ...call, method: 'GET', target: '/a' }), START).status).toBe(
      200,
    );
    expect(
      send(influencemartRequest({ ...call, method: 'POST', target: '/b' }), START).refusal,
    ).toBe('replay');
  });

  it('is another for another second, body or key', () => {
    const { send } = sandboxOf(influencemart);
    const statuses = [
      influencemartRequest({ atMs: START }),
      influencemartRequest({ atMs: START + 1000 }),
      influencemartRequest({ atMs: START, body: '{"a":2}' }),
      influencemartRequest({
        atMs: START,
        apiKey: 'ak_live_sandbox_demo',
        secret: 'influencemart-sandbox-demo-live-secret',
      }),
    ].map((request) => send(request, START).status);
    expect(statuses).toEqual([200, 200, 200, 200]);
  });
});

it('Vistar Kriya documents no such rule', () => {
  const { send } = sandboxOf(vistarkriya);
  const request = vistarkriyaRequest({ atMs: START });
  expect([1, 2, 3].map(() => send(request, START).status)).toEqual([200, 200, 200]);
});
