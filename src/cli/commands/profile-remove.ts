import { removeProfile } from '../../app/change-profiles.js';
import { EXIT, type ExitCode } from '../../app/errors.js';
import { findProfile } from '../../app/profiles.js';
import { VkError } from '../../core/error.js';
import { defineCommand, type Context } from '../command.js';
import { JSON_OPTION } from '../flags.js';
import { writeNotes } from '../notes.js';
import { profileTools, savedMembers, savedNotes } from '../profile-store.js';
import { report } from '../report.js';

interface RemoveInput {
  readonly name: string;
  readonly yes: boolean;
  readonly isJson: boolean;
}

export const profileRemoveCommand = defineCommand<RemoveInput>({
  arguments: [{ term: '<name>', summary: 'a stored profile', values: 'profiles' }],
  options: [
    { heading: 'Options:', options: [{ flags: '-y, --yes', summary: 'do not ask' }] },
    JSON_OPTION,
  ],
  examples: ['vk profile remove old', 'vk profile remove old --yes'],
  read: (words) => ({
    name: words.args[0] ?? '',
    yes: words.has('yes'),
    isJson: words.has('json'),
  }),
  run,
});

async function run(input: RemoveInput, context: Context): Promise<ExitCode> {
  const { terminal, deps } = context;
  findProfile(deps.profiles.read(), input.name);
  if (!input.yes) {
    await confirmRemoval(input.name, context);
  }
  const saved = await removeProfile(profileTools(context), input.name);
  if (!input.isJson) {
    await writeNotes(savedNotes(saved, deps.profiles.path), context);
  }
  const document = { removed: input.name, ...savedMembers(saved) };
  const what = saved.leftBehind.length === 0 ? 'and its secret are forgotten' : 'is forgotten';
  report(terminal, input.isJson, document, `Profile ${input.name} ${what}.`);
  return EXIT.done;
}

async function confirmRemoval(name: string, { terminal, deps }: Context): Promise<void> {
  if (!terminal.isInteractive) {
    throw new VkError(
      'missing-value',
      `profile ${name} would be forgotten, and there is no terminal to ask on`,
      'Confirm it with --yes.',
    );
  }
  const prompts = await deps.prompts();
  if (!(await prompts.confirm(`Forget profile ${name} and its secret?`))) {
    throw new VkError('usage', 'the removal was not confirmed', `Profile ${name} is still there.`);
  }
}
