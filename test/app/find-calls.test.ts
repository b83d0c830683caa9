import { describe, expect, it } from 'vitest';
import { findCall, findCalls } from '../../src/app/find-calls.js';
import { historyLine } from '../../src/app/history-line.js';
import { entryOf } from './history-entry.js';
import { refusal } from './refusal.js';

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 0, 2);

function lineOf(id: string, change: Parameters<typeof entryOf>[0] = {}): Buffer {
  return Buffer.from(historyLine(entryOf({ id, ...change })).trim());
}

/** Lines that tell how many of them were read. */
function counted(lines: readonly Uint8Array[]): {
  lines: Iterable<Uint8Array>;
  read: () => number;
} {
  let read = 0;
  const give = function* (): Generator<Uint8Array> {
    for (const line of lines) {
      read += 1;
      yield line;
    }
  };
  return { lines: give(), read: () => read };
}

describe('the newest calls', () => {
  it('are found without reading further', () => {
    const { lines, read } = counted(['d', 'c', 'b', 'a'].map((id) => lineOf(id)));
    expect(findCalls(lines, {}, 2).entries.map(({ id }) => id)).toEqual(['d', 'c']);
    expect(read()).toBe(2);
  });

  it('are those that fit; what cannot be read is counted', () => {
    const lines = [
      lineOf('c', { status: 404 }),
      Buffer.from('{"id":"tor'),
      lineOf('b'),
      Buffer.from('[]'),
      lineOf('a', { status: 404 }),
    ];
    const { entries, unreadable } = findCalls(lines, { statuses: ['4xx'] }, 9);
    expect([entries.map(({ id }) => id), unreadable]).toEqual([['c', 'a'], 2]);
  });

  it('are looked for only so far back as a call can take', () => {
    const ages = [0, 2, 0.5, 1.9, 2.1, 0];
    const { lines, read } = counted(
      ages.map((hours, index) => lineOf(`c${index}`, { timeMs: START_MS - hours * HOUR_MS })),
    );
    const { entries } = findCalls(lines, { sinceMs: START_MS - HOUR_MS }, 9);
    expect(entries.map(({ id }) => id)).toEqual(['c0', 'c2']);
    expect(read()).toBe(5);
  });
});

describe('one call', () => {
  const lines = ['7kdx2', '7kd22', 'x2p22', 'x2p'].map((id) => lineOf(id));

  it.each([
    ['7kdx', '7kdx2'],
    ['7KDX2', '7kdx2'],
    ['x2p', 'x2p'],
    ['x2p2', 'x2p22'],
  ])('%s is %s', (start, id) => {
    expect(findCall(lines, start).id).toBe(id);
  });

  it.each(['q', '', '"', '7kdx22', '../x'])('%j is none', (start) => {
    expect(() => findCall(lines, start)).toThrow(
      refusal('usage', `there is no recorded call ${JSON.stringify(start)}`, 'vk history list'),
    );
  });

  it('is to be told from others', () => {
    expect(() => findCall(lines, '7k')).toThrow(
      refusal('usage', 'more than one recorded call begins with "7k"', '7kdx2 or 7kd22'),
    );
  });

  it('is not read any further once its whole id is found', () => {
    const many = counted(['bcdfghjkmn', 'bcdfghjkmp'].map((id) => lineOf(id)));
    expect(findCall(many.lines, 'bcdfghjkmn').id).toBe('bcdfghjkmn');
    expect(many.read()).toBe(1);
  });
});
