import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { diagnose, type DiagnoseOptions, type DiagnosePorts } from '../../src/app/diagnose.js';
import type { SearchState } from '../../src/core/diagnose/search.js';
import { bodySubject, richSubject } from '../core/diagnose/subjects.js';
import { influencemart } from '../../src/providers/influencemart.js';

const subject = richSubject(influencemart);
const NEVER = 'ab'.repeat(32);
const UNTIL_DONE: DiagnoseOptions = {
  maxDifferences: 1,
  axes: undefined,
  timeLimitMs: Number.POSITIVE_INFINITY,
};

/** A clock that goes on by so much each time that it is read. */
function ports(tickMs: number, changes: Partial<DiagnosePorts> = {}): DiagnosePorts {
  let nowMs = 1_000_000;
  return {
    nowMs: () => (nowMs += tickMs),
    pause: () => Promise.resolve(),
    isInterrupted: () => false,
    ...changes,
  };
}

describe('diagnose', () => {
  it('tells that a signature is right', async () => {
    const body = '{"a":1}';
    const signature = createHmac('sha256', 'sesame').update(body).digest('hex');
    const { verdict, findings, search } = await diagnose(
      bodySubject(body),
      signature,
      UNTIL_DONE,
      ports(0),
    );
    expect(verdict).toBe('correct');
    expect(findings.map(({ causes }) => causes)).toEqual([[]]);
    expect(search).toMatchObject({
      candidates: 1,
      isComplete: true,
      stopped: 'found',
      stages: ['as documented'],
    });
  });

  it('tells the cause, and what was searched', async () => {
    const signature = createHmac('sha256', 'sesame').update('{"a":1}').digest('hex');
    const { verdict, findings, search } = await diagnose(
      bodySubject('{"a": 1}'),
      signature,
      UNTIL_DONE,
      ports(1),
    );
    expect(verdict).toBe('explained');
    expect(findings.map(({ causes }) => causes.map(({ axis }) => axis))).toEqual([['body']]);
    expect(search).toMatchObject({
      isComplete: true,
      stopped: 'found',
      stages: ['as documented', '1 common difference'],
    });
    expect(search.elapsedMs).toBeGreaterThan(0);
    expect(search.axes.map(({ axis }) => axis)).toEqual([
      'algorithm',
      'secret',
      'layout',
      'timestamp',
      'method',
      'email',
      'target',
      'body',
    ]);
    const values = Object.fromEntries(search.axes.map(({ axis, values: count }) => [axis, count]));
    expect(values).toMatchObject({ timestamp: 0, method: 0, target: 0 });
    expect(values['body']).toBeGreaterThan(20);
  });

  it('says so where all was tried in vain', async () => {
    const outcome = await diagnose(subject, NEVER, UNTIL_DONE, ports(0));
    expect(outcome).toMatchObject({ verdict: 'unexplained', findings: [] });
    expect(outcome.search).toMatchObject({
      isComplete: true,
      stopped: 'exhausted',
      stages: ['as documented', '1 common difference', '1 rare difference'],
    });
    expect(outcome.search.candidates).toBeGreaterThan(500);
  });

  it('restricts the axes', async () => {
    const { search } = await diagnose(
      subject,
      NEVER,
      { ...UNTIL_DONE, axes: ['timestamp', 'body'] },
      ports(0),
    );
    expect(search.axes.map(({ axis }) => axis)).toEqual(['timestamp', 'body']);
  });
});

describe('a limit of time', () => {
  it('ends the search', async () => {
    const { verdict, search } = await diagnose(
      subject,
      NEVER,
      { ...UNTIL_DONE, maxDifferences: 3, timeLimitMs: 500 },
      ports(100),
    );
    expect(verdict).toBe('unexplained');
    expect(search).toMatchObject({ stopped: 'time-limit', isComplete: false });
    expect(search.elapsedMs).toBeGreaterThanOrEqual(500);
    expect(search.elapsedMs).toBeLessThanOrEqual(700);
  });

  it('of nothing still tries what is documented', async () => {
    const { search } = await diagnose(subject, NEVER, { ...UNTIL_DONE, timeLimitMs: 0 }, ports(0));
    expect(search).toMatchObject({
      stopped: 'time-limit',
      candidates: 1,
      stages: ['as documented'],
    });
  });
});

describe('a search that takes long', () => {
  it('lets others have their turn, and tells how far it is', async () => {
    const seen: number[] = [];
    let pauses = 0;
    const { search } = await diagnose(
      subject,
      NEVER,
      UNTIL_DONE,
      ports(20, {
        pause: () => {
          pauses += 1;
          return Promise.resolve();
        },
        onProgress: ({ candidates, done }: SearchState) => {
          seen.push(candidates);
          expect(done.length).toBeLessThan(4);
        },
      }),
    );
    // Once before the search: to make its values takes a while.
    expect(pauses).toBe(seen.length + 1);
    expect(pauses).toBeGreaterThan(1);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBeLessThanOrEqual(search.candidates);
  });

  it('pauses only at its beginning within 50 ms', async () => {
    let pauses = 0;
    const pause = (): Promise<void> => {
      pauses += 1;
      return Promise.resolve();
    };
    const { search } = await diagnose(subject, NEVER, UNTIL_DONE, ports(0, { pause }));
    expect([search.stopped, pauses]).toEqual(['exhausted', 1]);
  });

  it('is interrupted, and keeps what it has', async () => {
    let asked = 0;
    const isInterrupted = (): boolean => {
      asked += 1;
      return asked === 3;
    };
    const { verdict, search } = await diagnose(
      subject,
      NEVER,
      { ...UNTIL_DONE, maxDifferences: 3 },
      ports(0, { isInterrupted }),
    );
    expect(asked).toBe(3);
    expect(verdict).toBe('unexplained');
    expect(search).toMatchObject({ stopped: 'interrupted', isComplete: false });
    expect(search.candidates).toBeGreaterThan(0);
    expect(search.stages[0]).toBe('as documented');
  });
});
