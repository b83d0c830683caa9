import type { Ignored } from '../app/compare-answers.js';
import type { SettingFlags } from '../app/value-sources.js';
import type { Expectation } from '../core/expect/expectation.js';
import { VkError } from '../core/error.js';
import { readJsonPathPattern } from '../core/json-path-pattern.js';
import type { ArgumentSpec, OptionGroup } from './command.js';
import { EXPECT_OPTION } from './expect-options.js';
import { readExpectations } from './expectations.js';
import {
  CREDENTIAL_OPTIONS,
  parseDuration,
  readCredentialFlags,
  refuseContradictions,
  sandboxContradictions,
} from './flags.js';
import { CALL_FILTERS, readCount, readFilter, type FilterWords } from './history-options.js';
import { HISTORY_OPTIONS, readHistoryFlags, type HistoryFlags } from './record.js';
import { readReports, REPORT_OPTION, type ReportFile } from './report-option.js';
import type { Words } from './words.js';

export interface ReplayInput {
  readonly ids: readonly string[];
  readonly last: number | undefined;
  readonly filter: FilterWords;
  /** A file of calls instead of the history. */
  readonly from: string | undefined;
  readonly flags: SettingFlags;
  readonly live: boolean;
  readonly yes: boolean;
  readonly timeoutMs: number;
  readonly isVerbatim: boolean;
  readonly keepsKeys: boolean;
  readonly history: HistoryFlags;
  readonly ignored: Ignored;
  readonly expectations: readonly Expectation[];
  readonly isSameExpected: boolean;
  readonly save: string | undefined;
  readonly reports: readonly ReportFile[];
  readonly isJson: boolean;
  readonly isVerbose: boolean;
}

export const REPLAY_ARGUMENTS: readonly ArgumentSpec[] = [
  { term: '[id...]', summary: 'ids of recorded calls, or how they begin', values: 'call-ids' },
];

export const REPLAY_OPTIONS: readonly OptionGroup[] = [
  {
    heading: 'Which calls:',
    options: [
      { flags: '--last <number>', summary: 'the last so many, of those that fit' },
      { flags: '--from <file>', summary: 'of this file: JSON lines, or a HAR' },
      ...CALL_FILTERS,
    ],
  },
  {
    heading: 'Sending:',
    options: [
      { flags: '--same-key', summary: 'keep idempotency keys and event ids' },
      { flags: '--verbatim', summary: 'with the old signature, which has to be refused' },
      { flags: '--timeout <time>', summary: 'for each call: 30s, 500ms', default: '30s' },
      { flags: '--live', summary: 'make live calls again, which may cost money' },
      { flags: '-y, --yes', summary: 'confirm that [VK_YES]' },
      ...HISTORY_OPTIONS,
    ],
  },
  {
    heading: 'Comparing:',
    options: [
      {
        flags: '--ignore <path>',
        summary: "leave out what is there: 'data.items[*].price'; repeat",
        repeats: true,
      },
      { flags: '--no-default-ignores', summary: 'compare ids and times, too' },
      { flags: '--expect-same', summary: 'exit with 1 where an answer differs' },
      EXPECT_OPTION,
    ],
  },
  CREDENTIAL_OPTIONS,
  {
    heading: 'Output:',
    options: [
      { flags: '--save <name>', summary: 'write the run to NAME.jsonl, for --from' },
      REPORT_OPTION,
      { flags: '--json', summary: 'one JSON document' },
      { flags: '-v, --verbose', summary: 'name what was left out of the comparison' },
    ],
  },
];

/** @throws VkError `usage` */
export function readReplayWords(words: Words): ReplayInput {
  const last = words.text('last');
  const flags = readCredentialFlags(words);
  const { profile: _profile, ...filter } = readFilter(words);
  checkWords(words, flags, Object.keys(filter).length > 0);
  return {
    ids: words.args,
    last: last === undefined ? undefined : readCount('--last', last),
    filter,
    from: words.text('from'),
    flags,
    live: words.has('live'),
    yes: words.has('yes'),
    timeoutMs: parseDuration('--timeout', words.text('timeout') ?? ''),
    isVerbatim: words.has('verbatim'),
    keepsKeys: words.has('same-key'),
    history: readHistoryFlags(words),
    ignored: {
      patterns: (words.list('ignore') ?? []).map(readPattern),
      isVolatile: !words.has('no-default-ignores'),
    },
    expectations: readExpectations(words),
    isSameExpected: words.has('expect-same'),
    save: words.text('save'),
    reports: readReports(words),
    isJson: words.has('json'),
    isVerbose: words.has('verbose'),
  };
}

function checkWords(words: Words, flags: SettingFlags, isFiltered: boolean): void {
  const hasIds = words.args.length > 0;
  const isLimited = words.text('last') !== undefined || isFiltered;
  if (!hasIds && !isLimited && words.text('from') === undefined) {
    throw new VkError(
      'usage',
      'nothing says which calls are meant',
      'Name them by their ids, or say --last 5, --since 2h, or --from FILE.',
    );
  }
  refuseContradictions([
    [hasIds && isLimited, 'ids and --last or filters'],
    ...sandboxContradictions(flags, words),
    [words.has('verbatim') && words.text('save') !== undefined, '--verbatim and --save'],
    [words.has('verbatim') && words.has('expect-same'), '--verbatim and --expect-same'],
  ]);
}

function readPattern(text: string): Ignored['patterns'][number] {
  const pattern = readJsonPathPattern(text);
  if (pattern === undefined) {
    throw new VkError(
      'usage',
      `--ignore ${JSON.stringify(text)} is no path into an answer`,
      "Write it as data.balance, 'data.items[0].price' or 'data.items[*].price'.",
    );
  }
  return pattern;
}

/** A file of calls that is written, or not found as it is named: without an ending, a name stands for one. */
export function callsFileName(name: string): string {
  return /\.[A-Za-z0-9]+$/.test(name) ? name : `${name}.jsonl`;
}
