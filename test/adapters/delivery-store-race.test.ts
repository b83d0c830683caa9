import type * as fs from 'node:fs';
import { appendFileSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { deliveryStore } from '../../src/adapters/delivery-store.js';
import { temporaryFolder } from './temporary.js';

// Another process comes in between at the worst moments.
vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  return { ...real, renameSync: vi.fn(real.renameSync), writeSync: vi.fn(real.writeSync) };
});

const real = await vi.importActual<typeof fs>('node:fs');

beforeEach(() => {
  vi.mocked(renameSync).mockReset().mockImplementation(real.renameSync);
  vi.mocked(writeSync).mockReset();
  vi.mocked(writeSync).mockImplementation(plainWrite);
});

function plainWrite(descriptor: number, data: NodeJS.ArrayBufferView | string): number {
  return typeof data === 'string'
    ? real.writeSync(descriptor, data)
    : real.writeSync(descriptor, data);
}

function largeStore(): { readonly path: string; readonly append: (line: string) => void } {
  const path = join(temporaryFolder(), 'webhooks.jsonl');
  writeFileSync(path, `${'old\n'.repeat(20)}newer\n`);
  return { path, append: deliveryStore(path, 40).append };
}

it('keeps what another adds while the older half is dropped', () => {
  const { path, append } = largeStore();
  vi.mocked(renameSync).mockImplementationOnce((from, to) => {
    appendFileSync(path, 'of another\n');
    real.renameSync(from, to);
  });
  append('mine\n');
  expect(readFileSync(path, 'utf8')).toBe('old\nold\nnewer\nmine\nof another\n');
});

it('takes half a line for one that another is writing, and keeps both halves together', () => {
  const { path, append } = largeStore();
  vi.mocked(writeSync).mockImplementationOnce((descriptor, data) => {
    const written = plainWrite(descriptor, data);
    appendFileSync(path, 'half of ');
    return written;
  });
  vi.mocked(renameSync).mockImplementationOnce((from, to) => {
    appendFileSync(path, 'a line\n');
    real.renameSync(from, to);
  });
  append('mine\n');
  expect(readFileSync(path, 'utf8').endsWith('newer\nmine\nhalf of a line\n')).toBe(true);
});

it('adds a line once more where its file was replaced meanwhile', () => {
  const path = join(temporaryFolder(), 'webhooks.jsonl');
  const { append } = deliveryStore(path);
  append('first\n');
  vi.mocked(writeSync).mockImplementationOnce((descriptor, data) => {
    const written = plainWrite(descriptor, data);
    writeFileSync(`${path}.other`, 'shorter\n');
    real.renameSync(`${path}.other`, path);
    return written;
  });
  append('second\n');
  expect(readFileSync(path, 'utf8')).toBe('shorter\nsecond\n');
});

it('says so where the disk takes only a part, and ends that line before the next', () => {
  const path = join(temporaryFolder(), 'webhooks.jsonl');
  const { append } = deliveryStore(path);
  vi.mocked(writeSync).mockImplementationOnce((descriptor) => plainWrite(descriptor, '{"id":"wh_'));
  expect(() => {
    append('{"id":"wh_1"}\n');
  }).toThrow(
    expect.objectContaining({ code: 'file', message: expect.stringContaining('disk is full') }),
  );
  append('{"id":"wh_2"}\n');
  expect(readFileSync(path, 'utf8')).toBe('{"id":"wh_\n{"id":"wh_2"}\n');
});
