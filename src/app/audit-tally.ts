import type { AuditReason, BlockResult, FailedLine, FailedSample } from '../core/audit/task.js';

/** How often a reason came, and where first. */
export interface ReasonCount {
  readonly reason: AuditReason;
  readonly lines: number;
  /** The numbers of the first ones, at most five. */
  readonly first: readonly number[];
}

/** What has been counted by now. */
export interface Tally {
  /** Of the log, blank ones too. */
  readonly lines: number;
  /** Lines that are not blank. */
  readonly deliveries: number;
  readonly verified: number;
  /** Those that are not verified, the most frequent first. */
  readonly reasons: readonly ReasonCount[];
  readonly bySecret: readonly number[];
  readonly ageless: number;
}

export interface Tallying {
  /** Adds the next block; gives back its failures, numbered as in the log. */
  readonly add: (result: BlockResult) => readonly FailedLine[];
  /** Adds the next line, which nobody has read. */
  readonly addTooLong: () => readonly FailedLine[];
  readonly tally: () => Tally;
  /** Failures to be explained: all where they are few, else some of all parts of the log. */
  readonly samples: () => readonly FailedSample[];
}

/** Adds up blocks in their order. What it holds does not grow with their number. */
export function openTally(secrets: number): Tallying {
  const counts = new Map<AuditReason, { lines: number; readonly first: number[] }>();
  const bySecret = Array.from({ length: secrets }, () => 0);
  const kept = openReservoir();
  let lines = 0;
  let verified = 0;
  let ageless = 0;

  function count(reason: AuditReason, amount: number): void {
    const present = counts.get(reason) ?? { lines: 0, first: [] };
    counts.set(reason, present);
    present.lines += amount;
  }

  function name(failed: readonly FailedLine[]): void {
    for (const { reason, line } of failed) {
      const first = counts.get(reason)?.first ?? [];
      if (first.length < MOST_NAMED) {
        first.push(line);
      }
    }
  }

  return {
    add: (result) => {
      for (const [reason, amount] of result.counts) {
        if (reason === 'ok') {
          verified += amount;
        } else {
          count(reason, amount);
        }
      }
      result.bySecret.forEach((amount, secret) => {
        bySecret[secret] = (bySecret[secret] ?? 0) + amount;
      });
      ageless += result.ageless;
      const failed = result.failed.map((each) => ({ ...each, line: each.line + lines }));
      name(failed);
      for (const sample of result.samples) {
        kept.offer({ ...sample, line: sample.line + lines });
      }
      lines += result.lines;
      return failed;
    },
    addTooLong: () => {
      lines += 1;
      const failed = [{ line: lines, reason: 'too-long' }] as const;
      count('too-long', 1);
      name(failed);
      return failed;
    },
    tally: () => {
      const reasons = [...counts].map(([reason, each]) => ({ reason, ...each }));
      return {
        lines,
        deliveries: reasons.reduce((sum, each) => sum + each.lines, verified),
        verified,
        reasons: reasons.toSorted((a, b) => b.lines - a.lines),
        bySecret,
        ageless,
      };
    },
    samples: () => kept.all(),
  };
}

/** As many as a block names of each reason. */
const MOST_NAMED = 5;

interface Reservoir {
  readonly offer: (sample: FailedSample) => void;
  readonly all: () => readonly FailedSample[];
}

/**
 * Keeps each of many samples with the same chance (algorithm R, Vitter 1985). Which ones it keeps
 * depends on the samples alone, so that an audit comes to the same every time.
 */
function openReservoir(): Reservoir {
  const kept: FailedSample[] = [];
  let bytes = 0;
  let offered = 0;
  let state = 1;

  function below(limit: number): number {
    // Numerical Recipes' generator: its upper bits are even enough.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  }

  return {
    offer: (sample) => {
      offered += 1;
      const isFull = kept.length >= MOST_SAMPLES || bytes + sample.body.length > MOST_BYTES;
      const place = isFull ? below(offered) : kept.length;
      const present = kept[place];
      const size = bytes + sample.body.length - (present?.body.length ?? 0);
      if ((!isFull || present !== undefined) && size <= MOST_BYTES) {
        kept[place] = sample;
        bytes = size;
      }
    },
    all: () => kept.toSorted((a, b) => a.line - b.line),
  };
}

const MOST_SAMPLES = 4096;
const MOST_BYTES = 16 * 1024 * 1024;
