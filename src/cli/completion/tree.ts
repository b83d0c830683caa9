import type { ArgumentSpec, OptionSpec, ValueKind } from '../command.js';
import type { CommandEntry } from '../commands.js';
import { optionShape } from '../words.js';

/** A command as a completion script sees it. */
export interface CompletionCommand {
  /** `sign`, or `profile add`. */
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletionOption[];
  /** What stands at each of its positions. */
  readonly positions: readonly Values[];
  /** Whether its last position takes any number of words. */
  readonly isOpen: boolean;
}

export interface CompletionOption {
  /** `-d` and `--data`. */
  readonly flags: readonly string[];
  readonly summary: string;
  /** Undefined for a flag without a value. */
  readonly values: Values | undefined;
  /** Whether it may be given again. */
  readonly repeats: boolean;
  /** Whether the words behind its value are values of it too, until the next flag. */
  readonly isVariadic: boolean;
}

/** What is offered: one of a few words, or what the shell finds. */
export type Values =
  { readonly kind: 'words'; readonly words: readonly string[] } | { readonly kind: FoundKind };

/** `text` is free, and nothing is offered for it. */
type FoundKind = ValueKind | 'text' | 'method' | 'path' | 'item';

/** Loads every command and reads its spec. */
export async function readTree(entries: readonly CommandEntry[]): Promise<CompletionCommand[]> {
  return await Promise.all(
    entries.map(async ({ name, summary, load }) => {
      const spec = await load();
      return {
        name,
        summary,
        options: [...spec.options.flatMap(({ options }) => options.map(readOption)), HELP],
        positions: spec.arguments.map(readPosition),
        isOpen: spec.arguments.at(-1)?.term.endsWith('...]') === true,
      };
    }),
  );
}

const HELP: CompletionOption = {
  flags: ['-h', '--help'],
  summary: 'show this help',
  values: undefined,
  repeats: false,
  isVariadic: false,
};

function readOption(spec: OptionSpec): CompletionOption {
  const { name, short, takesValue, isVariadic } = optionShape(spec);
  return {
    flags: [...(short === undefined ? [] : [short]), `--${name}`],
    summary: spec.summary,
    values: takesValue ? valuesOf(spec, spec.flags) : undefined,
    repeats: spec.repeats === true || isVariadic,
    isVariadic,
  };
}

function readPosition(spec: ArgumentSpec): Values {
  return valuesOf(spec, spec.term);
}

function valuesOf(spec: ArgumentSpec | OptionSpec, placeholder: string): Values {
  const words = spec.choices ?? spec.suggestions;
  if (words !== undefined) {
    return { kind: 'words', words: [...new Set(words)] };
  }
  const known = BY_PLACEHOLDER.find(([end]) => placeholder.endsWith(end));
  return { kind: spec.values ?? known?.[1] ?? 'text' };
}

/** Placeholders that mean the same in every command. */
const BY_PLACEHOLDER: readonly (readonly [end: string, kind: FoundKind])[] = [
  ['[method]', 'method'],
  ['--method <method>', 'method'],
  ['[path]', 'path'],
  ['--path <pattern>', 'path'],
  ['[item...]', 'item'],
  ['--profile <name>', 'profiles'],
  ['--data <text>', 'data'],
  ['<file>', 'files'],
  ['[file]', 'files'],
  ['<folder>', 'folders'],
];
