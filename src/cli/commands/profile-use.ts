import { EXIT, type ExitCode } from '../../app/errors.js';
import { useProfile } from '../../app/profiles.js';
import { defineCommand, type Context } from '../command.js';
import { JSON_OPTION } from '../flags.js';
import { report } from '../report.js';

interface UseInput {
  readonly name: string;
  readonly isJson: boolean;
}

export const profileUseCommand = defineCommand<UseInput>({
  arguments: [{ term: '<name>', summary: 'a stored profile' }],
  options: [JSON_OPTION],
  examples: ['vk profile use prod'],
  read: (words) => ({ name: words.args[0] ?? '', isJson: words.has('json') }),
  run,
});

async function run({ name, isJson }: UseInput, { terminal, deps }: Context): Promise<ExitCode> {
  await useProfile(await deps.profileWriter(), name);
  report(terminal, isJson, { current: name }, `The current profile is ${name}.`);
  return EXIT.done;
}
