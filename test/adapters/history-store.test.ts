import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { historyStore, type HistoryLimits } from '../../src/adapters/history-store.js';
import type { HistoryStore } from '../../src/app/ports.js';
import { isoTime } from '../../src/core/time-text.js';
import { refusal } from '../app/refusal.js';
import { temporaryFolder } from './temporary.js';

const NOW_MS = 1_767_323_045_000;
const DAY_MS = 86_400_000;
const WIDE: HistoryLimits = { maxBytes: 1e9, maxAgeMs: 90 * DAY_MS };

function open(
  limits = WIDE,
  nowMs = NOW_MS,
  folder = join(temporaryFolder(), 'history'),
): HistoryStore {
  return historyStore(folder, limits, { nowMs: () => nowMs, random: Math.random });
}

function lineOf(id: string, timeMs = NOW_MS): string {
  return `{"id":"${id}","time":"${isoTime(timeMs)}"}\n`;
}

function ids(store: HistoryStore): string[] {
  return [...store.newestFirst()].map(
    (line) => /"id":"([^"]*)"/.exec(Buffer.from(line).toString())?.[1] ?? '?',
  );
}

describe('lines', () => {
  it('come back, the newest first', () => {
    const store = open();
    expect(ids(store)).toEqual([]);
    for (const id of ['a', 'b', 'c']) {
      store.append(lineOf(id));
    }
    expect(ids(store)).toEqual(['c', 'b', 'a']);
    store.clear();
    expect(ids(store)).toEqual([]);
    store.append(lineOf('d'));
    expect(ids(store)).toEqual(['d']);
  });

  it('come back whatever their length', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 200_000 }), { maxLength: 12 });
    fc.assert(
      fc.property(lengths, (sizes) => {
        const store = open();
        const lines = sizes.map((size, index) => `${index}:${'x'.repeat(size)}`);
        for (const line of lines) {
          store.append(`${line}\n`);
        }
        const read = [...store.newestFirst()].map((line) => Buffer.from(line).toString());
        expect(read).toEqual(lines.toReversed());
      }),
      { numRuns: 30 },
    );
  });

  it('are for their owner only, whatever was there', () => {
    const store = open();
    store.append(lineOf('a'));
    const file = join(store.path, 'calls-000001.jsonl');
    expect(statSync(store.path).mode & 0o777).toBe(0o700);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    chmodSync(file, 0o644);
    store.append(lineOf('b'));
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('go on behind half a line', () => {
    const store = open();
    store.append(lineOf('a'));
    writeFileSync(join(store.path, 'calls-000001.jsonl'), `${lineOf('a')}{"id":"tor`);
    store.append(lineOf('b'));
    expect(readFileSync(join(store.path, 'calls-000001.jsonl'), 'utf8')).toBe(
      `${lineOf('a')}{"id":"tor\n${lineOf('b')}`,
    );
    expect(ids(store)).toEqual(['b', '?', 'a']);
  });

  it('are not all read where only some are asked for', () => {
    const store = open();
    mkdirSync(store.path, { recursive: true });
    const count = 1_000_000;
    const lines = Array.from({ length: count }, (_, index) => lineOf(String(index)));
    writeFileSync(join(store.path, 'calls-000007.jsonl'), lines.join(''));
    const before = performance.now();
    const newest = store.newestFirst()[Symbol.iterator]();
    const last = Array.from({ length: 20 }, () =>
      Buffer.from(newest.next().value ?? []).toString(),
    );
    store.append(lineOf('new'));
    const elapsedMs = performance.now() - before;
    expect(last).toEqual(
      lines
        .slice(-20)
        .toReversed()
        .map((line) => line.trim()),
    );
    // All of them take fifty times as long.
    expect(elapsedMs).toBeLessThan(50);
  });
});

describe('limits', () => {
  it('a full file is followed by another, and the oldest go', () => {
    const store = open({ ...WIDE, maxBytes: 16 * 200 });
    const count = 200;
    for (let index = 0; index < count; index += 1) {
      store.append(lineOf(String(index)));
    }
    const sizes = readdirSync(store.path).map((name) => statSync(join(store.path, name)).size);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(200 + 60);
    expect(total).toBeLessThanOrEqual(16 * 200 + 260);
    const kept = ids(store);
    expect(kept).toEqual(
      Array.from({ length: kept.length }, (_, index) => String(count - 1 - index)),
    );
    expect(kept.length).toBeGreaterThan(40);
  });

  it('a file that was begun long ago is followed by another, and goes when it is too old', () => {
    const folder = join(temporaryFolder(), 'history');
    open(WIDE, NOW_MS, folder).append(lineOf('first'));
    const later = NOW_MS + 6 * DAY_MS;
    open(WIDE, later, folder).append(lineOf('second', later));
    expect(readdirSync(folder)).toEqual(['calls-000001.jsonl', 'calls-000002.jsonl']);
    utimesSync(join(folder, 'calls-000001.jsonl'), NOW_MS / 1000, NOW_MS / 1000);
    const muchLater = NOW_MS + 91 * DAY_MS;
    open(WIDE, muchLater, folder).append(lineOf('third', muchLater));
    expect(readdirSync(folder)).toEqual(['calls-000002.jsonl', 'calls-000003.jsonl']);
  });
});

it('ids are short, and none is like another', () => {
  const store = open();
  const made = new Set(Array.from({ length: 10_000 }, () => store.newId()));
  expect(made.size).toBe(10_000);
  expect([...made].every((id) => /^[2-9b-df-hj-np-tv-xz]{10}$/.test(id))).toBe(true);
});

it('leaves what is not its own', () => {
  const store = open();
  store.append(lineOf('a'));
  writeFileSync(join(store.path, 'calls-1.jsonl'), 'mine');
  writeFileSync(join(store.path, 'notes.txt'), 'mine');
  store.clear();
  expect(readdirSync(store.path).toSorted()).toEqual(['calls-1.jsonl', 'notes.txt']);
});

it('refuses a link in the place of a file', () => {
  const store = open();
  mkdirSync(store.path, { recursive: true });
  const elsewhere = join(temporaryFolder(), 'elsewhere');
  symlinkSync(elsewhere, join(store.path, 'calls-000001.jsonl'));
  const error = refusal('state-file', 'is no regular file', 'VK_STATE_DIR');
  expect(() => {
    store.append(lineOf('a'));
  }).toThrow(error);
  expect(() => ids(store)).toThrow(error);
  expect(existsSync(elsewhere)).toBe(false);
});

it('says why it cannot write', () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  const store = open(WIDE, NOW_MS, join(file, 'history'));
  expect(() => {
    store.append(lineOf('a'));
  }).toThrow(refusal('file', 'a part of the path is not a directory'));
});
