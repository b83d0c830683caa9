import { isUtf8 } from 'node:buffer';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newRoom, openBlocks } from '../../src/app/audit-blocks.js';
import type { AuditPort, ByteSource } from '../../src/app/ports.js';
import { auditWebhooks, type AuditOutcome, type AuditPorts } from '../../src/app/webhook-audit.js';
import { openAuditor } from '../../src/core/audit/audit-block.js';
import type { FailedLine } from '../../src/core/audit/task.js';
import { headersOf, line, task } from '../core/audit/lines.js';

/** Gives bytes in chunks of these sizes, over and over. */
function sourceOf(bytes: Uint8Array, sizes: readonly number[], onRead?: () => void): ByteSource {
  let at = 0;
  let reads = 0;
  let isClosed = false;
  return {
    size: bytes.length,
    read: async (into) => {
      onRead?.();
      const most = sizes[reads % sizes.length] ?? bytes.length;
      const chunk = isClosed ? new Uint8Array() : bytes.subarray(at, at + most);
      const taken = chunk.subarray(0, into.length);
      into.set(taken);
      at += taken.length;
      reads += 1;
      return await Promise.resolve(taken.length);
    },
    close: async () => {
      isClosed = true;
      await Promise.resolve();
    },
  };
}

/** The lines of each block, read into rooms of a size. */
async function blocksOf(source: ByteSource, roomSize: number, longest: number): Promise<string[]> {
  const blocks = openBlocks(source, () => false, longest);
  const found: string[] = [];
  for (;;) {
    const piece = await blocks.next(newRoom(roomSize));
    if (piece === undefined) {
      return found;
    }
    found.push(piece.kind === 'lines' ? Buffer.from(piece.bytes).toString() : '(too long)');
  }
}

describe('blocks', () => {
  it.each<[log: string, blocks: readonly string[]]>([
    ['', []],
    ['a', ['a']],
    ['a\n', ['a\n']],
    ['a\nb\n', ['a\nb\n']],
    ['abc\nde\nf', ['abc\nde\n', 'f']],
    ['123456789\na\n', ['123456789\na\n']],
    ['\n\n', ['\n\n']],
    [`a\n${'x'.repeat(16)}\nb\n`, ['a\n', '(too long)', 'b\n']],
    [`${'x'.repeat(40)}\nb`, ['(too long)', 'b']],
    ['x'.repeat(40), ['(too long)']],
    [`${'x'.repeat(15)}\nb`, [`${'x'.repeat(15)}\n`, 'b']],
  ])('of %j', async (log, blocks) => {
    for (const size of [1, 3, 7, 100]) {
      expect(await blocksOf(sourceOf(Buffer.from(log), [size]), 8, 16)).toEqual(blocks);
    }
  });

  it('are the same however the bytes come', async () => {
    const logs = fc.array(fc.string({ maxLength: 30, unit: fc.constantFrom('a', '\n', '\u20b9') }));
    const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(logs, sizes, async (parts, chunks) => {
        const log = Buffer.from(parts.join('\n'));
        const whole = await blocksOf(sourceOf(log, [log.length + 1]), 8, 1024);
        expect(await blocksOf(sourceOf(log, chunks), 8, 1024)).toEqual(whole);
        expect(whole.join('')).toBe(log.toString());
      }),
    );
  });
});

async function nextTurn(): Promise<void> {
  await new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
}

interface Run {
  readonly outcome: AuditOutcome;
  readonly failed: readonly FailedLine[];
  /** How many blocks were being audited at most. */
  readonly most: number;
}

/** Audits whose blocks are done in any order: the later ones first, as far as that goes. */
async function run(
  log: string,
  threads = 2,
  change: Partial<AuditPorts> = {},
  source: ByteSource = sourceOf(Buffer.from(log), [65_536]),
): Promise<Run> {
  const failed: FailedLine[] = [];
  let running = 0;
  let most = 0;
  const audit: AuditPort = {
    cores: 2,
    open: async () => await Promise.resolve(source),
    start: (given) => {
      const work = openAuditor(given, isUtf8);
      return {
        audit: async (bytes, isFirst) => {
          running += 1;
          most = Math.max(most, running);
          for (let turn = 0; turn < 8 - (running % 4) * 2; turn += 1) {
            await nextTurn();
          }
          const result = work(bytes, isFirst);
          running -= 1;
          return result;
        },
        close: async () => await Promise.resolve(),
      };
    },
  };
  const outcome = await auditWebhooks('log', task(), threads, {
    audit,
    nowMs: () => 0,
    onStop: () => () => undefined,
    onProgress: () => undefined,
    onFailed: async (lines) => {
      failed.push(...lines);
      return await Promise.resolve(true);
    },
    ...change,
  });
  return { outcome, failed, most };
}

const BODY = JSON.stringify({ event: 'member.new', note: 'x'.repeat(4000) });
const GOOD = `${line({}, BODY)}\n`;
const BAD = `${line({ headers: headersOf('other') }, BODY)}\n`;
/** Eight blocks; every hundredth line fails. */
const LONG = Array.from({ length: 1900 }, (_, index) => (index % 100 === 7 ? BAD : GOOD)).join('');

describe('an audit', () => {
  it('numbers failing lines as the log does, in their order', async () => {
    const { outcome, failed } = await run(LONG, 3);
    expect(failed.map((each) => each.line)).toEqual(
      Array.from({ length: 19 }, (_, index) => index * 100 + 8),
    );
    expect(outcome).toMatchObject({ lines: 1900, deliveries: 1900, verified: 1881 });
    expect(outcome.reasons).toEqual([
      { reason: 'mismatch', lines: 19, first: [8, 108, 208, 308, 408] },
    ]);
    expect(outcome.samples.map((each) => each.line)).toEqual(failed.map((each) => each.line));
  });

  it('comes to the same on any number of threads', async () => {
    const { outcome } = await run(LONG, 1);
    expect((await run(LONG, 4)).outcome).toEqual(outcome);
  });

  it('holds a few blocks and no more', async () => {
    const { most } = await run(LONG, 2);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(5);
  });

  it('keeps a share of the samples where there are too many', async () => {
    const { outcome } = await run(BAD.repeat(800));
    expect(outcome.samples.length).toBeGreaterThan(100);
    expect(outcome.samples.length).toBeLessThanOrEqual(4096);
    expect(outcome.samples.at(-1)?.line).toBeGreaterThan(600);
  });

  it('ends early where nobody wants the failures', async () => {
    let taken = 0;
    const { outcome } = await run(LONG.repeat(3), 1, {
      onFailed: async () => {
        taken += 1;
        return await Promise.resolve(false);
      },
    });
    expect(outcome.lines).toBeLessThan(1900);
    expect(taken).toBeLessThan(6);
  });

  it('that is stopped tells what it knows, without the line that was cut off', async () => {
    let stop: (() => void) | undefined;
    let reads = 0;
    const source = sourceOf(Buffer.from(GOOD.repeat(3) + GOOD.slice(0, 50)), [5000], () => {
      reads += 1;
      if (reads === 3) {
        stop?.();
      }
    });
    const onStop = (listener: () => void): (() => void) => {
      stop = listener;
      return () => undefined;
    };
    const { outcome } = await run('', 2, { onStop }, source);
    expect(outcome).toMatchObject({ isInterrupted: true, bytes: 10_000 });
    expect(outcome.deliveries).toBe(Math.floor(10_000 / GOOD.length));
    expect(outcome.verified).toBe(outcome.deliveries);
  });

  it('passes on what fails in a thread', async () => {
    const audit: AuditPort = {
      cores: 1,
      open: async () => await Promise.resolve(sourceOf(Buffer.from(LONG), [65_536])),
      start: () => ({
        audit: async () => await Promise.reject(new Error('out of memory')),
        close: async () => await Promise.resolve(),
      }),
    };
    await expect(run('', 2, { audit })).rejects.toThrow('out of memory');
  });
});
