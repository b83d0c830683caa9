import { Command, CommanderError } from 'commander';
import { EXIT, type ExitCode } from '../app/errors.js';
import { VkError } from '../core/error.js';
import type { Context, LoadedCommand } from './command.js';
import { commands, NOUNS, type CommandEntry } from './commands.js';
import { VERSION } from './version.js';

/** Finds the command in the arguments, loads it, and runs it. */
export async function runCommand(context: Context): Promise<ExitCode> {
  const argv = helpFirst(context.terminal.argv);
  const entry = findEntry(argv);
  let exit: ExitCode = EXIT.done;
  const root = buildProgram(context, entry, await entry?.load(), (status) => {
    exit = status;
  });
  try {
    await root.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      return readCommanderExit(error);
    }
    throw error;
  }
  return exit;
}

/** `vk help sign` is `vk sign --help`, which loads the command that it is about. */
function helpFirst(argv: readonly string[]): readonly string[] {
  return argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv;
}

function findEntry(argv: readonly string[]): CommandEntry | undefined {
  const [first = '', second = ''] = argv;
  return (
    commands.find(({ name }) => name === first) ??
    commands.find(({ name }) => name === `${first} ${second}`)
  );
}

/**
 * The command tree. Only the command that runs is complete; the others are names and summaries,
 * which is all that the help needs of them.
 */
function buildProgram(
  context: Context,
  entry: CommandEntry | undefined,
  loaded: LoadedCommand | undefined,
  onExit: (status: ExitCode) => void,
): Command {
  const root = configure(new Command('vk'), context)
    .description('Sign, send and debug HMAC-signed HTTP APIs.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .enablePositionalOptions()
    .addHelpText('after', ROOT_EXAMPLES);
  const nouns = new Map<string, Command>();
  for (const each of commands) {
    const [noun = '', verb] = each.name.split(' ');
    const parent = verb === undefined ? root : nounCommand(root, nouns, noun, each, context);
    const command = configure(parent.command(verb ?? noun), context)
      .description(each.summary)
      .helpGroup(each.group)
      .helpOption('-h, --help', 'show help');
    if (each === entry && loaded !== undefined) {
      loaded.declare(command);
      command.addHelpText('after', exampleText(loaded.examples));
      command.action(async () => {
        onExit(await loaded.execute(command, context));
      });
    }
  }
  return root;
}

function nounCommand(
  root: Command,
  nouns: Map<string, Command>,
  noun: string,
  entry: CommandEntry,
  context: Context,
): Command {
  const present = nouns.get(noun);
  if (present !== undefined) {
    return present;
  }
  const command = configure(root.command(noun), context)
    .description(NOUNS[noun] ?? '')
    .helpGroup(entry.group)
    .helpOption('-h, --help', 'show help')
    .helpCommand(false);
  nouns.set(noun, command);
  return command;
}

function configure(command: Command, { terminal }: Context): Command {
  return command.exitOverride().configureOutput({
    writeOut: terminal.stdout.write,
    writeErr: terminal.stderr.write,
    // The message comes back as an exception, and is shown in one place.
    outputError: () => undefined,
    getOutHelpWidth: terminal.stdout.columns,
    getErrHelpWidth: terminal.stderr.columns,
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  });
}

function readCommanderExit(error: CommanderError): ExitCode {
  if (error.exitCode === 0) {
    return EXIT.done;
  }
  // A bare noun, or vk alone: the help was shown, and nothing was done.
  if (error.code === 'commander.help') {
    return EXIT.usage;
  }
  const message = error.message.replace(/^error: /, '');
  const [what = message, suggestion] = message.split('\n');
  throw new VkError(
    'usage',
    what,
    suggestion === undefined ? 'See vk --help.' : suggestion.replace(/^\((.*)\)$/, '$1'),
  );
}

const ROOT_EXAMPLES = exampleText([
  'vk call GET /wallet/balance --sandbox      try it: no account, no network',
  'vk sign POST /verify/pan pan=ABCDE1234F    the headers for a request',
  'vk profile add prod --provider vistarkriya',
]);

function exampleText(examples: readonly string[]): string {
  return `\nExamples:\n${examples.map((line) => `  ${line}\n`).join('')}`.trimEnd();
}
