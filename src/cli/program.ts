import { Command, CommanderError } from 'commander';
import { EXIT, type ExitCode } from '../app/errors.js';
import { VkError } from '../core/error.js';
import type { Context } from './command.js';
import { commands, NOUNS, type CommandEntry } from './commands.js';
import { VERSION } from './version.js';

/** Finds the command in the arguments, loads it, and runs it. */
export async function runCommand(context: Context): Promise<ExitCode> {
  const argv = helpFirst(context.terminal.argv);
  const entry = findEntry(argv);
  let exit: ExitCode = EXIT.done;
  const root = newRoot(context);
  if (entry === undefined) {
    describeAll(root, context);
  } else {
    const loaded = await entry.load();
    const command = addCommand(root, entry, context);
    loaded.declare(command);
    command.addHelpText('after', exampleText(loaded.examples));
    command.action(async () => {
      exit = await loaded.execute(command, context);
    });
  }
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

function newRoot(context: Context): Command {
  return configure(new Command('vk'), context)
    .description('Sign, send and debug HMAC-signed HTTP APIs.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .addHelpText('after', ROOT_EXAMPLES);
}

/** Names and summaries of all commands: what the help shows, and what a misspelt one is held against. */
function describeAll(root: Command, context: Context): void {
  for (const entry of commands) {
    addCommand(root, entry, context);
  }
}

/** Puts a command, and the noun that it belongs to, into the tree. */
function addCommand(
  root: Command,
  { name, summary, group }: CommandEntry,
  context: Context,
): Command {
  const [noun = '', verb] = name.split(' ');
  const parent = verb === undefined ? root : findNoun(root, noun, group, context);
  return configure(parent.command(verb ?? noun), context)
    .description(summary)
    .helpGroup(group)
    .helpOption('-h, --help', 'show help');
}

function findNoun(root: Command, noun: string, group: string, context: Context): Command {
  return (
    root.commands.find((command) => command.name() === noun) ??
    configure(root.command(noun), context)
      .description(NOUNS[noun] ?? '')
      .helpGroup(group)
      .helpOption('-h, --help', 'show help')
      .helpCommand(false)
  );
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
