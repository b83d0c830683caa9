import { VkError } from '../../core/error.js';
import type { Expectation } from '../../core/expect/expectation.js';
import type { CallInput, CallPorts } from '../call.js';
import { EXIT, exitCodeOf } from '../errors.js';
import type { Guard } from '../live-guard.js';
import type { ByteSource } from '../ports.js';
import { openFreshSignatures } from './fresh-signatures.js';
import { openInOrder } from './in-order.js';
import type { BatchJournal } from './journal.js';
import { openPauses } from './pauses.js';
import { planCall, type PlannedCall } from './plan-call.js';
import { openLimiter, type Clock } from './rate-limiter.js';
import { openLines, type RawLine } from './read-lines.js';
import type { BadLine, BatchResult } from './result.js';
import { sendCall, type Sending } from './send-call.js';
import { openTally, type Tally } from './tally.js';

export interface BatchInput extends Omit<CallInput, 'request' | 'timestamp'> {
  /** How many calls go on at once. */
  readonly concurrency: number;
  /** Requests a second; as fast as they go where it is left out. */
  readonly perSecond: number | undefined;
  readonly retries: number;
  readonly isOrdered: boolean;
  /** Of every call, beside its own. */
  readonly expectations: readonly Expectation[];
}

export interface BatchPorts extends CallPorts {
  readonly source: ByteSource;
  readonly guard: Guard;
  readonly journal: BatchJournal;
  /** From 0 up to 1, 1 excluded. */
  readonly random: () => number;
  readonly elapsedMs: () => number;
  readonly later: (ms: number, work: () => void) => () => void;
  /** Calls back once somebody has had enough; returns what ends the waiting for it. */
  readonly onStop: (stop: () => void) => () => void;
  /** Takes each result; false where nobody reads on. */
  readonly onResult: (result: BatchResult) => Promise<boolean>;
  /** Is told after each result that there is progress to be seen. */
  readonly onProgress: (look: () => BatchProgress) => void;
}

export interface BatchProgress extends Tally {
  /** How much of the file was read. */
  readonly bytesRead: number;
  readonly elapsedMs: number;
}

export interface BatchOutcome extends BatchProgress {
  /** Why it ended before the file did. */
  readonly ended: 'interrupted' | 'guard' | 'unread' | undefined;
  /** Calls that an earlier run had done. */
  readonly doneBefore: number;
}

/** A result may be that far ahead of the one that it has to wait for. */
const MOST_AHEAD = 1024;

/**
 * Makes the calls of a file, several at once. What it holds does not grow with the file: a line is
 * read when there is somebody to send it.
 *
 * @throws VkError `file` or `state-file` where the file or the journal fails
 */
export async function runBatch(input: BatchInput, ports: BatchPorts): Promise<BatchOutcome> {
  const { source, journal, elapsedMs } = ports;
  const startedMs = elapsedMs();
  const state: BatchState = { ended: undefined, hasFailed: false, doneBefore: 0 };
  const isStopped = (): boolean => state.ended !== undefined || state.hasFailed;
  const pauses = openPauses(ports.later);
  const lines = openLines(source, isStopped);
  const tallying = openTally();
  const order = input.isOrdered ? openInOrder(MOST_AHEAD, emit) : undefined;
  const sending = openSending(input, ports, { elapsedMs, wait: pauses.wait, isStopped });

  /** Nothing more is sent. What is on its way is waited for. */
  function stop(why: BatchOutcome['ended']): void {
    state.ended ??= why;
    pauses.endAll();
    order?.release();
    // A read that waits for more comes to its end.
    void source.close();
  }

  /** One of several that make calls, one after the other. */
  async function work(): Promise<void> {
    while (!isStopped()) {
      const raw = await lines.next();
      if (raw === undefined) {
        return;
      }
      if (order !== undefined) {
        await order.room(raw.call);
      }
      const result = isStopped() ? undefined : await perform(raw);
      if (result !== undefined && isGuarded(result)) {
        stop('guard');
      }
      await (order === undefined ? result && emit(result, raw.call) : order.put(raw.call, result));
    }
  }

  async function perform(raw: RawLine): Promise<BatchResult | undefined> {
    const before = journal.stateOf(raw.call);
    if (before === 'done') {
      state.doneBefore += 1;
      return undefined;
    }
    const planned = planOrRefuse(raw, input, journal.keySeed);
    if ('kind' in planned) {
      return planned;
    }
    return before === 'started' && !planned.isRepeatable
      ? unknownCall(planned)
      : await sendCall(planned, sending);
  }

  /** What was not said is not over: a kill in between may have a result said twice, but loses none. */
  async function emit(result: BatchResult, call: number): Promise<void> {
    tallying.add(result);
    if (!(await ports.onResult(result))) {
      stop('unread');
    } else if (isOver(result)) {
      journal.mark(call, 'done');
    }
    ports.onProgress(progress);
  }

  function progress(): BatchProgress {
    return {
      ...tallying.tally(),
      bytesRead: lines.bytesRead(),
      elapsedMs: elapsedMs() - startedMs,
    };
  }

  const stopWaiting = ports.onStop(() => {
    stop('interrupted');
  });
  try {
    await allOrNone(input.concurrency, work, () => {
      state.hasFailed = true;
      stop(undefined);
    });
  } finally {
    stopWaiting();
    await source.close();
  }
  return { ...progress(), ended: state.ended, doneBefore: state.doneBefore };
}

interface BatchState {
  ended: BatchOutcome['ended'];
  /** Whether a fault of ours, or of this machine, has ended it. */
  hasFailed: boolean;
  doneBefore: number;
}

function openSending(input: BatchInput, ports: BatchPorts, clock: Clock): Sending {
  const { settings, base, timeoutMs, userAgent, perSecond, retries } = input;
  const { guard, journal, random, nowMs } = ports;
  return {
    common: { settings, base, timeoutMs, userAgent },
    guard,
    ports,
    clock,
    limiter: openLimiter(perSecond, clock),
    rule: { retries, random, nowMs },
    untilFresh: openFreshSignatures(settings.provider, nowMs),
    mark: journal.mark,
  };
}

function planOrRefuse(
  raw: RawLine,
  { settings, expectations }: BatchInput,
  keySeed: string,
): PlannedCall | BadLine {
  try {
    return planCall(raw, settings, expectations, keySeed);
  } catch (fault) {
    if (!(fault instanceof VkError)) {
      throw fault;
    }
    return { kind: 'bad-line', id: String(raw.line), line: raw.line, tries: 0, fault };
  }
}

function unknownCall({ id, line, request: { method, target } }: PlannedCall): BatchResult {
  return { kind: 'unknown', id, line, tries: 0, method, path: target.text };
}

/** Whether nothing is left to be done or found out: not so where it never went out, or nobody knows. */
function isOver({ kind, tries }: BatchResult): boolean {
  return kind !== 'unknown' && (kind !== 'failed' || tries > 0);
}

/** Whether it shows that nothing more may be sent. */
function isGuarded(result: BatchResult): boolean {
  return result.kind === 'failed'
    ? exitCodeOf(result.fault.code) === EXIT.guard
    : result.kind === 'answered' && result.outcome.isUnexpectedlyLive;
}

/** Runs several at once; where one fails, the others are told, and waited for. */
async function allOrNone(
  count: number,
  work: () => Promise<void>,
  onFailure: () => void,
): Promise<void> {
  const ends = await Promise.allSettled(
    Array.from({ length: count }, async () => {
      try {
        await work();
      } catch (error) {
        onFailure();
        throw error;
      }
    }),
  );
  for (const end of ends) {
    if (end.status === 'rejected') {
      throw end.reason;
    }
  }
}
