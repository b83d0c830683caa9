import type { BatchResult } from '../app/batch/result.js';
import type { TestCase } from '../app/test-suite.js';
import { verdictOf } from '../app/batch/tally.js';
import { EXIT } from '../app/errors.js';
import { annotate } from './annotation.js';
import type { Context } from './command.js';
import type { BatchFlags } from './commands/batch.js';
import { failuresText } from './render/expectations.js';
import { writeReports } from './report-option.js';

/** What CI systems are told. */
export interface BatchReport {
  readonly add: (result: BatchResult) => void;
  /** Writes the files. @throws VkError `file` */
  readonly write: () => Promise<void>;
}

/** GitHub shows no more of a step. */
const MOST_ANNOTATIONS = 10;

/** Each call is a case. A report's cases are held until its end; without one, nothing is held. */
export function openBatchReport(
  { reports, isJson }: Pick<BatchFlags, 'reports' | 'isJson'>,
  context: Context,
): BatchReport {
  const cases: TestCase[] = [];
  let annotations = 0;
  return {
    add: (result) => {
      const failure = failureOf(result);
      // In JSON, standard error is for the document of the summary.
      if (failure !== undefined && !isJson && annotations < MOST_ANNOTATIONS) {
        annotations += 1;
        annotate({ title: titleOf(result), message: failure }, context.terminal);
      }
      if (reports.length > 0) {
        const ms = result.kind === 'answered' ? result.outcome.response.elapsedMs : 0;
        cases.push({
          name: titleOf(result),
          className: 'vk.batch',
          seconds: ms / 1000,
          ...(failure !== undefined && { failure }),
        });
      }
    },
    write: async () => {
      await writeReports(reports, { name: 'vk batch', cases }, context);
    },
  };
}

function titleOf(result: BatchResult): string {
  const { id, line } = result;
  const name = id === String(line) ? `line ${line}` : id;
  return result.kind === 'bad-line' ? name : `${name}: ${result.method} ${result.path}`;
}

function failureOf(result: BatchResult): string | undefined {
  if (verdictOf(result).exit === EXIT.done) {
    return undefined;
  }
  switch (result.kind) {
    case 'answered':
      return failuresText(result.expected) ?? `HTTP ${result.outcome.response.status}`;
    case 'unknown':
      return 'sent by an earlier run, which ended before the answer came';
    default:
      return result.fault.message;
  }
}
