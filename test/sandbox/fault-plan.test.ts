import { describe, expect, it } from 'vitest';
import type { Provider, SandboxDefinition } from '../../src/core/provider.js';
import { influencemart } from '../../src/providers/influencemart.js';
import { providers } from '../../src/providers/registry.js';
import { vistarkriya } from '../../src/providers/vistarkriya.js';
import {
  answerInstead,
  applyFaults,
  clockOffset,
  planFaults,
  type Strike,
} from '../../src/sandbox/fault-plan.js';
import { parseFaults } from '../../src/sandbox/faults.js';
import { seededDraw } from '../../src/sandbox/random.js';
import type { SandboxResponse } from '../../src/sandbox/response.js';
import { headerOf, influencemartRequest, sandboxOf, START, text } from './requests.js';

const RUNS = 10_000;

/** What strikes each of so many requests. */
function strikes(texts: readonly string[], seed = 1, runs = RUNS): (readonly Strike[])[] {
  const faults = parseFaults(texts);
  const draw = seededDraw(seed, 'vistarkriya');
  return Array.from({ length: runs }, () => planFaults(faults, draw));
}

/** Which of the requests a kind strikes. */
function struckBy(kind: string, plans: readonly (readonly Strike[])[]): number[] {
  return plans.flatMap((plan, index) => (plan.some((each) => each.kind === kind) ? [index] : []));
}

describe('planFaults', () => {
  // The counts are those of another implementation, in Python.
  it.each([
    ['drop', '1%', 1, 96],
    ['drop', '1%', 2, 99],
    ['error-rate', '5%', 1, 489],
    ['truncate', '10%', 1, 1042],
    ['truncate', '10%', 2, 1028],
    ['drop', '0%', 1, 0],
    ['drop', '100%', 1, RUNS],
  ])('%s=%s with seed %i strikes %i of 10,000', (kind, share, seed, count) => {
    expect(struckBy(kind, strikes([`${kind}=${share}`], seed))).toHaveLength(count);
  });

  it('gives the same with the same seed, and something else with another', () => {
    const texts = ['latency=1ms..9ms@50%', 'drop=10%', 'slow-body=10%'];
    expect(strikes(texts, 3, 200)).toEqual(strikes(texts, 3, 200));
    expect(strikes(texts, 4, 200)).not.toEqual(strikes(texts, 3, 200));
  });

  it('does not move a fault because another is there, or has another share', () => {
    const alone = struckBy('truncate', strikes(['truncate=10%']));
    const others = ['latency=1ms..1s@30%', 'bad-json=40%', 'slow-body=20%', 'truncate=10%'];
    expect(struckBy('truncate', strikes(others))).toEqual(alone);
    const more = struckBy('truncate', strikes(['truncate=20%']));
    expect(alone.filter((index) => !more.includes(index))).toEqual([]);
  });

  it('draws times from the whole range, ends included, whatever its share', () => {
    const times = strikes(['latency=3ms..6ms']).flatMap((plan) => plan.map(({ ms }) => ms));
    expect(times).toHaveLength(RUNS);
    expect(new Set(times)).toEqual(new Set([3, 4, 5, 6]));
    const some = strikes(['latency=3ms..6ms@10%']);
    for (const index of struckBy('latency', some)) {
      expect(some[index]?.[0]?.ms).toBe(times[index]);
    }
  });

  it.each([
    [
      ['drop', 'error-rate=100%', 'rate-limit', 'truncate', 'latency=5ms'],
      ['latency', 'drop'],
    ],
    [
      ['rate-limit', 'error-rate=100%', 'truncate'],
      ['error-rate', 'truncate'],
    ],
    [
      ['bad-json', 'wrong-mode', 'slow-body'],
      ['wrong-mode', 'bad-json', 'slow-body'],
    ],
    [['clock-skew=4s'], []],
  ])('of %j only %j is seen', (texts, kinds) => {
    const [plan = []] = strikes(texts, 1, 1);
    expect(plan.map(({ kind }) => kind).toSorted()).toEqual(kinds.toSorted());
  });

  it('keeps its order, whatever the order of the faults', () => {
    const texts = ['slow-body=1s', 'truncate', 'wrong-mode', 'latency=1ms', 'bad-json'];
    const wanted = ['latency', 'wrong-mode', 'bad-json', 'truncate', 'slow-body'];
    for (const each of [texts, texts.toReversed()]) {
      expect(strikes(each, 1, 1)[0]?.map(({ kind }) => kind)).toEqual(wanted);
    }
  });
});

it('clockOffset is how far the clock is ahead', () => {
  expect(clockOffset(parseFaults(['drop', 'clock-skew=-400s']))).toBe(-400_000);
  expect(clockOffset([])).toBe(0);
});

describe('answerInstead', () => {
  const request = influencemartRequest({
    atMs: START,
    headers: [
      ['X-Request-ID', 'mine'],
      ['X-Idempotency-Key', 'k'],
    ],
  });

  it.each(providers)('of $id has the shape of its errors', (provider) => {
    const { state } = sandboxOf(provider);
    const context = { provider, state, request, nowMs: START };
    const failed = answerInstead([{ kind: 'error-rate' }], context);
    const limited = answerInstead([{ kind: 'rate-limit' }], context);
    expect([failed?.status, limited?.status]).toEqual([500, 429]);
    expect([failed?.refusal, limited?.refusal]).toEqual([undefined, 'rate-limited']);
    for (const answer of [failed, limited]) {
      expect(JSON.parse(answer === undefined ? '' : text(answer))).toBeTypeOf('object');
      expect(answer && headerOf(answer, 'Date')).toBe('Fri, 02 Jan 2026 00:00:00 GMT');
    }
    const { refusals }: SandboxDefinition = provider.sandbox;
    const documented = refusals['rate-limited'];
    expect(limited && text(limited)).toContain(documented?.message ?? 'Too Many Requests');
  });

  it("is the provider's, headers included", () => {
    const { state } = sandboxOf(vistarkriya, { mode: 'live', errorShape: 'nested' });
    const answer = answerInstead([{ kind: 'rate-limit' }], {
      provider: vistarkriya,
      state,
      request,
      nowMs: START,
    });
    expect(answer && text(answer)).toBe(
      '{"success":false,"error":{"code":"RATE_LIMITED","message":"Too many requests per minute","http_status":429}}',
    );
    expect(answer && headerOf(answer, 'X-API-Mode')).toBe('live');
  });

  it('echoes what the provider echoes, and leaves the state alone', () => {
    const { state, send } = sandboxOf(influencemart);
    const context = { provider: influencemart, state, request, nowMs: START };
    const failed = answerInstead([{ kind: 'error-rate' }], context);
    expect(failed && headerOf(failed, 'X-Request-ID')).toBe('mine');
    // Neither its signature nor its idempotency key was used up.
    expect(send(request, START).status).toBe(200);
  });

  it.each<Strike['kind']>(['drop', 'truncate', 'bad-json', 'wrong-mode', 'slow-body', 'latency'])(
    'is none for %s: the request is handled',
    (kind) => {
      const { state } = sandboxOf(vistarkriya);
      const context = { provider: vistarkriya, state, request, nowMs: START };
      expect(answerInstead([{ kind }], context)).toBeUndefined();
    },
  );
});

function response(body = '{"a":[1]}', mode = 'sandbox'): SandboxResponse {
  return {
    status: 200,
    headers: [
      ['X-API-Mode', mode],
      ['X-Other', 'sandbox'],
    ],
    body: Buffer.from(body),
  };
}

describe('applyFaults', () => {
  it('leaves an answer alone that nothing strikes', () => {
    const plain = response();
    expect(applyFaults(plain, [], vistarkriya)).toEqual({ response: plain, strikes: [] });
  });

  it.each([
    ['{"a":[1]}', '{"a":[1]'],
    ['[{"a":1}]\n', '[{"a":1}'],
    ['{}', '{'],
    ['{"a":"ü}"}', '{"a":"ü}"'],
  ])('bad-json makes %j to %j', (body, broken) => {
    const spoilt = applyFaults(response(body), [{ kind: 'bad-json' }], vistarkriya);
    expect(text(spoilt.response)).toBe(broken);
    expect(() => JSON.parse(text(spoilt.response))).toThrow(SyntaxError);
    expect(spoilt.strikes).toEqual([{ kind: 'bad-json' }]);
    expect(spoilt.delivery).toBeUndefined();
  });

  it.each([
    ['sandbox', 'live'],
    ['live', 'sandbox'],
  ])('wrong-mode says another mode than %s', (mode, other) => {
    const spoilt = applyFaults(response('{}', mode), [{ kind: 'wrong-mode' }], vistarkriya);
    expect(spoilt.response.headers).toEqual([
      ['X-API-Mode', other],
      ['X-Other', 'sandbox'],
    ]);
  });

  it.each<[strikes: readonly Strike[], delivery: unknown]>([
    [[{ kind: 'latency', ms: 7 }], { delayMs: 7 }],
    [[{ kind: 'slow-body', ms: 9 }], { bodyMs: 9 }],
    [[{ kind: 'truncate' }], { end: 'half' }],
    [[{ kind: 'drop' }], { end: 'nothing' }],
    [
      [{ kind: 'latency', ms: 7 }, { kind: 'truncate' }, { kind: 'slow-body', ms: 9 }],
      { delayMs: 7, bodyMs: 9, end: 'half' },
    ],
  ])('%j is a matter of delivery', (planned, delivery) => {
    const plain = response();
    expect(applyFaults(plain, planned, vistarkriya)).toEqual({
      response: plain,
      strikes: planned,
      delivery,
    });
  });

  it('does not do, nor say, what cannot be done', () => {
    const all: readonly Strike[] = [
      { kind: 'wrong-mode' },
      { kind: 'bad-json' },
      { kind: 'truncate' },
      { kind: 'slow-body', ms: 5 },
    ];
    const empty = applyFaults(response(''), all, vistarkriya);
    expect(empty.strikes).toEqual([{ kind: 'wrong-mode' }]);
    expect(empty.delivery).toBeUndefined();
    const other: Provider = influencemart;
    const noMode = applyFaults(response('{}'), all.slice(0, 2), other);
    expect(noMode.strikes).toEqual([{ kind: 'bad-json' }]);
    expect(headerOf(noMode.response, 'X-API-Mode')).toBe('sandbox');
  });
});
