import { EXIT, type ExitCode } from '../../app/errors.js';
import { findCall } from '../../app/find-calls.js';
import { historyLine } from '../../app/history-line.js';
import type { HistoryEntry } from '../../app/history.js';
import { VkError } from '../../core/error.js';
import { defineCommand, type Context } from '../command.js';
import { parseChoice } from '../flags.js';
import { renderCall } from '../render/history.js';
import { paletteFor } from '../render/palette.js';
import { shownOn } from '../render/text.js';

const PARTS = ['request', 'answer'] as const;

interface ShowInput {
  readonly id: string;
  readonly body: (typeof PARTS)[number] | undefined;
  readonly isJson: boolean;
}

export const historyShowCommand = defineCommand<ShowInput>({
  arguments: [
    { term: '<id>', summary: 'id of a recorded call, or how it begins', values: 'call-ids' },
  ],
  options: [
    {
      heading: 'Output:',
      options: [
        { flags: '--body <part>', summary: 'nothing but the body, byte for byte', choices: PARTS },
        { flags: '--json', summary: 'one JSON document' },
      ],
    },
  ],
  examples: ['vk history show 7kd', 'vk history show 7kd --body answer > answer.json'],
  read: (words) => ({
    id: words.args[0] ?? '',
    body: parseChoice('--body', words.text('body'), PARTS),
    isJson: words.has('json'),
  }),
  run,
});

async function run({ id, body, isJson }: ShowInput, context: Context): Promise<ExitCode> {
  const { stdout } = context.terminal;
  const store = await context.deps.history();
  const entry = findCall(store.newestFirst(), id);
  if (body !== undefined) {
    stdout.write(bodyOf(entry, body));
  } else if (isJson) {
    stdout.write(shownOn(stdout, historyLine(entry)));
  } else {
    stdout.write(renderCall(entry, await paletteFor(stdout)));
  }
  return EXIT.done;
}

function bodyOf(
  { id, request, response }: HistoryEntry,
  which: (typeof PARTS)[number],
): Uint8Array {
  const part = which === 'request' ? request : response;
  if (part === undefined) {
    throw new VkError(
      'usage',
      `there is no answer to ${id}`,
      `vk history show ${id} says what came of it.`,
    );
  }
  if (part.body === undefined && part.bodyBytes > 0) {
    throw new VkError(
      'usage',
      `the body of the ${which} of ${id} was not kept`,
      'Bodies of live calls are kept with --keep-bodies only.',
    );
  }
  return part.body ?? new Uint8Array();
}
