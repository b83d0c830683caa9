import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { deliveryStore } from '../../src/adapters/delivery-store.js';
import { parseRecords, recordLine } from '../../src/app/webhook-log.js';
import { utf8 } from '../../src/core/bytes.js';
import { refusal } from '../app/refusal.js';
import { modeOf } from '../file-mode.js';
import { temporaryFolder } from './temporary.js';

const KIB = 1024;

function pathIn(folder: string): string {
  return join(folder, 'deep', 'state', 'webhooks.jsonl');
}

function linesOf(path: string): string[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((each) => each !== '');
}

describe('the store of deliveries', () => {
  it('is empty at first, and read in the order of writing', () => {
    const path = pathIn(temporaryFolder());
    const store = deliveryStore(path);
    expect([...store.read()]).toEqual([]);
    expect(existsSync(path)).toBe(false);
    store.append('{"a":1}\n');
    deliveryStore(path).append('{"b":"\u20b9"}\n');
    expect(Buffer.from(store.read()).toString()).toBe('{"a":1}\n{"b":"\u20b9"}\n');
    expect(store.path).toBe(path);
  });

  it('is for its owner only, also where it was not', () => {
    const path = pathIn(temporaryFolder());
    const store = deliveryStore(path);
    store.append('x\n');
    expect([modeOf(path), modeOf(join(path, '..')), modeOf(join(path, '..', '..'))]).toEqual([
      '600',
      '700',
      '700',
    ]);
    chmodSync(path, 0o644);
    store.append('y\n');
    expect(modeOf(path)).toBe('600');
  });

  it('refuses what is no file, and says why it cannot write', () => {
    const folder = temporaryFolder();
    const link = join(folder, 'link');
    writeFileSync(join(folder, 'elsewhere'), '');
    symlinkSync(join(folder, 'elsewhere'), link);
    for (const path of [folder, link]) {
      expect(() => {
        deliveryStore(path).append('x\n');
      }).toThrow(refusal('state-file', path));
      expect(() => deliveryStore(path).read()).toThrow(refusal('state-file', path));
    }
    const below = join(folder, 'elsewhere', 'webhooks.jsonl');
    expect(() => {
      deliveryStore(below).append('x\n');
    }).toThrow(refusal('file', below));
    expect(readFileSync(join(folder, 'elsewhere'), 'utf8')).toBe('');
  });

  it('gives short ids that differ', () => {
    const { newId } = deliveryStore('unused');
    const ids = Array.from({ length: 1000 }, newId);
    expect(ids.every((id) => /^wh_[\da-f]{10}$/.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(1000);
  });

  it('cut off at any place, it keeps every whole record and takes the next one', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'webhooks.jsonl');
    const lines = ['one', 'zwei \u20b9', 'three'].map((text) => line(text));
    const whole = Buffer.from(lines.join(''));
    const ends = lines.map(
      (_line, index) => Buffer.from(lines.slice(0, index + 1).join('')).length,
    );
    for (let size = 0; size <= whole.length; size += 1) {
      writeFileSync(path, whole);
      truncateSync(path, size);
      const store = deliveryStore(path);
      store.append(line('next'));
      // A line is whole without its line break.
      const kept = ends.filter((end) => end - 1 <= size).length;
      expect(parseRecords(store.read()).map(({ id }) => id)).toEqual([
        ...['wh_one', 'wh_zwei \u20b9', 'wh_three'].slice(0, kept),
        'wh_next',
      ]);
    }
  });
});

/** A line of the store. */
function line(name: string): string {
  const headers = [['X-A', 'b']] as const;
  const request = { provider: 'kamiokash', method: 'POST', target: '/', headers };
  return recordLine({ id: `wh_${name}`, timeMs: 0, ...request, body: utf8(name) });
}

describe('a store that grows too large', () => {
  it('drops the older half of its lines, in one step', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'webhooks.jsonl');
    const store = deliveryStore(path, 10 * KIB);
    const sizes: number[] = [];
    for (let index = 0; index < 100; index += 1) {
      store.append(`${index} ${'x'.repeat(KIB - 4)}\n`);
      sizes.push(statSync(path).size);
    }
    expect(Math.max(...sizes)).toBeLessThanOrEqual(10 * KIB);
    const numbers = linesOf(path).map((each) => Number.parseInt(each, 10));
    expect(numbers.length).toBeGreaterThanOrEqual(4);
    expect(numbers).toEqual(numbers.map((_number, index) => 100 - numbers.length + index));
    expect(readdirSync(folder)).toEqual(['webhooks.jsonl']);
    expect(modeOf(path)).toBe('600');
  });

  it('keeps the newest line, however large', () => {
    const path = join(temporaryFolder(), 'webhooks.jsonl');
    const store = deliveryStore(path, KIB);
    store.append('old\n');
    store.append(`${'x'.repeat(3 * KIB)}\n`);
    expect(linesOf(path)).toEqual(['x'.repeat(3 * KIB)]);
    store.append('new\n');
    expect(linesOf(path)).toEqual(['new']);
  });

  it('goes on where it cannot be made shorter', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'webhooks.jsonl');
    mkdirSync(`${path}.tmp`);
    const store = deliveryStore(path, 10);
    store.append('first line\n');
    store.append('second line\n');
    expect(linesOf(path)).toEqual(['first line', 'second line']);
    expect(readdirSync(folder)).not.toContain('webhooks.jsonl.lock');
  });
});

const WRITER = `
import { deliveryStore } from './delivery-store.mjs';
const [path, name, count, largest] = process.argv.slice(2);
const store = deliveryStore(path, Number(largest));
for (let index = 0; index < Number(count); index += 1) {
  store.append(name + ' ' + index + ' ' + name.repeat((index * 37) % 3000) + '.\\n');
}
`;

/** Lets four processes write at once. */
async function writeAtOnce(largestBytes: number, count: number): Promise<Map<string, number[]>> {
  const folder = temporaryFolder();
  buildSync({
    entryPoints: [join(import.meta.dirname, '../../src/adapters/delivery-store.ts')],
    outfile: join(folder, 'delivery-store.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  writeFileSync(join(folder, 'writer.mjs'), WRITER);
  const path = join(folder, 'webhooks.jsonl');
  const run = promisify(execFile);
  await Promise.all(
    ['a', 'b', 'c', 'd'].map((name) =>
      run(process.execPath, [
        join(folder, 'writer.mjs'),
        path,
        name,
        `${count}`,
        `${largestBytes}`,
      ]),
    ),
  );
  const found = new Map<string, number[]>();
  for (const each of linesOf(path)) {
    const [, name = '?', number] = /^([a-d]) (\d+) \1*\.$/.exec(each) ?? [];
    const index = Number(number);
    expect([each, Number.isNaN(index)]).toEqual([each, false]);
    expect(each.length).toBe(`${name} ${index} .`.length + ((index * 37) % 3000));
    found.set(name, [...(found.get(name) ?? []), index]);
  }
  return found;
}

describe('several processes', () => {
  it('add lines that neither mix nor get lost', async () => {
    const found = await writeAtOnce(1024 * KIB * KIB, 300);
    const all = Array.from({ length: 300 }, (_line, index) => index);
    expect(found).toEqual(new Map(['a', 'b', 'c', 'd'].map((name) => [name, all])));
  });

  it('lose none of the newer lines while one of them drops the older ones', async () => {
    const count = 1000;
    const found = await writeAtOnce(400 * KIB, count);
    for (const indexes of found.values()) {
      const distinct = [...new Set(indexes)].toSorted((a, b) => a - b);
      const first = distinct[0] ?? 0;
      expect(distinct).toEqual(
        Array.from({ length: count - first }, (_line, index) => first + index),
      );
    }
    expect(found.size).toBeGreaterThan(0);
  });
});
