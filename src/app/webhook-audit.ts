import type { AuditTask, FailedLine, FailedSample } from '../core/audit/task.js';
import { newRoom, openBlocks, type BlockRoom, type LogPiece } from './audit-blocks.js';
import { openTally, type Tally, type Tallying } from './audit-tally.js';
import type { AuditPort, BlockAudits } from './ports.js';

export interface AuditProgress {
  readonly bytes: number;
  /** Undefined where nobody knows, as of a pipe. */
  readonly size: number | undefined;
  readonly deliveries: number;
  readonly elapsedMs: number;
}

export interface AuditPorts {
  readonly audit: AuditPort;
  readonly nowMs: () => number;
  /** Calls back once somebody has had enough; returns what ends the waiting for it. */
  readonly onStop: (stop: () => void) => () => void;
  readonly onProgress: (progress: AuditProgress) => void;
  /** Takes the failures of a part of the log, in their order; false where nobody wants more of them. */
  readonly onFailed: (failed: readonly FailedLine[]) => Promise<boolean>;
}

export interface AuditOutcome extends Tally {
  readonly bytes: number;
  readonly elapsedMs: number;
  readonly isInterrupted: boolean;
  readonly samples: readonly FailedSample[];
}

/**
 * Verifies a log of deliveries, on several threads where it is long. What it holds does not grow
 * with the log: a thread gets a block when it has done with another.
 */
export async function auditWebhooks(
  path: string,
  task: AuditTask,
  threads: number,
  ports: AuditPorts,
): Promise<AuditOutcome> {
  const startedMs = ports.nowMs();
  const source = await ports.audit.open(path);
  const state: AuditState = { isInterrupted: false, isUnwanted: false };
  const stopWaiting = ports.onStop(() => {
    state.isInterrupted = true;
    // A read that waits for more comes to its end.
    void source.close();
  });
  const blocks = openBlocks(source, () => state.isInterrupted);
  const tallying = openTally(task.secrets.length);
  // A log that is known to be short is not worth a thread's start.
  const isShort = source.size !== undefined && source.size <= SHORT;
  const audits = ports.audit.start(task, isShort ? 1 : threads);
  const settle = async (pending: Pending): Promise<void> => {
    const failed = await addTo(tallying, pending);
    const { bytes } = pending.room;
    free.push(bytes.length > STANDARD_ROOM ? newRoom() : pending.room);
    state.isUnwanted ||= failed.length > 0 && !(await ports.onFailed(failed));
    ports.onProgress({
      bytes: blocks.bytesRead(),
      size: source.size,
      deliveries: tallying.tally().deliveries,
      elapsedMs: ports.nowMs() - startedMs,
    });
  };
  const free: BlockRoom[] = [];
  const pending: Pending[] = [];
  const settleOldest = async (): Promise<void> => {
    const oldest = pending.shift();
    if (oldest !== undefined) {
      await settle(oldest);
    }
  };
  try {
    for (let isFirst = true; !state.isUnwanted; isFirst = false) {
      const room = free.pop() ?? newRoom();
      const piece = await blocks.next(room);
      if (piece === undefined) {
        break;
      }
      pending.push(startOne(piece, room, audits, isFirst));
      while (pending[0]?.isDone === true || pending.length > 2 * threads) {
        await settleOldest();
      }
    }
    while (pending.length > 0) {
      await settleOldest();
    }
  } finally {
    stopWaiting();
    await Promise.all([audits.close(), source.close()]);
  }
  return {
    ...tallying.tally(),
    bytes: blocks.bytesRead(),
    elapsedMs: ports.nowMs() - startedMs,
    isInterrupted: state.isInterrupted,
    samples: tallying.samples(),
  };
}

interface AuditState {
  isInterrupted: boolean;
  /** Whether the reader of failures has gone away. */
  isUnwanted: boolean;
}

const MEBIBYTE = 1024 * 1024;
const SHORT = 4 * MEBIBYTE;
const STANDARD_ROOM = MEBIBYTE;

/** A part of the log that is being audited; nothing where a line is passed over. */
interface Pending {
  readonly room: BlockRoom;
  readonly result: ReturnType<BlockAudits['audit']> | undefined;
  isDone: boolean;
}

function startOne(
  piece: LogPiece,
  room: BlockRoom,
  audits: BlockAudits,
  isFirst: boolean,
): Pending {
  if (piece.kind === 'too-long') {
    return { room, result: undefined, isDone: true };
  }
  const result = audits.audit(piece.bytes, isFirst);
  const pending: Pending = { room, result, isDone: false };
  const note = (): void => {
    pending.isDone = true;
  };
  // It is waited for in its turn, and tells then whether it has failed.
  result.then(note, note);
  return pending;
}

async function addTo(tallying: Tallying, { result }: Pending): Promise<readonly FailedLine[]> {
  return result === undefined ? tallying.addTooLong() : tallying.add(await result);
}
