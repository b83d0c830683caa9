import { Command } from 'commander';
import type { CommandEntry } from '../commands.js';

/** A command as a completion script sees it. */
export interface CompletionCommand {
  /** `sign`, or `profile add`. */
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletionOption[];
  /** Whether METHOD and PATH come first. */
  readonly takesRequest: boolean;
  /** The words that its one argument can be, if it has a few. */
  readonly words: readonly string[];
}

export interface CompletionOption {
  /** `-d` and `--data`. */
  readonly flags: readonly string[];
  readonly summary: string;
  readonly takesValue: boolean;
  readonly values: readonly string[];
  /** Whether its value names a file. */
  readonly isFile: boolean;
}

/** Loads every command and reads what it declares. */
export async function readTree(entries: readonly CommandEntry[]): Promise<CompletionCommand[]> {
  return await Promise.all(
    entries.map(async (entry) => {
      const command = new Command(entry.name);
      (await entry.load()).declare(command);
      const [first] = command.registeredArguments;
      return {
        name: entry.name,
        summary: entry.summary,
        options: [...command.options.map(readOption), HELP],
        takesRequest: first?.name() === 'method',
        words: first?.argChoices ?? [],
      };
    }),
  );
}

const HELP: CompletionOption = {
  flags: ['-h', '--help'],
  summary: 'show help',
  takesValue: false,
  values: [],
  isFile: false,
};

function readOption(option: Command['options'][number]): CompletionOption {
  return {
    flags: [option.short, option.long].filter((flag) => typeof flag === 'string'),
    summary: option.description,
    takesValue: option.required || option.optional,
    values: option.argChoices ?? [],
    isFile: /<file>/.test(option.flags),
  };
}
