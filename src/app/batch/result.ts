import type { VkError } from '../../core/error.js';
import type { Checked } from '../../core/expect/check.js';
import type { CallOutcome } from '../call.js';

/** What came of a line. */
export type BatchResult = AnsweredCall | FailedCall | UnknownCall | BadLine;

interface Common {
  /** The line's own name; its number where it has none, or cannot be read. */
  readonly id: string;
  /** From 1. */
  readonly line: number;
  /** How often it was sent in this run. */
  readonly tries: number;
}

interface Requested extends Common {
  readonly method: string;
  /** Path and query as they were signed. */
  readonly path: string;
}

export interface AnsweredCall extends Requested {
  readonly kind: 'answered';
  readonly outcome: CallOutcome;
  readonly expected: readonly Checked[];
}

/** A call without an answer: a fault of the network, or a refusal of the live guard. */
export interface FailedCall extends Requested {
  readonly kind: 'failed';
  readonly fault: VkError;
}

/** A call that an earlier run has sent, and that may not be sent again: nobody knows what came of it. */
export interface UnknownCall extends Requested {
  readonly kind: 'unknown';
}

/** A line that is no call, or none that can be sent. */
export interface BadLine extends Common {
  readonly kind: 'bad-line';
  readonly fault: VkError;
}
