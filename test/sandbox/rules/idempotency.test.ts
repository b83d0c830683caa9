import { describe, expect, it } from 'vitest';
import { influencemart } from '../../../src/providers/influencemart.js';
import { MAX_REMEMBERED } from '../../../src/sandbox/memory.js';
import { RecentTable } from '../../../src/sandbox/recent.js';
import { headerOf, influencemartRequest, sandboxOf, START, text, type Call } from '../requests.js';

const DAY = 86_400_000;

function keyed(key: string, change: Partial<Call> & { readonly atMs: number }) {
  return influencemartRequest({ headers: [['X-Idempotency-Key', key]], ...change });
}

describe('a repeat with the same idempotency key', () => {
  it('gets the first answer, byte for byte, ten times', () => {
    const { send, state } = sandboxOf(influencemart);
    const answers = Array.from({ length: 10 }, (_, index) => {
      const atMs = START + index * 1000;
      return send(keyed('k', { atMs }), atMs);
    });
    expect(answers[0]?.status).toBe(200);
    const undated = answers.map(({ headers, ...rest }) => [
      headers.filter(([name]) => name !== 'Date'),
      rest,
    ]);
    expect(new Set(undated.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(state.memory.answers.size).toBe(1);
  });

  it('gets it with the time of the repeat: a stale one would show that the clock is off', () => {
    const { send } = sandboxOf(influencemart);
    send(keyed('k', { atMs: START }), START);
    const later = START + DAY - 1000;
    expect(headerOf(send(keyed('k', { atMs: later }), later), 'Date')).toBe(
      'Fri, 02 Jan 2026 23:59:59 GMT',
    );
  });

  it.each<[what: string, change: Partial<Call>]>([
    ['another key', { headers: [['X-Idempotency-Key', 'other']] }],
    ['an empty key', { headers: [['X-Idempotency-Key', '']] }],
    ['no key', { headers: [] }],
    ['another path', { target: '/v1/other' }],
    ['another method', { method: 'PUT' }],
    [
      'another API key',
      { apiKey: 'ak_live_sandbox_demo', secret: 'influencemart-sandbox-demo-live-secret' },
    ],
  ])('is another request with %s', (_what, change) => {
    const { send } = sandboxOf(influencemart);
    const first = send(keyed('k', { atMs: START }), START);
    const other = send(keyed('k', { atMs: START + 1000, ...change }), START + 1000);
    expect(other.status).toBe(200);
    expect(text(other)).not.toBe(text(first));
  });

  it.each<[what: string, change: Partial<Call>]>([
    ['another body', { body: '{"a":2}' }],
    ['white space in the body', { body: '{"a": 1}' }],
    ['no body', { body: '' }],
    ['another query', { target: '/v1/orders?b=1' }],
  ])('is refused with %s, and the first answer stays', (_what, change) => {
    const { send } = sandboxOf(influencemart);
    const first = send(keyed('k', { atMs: START }), START);
    const other = send(keyed('k', { atMs: START + 1000, ...change }), START + 1000);
    expect([other.status, other.refusal]).toEqual([422, 'idempotency-conflict']);
    expect(text(other)).toBe(
      '{"error":{"code":null,"message":"X-Idempotency-Key was used with another request"}}',
    );
    expect(text(send(keyed('k', { atMs: START + 2000 }), START + 2000))).toBe(text(first));
  });

  it('uses up no signature where it is refused', () => {
    const { send } = sandboxOf(influencemart);
    expect(send(keyed('k', { atMs: START }), START).status).toBe(200);
    const other = { body: '{"a":2}', atMs: START };
    expect(send(keyed('k', other), START).refusal).toBe('idempotency-conflict');
    expect(send(keyed('k2', other), START).status).toBe(200);
  });

  it.each<[afterMs: number, isRepeat: boolean]>([
    [DAY - 1, true],
    [DAY, false],
    [DAY + 1, false],
  ])('after %i ms: replayed is %s', (afterMs, isRepeat) => {
    const { send } = sandboxOf(influencemart);
    const first = send(keyed('k', { atMs: START }), START);
    const later = send(keyed('k', { atMs: START + afterMs }), START + afterMs);
    expect(later.status).toBe(200);
    expect(text(later) === text(first)).toBe(isRepeat);
  });

  it('has to be signed afresh, and rightly', () => {
    const { send } = sandboxOf(influencemart);
    const request = keyed('k', { atMs: START });
    expect(send(request, START).status).toBe(200);
    expect(send(request, START).refusal).toBe('replay');
    expect(send(keyed('k', { atMs: START, secret: 'x' }), START).refusal).toBe('signature');
  });

  it('counts for writes only', () => {
    const { send, state } = sandboxOf(influencemart);
    const statuses = ['GET', 'HEAD'].map(
      (method, index) =>
        send(keyed('k', { method, body: '', atMs: START + index * 1000 }), START + index * 1000)
          .status,
    );
    expect([statuses, state.memory.answers.size]).toEqual([[200, 200], 0]);
  });

  it('has no answer that was a refusal', () => {
    const { send } = sandboxOf(influencemart);
    const target = '/v1/webhooks/order';
    const key = ['X-Idempotency-Key', 'k'] as const;
    const refused = influencemartRequest({ target, headers: [key], atMs: START });
    expect(send(refused, START).status).toBe(400);
    const headers = [key, ['X-External-Event-Id', 'e'] as const];
    const mended = influencemartRequest({ target, headers, atMs: START + 1000 });
    expect(send(mended, START + 1000).status).toBe(200);
  });

  it('gets its own request id back', () => {
    const { send } = sandboxOf(influencemart);
    const ids = ['r1', 'r2'].map((id, index) => {
      const atMs = START + index * 1000;
      const headers = [['X-Idempotency-Key', 'k'] as const, ['X-Request-ID', id] as const];
      return headerOf(send(influencemartRequest({ headers, atMs }), atMs), 'X-Request-ID');
    });
    expect(ids).toEqual(['r1', 'r2']);
  });
});

it('keeps at least the newest half of what it may keep', () => {
  const table = new RecentTable(MAX_REMEMBERED);
  for (let index = 0; index < 3 * MAX_REMEMBERED; index += 1) {
    table.set(String(index), String(index), START, DAY);
    expect(table.size).toBeLessThanOrEqual(MAX_REMEMBERED);
  }
  const newest = Array.from(
    { length: MAX_REMEMBERED / 2 },
    (_, back) => 3 * MAX_REMEMBERED - 1 - back,
  );
  expect(newest.filter((index) => table.get(String(index), START) !== String(index))).toEqual([]);
});
