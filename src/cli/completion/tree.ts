import type { OptionSpec } from '../command.js';
import type { CommandEntry } from '../commands.js';
import { optionShape } from '../words.js';

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

/** Loads every command and reads its spec. */
export async function readTree(entries: readonly CommandEntry[]): Promise<CompletionCommand[]> {
  return await Promise.all(
    entries.map(async ({ name, summary, load }) => {
      const spec = await load();
      const [first] = spec.arguments;
      return {
        name,
        summary,
        options: [...spec.options.flatMap(({ options }) => options.map(readOption)), HELP],
        takesRequest: first?.term === '[method]',
        words: first?.choices ?? [],
      };
    }),
  );
}

const HELP: CompletionOption = {
  flags: ['-h', '--help'],
  summary: 'show this help',
  takesValue: false,
  values: [],
  isFile: false,
};

function readOption(spec: OptionSpec): CompletionOption {
  const { name, short, takesValue } = optionShape(spec);
  return {
    flags: [...(short === undefined ? [] : [short]), `--${name}`],
    summary: spec.summary,
    takesValue,
    values: spec.choices ?? spec.suggestions ?? [],
    isFile: spec.flags.endsWith('<file>'),
  };
}
