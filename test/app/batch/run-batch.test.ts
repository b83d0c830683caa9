import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { journalInMemory } from '../../../src/app/batch/journal.js';
import type { BatchResult } from '../../../src/app/batch/result.js';
import {
  runBatch,
  type BatchInput,
  type BatchOutcome,
  type BatchPorts,
} from '../../../src/app/batch/run-batch.js';
import { OPEN_GUARD, openGuard, type Guard } from '../../../src/app/live-guard.js';
import type { WireRequest, WireResponse } from '../../../src/app/ports.js';
import { parseBaseUrl } from '../../../src/core/base-url.js';
import { Secret } from '../../../src/core/credential.js';
import { VkError } from '../../../src/core/error.js';
import { parseExpectation } from '../../../src/core/expect/expectation.js';
import { findHeader } from '../../../src/core/headers.js';
import type { Provider } from '../../../src/core/provider.js';
import { influencemart } from '../../../src/providers/influencemart.js';
import { vistarkriya } from '../../../src/providers/vistarkriya.js';
import { fakeClock, sourceOf } from './sources.js';

interface Run {
  readonly outcome: BatchOutcome;
  readonly results: readonly BatchResult[];
  readonly sent: readonly WireRequest[];
  readonly waits: readonly number[];
}

type Answer = (request: WireRequest, index: number) => WireResponse | Promise<WireResponse>;

interface RunOptions {
  readonly provider?: Provider;
  readonly input?: Partial<BatchInput>;
  readonly ports?: Partial<BatchPorts>;
  readonly answer?: Answer;
}

const OK: WireResponse = {
  status: 200,
  statusText: 'OK',
  headers: [['X-API-Mode', 'sandbox']],
  body: Buffer.from('{"n":1.0}'),
  elapsedMs: 1,
};

async function run(
  lines: readonly (object | string)[],
  { provider = vistarkriya, input = {}, ports = {}, answer = () => OK }: RunOptions = {},
): Promise<Run> {
  const clock = fakeClock();
  const results: BatchResult[] = [];
  const sent: WireRequest[] = [];
  const base = parseBaseUrl(`https://api.example.com${provider.basePath}`);
  const apiKey = provider === influencemart ? 'ak_test_x' : 'vk_live_x';
  const outcome = await runBatch(
    {
      settings: {
        provider,
        credential: { fields: { apiKey, code: '123456', email: 'a@b.c' }, secret: Secret.of('s') },
        base,
        basePath: base.basePath,
        mode: 'sandbox',
        profile: undefined,
        isDemo: false,
        origins: [],
        overrides: [],
        trimmed: [],
      },
      base,
      timeoutMs: 1000,
      userAgent: 'vk/test',
      concurrency: 4,
      perSecond: undefined,
      retries: 3,
      isOrdered: false,
      expectations: [],
      ...input,
    },
    {
      ...clock,
      http: {
        send: async (request) => {
          sent.push(request);
          return await answer(request, sent.length - 1);
        },
      },
      source: sourceOf(
        lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
        50,
      ),
      guard: OPEN_GUARD,
      journal: journalInMemory('seed'),
      random: () => 0.5,
      onStop: () => () => undefined,
      onResult: async (result) => {
        results.push(result);
        return await Promise.resolve(true);
      },
      onProgress: () => undefined,
      ...ports,
    },
  );
  return { outcome, results, sent, waits: clock.waits };
}

const GET = { method: 'GET', path: '/a' };
const POST = { method: 'POST', path: '/v1/orders', body: {} };

function gets(count: number): object[] {
  return Array.from({ length: count }, (_, index) => ({ ...GET, id: `c${index + 1}` }));
}

function header(request: WireRequest | undefined, name: string): string | undefined {
  return findHeader(request?.headers ?? [], name);
}

function networkFault(code: string): VkError {
  return new VkError('network', 'x', 'y', { cause: Object.assign(new Error('x'), { code }) });
}

function liveGuard(mode: string): Guard {
  const credential = { fields: {}, secret: Secret.of('s') };
  const base = parseBaseUrl('https://api.example.com');
  return openGuard(
    { provider: vistarkriya, credential, base, expected: 'sandbox', live: false, yes: false },
    { probeMode: async () => await Promise.resolve(mode), confirm: undefined },
  );
}

/** What a Ctrl-C would do. */
function openInterrupt(): {
  readonly onStop: BatchPorts['onStop'];
  readonly interrupt: () => void;
} {
  const listeners: (() => void)[] = [];
  return {
    onStop: (listener) => {
      listeners.push(listener);
      return () => undefined;
    },
    interrupt: () => {
      listeners.forEach((each) => each());
    },
  };
}

describe('runBatch', () => {
  it('makes every call once, no more of them at once than asked, and gives each its result', async () => {
    const schedule = fc.record({
      calls: fc.integer({ min: 0, max: 60 }),
      concurrency: fc.integer({ min: 1, max: 9 }),
      delays: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1 }),
      isOrdered: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(schedule, async ({ calls, concurrency, delays, isOrdered }) => {
        let active = 0;
        let most = 0;
        const { results, sent, outcome } = await run(gets(calls), {
          input: { concurrency, isOrdered },
          answer: async (_request, index) => {
            active += 1;
            most = Math.max(most, active);
            for (let turn = delays[index % delays.length] ?? 0; turn > 0; turn -= 1) {
              await new Promise((resolve) => setImmediate(resolve));
            }
            active -= 1;
            return OK;
          },
        });
        const ids = results.map(({ id }) => id);
        const expected = gets(calls).map((_, index) => `c${index + 1}`);
        expect(isOrdered ? ids : ids.toSorted()).toEqual(
          isOrdered ? expected : expected.toSorted(),
        );
        expect(sent).toHaveLength(calls);
        expect(most).toBeLessThanOrEqual(concurrency);
        expect(outcome).toMatchObject({ calls, succeeded: calls, exit: 0, ended: undefined });
      }),
      { numRuns: 40 },
    );
  });

  it('gives a line that is no call a result, and goes on', async () => {
    const { results, sent, outcome } = await run(['nonsense', GET, { ...GET, pth: 1 }, '', GET]);
    expect(sent).toHaveLength(2);
    expect(results.filter(({ kind }) => kind === 'bad-line').map(({ line }) => line)).toEqual([
      1, 3,
    ]);
    expect(outcome).toMatchObject({ calls: 4, succeeded: 2, badLines: 2, exit: 2 });
  });

  it.each<[name: string, line: object, message: string]>([
    [
      'a path',
      { method: 'GET', path: '/a/../b' },
      'line 1: the path "/a/../b" has a . or .. segment',
    ],
    ['another host', { method: 'GET', path: 'https://evil.example/a' }, 'line 1: '],
    [
      'a signing header',
      { ...GET, headers: { 'X-Signature': '1' } },
      'line 1: X-Signature is set by vk',
    ],
    [
      'an option',
      { ...GET, idempotencyKey: 'a' },
      'line 1: Vistar Kriya documents no header for idempotencyKey',
    ],
  ])('refuses %s, and names the line', async (_name, line, message) => {
    const { results, sent } = await run([line]);
    const [result] = results;
    expect(sent).toHaveLength(0);
    expect(result?.kind === 'bad-line' ? result.fault.message : '').toContain(message);
  });

  it('signs each try afresh, and waits longer each time', async () => {
    const { results, sent, waits, outcome } = await run([GET], {
      answer: (_request, index) => (index < 3 ? { ...OK, status: 500 } : OK),
    });
    expect(waits).toEqual([125, 250, 500]);
    expect(results[0]).toMatchObject({ kind: 'answered', tries: 4 });
    expect(outcome).toMatchObject({ calls: 1, tries: 4, exit: 0 });
    expect(new Set(sent.map((each) => header(each, 'X-Signature'))).size).toBe(1);
    const later = await run([GET], {
      answer: (_request, index) =>
        index === 0 ? { ...OK, status: 429, headers: [['Retry-After', '7']] } : OK,
    });
    const [first, second] = later.sent.map((each) => Number(header(each, 'X-Timestamp')));
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(7);
    expect(header(later.sent[0], 'X-Signature')).not.toBe(header(later.sent[1], 'X-Signature'));
  });

  it.each<
    [name: string, line: object, provider: Provider, error: WireResponse | VkError, tries: number]
  >([
    ['a GET after 503', GET, vistarkriya, { ...OK, status: 503 }, 4],
    ['a GET after a reset', GET, vistarkriya, networkFault('ECONNRESET'), 4],
    ['a POST after 503', POST, vistarkriya, { ...OK, status: 503 }, 1],
    ['a POST after 429', POST, vistarkriya, { ...OK, status: 429 }, 1],
    ['a POST after a reset', POST, vistarkriya, networkFault('ECONNRESET'), 1],
    ['a POST that nobody has taken', POST, vistarkriya, networkFault('ECONNREFUSED'), 4],
    ['a POST with a key after 503', POST, influencemart, { ...OK, status: 503 }, 4],
    ['a GET after 404', GET, vistarkriya, { ...OK, status: 404 }, 1],
  ])('sends %s so many times', async (_name, line, provider, error, tries) => {
    const { sent, results } = await run([line], {
      provider,
      answer: () => {
        if (error instanceof VkError) {
          throw error;
        }
        return error;
      },
    });
    expect(sent).toHaveLength(tries);
    expect(results).toMatchObject([
      { tries, kind: error instanceof VkError ? 'failed' : 'answered' },
    ]);
  });

  it('gives each write a key of its own, and the same one to all of its tries', async () => {
    const lines = [POST, { ...POST, idempotencyKey: 'own' }, POST];
    const { sent } = await run(lines, {
      provider: influencemart,
      input: { concurrency: 1 },
      answer: (_request, index) => (index === 0 ? { ...OK, status: 502 } : OK),
    });
    const keys = sent.map((each) => header(each, 'X-Idempotency-Key'));
    expect(keys).toEqual([keys[0], keys[0], 'own', keys[3]]);
    expect(keys[0]).toMatch(/^vk-[\da-f]{32}$/);
    expect(keys[3]).not.toBe(keys[0]);
  });

  it('gives calls that sign the same a second of their own, where a signature counts once', async () => {
    const { sent } = await run(gets(5), { provider: influencemart });
    const signatures = new Set(sent.map((each) => header(each, 'X-Signature')));
    expect(signatures.size).toBe(5);
  });

  it('checks what is expected, of all and of a line', async () => {
    const { results, outcome } = await run(
      [
        { ...GET, expect: ['body.n=1'] },
        { ...GET, expect: ['body.n=2'] },
        { ...GET, path: '/b' },
      ],
      { input: { expectations: [parseExpectation('status=200')], isOrdered: true } },
    );
    expect(
      results.map((each) => (each.kind === 'answered' ? each.expected.map(({ ok }) => ok) : [])),
    ).toEqual([[true, true], [true, false], [true]]);
    expect(outcome).toMatchObject({ succeeded: 2, unexpected: 1, exit: 1 });
  });

  it.each<[statuses: readonly number[], exit: number]>([
    [[200], 0],
    [[200, 404], 4],
    [[404, 500], 5],
    [[302], 1],
  ])('ends with the worst of %j', async (statuses, exit) => {
    const { outcome } = await run(gets(statuses.length), {
      input: { retries: 0, concurrency: 1 },
      answer: (_request, index) => ({ ...OK, status: statuses[index] ?? 0 }),
    });
    expect(outcome.exit).toBe(exit);
  });

  it('sends nothing once the guard has refused, and leaves that call to be made', async () => {
    const journal = journalInMemory('seed');
    const lines = [GET, POST, POST, GET, GET];
    const { sent, outcome, results } = await run(lines, {
      input: { concurrency: 1 },
      ports: { guard: liveGuard('live'), journal },
    });
    expect(sent.map(({ method }) => method)).toEqual(['GET']);
    expect(results).toHaveLength(2);
    expect(outcome).toMatchObject({ ended: 'guard', guarded: 1, exit: 6 });
    const rest = await run(lines, { ports: { journal } });
    expect(rest.sent).toHaveLength(4);
    expect(rest.outcome).toMatchObject({ doneBefore: 1, succeeded: 4, exit: 0 });
  });

  it.each([true, false])(
    'takes no call for over that was not said, ordered %s',
    async (isOrdered) => {
      const kept = journalInMemory('seed');
      const said = new Set<number>();
      const early: number[] = [];
      const journal: typeof kept = {
        ...kept,
        mark: (call, state) => {
          if (state === 'done' && !said.has(call)) {
            early.push(call);
          }
          kept.mark(call, state);
        },
      };
      await run([...gets(5), 'nonsense'], {
        input: { isOrdered },
        ports: {
          journal,
          onResult: async ({ line }) => {
            // A write takes its time.
            await new Promise((resolve) => setImmediate(resolve));
            said.add(line);
            return true;
          },
        },
        answer: async (_request, index) => {
          for (let turn = 9 - index; turn > 0; turn -= 1) {
            await new Promise((resolve) => setImmediate(resolve));
          }
          return OK;
        },
      });
      expect(early).toEqual([]);
      expect(kept.snapshot()).toMatchObject({ upTo: 6, started: [], open: [] });
    },
  );

  it('sends nothing once a write came from live', async () => {
    const { sent, outcome } = await run([POST, POST, POST], {
      input: { concurrency: 1 },
      ports: { guard: liveGuard('sandbox') },
      answer: () => ({ ...OK, headers: [['X-API-Mode', 'live']] }),
    });
    expect(sent).toHaveLength(1);
    expect(outcome).toMatchObject({ ended: 'guard', exit: 6 });
  });

  it('finishes what is on its way when it is stopped, and sends nothing more', async () => {
    const { onStop, interrupt } = openInterrupt();
    const journal = journalInMemory('seed');
    const { results, sent, outcome } = await run(gets(20), {
      input: { concurrency: 3 },
      ports: {
        journal,
        onStop,
      },
      answer: async (_request, index) => {
        if (index === 6) {
          interrupt();
        }
        await new Promise((resolve) => setImmediate(resolve));
        return OK;
      },
    });
    expect(outcome.ended).toBe('interrupted');
    expect(sent.length).toBeLessThan(11);
    expect(results).toHaveLength(sent.length);
    expect(journal.snapshot()).toEqual({ upTo: sent.length, beyond: [], started: [], open: [] });
  });

  it('ends a wait when it is stopped, and leaves that call to be made again', async () => {
    const { onStop, interrupt } = openInterrupt();
    const journal = journalInMemory('seed');
    const { results, sent } = await run([GET], {
      ports: {
        journal,
        later: () => {
          setImmediate(interrupt);
          return () => undefined;
        },
        onStop,
      },
      answer: () => ({ ...OK, status: 503 }),
    });
    expect([sent.length, results.length, journal.stateOf(1)]).toEqual([1, 0, 'started']);
  });

  it('goes on with what is left: again what may be repeated, and not what may not', async () => {
    const journal = journalInMemory('seed');
    journal.mark(1, 'done');
    journal.mark(2, 'started');
    journal.mark(3, 'started');
    const { results, sent, outcome } = await run([GET, GET, POST, POST], {
      input: { isOrdered: true },
      ports: { journal },
    });
    expect(results.map(({ line, kind }) => [line, kind])).toEqual([
      [2, 'answered'],
      [3, 'unknown'],
      [4, 'answered'],
    ]);
    expect(sent).toHaveLength(2);
    expect(outcome).toMatchObject({ doneBefore: 1, unknown: 1, exit: 3 });
    expect(journal.stateOf(3)).toBe('started');
  });

  it('stops when nobody reads its results, and takes none of them for said', async () => {
    const journal = journalInMemory('seed');
    const { sent, outcome } = await run(gets(100), {
      ports: { journal, onResult: async () => await Promise.resolve(false) },
    });
    expect(outcome.ended).toBe('unread');
    expect(sent.length).toBeLessThan(10);
    expect(journal.snapshot().started).toHaveLength(sent.length);
  });

  it('fails as a whole where its journal fails', async () => {
    const journal = {
      ...journalInMemory('seed'),
      mark: () => {
        throw new VkError('file', 'the disk is full', '');
      },
    };
    await expect(run(gets(5), { ports: { journal } })).rejects.toThrow('the disk is full');
  });

  it('reads no further than it sends', async () => {
    let read = 0;
    const source = sourceOf(
      gets(2000)
        .map((line) => `${JSON.stringify(line)}\n`)
        .join(''),
      100,
    );
    const { sent } = await run([], {
      ports: {
        source: {
          ...source,
          read: async (into) => {
            const count = await source.read(into);
            read += count;
            return count;
          },
        },
      },
      answer: (_request, index) => {
        expect(read).toBeLessThan((index + 8) * 60 + 300);
        return OK;
      },
    });
    expect(sent).toHaveLength(2000);
  });
});
