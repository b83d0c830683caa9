import type { DiagnoseOptions } from '../app/diagnose.js';
import type { AxisId } from '../core/diagnose/variant.js';
import { VkError } from '../core/error.js';
import type { OptionGroup } from './command.js';
import { parseDuration } from './flags.js';
import type { Words } from './words.js';

/** The dimensions that a search can be restricted to, in the order in which they are listed. */
export const AXES = [
  'secret',
  'timestamp',
  'method',
  'target',
  'body',
  'email',
  'layout',
  'algorithm',
  'encoding',
] as const satisfies readonly AxisId[];

/** How far a search goes. */
export const SEARCH_OPTIONS: OptionGroup = {
  heading: 'Search:',
  options: [
    {
      flags: '--max-differences <number>',
      summary: 'how many differences at once, 1 to 6',
      default: '3',
    },
    { flags: '--axis <names>', summary: `only these, joined by commas: ${AXES.join(', ')}` },
    {
      flags: '--secret-from <profiles>',
      summary: 'try the secrets of these profiles, joined by commas; all by default',
    },
    { flags: '--time-limit <time>', summary: '10s, 500ms, 2m', default: '10s' },
  ],
};

export interface SearchInput extends DiagnoseOptions {
  /** Profiles whose secrets are tried; all of them where absent. */
  readonly secretFrom: readonly string[] | undefined;
}

/** @throws VkError `usage` */
export function readSearchOptions(words: Words): SearchInput {
  const most = words.text('max-differences') ?? '';
  if (!/^[1-6]$/.test(most)) {
    throw new VkError(
      'usage',
      `--max-differences ${JSON.stringify(most)} is not a number from 1 to 6`,
      'Write 1 for single causes, 2 for pairs; 3 is the default.',
    );
  }
  return {
    maxDifferences: Number(most),
    axes: listOf(words.text('axis'))?.map(axisOf),
    timeLimitMs: parseDuration('--time-limit', words.text('time-limit') ?? ''),
    secretFrom: listOf(words.text('secret-from')),
  };
}

function listOf(text: string | undefined): readonly string[] | undefined {
  return text?.split(',').map((each) => each.trim());
}

function axisOf(name: string): AxisId {
  const axis = AXES.find((each) => each === name);
  if (axis === undefined) {
    throw new VkError(
      'usage',
      `--axis ${JSON.stringify(name)} is not one of its choices`,
      `The choices are ${AXES.join(', ')}.`,
    );
  }
  return axis;
}
