import { EXIT, type ExitCode } from '../../app/errors.js';
import { findRecord, parseRecords } from '../../app/webhook-log.js';
import { defineCommand, type Context } from '../command.js';
import { JSON_OPTION } from '../flags.js';
import { renderBody } from '../render/call.js';
import { paletteFor } from '../render/palette.js';
import { shownOn } from '../render/text.js';
import { recordDocument, renderRecordHead } from '../render/webhook-log.js';

interface ShowInput {
  readonly id: string;
  readonly isJson: boolean;
}

export const webhookShowCommand = defineCommand<ShowInput>({
  arguments: [
    { term: '<id>', summary: 'id of a recorded webhook, or how it begins', values: 'webhook-ids' },
  ],
  options: [JSON_OPTION],
  examples: ['vk webhook show wh_3f', 'vk webhook show wh_3f > body.json'],
  read: (words) => ({ id: words.args[0] ?? '', isJson: words.has('json') }),
  run,
});

/** On a pipe, the body's bytes alone are the result. */
async function run({ id, isJson }: ShowInput, { terminal, deps }: Context): Promise<ExitCode> {
  const { stdout, stderr } = terminal;
  const store = await deps.deliveries();
  const record = findRecord(parseRecords(store.read()), id);
  if (isJson) {
    stdout.write(shownOn(stdout, recordDocument(record)));
  } else if (stdout.isTerminal) {
    const palette = await paletteFor(stdout);
    stdout.write(renderRecordHead(record, palette) + renderBody(record.body, palette));
  } else {
    stderr.write(renderRecordHead(record, await paletteFor(stderr)));
    stdout.write(record.body);
  }
  return EXIT.done;
}
