import { EXIT, type ExitCode } from '../../app/errors.js';
import { VkError } from '../../core/error.js';
import { defineCommand, type Context } from '../command.js';
import { commands } from '../commands.js';
import { ID_KINDS, recordedIds, type IdKind } from '../completion/ids.js';
import {
  isOurs,
  placeOf,
  SCRIPTS,
  shellOf,
  SHELLS,
  type Place,
  type Shell,
} from '../completion/shells.js';
import { readTree } from '../completion/tree.js';
import { nearest } from '../nearest.js';

const ACTIONS = ['install', 'uninstall'] as const;

type CompletionInput =
  | { readonly action: 'print'; readonly shell: Shell }
  | { readonly action: 'ids'; readonly kind: IdKind }
  | {
      readonly action: (typeof ACTIONS)[number];
      /** The one of $SHELL, if absent. */
      readonly shell: Shell | undefined;
      readonly isForced: boolean;
    };

export const completionCommand = defineCommand<CompletionInput>({
  arguments: [
    {
      term: '<shell>',
      summary: `print the script for ${SHELLS.join(', ')}; or install, uninstall`,
      suggestions: [...SHELLS, ...ACTIONS],
    },
    {
      term: '[of]',
      summary: 'with install and uninstall: the shell; that of $SHELL, if left out',
      suggestions: SHELLS,
    },
  ],
  options: [
    {
      heading: 'Options:',
      options: [
        { flags: '--force', summary: 'with install: replace a file that vk has not written' },
      ],
    },
  ],
  examples: [
    'vk completion install                # for your shell; says what it did',
    'vk completion install zsh',
    'eval "$(vk completion bash)"         # for this shell only',
    'vk completion uninstall',
  ],
  read: (words) => {
    const [first = '', second] = words.args;
    const shell = second === undefined ? undefined : readShell(second);
    const action = ACTIONS.find((each) => each === first);
    if (action !== undefined) {
      return { action, shell, isForced: words.has('force') };
    }
    const kind = ID_KINDS.find((each) => each === first);
    return kind === undefined
      ? { action: 'print', shell: readShell(first) }
      : { action: 'ids', kind };
  },
  run,
});

function readShell(text: string): Shell {
  const shell = SHELLS.find((each) => each === text);
  if (shell === undefined) {
    const meant = nearest(text, [...SHELLS, ...ACTIONS]);
    throw new VkError(
      'usage',
      `${JSON.stringify(text)} is no shell that vk has completions for`,
      `${meant === undefined ? '' : `Did you mean ${meant}? `}The shells are ${SHELLS.join(', ')}.`,
    );
  }
  return shell;
}

async function run(input: CompletionInput, context: Context): Promise<ExitCode> {
  const { terminal, deps } = context;
  if (input.action === 'print') {
    terminal.stdout.write(SCRIPTS[input.shell](await readTree(commands)));
    return EXIT.done;
  }
  if (input.action === 'ids') {
    terminal.stdout.write(await recordedIds(input.kind, deps));
    return EXIT.done;
  }
  const shell = input.shell ?? shellOf(terminal.env);
  if (shell === undefined) {
    throw new VkError(
      'usage',
      '$SHELL names no shell that vk has completions for',
      `Name it: vk completion ${input.action} ${SHELLS.join('|')}.`,
    );
  }
  const scripts = await deps.scripts();
  const { env, home } = terminal;
  const place = placeOf(shell, { env, home: home(), read: scripts.read });
  const present = scripts.read(place.path);
  const said =
    input.action === 'install'
      ? await install(shell, place, present, input.isForced, context)
      : await uninstall(shell, place, present, context);
  terminal.stdout.write(said);
  return EXIT.done;
}

async function install(
  shell: Shell,
  { path, steps }: Place,
  present: string | undefined,
  isForced: boolean,
  { deps }: Context,
): Promise<string> {
  if (present !== undefined && !isOurs(present, shell) && !isForced) {
    throw new VkError(
      'usage',
      `${path} is there, and vk has not written it`,
      'Move it away, or replace it with --force.',
    );
  }
  const script = SCRIPTS[shell](await readTree(commands));
  if (present !== script) {
    (await deps.scripts()).write(path, script);
  }
  const done =
    present === script
      ? `${path} is there already, and current.`
      : `${present === undefined ? 'Wrote' : 'Replaced'} ${path}.`;
  const next = steps ?? 'New shells complete vk by themselves.';
  return `${done}\n${next}\n`;
}

async function uninstall(
  shell: Shell,
  { path }: Place,
  present: string | undefined,
  { deps }: Context,
): Promise<string> {
  if (present === undefined) {
    return `There is no ${path}; nothing was done.\n`;
  }
  if (!isOurs(present, shell)) {
    throw new VkError('usage', `${path} was not written by vk`, 'It was left as it is.');
  }
  (await deps.scripts()).remove(path);
  return `Removed ${path}.\n`;
}
