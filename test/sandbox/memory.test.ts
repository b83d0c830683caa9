import { expect, it } from 'vitest';
import { influencemart } from '../../src/providers/influencemart.js';
import { vistarkriya } from '../../src/providers/vistarkriya.js';
import { changesOf, MAX_REMEMBERED } from '../../src/sandbox/memory.js';
import { RecentTable } from '../../src/sandbox/recent.js';
import { atMost } from '../thorough.js';
import { influencemartRequest, sandboxOf, START, vistarkriyaRequest } from './requests.js';

// 480 a minute and 28,800 an hour are below both limits.
const STEP_MS = 125;
const REQUESTS = atMost(60_000, 1.2 * MAX_REMEMBERED);
/** A signature counts for 601 s, and is dropped within as much again. */
const MOST_SIGNATURES = (2 * 601_000) / STEP_MS + 1;

it(`stays bounded over ${REQUESTS} requests`, { timeout: 120_000 }, () => {
  const { send, state } = sandboxOf(influencemart);
  const { signatures, answers, events, counts } = state.memory;
  const most = { signatures: 0, answers: 0, events: 0, counts: 0 };
  let accepted = 0;
  for (let index = 0; index < REQUESTS; index += 1) {
    const nowMs = START + index * STEP_MS;
    const request = influencemartRequest({
      target: '/v1/webhooks/order',
      body: String(index),
      headers: [
        ['X-Idempotency-Key', `k${index}`],
        ['X-External-Event-Id', `e${index}`],
      ],
      atMs: nowMs,
    });
    accepted += send(request, nowMs).status === 200 ? 1 : 0;
    most.signatures = Math.max(most.signatures, signatures.size);
    most.answers = Math.max(most.answers, answers.size);
    most.events = Math.max(most.events, events.size);
    most.counts = Math.max(most.counts, counts.size);
  }
  expect(accepted).toBe(REQUESTS);
  expect(most.signatures).toBeGreaterThan(601_000 / STEP_MS);
  expect(most.signatures).toBeLessThanOrEqual(MOST_SIGNATURES);
  expect(most.answers).toBe(MAX_REMEMBERED);
  expect(most.events).toBe(MAX_REMEMBERED);
  expect(most.counts).toBe(2);
});

it('keeps nothing of requests that are refused', () => {
  const { send, state } = sandboxOf(influencemart, { ratePerMinute: 10 });
  const { signatures, answers, events } = state.memory;
  for (let index = 0; index < atMost(20_000, 2000); index += 1) {
    const request = influencemartRequest({
      target: '/v1/webhooks/order',
      body: String(index),
      headers: [
        ['X-Idempotency-Key', `k${index}`],
        ['X-External-Event-Id', `e${index}`],
      ],
      ...(index % 2 === 1 && { secret: 'another' }),
      atMs: START,
    });
    send(request, START);
  }
  expect([signatures.size, answers.size, events.size]).toEqual([10, 10, 10]);
});

it('keeps nothing more for requests that only read', () => {
  const { send, state } = sandboxOf(vistarkriya, { ratePerMinute: 1_000_000 });
  const read = (index: number): unknown => {
    const target = `/api/v1/wallet/balance?n=${index}`;
    const { status } = send(vistarkriyaRequest({ method: 'GET', target, atMs: START }), START);
    return [status, state.memory.counts.size, ...changesOf(state.memory)];
  };
  const [first, ...others] = Array.from({ length: atMost(5000, 500) }, (_, index) => read(index));
  expect(first).toContain(200);
  expect(others.at(-1)).toEqual(first);
});

it('drops all that is too old at once after a pause', () => {
  const table = new RecentTable();
  for (let index = 0; index < 100; index += 1) {
    table.set(String(index), '', START + index, 1000);
  }
  table.set('late', '', START + 2000, 1000);
  expect(table.size).toBe(1);
});

it('keeps a value for its lifetime and no millisecond longer', () => {
  const table = new RecentTable();
  table.set('a', '1', START, 1000);
  table.set('b', '2', START + 999, 1000);
  table.set('c', '3', START + 1000, 1000);
  expect(['a', 'b', 'c'].map((key) => table.get(key, START + 999))).toEqual(['1', '2', '3']);
  expect(['a', 'b', 'c'].map((key) => table.get(key, START + 1000))).toEqual([undefined, '2', '3']);
  expect(['a', 'b', 'c'].map((key) => table.get(key, START + 1998))).toEqual([undefined, '2', '3']);
  expect(['a', 'b', 'c'].map((key) => table.get(key, START + 1999))).toEqual([
    undefined,
    undefined,
    '3',
  ]);
});

it('goes on dropping when the clock was set back', () => {
  const table = new RecentTable();
  const back = START - 86_400_000;
  table.set('a', '1', START, 1000);
  for (let index = 0; index < 10_000; index += 1) {
    table.set(`b${index}`, '1', back + index, 1000);
    expect(table.size).toBeLessThanOrEqual(2002);
  }
});
