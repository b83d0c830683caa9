import { EXIT, type ExitCode } from '../app/errors.js';
import type { CallOutcome } from '../app/call.js';
import { VkError } from '../core/error.js';
import { checkExpectations, type Checked } from '../core/expect/check.js';
import { parseExpectation, type Expectation } from '../core/expect/expectation.js';
import { annotate } from './annotation.js';
import type { Context } from './command.js';
import { tellFailures } from './expectations.js';
import { failuresText } from './render/expectations.js';
import { writeReports, type ReportFile } from './report-option.js';

/** What a call has to bring, and where that is reported. */
export interface Verdict {
  /** As they were written. */
  readonly expect: readonly string[];
  readonly reports: readonly ReportFile[];
}

/** Holds an answer against what is expected of it. */
export type Check = (outcome: Pick<CallOutcome, 'response'>) => readonly Checked[];

/**
 * Makes a call, and says whether it brought what was expected: with 1 where it did not, with 0 where the
 * status is among what was expected, and else with what the status means.
 *
 * @throws VkError `usage` before the call; what the call throws, once that is reported
 */
export async function judgeCall(
  { expect, reports }: Verdict,
  { title, isJson }: { readonly title: string; readonly isJson: boolean },
  context: Context,
  makeCall: (check: Check) => Promise<ExitCode>,
): Promise<ExitCode> {
  const expectations = expect.map(parseExpectation);
  const { nowMs } = context.deps;
  const startMs = nowMs();
  let answer: CallOutcome['response'] | undefined;
  let checked: readonly Checked[] = [];
  const report = async (failure: string | undefined): Promise<void> => {
    const seconds = (answer?.elapsedMs ?? nowMs() - startMs) / 1000;
    const only = { name: title, className: 'vk.call', seconds, ...(failure && { failure }) };
    await writeReports(reports, { name: 'vk call', cases: [only] }, context);
  };
  let exit: ExitCode;
  try {
    exit = await makeCall(({ response }) => {
      answer = response;
      checked = checkExpectations(expectations, response);
      return checked;
    });
  } catch (fault) {
    const why = fault instanceof VkError ? fault.message : 'a fault in vk itself';
    if (!isJson) {
      // In JSON, standard error is for the document of the error.
      annotate({ title, message: why }, context.terminal);
    }
    await report([failuresText(checked), why].filter((each) => each !== undefined).join('\n'));
    throw fault;
  }
  await tellFailures(checked, title, context, isJson);
  const judged = judge(exit, expectations, checked);
  const unexpected = judged === EXIT.done ? undefined : `HTTP ${answer?.status ?? 'unknown'}`;
  await report(failuresText(checked) ?? unexpected);
  return judged;
}

/** Whatever was expected, an answer from live where a sandbox should answer is the first thing to say. */
function judge(
  exit: ExitCode,
  expectations: readonly Expectation[],
  checked: readonly Checked[],
): ExitCode {
  if (exit === EXIT.guard) {
    return exit;
  }
  if (checked.some(({ ok }) => !ok)) {
    return EXIT.no;
  }
  return expectations.some(({ subject }) => subject.kind === 'status') ? EXIT.done : exit;
}
