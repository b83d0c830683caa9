import { EXIT, exitCodeOf, exitCodeOfStatus, type ExitCode } from '../errors.js';
import type { BatchResult } from './result.js';

/** What has come of a batch by now. */
export interface Tally {
  /** Calls that are over, refused lines included. */
  readonly calls: number;
  readonly succeeded: number;
  /** Lines that are no call, or none that can be sent. */
  readonly badLines: number;
  /** Calls of which an expectation does not hold. */
  readonly unexpected: number;
  readonly redirects: number;
  readonly clientErrors: number;
  readonly serverErrors: number;
  readonly networkFaults: number;
  /** Calls that the live guard has refused, and writes that came from live all the same. */
  readonly guarded: number;
  /** Calls of an earlier run of which nobody knows whether they were done. */
  readonly unknown: number;
  /** Requests that went out. */
  readonly tries: number;
  /** Of all that went wrong, by what the exit status is chosen; `done` where nothing did. */
  readonly exit: ExitCode;
}

export interface Tallying {
  readonly add: (result: BatchResult) => void;
  readonly tally: () => Tally;
}

type Kind = Exclude<keyof Tally, 'calls' | 'tries' | 'exit'>;

/** The worst first. */
const SEVERITY: readonly ExitCode[] = [
  EXIT.internal,
  EXIT.guard,
  EXIT.usage,
  EXIT.no,
  EXIT.network,
  EXIT.serverError,
  EXIT.clientError,
];

export function openTally(): Tallying {
  const counts: Record<Kind | 'calls' | 'tries', number> = {
    calls: 0,
    succeeded: 0,
    badLines: 0,
    unexpected: 0,
    redirects: 0,
    clientErrors: 0,
    serverErrors: 0,
    networkFaults: 0,
    guarded: 0,
    unknown: 0,
    tries: 0,
  };
  const exits = new Set<ExitCode>();
  return {
    add: (result) => {
      const { kind, exit } = verdictOf(result);
      counts.calls += 1;
      counts.tries += result.tries;
      counts[kind] += 1;
      exits.add(exit);
    },
    tally: () => ({ ...counts, exit: SEVERITY.find((each) => exits.has(each)) ?? EXIT.done }),
  };
}

/** What a result counts as, and the exit status that it alone would have. */
export function verdictOf(result: BatchResult): { readonly kind: Kind; readonly exit: ExitCode } {
  switch (result.kind) {
    case 'bad-line':
      return { kind: 'badLines', exit: EXIT.usage };
    case 'unknown':
      return { kind: 'unknown', exit: EXIT.network };
    case 'failed': {
      const exit = exitCodeOf(result.fault.code);
      const kind = exit === EXIT.network ? 'networkFaults' : 'badLines';
      return { kind: exit === EXIT.guard ? 'guarded' : kind, exit };
    }
    case 'answered': {
      const { outcome, expected } = result;
      if (outcome.isUnexpectedlyLive) {
        return { kind: 'guarded', exit: EXIT.guard };
      }
      if (expected.some(({ ok }) => !ok)) {
        return { kind: 'unexpected', exit: EXIT.no };
      }
      return answered(outcome.response.status, expected.some(isOfStatus));
    }
  }
}

/** An error that was expected is none. */
function answered(
  status: number,
  isExpected: boolean,
): { readonly kind: Kind; readonly exit: ExitCode } {
  const exit = exitCodeOfStatus(status);
  if (exit === EXIT.done || isExpected) {
    return { kind: 'succeeded', exit: EXIT.done };
  }
  const kind =
    exit === EXIT.serverError
      ? 'serverErrors'
      : exit === EXIT.clientError
        ? 'clientErrors'
        : 'redirects';
  return { kind, exit };
}

function isOfStatus({ text }: { readonly text: string }): boolean {
  return text.startsWith('status');
}
