import { isUtf8 } from 'node:buffer';
import { parentPort, workerData } from 'node:worker_threads';
import { openAuditor } from '../core/audit/audit-block.js';
import type { AuditTask, BlockResult } from '../core/audit/task.js';

/** The program of a thread that audits: the build makes a file of its own from it. */

/** What a thread is asked. */
export interface BlockToAudit {
  readonly number: number;
  readonly bytes: Uint8Array;
  readonly isFirst: boolean;
}

/** What it answers. */
export interface AuditedBlock {
  readonly number: number;
  readonly result: BlockResult;
}

const task: AuditTask = workerData;
const audit = openAuditor(task, isUtf8);

parentPort?.on('message', ({ number, bytes, isFirst }: BlockToAudit) => {
  const answer: AuditedBlock = { number, result: audit(bytes, isFirst) };
  // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(answer);
});
