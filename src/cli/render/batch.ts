import type { ExplainedError } from '../../app/api-error.js';
import type { BatchOutcome, BatchProgress } from '../../app/batch/run-batch.js';
import type { AnsweredCall, BatchResult } from '../../app/batch/result.js';
import type { Tally } from '../../app/batch/tally.js';
import { decodeUtf8 } from '../../core/bytes.js';
import type { VkError } from '../../core/error.js';
import { parseJson } from '../../core/parsed-json.js';
import { bodyJson, headerList } from './json.js';
import type { Palette } from './palette.js';
import { progressBar, timeLeft } from './progress.js';
import { count, digits } from './text.js';

/** A result as a line of JSON, a line break included. The body of an answer is spelled as it came. */
export function renderResult(result: BatchResult, hasHeaders: boolean): string {
  const { id, line, tries } = result;
  const head = `{"id":${JSON.stringify(id)},"line":${line}`;
  if (result.kind === 'bad-line') {
    return `${head},"tries":${tries},"error":${errorJson(result.fault)}}\n`;
  }
  const called = `${head},"method":"${result.method}","path":${JSON.stringify(result.path)}`;
  switch (result.kind) {
    case 'unknown':
      return `${called},"tries":${tries},"error":${JSON.stringify(UNKNOWN)}}\n`;
    case 'failed':
      return `${called},"tries":${tries},"error":${errorJson(result.fault)}}\n`;
    case 'answered':
      return `${called}${answerMembers(result, hasHeaders)}}\n`;
  }
}

const UNKNOWN = {
  code: 'unknown',
  message: 'an earlier run has sent it and ended before the answer came',
  remedy:
    'Find out whether it was done. It was not sent again: nothing would keep it from being done twice.',
};

function errorJson({ code, message, remedy }: VkError): string {
  return JSON.stringify({ code, message, remedy });
}

/** Text by text: an object for each of many thousand lines would cost more than its signature. */
function answerMembers({ outcome, tries, expected }: AnsweredCall, hasHeaders: boolean): string {
  const { response, mode, isUnexpectedlyLive, error } = outcome;
  const { type, json } = bodyOnOneLine(response.body);
  const ms = Math.round(response.elapsedMs * 10) / 10;
  return [
    `,"status":${response.status}`,
    mode === undefined ? '' : `,"mode":${JSON.stringify(mode)}`,
    isUnexpectedlyLive ? ',"isUnexpectedlyLive":true' : '',
    `,"ms":${ms},"tries":${tries}`,
    hasHeaders ? `,"headers":${JSON.stringify(headerList(response.headers))}` : '',
    expected.length === 0 ? '' : `,"expect":${JSON.stringify(expected)}`,
    error === undefined ? '' : `,"error":${explainedJson(error, response.status)}`,
    `,"bodyType":"${type}","body":${json}`,
  ].join('');
}

function explainedJson({ code, message, meaning, remedy }: ExplainedError, status: number): string {
  return JSON.stringify({ code, message: message ?? meaning ?? `HTTP ${status}`, remedy });
}

/** Most answers are JSON on one line already, and need no tokens. */
function bodyOnOneLine(body: Uint8Array): { readonly type: string; readonly json: string } {
  const text = decodeUtf8(body) ?? '';
  return text !== '' && !/[\r\n]/.test(text) && parseJson(text) !== undefined
    ? { type: 'json', json: text }
    : bodyJson(body);
}

/**
 * How far a batch is, on one line where that goes.
 *
 * @param total how many calls it has; undefined where nobody knows, as of a pipe
 * @param doneBefore how many of them an earlier run had done
 * @param columns how wide the line may be
 */
export function renderBatchProgress(
  { calls, succeeded, elapsedMs }: BatchProgress,
  total: number | undefined,
  doneBefore: number,
  columns: number,
): string {
  const rate = Math.round(calls / Math.max(elapsedMs / 1000, 0.001));
  const done = `${count(calls, 'call')}, ${digits(calls - succeeded)} failed, ${digits(rate)}/s`;
  if (total === undefined || total <= doneBefore) {
    return done;
  }
  const share = calls / (total - doneBefore);
  const words = `  ${done}, ${timeLeft(share, elapsedMs)} left`;
  return progressBar((doneBefore + calls) / total, columns - words.length) + words;
}

/** What has come of a batch, in a sentence or two. */
export function renderBatchSummary(
  outcome: BatchOutcome,
  total: number | undefined,
  palette: Palette,
): string {
  const { calls, succeeded, doneBefore, elapsedMs, tries } = outcome;
  const seconds = elapsedMs / 1000;
  const rate = Math.round(calls / Math.max(seconds, 0.001));
  const parts = [
    `${count(calls, 'call')} in ${seconds.toFixed(1)} s, ${rate} a second`,
    palette.ok(`${succeeded} succeeded`),
    ...WRONG.flatMap(([kind, words]) =>
      outcome[kind] === 0 ? [] : [palette.bad(`${outcome[kind]} ${words}`)],
    ),
    ...(tries > calls ? [`${count(tries, 'request')} in all`] : []),
    ...(doneBefore > 0 ? [`${doneBefore} done before`] : []),
    ...notMade(outcome, total),
  ];
  return `${parts.join(', ')}\n`;
}

const WRONG = [
  ['unexpected', 'not as expected'],
  ['clientErrors', 'with 4xx'],
  ['serverErrors', 'with 5xx'],
  ['redirects', 'redirected'],
  ['networkFaults', 'without an answer'],
  ['badLines', 'on bad lines'],
  ['guarded', 'stopped by the live guard'],
  ['unknown', 'unknown'],
] as const satisfies readonly (readonly [keyof Tally, string])[];

function notMade({ ended, calls, doneBefore }: BatchOutcome, total: number | undefined): string[] {
  const left = (total ?? 0) - calls - doneBefore;
  return ended === undefined || left <= 0 ? [] : [`${left} not made`];
}

/** The same as one JSON document. */
export function batchDocument(outcome: BatchOutcome, resumeFile: string | undefined): object {
  const { exit: _exit, bytesRead: _bytesRead, ended, elapsedMs, ...counts } = outcome;
  return {
    ...counts,
    elapsedMs: Math.round(elapsedMs),
    ended: ended ?? 'complete',
    ...(resumeFile !== undefined && { resumeFile }),
  };
}
