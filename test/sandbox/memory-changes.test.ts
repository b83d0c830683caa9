import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Provider } from '../../src/core/provider.js';
import { influencemart } from '../../src/providers/influencemart.js';
import { vistarkriya } from '../../src/providers/vistarkriya.js';
import { handle } from '../../src/sandbox/handle.js';
import { journalLine, readJournal, startJournal } from '../../src/sandbox/journal.js';
import { changesOf, newMemory, type Change, type SandboxMemory } from '../../src/sandbox/memory.js';
import { RecentTable } from '../../src/sandbox/recent.js';
import type { SandboxRequest } from '../../src/sandbox/rule.js';
import { newState, type SandboxState } from '../../src/sandbox/state.js';
import { influencemartRequest, sandboxOf, START, text, vistarkriyaRequest } from './requests.js';

/** What one request is made of: which of the kinds, which words it has, and how long after the last. */
interface Step {
  readonly kind: number;
  readonly word: number;
  readonly gapMs: number;
}

type Kind = (atMs: number, word: number) => SandboxRequest;

// Words come again, and so do seconds: then a signature is the same too.
const WORDS = 3;
const GAPS = [0, 0, 150, 1000, 400_000, 25 * 3_600_000];

const KINDS: Readonly<Record<'vistarkriya' | 'influencemart', readonly Kind[]>> = {
  vistarkriya: [
    (atMs, word) => vistarkriyaRequest({ atMs, target: `/api/v1/verify/w${word}` }),
    (atMs) => vistarkriyaRequest({ atMs, method: 'GET', target: '/api/v1/wallet/balance' }),
    (atMs) => vistarkriyaRequest({ atMs, method: 'GET', target: '/api/v1/wallet/transactions' }),
  ],
  influencemart: [
    (atMs, word) => influencemartRequest({ atMs, body: `{"a":${word}}` }),
    (atMs, word) =>
      influencemartRequest({
        atMs,
        body: `{"a":${Math.floor(atMs / 1000) % 2}}`,
        headers: [['X-Idempotency-Key', `k${word}`]],
      }),
    (atMs, word) =>
      influencemartRequest({
        atMs,
        target: '/v1/webhooks/order',
        body: `{"at":${atMs}}`,
        headers: [['X-External-Event-Id', `e${word}`]],
      }),
  ],
};

function steps(kinds: readonly Kind[]): fc.Arbitrary<readonly Step[]> {
  const step = fc.record({
    kind: fc.nat(kinds.length - 1),
    word: fc.nat(WORDS - 1),
    gapMs: fc.constantFrom(...GAPS),
  });
  return fc.array(step, { minLength: 1, maxLength: 25 });
}

function play(
  all: readonly Step[],
  kinds: readonly Kind[],
): { readonly request: SandboxRequest; readonly nowMs: number }[] {
  let nowMs = START;
  return all.map(({ kind, word, gapMs }) => {
    nowMs += gapMs;
    const make = kinds[kind];
    if (make === undefined) {
      throw new Error('no such kind');
    }
    return { request: make(nowMs, word), nowMs };
  });
}

describe.each([vistarkriya, influencemart])('$id goes on where it was', (provider: Provider) => {
  const kinds = KINDS[provider.id === 'vistarkriya' ? 'vistarkriya' : 'influencemart'];
  const { state: first } = sandboxOf(provider, { mode: 'live' });

  function stateOf(memory: SandboxMemory): SandboxState {
    return newState(first.accounts, first.settings, memory);
  }

  it.each<[name: string, journal: (memory: SandboxMemory, lines: readonly string[]) => string]>([
    ['from the fewest changes', (memory) => [...startJournal('x', changesOf(memory))].join('')],
    ['from each change', (_, lines) => [...startJournal('x', []), ...lines].join('')],
  ])('%s', (_name, journal) => {
    fc.assert(
      fc.property(steps(kinds), fc.nat(24), (all, stop) => {
        const requests = play(all, kinds);
        const lines: string[] = [];
        let changes: Change[] = [];
        const state = stateOf(newMemory([], (change) => changes.push(change)));
        for (const { request, nowMs } of requests.slice(0, stop)) {
          handle(request, provider, state, nowMs);
          lines.push(journalLine(changes));
          changes = [];
        }
        const bytes = Buffer.from(journal(state.memory, lines));
        const later = stateOf(newMemory(readJournal(bytes, 'x', '')));
        for (const { request, nowMs } of requests.slice(stop)) {
          const expected = handle(request, provider, state, nowMs);
          const found = handle(request, provider, later, nowMs);
          expect([found.status, found.refusal, found.headers, text(found)]).toEqual([
            expected.status,
            expected.refusal,
            expected.headers,
            text(expected),
          ]);
        }
        expect([...changesOf(later.memory)]).toEqual([...changesOf(state.memory)]);
      }),
      { numRuns: 60 },
    );
  });
});

it('what is played holds replays, repeats, conflicts and events that come again', () => {
  const { send } = sandboxOf(influencemart);
  const second = { word: 0, gapMs: 1000 };
  const all: readonly Step[] = [
    { kind: 0, word: 0, gapMs: 0 },
    { kind: 0, word: 0, gapMs: 0 },
    { kind: 1, ...second },
    { kind: 1, ...second },
    { kind: 1, ...second },
    { kind: 2, ...second },
    { kind: 2, ...second },
  ];
  const answers = play(all, KINDS.influencemart).map(({ request, nowMs }) => send(request, nowMs));
  expect(answers.map(({ refusal }) => refusal)).toEqual([
    undefined,
    'replay',
    undefined,
    'idempotency-conflict',
    undefined,
    undefined,
    undefined,
  ]);
  const bodies = answers.map(text);
  expect(bodies[4]).toBe(bodies[2]);
  expect(bodies[6]).not.toBe(bodies[5]);
});

describe('a table of what was recent', () => {
  const LIFETIME = 100;
  const entry = fc.record({ key: fc.nat(12), gapMs: fc.constantFrom(0, 1, 7, 30, 99, 100, 250) });

  // A rule or an answer sets a key that it does not find, and no other.
  function setAll(
    table: RecentTable,
    entries: readonly { key: number; gapMs: number }[],
    from: number,
  ): number {
    let nowMs = from;
    for (const { key, gapMs } of entries) {
      nowMs += gapMs;
      if (table.get(String(key), nowMs) === undefined) {
        table.set(String(key), `at ${nowMs}`, nowMs, LIFETIME);
      }
    }
    return nowMs;
  }

  it.each([4, 6, Number.POSITIVE_INFINITY])(
    'of at most %d entries is made again from them',
    (maximum) => {
      fc.assert(
        fc.property(fc.array(entry), fc.array(entry), (before, after) => {
          const table = new RecentTable(maximum);
          const nowMs = setAll(table, before, START);
          const copy = new RecentTable(maximum);
          for (const each of table.entries()) {
            copy.set(...each);
          }
          expect([...copy.entries()]).toEqual([...table.entries()]);
          setAll(table, after, nowMs);
          setAll(copy, after, nowMs);
          expect([...copy.entries()]).toEqual([...table.entries()]);
        }),
        { numRuns: 500 },
      );
    },
  );
});
