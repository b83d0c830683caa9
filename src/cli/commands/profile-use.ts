import { EXIT, type ExitCode } from '../../app/errors.js';
import { useProfile } from '../../app/profiles.js';
import { variable } from '../../app/value-sources.js';
import { defineCommand, type Context } from '../command.js';
import { JSON_OPTION } from '../flags.js';
import { writeNotes } from '../notes.js';
import { report } from '../report.js';

interface UseInput {
  readonly name: string;
  readonly isJson: boolean;
}

export const profileUseCommand = defineCommand<UseInput>({
  arguments: [{ term: '<name>', summary: 'a stored profile', values: 'profiles' }],
  options: [JSON_OPTION],
  examples: ['vk profile use prod'],
  read: (words) => ({ name: words.args[0] ?? '', isJson: words.has('json') }),
  run,
});

async function run({ name, isJson }: UseInput, context: Context): Promise<ExitCode> {
  const { terminal, deps } = context;
  await useProfile(await deps.profileWriter(), name);
  const other = variable(terminal.env, 'VK_PROFILE');
  if (other !== undefined && other !== name && !isJson) {
    await writeNotes([`VK_PROFILE is set, and ${other} is used as long as it is`], context);
  }
  report(terminal, isJson, { current: name }, `The current profile is ${name}.`);
  return EXIT.done;
}
