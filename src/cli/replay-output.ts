import { historyLine } from '../app/history-line.js';
import type { HistoryEntry } from '../app/history.js';
import type { TestCase, TestSuite } from '../app/test-suite.js';
import { ownKeys, withoutKeys } from '../app/without-keys.js';
import type { Context } from './command.js';
import { failuresText } from './render/expectations.js';
import { differenceText } from './render/replay.js';
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
  usedKeys: readonly (string | undefined)[],
  { terminal, deps }: Context,
): void {
  const stored = [...deps.profiles.read().profiles.values()].map(({ apiKey }) => apiKey);
  const keys = ownKeys([...stored, ...usedKeys]);
  const answered = made.filter(({ response }) => response !== undefined);
  const path = callsFileName(name);
  const lines = answered.map((entry) => historyLine(withoutKeys(entry, keys)));
  deps.files.write(path, Buffer.from(lines.join('')));
  terminal.stderr.write(`${count(answered.length, 'call')} in ${path}\n`);
}

/** The run as CI systems count it. */
export function replaySuite(results: readonly ReplayResult[], isSameExpected: boolean): TestSuite {
  return {
    name: 'vk replay',
    cases: results.map((result) => {
      const { id, provider, request } = result.entry;
      return {
        name: `${request.method} ${request.target} (${id})`,
        className: `replay.${provider}`,
        ...outcomeOf(result, isSameExpected),
      };
    }),
  };
}

function outcomeOf(
  result: ReplayResult,
  isSameExpected: boolean,
): Pick<TestCase, 'seconds' | 'failure' | 'skipped' | 'output'> {
  switch (result.kind) {
    case 'left-out':
      return { seconds: 0, skipped: result.why };
    case 'failed':
      return { seconds: 0, failure: result.fault.message };
    case 'replayed': {
      const { replayed, checked, entry } = result;
      const difference = differenceText(entry, replayed);
      const failures = [
        failuresText(checked),
        isSameExpected ? difference : undefined,
        replayed.verbatim === 'accepted' ? 'the old signature was accepted' : undefined,
      ].filter((failure) => failure !== undefined);
      return {
        seconds: replayed.outcome.response.elapsedMs / 1000,
        ...(failures.length > 0 && { failure: failures.join('\n') }),
        ...(difference !== undefined && !isSameExpected && { output: difference }),
      };
    }
  }
}
