import { EXIT, type ExitCode } from '../../app/errors.js';
import { renameProfile } from '../../app/profiles.js';
import { defineCommand, type Context } from '../command.js';
import { JSON_OPTION } from '../flags.js';
import { report } from '../report.js';

interface RenameInput {
  readonly from: string;
  readonly to: string;
  readonly isJson: boolean;
}

export const profileRenameCommand = defineCommand<RenameInput>({
  arguments: [
    { term: '<name>', summary: 'a stored profile', values: 'profiles' },
    { term: '<new-name>', summary: 'what it is called from now on' },
  ],
  options: [JSON_OPTION],
  examples: ['vk profile rename prod acme-prod'],
  read: (words) => ({
    from: words.args[0] ?? '',
    to: words.args[1] ?? '',
    isJson: words.has('json'),
  }),
  run,
});

async function run(
  { from, to, isJson }: RenameInput,
  { terminal, deps }: Context,
): Promise<ExitCode> {
  await renameProfile(await deps.profileWriter(), from, to);
  report(terminal, isJson, { renamed: from, to }, `Profile ${from} is called ${to} now.`);
  return EXIT.done;
}
