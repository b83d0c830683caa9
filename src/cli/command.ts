import type { Command } from 'commander';
import type { ExitCode } from '../app/errors.js';
import type { Deps } from './deps.js';
import type { Terminal } from './terminal.js';

/** What a running command has at hand. */
export interface Context {
  readonly terminal: Terminal;
  readonly deps: Deps;
}

/** A command: what it is called with, how that is read, and what it does. */
export interface CommandDefinition<Input> {
  /** Declares arguments and options. */
  readonly declare: (command: Command) => void;
  readonly examples: readonly string[];
  /** Turns parsed words into input, without doing anything. @throws VkError `usage` */
  readonly read: (command: Command) => Input;
  readonly run: (input: Input, context: Context) => Promise<ExitCode>;
}

/** A definition whose input only itself knows. */
export interface LoadedCommand {
  readonly declare: (command: Command) => void;
  readonly examples: readonly string[];
  readonly execute: (command: Command, context: Context) => Promise<ExitCode>;
}

/** Closes a definition over its input, so that all of them can stand in one list. */
export function defineCommand<Input>({
  read,
  run,
  ...rest
}: CommandDefinition<Input>): LoadedCommand {
  return { ...rest, execute: (command, context) => run(read(command), context) };
}
