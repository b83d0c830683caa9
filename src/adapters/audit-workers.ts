import { isUtf8 } from 'node:buffer';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { AuditPort, BlockAudits } from '../app/ports.js';
import { openAuditor } from '../core/audit/audit-block.js';
import type { AuditTask, BlockResult } from '../core/audit/task.js';
import type { AuditedBlock, BlockToAudit } from './audit-worker.js';
import { openSource } from './byte-source.js';

/** More threads than this would wait for the one that reads, and each takes memory. */
const MOST_THREADS = 4;
/** So many blocks are audited where they are read: for a short log, a thread takes longer to start. */
const FIRST_BLOCKS = 1;
/** What V8 sets aside for short-lived values in each thread; each takes three times as much. */
const YOUNG_GENERATION_MIB = 8;

/**
 * Audits by node:worker_threads.
 *
 * @param program the file of audit-worker.ts
 */
export function auditWorkers(program: string): AuditPort {
  return {
    cores: Math.min(availableParallelism(), MOST_THREADS),
    open: openSource,
    start: (task, threads) => startAudits(program, task, threads),
  };
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
}

interface Waiting {
  readonly resolve: (result: BlockResult) => void;
  readonly reject: (error: unknown) => void;
}

function startAudits(program: string, task: AuditTask, threads: number): BlockAudits {
  const audit = openAuditor(task, isUtf8);
  const running: Thread[] = [];
  let number = 0;

  /** One that has nothing to do, a new one, or the one that has least to do. */
  function chooseThread(): Thread {
    const [idlest] = running.toSorted((a, b) => a.waiting.size - b.waiting.size);
    if (idlest !== undefined && (idlest.waiting.size === 0 || running.length >= threads)) {
      return idlest;
    }
    const started = startThread(program, task);
    running.push(started);
    return started;
  }

  return {
    audit: async (bytes, isFirst) => {
      number += 1;
      if (threads === 1 || number <= FIRST_BLOCKS) {
        return audit(bytes, isFirst);
      }
      const { worker, waiting } = chooseThread();
      const block: BlockToAudit = { number, bytes, isFirst };
      return await new Promise<BlockResult>((resolve, reject) => {
        waiting.set(block.number, { resolve, reject });
        // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
        worker.postMessage(block);
      });
    },
    close: async () => {
      await Promise.all(running.map(({ worker }) => worker.terminate()));
    },
  };
}

function startThread(program: string, workerData: AuditTask): Thread {
  const worker = new Worker(program, {
    workerData,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MIB },
  });
  const waiting = new Map<number, Waiting>();
  worker.on('message', ({ number, result }: AuditedBlock) => {
    waiting.get(number)?.resolve(result);
    waiting.delete(number);
  });
  const fail = (error: unknown): void => {
    for (const { reject } of waiting.values()) {
      reject(error);
    }
    waiting.clear();
  };
  worker.on('error', fail);
  worker.on('exit', (code) => {
    fail(new Error(`a thread of the audit ended with ${code}`));
  });
  return { worker, waiting };
}
