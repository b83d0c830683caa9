import type { Provider } from '../../core/provider.js';
import { providers } from '../../providers/registry.js';
import { commands, NOUNS } from '../commands.js';
import { TOPICS } from '../topics.js';
import type { CompletionCommand, Values } from './tree.js';

export const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

export interface Word {
  readonly word: string;
  readonly summary: string;
}

/** What can stand first: commands of one word, nouns, and `help`. */
export function firstWords(): Word[] {
  return [...commandWords(), { word: 'help', summary: 'show help for a command or on a topic' }];
}

/** What can stand first beside those. */
export const ROOT_FLAGS: readonly Word[] = [
  { word: '--help', summary: 'show help' },
  { word: '--version', summary: 'print the version' },
];

/** What `vk help` explains. */
export function helpWords(): Word[] {
  return [...commandWords(), ...TOPICS.map(({ name, summary }) => ({ word: name, summary }))];
}

function commandWords(): Word[] {
  const single = commands.filter(({ name }) => !name.includes(' '));
  return [
    ...single.map(({ name, summary }) => ({ word: name, summary })),
    ...Object.entries(NOUNS).map(([word, summary]) => ({ word, summary })),
  ];
}

/** The nouns with their verbs. */
export function nouns(): (readonly [noun: string, verbs: readonly Word[]])[] {
  return Object.keys(NOUNS).map((noun) => [
    noun,
    commands
      .filter(({ name }) => name.startsWith(`${noun} `))
      .map(({ name, summary }) => ({ word: name.slice(noun.length + 1), summary })),
  ]);
}

export interface DocumentedPath extends Word {
  readonly provider: string;
  readonly method: string;
}

/** The documented paths of all providers, the default provider first. A parameter ends what is completed. */
export const PATHS: readonly DocumentedPath[] = providers.flatMap((provider: Provider) => {
  const seen = new Set<string>();
  return provider.endpoints.flatMap(({ method, path, summary }) => {
    const word = path.replace(/[*:{].*$/, '');
    const key = `${method} ${word}`;
    const isNew = !seen.has(key) && seen.add(key);
    return isNew ? [{ provider: provider.id, method, word, summary }] : [];
  });
});

export const DEFAULT_PROVIDER: string = providers[0].id;

/** A row of a table that a script looks paths up in. */
export interface PathRow {
  /** Provider and method: `kamiokash GET`, `kamiokash *`, or `*` alone. */
  readonly key: string;
  readonly paths: readonly DocumentedPath[];
}

/** A method that is documented nowhere gets all paths of its provider, and no provider those of all. */
export function pathTable(): PathRow[] {
  const keys = new Set(PATHS.map(keyOf));
  const ids = new Set(PATHS.map(({ provider }) => provider));
  return [
    ...[...keys].map((key) => ({ key, paths: PATHS.filter((path) => keyOf(path) === key) })),
    ...[...ids].map((id) => ({
      key: `${id} *`,
      paths: PATHS.filter(({ provider }) => provider === id),
    })),
    { key: '*', paths: PATHS },
  ];
}

function keyOf({ provider, method }: DocumentedPath): string {
  return `${provider} ${method}`;
}

/** A row of a table that a script looks values up in. */
export interface TableRow {
  /**
   * `call --provider`, `profile use 0`. A `*` stands for anything: `* --provider` where all commands that
   * have it agree, `call *` for the last position of one that takes any number of words.
   */
  readonly keys: readonly string[];
  readonly values: Values;
  /** Whether several words may follow. */
  readonly isVariadic: boolean;
}

/** A key of a table as a pattern of `case` in bash and zsh. */
export function casePattern(key: string): string {
  return key
    .split('*')
    .map((piece) => (piece === '' ? '' : `'${piece}'`))
    .join('*');
}

/** The values of flags, each distinct set of them once. */
export function flagTable(tree: readonly CompletionCommand[]): TableRow[] {
  return merge(
    tree.flatMap(({ name, options }) =>
      options.flatMap(({ flags, values, isVariadic }) =>
        values === undefined ? [] : flags.map((end) => ({ name, end, values, isVariadic })),
      ),
    ),
  );
}

/** The values of positions, counted from 0. Rows with an open end come last: they fit the others too. */
export function positionTable(tree: readonly CompletionCommand[]): TableRow[] {
  const cells = tree.flatMap(({ name, positions, isOpen }) =>
    positions.map((values, index) => {
      const isVariadic = isOpen && index === positions.length - 1;
      return { name, end: isVariadic ? '*' : String(index), values, isVariadic };
    }),
  );
  return merge(cells, false).toSorted((a, b) => Number(a.isVariadic) - Number(b.isVariadic));
}

interface Cell {
  readonly name: string;
  readonly end: string;
  readonly values: Values;
  readonly isVariadic: boolean;
}

/** Rows that are for all commands come last: those for one command fit them too. */
function merge(cells: readonly Cell[], mayGeneralise = true): TableRow[] {
  const usual = mayGeneralise ? usualValues(cells) : new Map<string, string>();
  const rows = new Map<string, { keys: Set<string>; values: Values; isVariadic: boolean }>();
  for (const { name, end, values, isVariadic } of cells) {
    const id = idOf(values, isVariadic);
    const isUsual = usual.get(end) === id;
    const row = rows.get(`${isUsual} ${id}`) ?? { keys: new Set<string>(), values, isVariadic };
    row.keys.add(`${isUsual ? '*' : name} ${end}`);
    rows.set(`${isUsual} ${id}`, row);
  }
  return [...rows.values()]
    .map(({ keys, ...row }) => ({ keys: [...keys], ...row }))
    .toSorted((a, b) => Number(a.keys[0]?.startsWith('*')) - Number(b.keys[0]?.startsWith('*')));
}

/** What most commands offer behind a flag. */
function usualValues(cells: readonly Cell[]): ReadonlyMap<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const { end, values, isVariadic } of cells) {
    const id = idOf(values, isVariadic);
    const ofEnd = counts.get(end) ?? new Map<string, number>();
    counts.set(end, ofEnd.set(id, (ofEnd.get(id) ?? 0) + 1));
  }
  return new Map(
    [...counts].map(([end, ids]) => {
      const [most] = [...ids].toSorted(([, a], [, b]) => b - a);
      return [end, most?.[0] ?? ''];
    }),
  );
}

function idOf(values: Values, isVariadic: boolean): string {
  return JSON.stringify([values, isVariadic]);
}

/** A word with what it means, for shells that show it; that is empty where nothing is documented. */
export function explained(word: string): Word {
  return { word, summary: MEANINGS.get(word) ?? '' };
}

const MEANINGS: ReadonlyMap<string, string> = new Map(
  providers
    .flatMap((provider: Provider) => [
      [provider.id, provider.name] as const,
      ...provider.errors.map(({ code, meaning }) => [code, meaning] as const),
      ...(provider.webhook?.events ?? []).map(({ name, summary }) => [name, summary] as const),
    ])
    .map(([word, meaning]) => [word, shorten(meaning)]),
);

/** The first sentence, in ASCII: the scripts are. */
function shorten(text: string): string {
  const [sentence = ''] = text.split(/(?<=\.)\s/);
  return sentence
    .replace(/\.$/, '')
    .replace(/[^ -~]/g, ' ')
    .slice(0, 72);
}
