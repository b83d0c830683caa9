import { EXIT, type ExitCode } from '../../app/errors.js';
import { historyLine } from '../../app/history-line.js';
import type { HistoryEntry } from '../../app/history.js';
import { withoutKeys } from '../../app/without-keys.js';
import { VkError } from '../../core/error.js';
import { defineCommand, type Context } from '../command.js';
import { parseChoice } from '../flags.js';
import {
  filterNow,
  HISTORY_FILTERS,
  readCount,
  readFilter,
  type FilterWords,
} from '../history-options.js';
import { keysToMask, readRecorded } from '../recorded-calls.js';
import { renderCurlScript } from '../render/history-curl.js';
import { renderHar } from '../render/har.js';
import { count } from '../render/text.js';

const FORMATS = ['jsonl', 'har', 'curl'] as const;

interface ExportInput {
  readonly ids: readonly string[];
  readonly filter: FilterWords;
  readonly last: number;
  readonly format: (typeof FORMATS)[number];
  readonly output: string | undefined;
}

export const historyExportCommand = defineCommand<ExportInput>({
  arguments: [
    {
      term: '[id...]',
      summary: 'ids of recorded calls; all that fit where none is given',
      values: 'call-ids',
    },
  ],
  options: [
    {
      heading: 'Which calls:',
      options: [
        { flags: '--last <number>', summary: 'the last so many, of those that fit' },
        ...HISTORY_FILTERS,
      ],
    },
    {
      heading: 'Output:',
      options: [
        {
          flags: '--format <name>',
          summary: 'lines for vk replay, a HAR, or a script of curl commands',
          choices: FORMATS,
          default: 'jsonl',
        },
        { flags: '-o, --output <file>', summary: 'there instead of standard output' },
      ],
    },
  ],
  examples: [
    'vk history export --since 1d --output calls.jsonl',
    'vk history export --failed --format har --output failed.har',
    'vk history export 7kd --format curl',
  ],
  read: (words) => {
    const filter = readFilter(words);
    const last = words.text('last');
    const isLimited = last !== undefined || Object.keys(filter).length > 0;
    if (words.args.length > 0 && isLimited) {
      throw new VkError(
        'usage',
        'calls are named by id, and by --last or filters',
        'Use one of them: an id names a call, filters take all that fit.',
      );
    }
    return {
      ids: words.args,
      filter,
      last: last === undefined ? Infinity : readCount('--last', last),
      format: parseChoice('--format', words.text('format'), FORMATS) ?? 'jsonl',
      output: words.text('output'),
    };
  },
  run,
});

async function run(input: ExportInput, context: Context): Promise<ExitCode> {
  const { terminal, deps } = context;
  const entries = await readCalls(input, context);
  const keys = keysToMask(context);
  const shown = entries.map((entry) => withoutKeys(entry, keys));
  const text = renderAs(input.format, shown);
  if (input.output === undefined) {
    terminal.stdout.write(text);
  } else {
    deps.files.write(input.output, Buffer.from(text));
    terminal.stderr.write(`${count(entries.length, 'call')} in ${input.output}\n`);
  }
  return EXIT.done;
}

/** The oldest first, as they were made. */
async function readCalls(
  { ids, filter, last }: ExportInput,
  context: Context,
): Promise<readonly HistoryEntry[]> {
  const wanted = filterNow(filter, context.deps.nowMs());
  const entries = await readRecorded(ids, wanted, last, context);
  if (entries.length === 0) {
    throw new VkError(
      'usage',
      'no recorded call fits',
      'vk history list shows the last ones; vk call records what it sends.',
    );
  }
  return entries;
}

function renderAs(format: ExportInput['format'], entries: readonly HistoryEntry[]): string {
  switch (format) {
    case 'jsonl':
      return entries.map(historyLine).join('');
    case 'har':
      return renderHar(entries);
    case 'curl':
      return renderCurlScript(entries);
  }
}
