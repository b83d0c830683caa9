import type { HistoryFilter } from '../app/history-filter.js';
import { parsePointInTime } from '../app/point-in-time.js';
import { VkError } from '../core/error.js';
import type { Context, OptionSpec } from './command.js';
import { PROVIDER_IDS } from './flags.js';
import { renderNote } from './render/error.js';
import { paletteFor } from './render/palette.js';
import { count } from './render/text.js';
import type { Words } from './words.js';

/** Which recorded calls are meant, for all commands that take several. */
export const CALL_FILTERS: readonly OptionSpec[] = [
  { flags: '--status <status>', summary: 'answered so: 404, 4xx, or 404,5xx' },
  {
    flags: '--path <pattern>',
    summary: "whose path begins so, or is so: '/wallet/*'",
  },
  { flags: '--method <method>', summary: 'GET, POST, ...' },
  { flags: '--since <time>', summary: 'since then: 2h, 30m, 7d, or 2026-01-02T03:04:05Z' },
  { flags: '--mode <mode>', summary: 'sandbox or live, as the provider reported it' },
  { flags: '--failed', summary: 'refused, failed, or answered 4xx or 5xx' },
];

/** The same where no credential is asked for. */
export const HISTORY_FILTERS: readonly OptionSpec[] = [
  ...CALL_FILTERS,
  { flags: '--provider <id>', summary: 'of this provider', choices: PROVIDER_IDS },
  { flags: '-p, --profile <name>', summary: 'of this profile' },
];

/** What the filters say; relative times become points in time when the command runs. */
export interface FilterWords extends Omit<HistoryFilter, 'sinceMs'> {
  readonly since?: string;
}

/** @throws VkError `usage` */
export function readFilter(words: Words): FilterWords {
  const status = words.text('status');
  const path = words.text('path');
  const method = words.text('method');
  const since = words.text('since');
  const mode = words.text('mode');
  const provider = words.text('provider');
  const profile = words.text('profile');
  return {
    ...(status !== undefined && { statuses: readStatuses(status) }),
    ...(path !== undefined && { path }),
    ...(method !== undefined && { method: method.toUpperCase() }),
    ...(since !== undefined && { since }),
    ...(mode !== undefined && { mode: mode.toLowerCase() }),
    ...(provider !== undefined && { provider }),
    ...(profile !== undefined && { profile }),
    ...(words.has('failed') && { isFailed: true }),
  };
}

/** The filter at this moment. @throws VkError `usage` or `bad-timestamp` for a time that is none */
export function filterNow({ since, ...filter }: FilterWords, nowMs: number): HistoryFilter {
  return since === undefined ? filter : { ...filter, sinceMs: readSince(since, nowMs) };
}

function readStatuses(text: string): readonly string[] {
  const statuses = text.toLowerCase().split(',');
  if (!statuses.every((status) => /^[1-5](?:\d\d|xx)$/.test(status))) {
    throw new VkError(
      'usage',
      `--status ${JSON.stringify(text)} is no status`,
      'Write 404, 4xx, or several with commas: 404,5xx.',
    );
  }
  return statuses;
}

const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

function readSince(text: string, nowMs: number): number {
  const [, number, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (number !== undefined) {
    return nowMs - Number(number) * (UNITS[unit] ?? 0);
  }
  try {
    return parsePointInTime('--since', text);
  } catch (error) {
    throw error instanceof VkError
      ? new VkError(error.code, error.message, 'Write it as 2h, 30m, 7d or 2026-01-02T03:04:05Z.')
      : error;
  }
}

/** A number from 1 on. @throws VkError `usage` */
export function readCount(flag: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new VkError(
      'usage',
      `${flag} ${JSON.stringify(text)} is no number of calls`,
      `Write ${flag} 20 for the last twenty.`,
    );
  }
  return Number(text);
}

/** Says that lines could not be read, where there were any. */
export async function noteUnreadable(
  unreadable: number,
  { terminal: { stderr } }: Context,
): Promise<void> {
  if (unreadable > 0) {
    const note = `left out ${count(unreadable, 'line')} that cannot be read: a process that is killed leaves half a line`;
    stderr.write(renderNote(note, await paletteFor(stderr)));
  }
}
