import { EXIT, type ExitCode } from '../../app/errors.js';
import { isConfirmedByVariable } from '../../app/call-guard.js';
import { VkError } from '../../core/error.js';
import { defineCommand, type Context } from '../command.js';
import { report } from '../report.js';

interface ClearInput {
  readonly yes: boolean;
  readonly isJson: boolean;
}

export const historyClearCommand = defineCommand<ClearInput>({
  arguments: [],
  options: [
    {
      heading: 'Options:',
      options: [
        { flags: '-y, --yes', summary: 'do not ask [VK_YES]' },
        { flags: '--json', summary: 'one JSON document' },
      ],
    },
  ],
  examples: ['vk history clear', 'vk history clear --yes'],
  read: (words) => ({ yes: words.has('yes'), isJson: words.has('json') }),
  run,
});

async function run({ yes, isJson }: ClearInput, { terminal, deps }: Context): Promise<ExitCode> {
  const { path, clear } = await deps.history();
  if (!yes && !isConfirmedByVariable(terminal.env)) {
    if (!terminal.isInteractive) {
      throw new VkError(
        'usage',
        'nobody is there to be asked whether the history may go',
        'In a script, say it with --yes.',
      );
    }
    const prompts = await deps.prompts();
    if (!(await prompts.confirm(`Forget all calls recorded in ${path}?`))) {
      throw new VkError('cancelled', 'nothing was forgotten', 'All calls are still recorded.');
    }
  }
  clear();
  report(terminal, isJson, { cleared: path }, `${path} is empty`);
  return EXIT.done;
}
