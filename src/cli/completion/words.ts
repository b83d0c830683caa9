import type { Provider } from '../../core/provider.js';
import { providers } from '../../providers/registry.js';
import { NOUNS } from '../commands.js';
import type { CompletionCommand } from './tree.js';

export const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Documented paths of all providers. One that ends in `*` is completed up to there. */
export const PATHS: readonly string[] = [
  ...new Set(
    providers.flatMap((provider: Provider) =>
      provider.endpoints.map(({ path }) => path.replace(/\*$/, '')),
    ),
  ),
];

export interface Word {
  readonly word: string;
  readonly summary: string;
}

/** What can stand first: commands of one word, nouns, and `help`. */
export function firstWords(commands: readonly CompletionCommand[]): Word[] {
  const single = commands.filter(({ name }) => !name.includes(' '));
  return [
    ...single.map(({ name, summary }) => ({ word: name, summary })),
    ...Object.entries(NOUNS).map(([word, summary]) => ({ word, summary })),
    { word: 'help', summary: 'show help for a command' },
  ];
}

/** The verbs of a noun. */
export function verbs(noun: string, commands: readonly CompletionCommand[]): Word[] {
  return commands
    .filter(({ name }) => name.startsWith(`${noun} `))
    .map(({ name, summary }) => ({ word: name.slice(noun.length + 1), summary }));
}
