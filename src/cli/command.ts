import type { ExitCode } from '../app/errors.js';
import type { Deps } from './deps.js';
import type { Words } from './words.js';
import type { Terminal } from './terminal.js';

/** What a running command has at hand. */
export interface Context {
  readonly terminal: Terminal;
  readonly deps: Deps;
}

/**
 * What a shell finds by itself where it completes a value: names of stored profiles, ids of recorded calls
 * or webhooks, paths, or `data`, where `@` goes before the path of a file.
 */
export type ValueKind = 'profiles' | 'call-ids' | 'webhook-ids' | 'files' | 'folders' | 'data';

export interface ArgumentSpec {
  /** As the usage line shows it: `<method>`, `[name]` or `[item...]`. */
  readonly term: string;
  readonly summary: string;
  readonly choices?: readonly string[];
  /** What a shell offers, where other words are taken too. */
  readonly suggestions?: readonly string[];
  readonly values?: ValueKind;
}

export interface OptionSpec {
  /** As the help shows it: `-d, --data <text>`, `--json` or `--provider <id...>`. */
  readonly flags: string;
  readonly summary: string;
  readonly choices?: readonly string[];
  /** What a shell offers, where other values are taken too. */
  readonly suggestions?: readonly string[];
  readonly values?: ValueKind;
  readonly default?: string;
  /** Whether it may be given several times, a value each. */
  readonly repeats?: boolean;
}

export interface OptionGroup {
  readonly heading: string;
  readonly options: readonly OptionSpec[];
}

/** What a command is called with. Parsing, help and completions all read it. */
export interface CommandSpec {
  readonly arguments: readonly ArgumentSpec[];
  readonly options: readonly OptionGroup[];
  readonly examples: readonly string[];
}

/** A command: its words, how they become input, and what it does. */
export interface CommandDefinition<Input> extends CommandSpec {
  /** Turns parsed words into input, without doing anything. @throws VkError `usage` */
  readonly read: (words: Words) => Input;
  readonly run: (input: Input, context: Context) => Promise<ExitCode>;
}

/** A definition whose input only itself knows. */
export interface LoadedCommand extends CommandSpec {
  readonly execute: (words: Words, context: Context) => Promise<ExitCode>;
}

/** Closes a definition over its input, so that all of them can stand in one list. */
export function defineCommand<Input>({
  read,
  run,
  ...spec
}: CommandDefinition<Input>): LoadedCommand {
  return { ...spec, execute: async (words, context) => await run(read(words), context) };
}
