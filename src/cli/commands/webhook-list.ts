import { EXIT, type ExitCode } from '../../app/errors.js';
import { parseRecords } from '../../app/webhook-log.js';
import { VkError } from '../../core/error.js';
import { defineCommand, type Context } from '../command.js';
import { writeNotes } from '../notes.js';
import { shownOn } from '../render/text.js';
import { recordsJson, renderRecords } from '../render/webhook-log.js';

interface ListInput {
  readonly last: number;
  readonly isJson: boolean;
}

const DEFAULT_LAST = 20;

export const webhookListCommand = defineCommand<ListInput>({
  arguments: [],
  options: [
    {
      heading: 'Output:',
      options: [
        { flags: '--last <number>', summary: 'so many of them', default: String(DEFAULT_LAST) },
        { flags: '--json', summary: 'one JSON document' },
      ],
    },
  ],
  examples: ['vk webhook list', 'vk webhook list --last 100 --json'],
  read: (words) => ({ last: readLast(words.text('last') ?? ''), isJson: words.has('json') }),
  run,
});

function readLast(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new VkError(
      'usage',
      `--last ${JSON.stringify(text)} is no number of webhooks`,
      'Write --last 100 for the last hundred.',
    );
  }
  return Number(text);
}

async function run({ last, isJson }: ListInput, context: Context): Promise<ExitCode> {
  const { terminal, deps } = context;
  const { stdout } = terminal;
  const store = await deps.deliveries();
  const records = parseRecords(store.read()).slice(-last);
  if (isJson) {
    stdout.write(shownOn(stdout, recordsJson(store.path, records)));
  } else if (records.length === 0) {
    const note = 'nothing is recorded; vk webhook listen records what it receives';
    await writeNotes([note], context);
  } else {
    stdout.write(renderRecords(records));
  }
  return EXIT.done;
}
