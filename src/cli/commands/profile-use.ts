import { EXIT, type ExitCode } from '../../app/errors.js';
import { useProfile } from '../../app/profiles.js';
import { defineCommand, type Context } from '../command.js';

interface UseInput {
  readonly name: string;
}

export const profileUseCommand = defineCommand<UseInput>({
  arguments: [{ term: '<name>', summary: 'a stored profile' }],
  options: [],
  examples: ['vk profile use prod'],
  read: (words) => ({ name: words.args[0] ?? '' }),
  run,
});

async function run({ name }: UseInput, { terminal, deps }: Context): Promise<ExitCode> {
  await useProfile(await deps.profileWriter(), name);
  terminal.stderr.write(`The current profile is ${name}.\n`);
  return EXIT.done;
}
