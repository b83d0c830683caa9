import { parseRate, type Rate } from '../../app/batch/rate.js';
import type { ExitCode } from '../../app/errors.js';
import type { SettingFlags } from '../../app/value-sources.js';
import { VkError } from '../../core/error.js';
import type { Expectation } from '../../core/expect/expectation.js';
import { defineCommand, type Context } from '../command.js';
import { EXPECT_OPTION } from '../expect-options.js';
import { readExpectations } from '../expectations.js';
import {
  CREDENTIAL_OPTIONS,
  parseDuration,
  readCredentialFlags,
  refuseContradictions,
  sandboxContradictions,
} from '../flags.js';
import { HISTORY_OPTIONS, readHistoryFlags, type HistoryFlags } from '../record.js';
import { readReports, REPORT_OPTION, type ReportFile } from '../report-option.js';

/** What `vk batch` is to do. */
export interface BatchFlags {
  /** The file of calls; `-` for standard input. */
  readonly path: string;
  readonly flags: SettingFlags;
  readonly concurrency: number;
  /** What the provider documents where it is left out. */
  readonly rate: Rate | undefined;
  readonly retries: number;
  readonly timeoutMs: number | undefined;
  readonly live: boolean;
  readonly yes: boolean;
  readonly history: HistoryFlags;
  readonly journal: string | undefined;
  readonly resume: string | undefined;
  readonly isOrdered: boolean;
  /** Where results go; standard output where it is left out. */
  readonly output: string | undefined;
  readonly hasHeaders: boolean;
  readonly expectations: readonly Expectation[];
  readonly reports: readonly ReportFile[];
  readonly isQuiet: boolean;
  readonly isJson: boolean;
}

export const batchCommand = defineCommand<BatchFlags>({
  arguments: [{ term: '<file>', summary: 'one call a line, as JSON; - for standard input' }],
  options: [
    CREDENTIAL_OPTIONS,
    {
      heading: 'Sending:',
      options: [
        { flags: '--concurrency <number>', summary: 'calls at once', default: '8' },
        {
          flags: '--rate <limit>',
          summary: "10/s, 600/m or none (default: the provider's documented limit)",
        },
        { flags: '--retries <number>', summary: 'after 429, 5xx and faults', default: '3' },
        { flags: '--timeout <time>', summary: 'of a call: 30s, 500ms (default: 30s)' },
        { flags: '--live', summary: 'let writes through that may cost money' },
        { flags: '-y, --yes', summary: 'confirm such writes, in a script [VK_YES]' },
        ...HISTORY_OPTIONS,
      ],
    },
    {
      heading: 'Going on after an end in the middle:',
      options: [
        { flags: '--journal <file>', summary: 'keep what was sent, so that kill -9 loses nothing' },
        { flags: '--resume <file>', summary: 'go on where that file, or the one of Ctrl-C, ends' },
      ],
    },
    {
      heading: 'Output:',
      options: [
        { flags: '--output <file>', summary: 'results there, and not on standard output' },
        { flags: '--ordered', summary: 'results in the order of the lines' },
        { flags: '-i, --include', summary: "the answers' headers too" },
        EXPECT_OPTION,
        REPORT_OPTION,
        { flags: '-q, --quiet', summary: 'no progress, no notes and no summary' },
        { flags: '--json', summary: 'the summary as one JSON document, on standard error' },
      ],
    },
  ],
  examples: [
    'vk batch calls.jsonl --sandbox',
    'vk batch calls.jsonl --journal calls.journal --output results.jsonl',
    'vk batch calls.jsonl --resume calls.journal --output results.jsonl',
    'jq -c \'{method: "GET", path: .url}\' list.json | vk batch - --rate 10/s',
  ],
  read: (words) => {
    const flags = readCredentialFlags(words);
    refuseContradictions([
      ...sandboxContradictions(flags, words),
      [
        words.text('journal') !== undefined && words.text('resume') !== undefined,
        '--journal and --resume',
        '--resume alone goes on with the journal, and keeps it.',
      ],
    ]);
    const rate = words.text('rate');
    const timeout = words.text('timeout');
    return {
      path: words.args[0] ?? '-',
      flags,
      concurrency: readCount('--concurrency', words.text('concurrency'), 1, 1024),
      rate: rate === undefined ? undefined : parseRate(rate),
      retries: readCount('--retries', words.text('retries'), 0, 20),
      timeoutMs: timeout === undefined ? undefined : parseDuration('--timeout', timeout),
      live: words.has('live'),
      yes: words.has('yes'),
      history: readHistoryFlags(words),
      journal: words.text('journal'),
      resume: words.text('resume'),
      isOrdered: words.has('ordered'),
      output: words.text('output'),
      hasHeaders: words.has('include'),
      expectations: readExpectations(words),
      reports: readReports(words),
      isQuiet: words.has('quiet'),
      isJson: words.has('json'),
    };
  },
  run,
});

function readCount(flag: string, text: string | undefined, least: number, most: number): number {
  const number = /^\d{1,4}$/.test(text ?? '') ? Number(text) : Number.NaN;
  if (!(number >= least && number <= most)) {
    throw new VkError(
      'usage',
      `${flag} ${JSON.stringify(text)} is no whole number from ${least} to ${most}`,
      `Leave it out, or write a number: ${flag} 8.`,
    );
  }
  return number;
}

async function run(flags: BatchFlags, context: Context): Promise<ExitCode> {
  const { makeBatch } = await import('../batch.js');
  return await makeBatch(flags, context);
}
