import { historyLine } from '../app/history-line.js';
import type { HistoryEntry } from '../app/history.js';
import type { TestCase, TestSuite } from '../app/test-suite.js';
import { withoutKeys } from '../app/without-keys.js';
import type { VkError } from '../core/error.js';
import type { Context } from './command.js';
import { failuresText } from './render/expectations.js';
import { differenceText } from './render/replay.js';
import { keysToMask } from './recorded-calls.js';
import { count } from './render/text.js';
import type { ReplayResult } from './replay-results.js';
import { callsFileName } from './replay-words.js';

/**
 * Writes the run as lines that `--from` reads: what was answered is what will be expected. No API key
 * is in it, so that a repository can hold it.
 */
export function saveRun(
  name: string,
  made: readonly HistoryEntry[],
  usedKeys: Iterable<string | undefined>,
  { terminal, deps }: Context,
): void {
  const keys = keysToMask({ deps }, usedKeys);
  const answered = made.filter(({ response }) => response !== undefined);
  const path = callsFileName(name);
  const lines = answered.map((entry) => historyLine(withoutKeys(entry, keys)));
  deps.files.write(path, Buffer.from(lines.join('')));
  terminal.stderr.write(`${count(answered.length, 'call')} in ${path}\n`);
}

/** What makes a failure of a call, beside what its answer was expected to be. */
export interface ReplayDemands {
  readonly isSameExpected: boolean;
  /** Whether every call was meant, so that none may be left out. */
  readonly isComplete: boolean;
}

/** The call at which the live guard ended a run. */
export interface EndedAt {
  readonly entry: HistoryEntry;
  readonly fault: VkError;
}

/** The run as CI systems count it. */
export function replaySuite(
  results: readonly ReplayResult[],
  demands: ReplayDemands,
  endedAt: EndedAt | undefined,
): TestSuite {
  const made = results
    .filter(({ entry }) => entry !== endedAt?.entry)
    .map((result) => ({ ...nameOf(result.entry), ...outcomeOf(result, demands) }));
  const ended =
    endedAt === undefined
      ? []
      : [{ ...nameOf(endedAt.entry), seconds: 0, failure: endedAt.fault.message }];
  return { name: 'vk replay', cases: [...made, ...ended] };
}

function nameOf({ id, provider, request }: HistoryEntry): Pick<TestCase, 'name' | 'className'> {
  return {
    name: `${request.method} ${request.target} (${id})`,
    className: `replay.${provider}`,
  };
}

/** Why a call has failed, whatever was expected of its answer; undefined where it has not. */
export function failureOf(
  result: ReplayResult,
  { isSameExpected, isComplete }: ReplayDemands,
): string | undefined {
  switch (result.kind) {
    case 'left-out':
      return isComplete ? `left out: ${result.why}` : undefined;
    case 'failed':
      return result.fault.message;
    case 'replayed': {
      const { replayed } = result;
      const hadAnswer = replayed.comparison !== undefined;
      const difference = hadAnswer ? differenceText(replayed) : 'no answer before';
      const failures = [
        isSameExpected ? difference : undefined,
        replayed.verbatim === 'accepted' ? 'the old signature was accepted' : undefined,
      ].filter((failure) => failure !== undefined);
      return failures.length === 0 ? undefined : failures.join('\n');
    }
  }
}

function outcomeOf(
  result: ReplayResult,
  demands: ReplayDemands,
): Pick<TestCase, 'seconds' | 'failure' | 'skipped' | 'output'> {
  const failure = failureOf(result, demands);
  if (result.kind !== 'replayed') {
    return failure === undefined && result.kind === 'left-out'
      ? { seconds: 0, skipped: result.why }
      : { seconds: 0, ...(failure !== undefined && { failure }) };
  }
  const { replayed, checked } = result;
  const failures = [failuresText(checked), failure].filter((each) => each !== undefined);
  const difference = demands.isSameExpected ? undefined : differenceText(replayed);
  return {
    seconds: replayed.outcome.response.elapsedMs / 1000,
    ...(failures.length > 0 && { failure: failures.join('\n') }),
    ...(difference !== undefined && { output: difference }),
  };
}
