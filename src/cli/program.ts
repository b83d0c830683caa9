import { Argument, Command, CommanderError, Option } from 'commander';
import { EXIT, type ExitCode } from '../app/errors.js';
import { VkError } from '../core/error.js';
import type { CommandSpec, Context } from './command.js';
import { commands, NOUNS, type CommandEntry } from './commands.js';
import { nearest } from './nearest.js';
import { findEntry } from './run.js';
import { VERSION } from './version.js';
import { optionShape, withDefaults, Words } from './words.js';

/** Runs vk through commander: shows help, says what is wrong with the words, or runs the command. */
export async function runProgram(context: Context): Promise<ExitCode> {
  const argv = helpFirst(context.terminal.argv);
  const entry = findEntry(argv);
  const root = newRoot(context);
  let exit: ExitCode = EXIT.done;
  if (entry === undefined) {
    // Names and summaries are what the help of a noun shows.
    for (const each of commands) {
      addCommand(root, each, context);
    }
  } else {
    const loaded = await entry.load();
    const command = declare(addCommand(root, entry, context), loaded);
    command.action(async () => {
      exit = await loaded.execute(readWords(command, loaded), context);
    });
  }
  try {
    await root.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      return readCommanderExit(error, entry?.name);
    }
    throw error;
  }
  return exit;
}

/** Declares a command's arguments and options to commander. */
export function declare(command: Command, spec: CommandSpec): Command {
  for (const { term, summary, choices } of spec.arguments) {
    const argument = new Argument(term, summary);
    command.addArgument(choices === undefined ? argument : argument.choices(choices));
  }
  for (const { heading, options } of spec.options) {
    command.optionsGroup(heading);
    for (const { flags, summary, choices, default: value, repeats } of options) {
      const option = new Option(flags, summary).default(value);
      if (repeats === true) {
        option.argParser(addValue);
      }
      command.addOption(choices === undefined ? option : option.choices(choices));
    }
  }
  return (
    command
      // Whoever reads the help knows how to ask for it.
      .addHelpOption(new Option('-h, --help').hideHelp())
      .addHelpText('after', exampleText(spec.examples))
  );
}

/** The words that may stand there, and what stands there by default, in as few characters as they are. */
function describeWords({
  description,
  argChoices = [],
  defaultValue,
}: Pick<Argument, 'description' | 'argChoices' | 'defaultValue'>): string {
  const value: unknown = defaultValue;
  return [
    description,
    ...(argChoices.length === 0 ? [] : [`(${argChoices.join(', ')})`]),
    ...(typeof value === 'string' ? [`(default: ${value})`] : []),
  ].join(' ');
}

function addValue(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** What commander parsed, in the form that commands read. */
export function readWords(command: Command, spec: CommandSpec): Words {
  const shapes = spec.options.flatMap(({ options }) => options.map(optionShape));
  const values = new Map<string, readonly string[] | true>();
  for (const { name } of shapes) {
    const isNegated = name.startsWith('no-');
    const key = name
      .slice(isNegated ? 3 : 0)
      .replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
    const value: unknown = command.getOptionValue(key);
    if (isNegated) {
      // To commander, --no-history says that the option history is false.
      if (value === false) {
        values.set(name, true);
      }
    } else if (value === true) {
      values.set(name, true);
    } else if (value !== undefined) {
      values.set(name, [value].flat().map(String));
    }
  }
  return new Words(command.args, withDefaults(shapes, values));
}

/** `vk help sign` is `vk sign --help`, which loads the command that it is about. */
function helpFirst(argv: readonly string[]): readonly string[] {
  return argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv;
}

function newRoot(context: Context): Command {
  return configure(new Command('vk'), context)
    .description('Sign, send and debug HMAC-signed HTTP APIs.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand(false);
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
  const help = { optionDescription: describeWords, argumentDescription: describeWords };
  return command
    .exitOverride()
    .configureHelp(help)
    .configureOutput({
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

function readCommanderExit(error: CommanderError, name: string | undefined): ExitCode {
  if (error.exitCode === 0) {
    return EXIT.done;
  }
  // A bare noun: the help was shown, and nothing was done.
  if (error.code === 'commander.help') {
    return EXIT.usage;
  }
  // What follows the = may be a secret, given where none belongs.
  const message = error.message.replace(/^error: /, '').replace(/('-[^=']*)=[^']*'/, "$1'");
  const [what = message, suggestion] = message.split('\n');
  throw (
    wrongChoice(message) ??
    new VkError(
      'usage',
      what,
      suggestion?.replace(/^\((.*)\)$/, '$1') ??
        `See vk ${name === undefined ? '' : `${name} `}--help.`,
    )
  );
}

/** Says what was meant by a word that is none of those which may stand there. */
function wrongChoice(message: string): VkError | undefined {
  const [, option, word = '', argument, choices = ''] = CHOICE.exec(message) ?? [];
  const place = option ?? argument;
  if (place === undefined) {
    return undefined;
  }
  const meant = nearest(word, choices.split(', '));
  return new VkError(
    'usage',
    `${place} cannot be ${JSON.stringify(word)}`,
    `${meant === undefined ? '' : `Did you mean ${meant}? `}It is one of ${choices}.`,
  );
}

/** What commander says of it: `option '-p, --name <value>' argument 'x' is invalid. Allowed choices ...`. */
const CHOICE =
  /^(?:option '(?:-\w, )?(--[\w-]+)[^']*' argument|command-argument value) '(.*)' is invalid(?: for argument '(.*)')?\. Allowed choices are (.*)\.$/s;

function exampleText(examples: readonly string[]): string {
  return `\nExamples:\n${examples.map((line) => `  ${line}\n`).join('')}`.trimEnd();
}
