import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { auditWorkers } from '../../src/adapters/audit-workers.js';
import type { BlockAudits } from '../../src/app/ports.js';
import type { BlockResult } from '../../src/core/audit/task.js';
import { headersOf, line, task } from '../core/audit/lines.js';
import { temporaryFolder } from './temporary.js';

const PROGRAM = fileURLToPath(new URL('../../dist/cli/audit-worker.cjs', import.meta.url));
const port = auditWorkers(PROGRAM);
const opened: BlockAudits[] = [];

afterAll(async () => {
  await Promise.all(opened.map((audits) => audits.close()));
});

function start(threads: number, program = PROGRAM): BlockAudits {
  const audits = auditWorkers(program).start(task(), threads);
  opened.push(audits);
  return audits;
}

function block(text: string): Uint8Array<SharedArrayBuffer> {
  const bytes = Buffer.from(text);
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}

const BAD = line({ headers: headersOf('other') });

async function auditAll(audits: BlockAudits, blocks: readonly string[]): Promise<BlockResult[]> {
  return await Promise.all(blocks.map((text, index) => audits.audit(block(text), index === 0)));
}

describe('threads', () => {
  it('come to what one comes to, each block to its own', async () => {
    const blocks = Array.from({ length: 12 }, (_, index) =>
      `${line()}\n${BAD}\n`.repeat(index + 1),
    );
    const results = await auditAll(start(3), blocks);
    expect(results).toEqual(await auditAll(start(1), blocks));
    expect(results.map(({ lines }) => lines)).toEqual(blocks.map((_, index) => 2 * index + 2));
    expect(results[4]?.failed[1]).toEqual({ line: 4, reason: 'mismatch', id: 'wh_1' });
  });

  it('are no more than this machine has cores', () => {
    expect(port.cores).toBeGreaterThanOrEqual(1);
    expect(port.cores).toBeLessThanOrEqual(4);
  });

  it('that cannot start are an error of whoever waits', async () => {
    const audits = start(2, join(temporaryFolder(), 'nothing.cjs'));
    await audits.audit(block(line()), true);
    await expect(audits.audit(block(line()), false)).rejects.toThrow('nothing.cjs');
  });
});

describe('a source', () => {
  it('reads a file in pieces, and ends', async () => {
    const path = join(temporaryFolder(), 'log');
    writeFileSync(path, 'abcdef');
    const source = await port.open(path);
    const room = new Uint8Array(4);
    expect(source.size).toBe(6);
    expect([await source.read(room), Buffer.from(room).toString()]).toEqual([4, 'abcd']);
    expect([await source.read(room), Buffer.from(room).toString()]).toEqual([2, 'efcd']);
    expect(await source.read(room)).toBe(0);
    await source.close();
  });

  it('gives nothing more once it is closed', async () => {
    const path = join(temporaryFolder(), 'log');
    writeFileSync(path, 'abcdef');
    const source = await port.open(path);
    await source.close();
    expect(await source.read(new Uint8Array(4))).toBe(0);
  });

  it.each<[name: string, path: () => string, why: string]>([
    ['a file that is not there', () => join(temporaryFolder(), 'no'), 'it does not exist'],
    ['a folder', () => temporaryFolder(), 'it is a directory'],
  ])('%s is refused', async (_name, path, why) => {
    const reading = async (): Promise<number> => {
      const source = await port.open(path());
      try {
        return await source.read(new Uint8Array(4));
      } finally {
        await source.close();
      }
    };
    const error = await reading().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'file', message: expect.stringContaining(why) });
  });
});
