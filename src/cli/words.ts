import type { CommandSpec, OptionSpec } from './command.js';

/** A command's words, taken apart: the values of its options by long name, without dashes. */
export class Words {
  readonly args: readonly string[];
  readonly #values: ReadonlyMap<string, readonly string[] | true>;

  constructor(args: readonly string[], values: ReadonlyMap<string, readonly string[] | true>) {
    this.args = args;
    this.#values = values;
  }

  /** The same without its first argument, which says what the others are for. */
  withoutFirst(): Words {
    return new Words(this.args.slice(1), this.#values);
  }

  /** Whether a flag without a value was given. */
  has(name: string): boolean {
    return this.#values.get(name) === true;
  }

  /** The value of an option; the last one where it was given twice. */
  text(name: string): string | undefined {
    return this.list(name)?.at(-1);
  }

  /** All values of an option. */
  list(name: string): readonly string[] | undefined {
    const value = this.#values.get(name);
    return value === true ? undefined : value;
  }
}

/** An option's spec, taken apart. */
export interface OptionShape {
  readonly name: string;
  readonly short: string | undefined;
  readonly takesValue: boolean;
  readonly isVariadic: boolean;
  readonly spec: OptionSpec;
}

/** Reads `-d, --data <text>`. */
export function optionShape(spec: OptionSpec): OptionShape {
  const { flags } = spec;
  const start = flags.indexOf('--') + 2;
  const end = flags.indexOf(' ', start);
  return {
    name: flags.slice(start, end === -1 ? undefined : end),
    short: start > 2 ? flags.slice(0, 2) : undefined,
    takesValue: end !== -1,
    isVariadic: flags.endsWith('...>'),
    spec,
  };
}

/**
 * Takes well-formed words apart. For anything else (a misspelt option, a missing argument, `--help`)
 * it gives undefined, and commander, which costs milliseconds to load, says what is wrong. On what
 * both of them take, they agree.
 */
export function parseWords(spec: CommandSpec, words: readonly string[]): Words | undefined {
  const shapes = spec.options.flatMap(({ options }) => options.map(optionShape));
  const values = new Map<string, readonly string[] | true>();
  const args: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--') {
      args.push(...words.slice(index + 1));
      break;
    }
    if (word === '-' || !word.startsWith('-')) {
      args.push(word);
      continue;
    }
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const flag = equals === -1 ? word : word.slice(0, equals);
    const shape = shapes.find(({ name, short }) => flag === short || flag === `--${name}`);
    if (shape === undefined || shape.isVariadic || (equals !== -1 && !shape.takesValue)) {
      return undefined;
    }
    if (!shape.takesValue) {
      values.set(shape.name, true);
      continue;
    }
    const value = equals === -1 ? words[(index += 1)] : word.slice(equals + 1);
    if (value === undefined || shape.spec.choices?.includes(value) === false) {
      return undefined;
    }
    const before = shape.spec.repeats === true ? values.get(shape.name) : undefined;
    values.set(shape.name, Array.isArray(before) ? [...before, value] : [value]);
  }
  return fits(spec, args) ? new Words(args, withDefaults(shapes, values)) : undefined;
}

/** The values with those of options that have a default and were not given. */
export function withDefaults(
  shapes: readonly OptionShape[],
  values: ReadonlyMap<string, readonly string[] | true>,
): ReadonlyMap<string, readonly string[] | true> {
  const all = new Map(values);
  for (const { name, spec } of shapes) {
    if (spec.default !== undefined && !all.has(name)) {
      all.set(name, [spec.default]);
    }
  }
  return all;
}

function fits({ arguments: specs }: CommandSpec, args: readonly string[]): boolean {
  const required = specs.filter(({ term }) => term.startsWith('<')).length;
  const isOpen = specs.at(-1)?.term.endsWith('...]') === true;
  return (
    args.length >= required &&
    (isOpen || args.length <= specs.length) &&
    specs.every(({ choices }, index) => {
      const value = args[index];
      return choices === undefined || value === undefined || choices.includes(value);
    })
  );
}
