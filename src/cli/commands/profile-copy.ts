import { copyProfile } from '../../app/change-profiles.js';
import { EXIT, type ExitCode } from '../../app/errors.js';
import { defineCommand, type Context } from '../command.js';
import { JSON_OPTION } from '../flags.js';
import { profileTools, savedMembers } from '../profile-store.js';
import { report } from '../report.js';

interface CopyInput {
  readonly from: string;
  readonly to: string;
  readonly isJson: boolean;
}

export const profileCopyCommand = defineCommand<CopyInput>({
  arguments: [
    { term: '<name>', summary: 'a stored profile', values: 'profiles' },
    { term: '<new-name>', summary: 'the name of the copy' },
  ],
  options: [JSON_OPTION],
  examples: ['vk profile copy prod staging', 'vk profile edit staging --base-url "$URL"'],
  read: (words) => ({
    from: words.args[0] ?? '',
    to: words.args[1] ?? '',
    isJson: words.has('json'),
  }),
  run,
});

async function run({ from, to, isJson }: CopyInput, context: Context): Promise<ExitCode> {
  const saved = await copyProfile(profileTools(context), from, to);
  const done = `Profile ${to} is a copy of ${from}, secrets included.`;
  report(context.terminal, isJson, { copied: from, to, ...savedMembers(saved) }, done);
  return EXIT.done;
}
