import { EXIT, type ExitCode } from '../../app/errors.js';
import { findCalls } from '../../app/find-calls.js';
import type { HistoryEntry } from '../../app/history.js';
import { isoTime } from '../../core/time-text.js';
import { defineCommand, type Context } from '../command.js';
import {
  filterNow,
  HISTORY_FILTERS,
  noteUnreadable,
  readCount,
  readFilter,
  type FilterWords,
} from '../history-options.js';
import { writeNotes } from '../notes.js';
import { renderCalls } from '../render/history.js';
import { paletteFor } from '../render/palette.js';
import { shownOn } from '../render/text.js';

interface ListInput {
  readonly filter: FilterWords;
  readonly limit: number;
  readonly form: 'table' | 'ids' | 'json';
}

const DEFAULT_LIMIT = '20';

export const historyListCommand = defineCommand<ListInput>({
  arguments: [],
  options: [
    { heading: 'Which calls:', options: HISTORY_FILTERS },
    {
      heading: 'Output:',
      options: [
        { flags: '--limit <number>', summary: 'so many, the newest', default: DEFAULT_LIMIT },
        { flags: '--ids', summary: 'nothing but the ids, for another command' },
        { flags: '--json', summary: 'one JSON document' },
      ],
    },
  ],
  examples: [
    'vk history list',
    'vk history list --status 4xx --since 2h',
    "vk history list --path '/orders/*' --limit 100 --json",
  ],
  read: (words) => ({
    filter: readFilter(words),
    limit: readCount('--limit', words.text('limit') ?? DEFAULT_LIMIT),
    form: words.has('json') ? 'json' : words.has('ids') ? 'ids' : 'table',
  }),
  run,
});

async function run({ filter, limit, form }: ListInput, context: Context): Promise<ExitCode> {
  const { terminal, deps } = context;
  const { stdout } = terminal;
  const nowMs = deps.nowMs();
  const store = await deps.history();
  const { entries, unreadable } = findCalls(store.newestFirst(), filterNow(filter, nowMs), limit);
  if (form === 'json') {
    stdout.write(shownOn(stdout, listJson(store.path, entries, unreadable)));
    return EXIT.done;
  }
  await noteUnreadable(unreadable, context);
  if (form === 'ids') {
    stdout.write(entries.map(({ id }) => `${plainId(id)}\n`).join(''));
  } else if (entries.length > 0) {
    const columns = stdout.isTerminal ? stdout.columns() : undefined;
    stdout.write(renderCalls(entries, columns, nowMs, await paletteFor(stdout)));
  } else {
    const isAll = Object.keys(filter).length === 0;
    const note = isAll
      ? 'nothing is recorded; vk call records what it sends'
      : 'no recorded call fits; vk history list shows the last ones';
    await writeNotes([note], context);
  }
  return EXIT.done;
}

/** A shell that completes ids runs what is not a plain word. */
function plainId(id: string): string {
  return id.replace(/[^0-9a-z]/g, '');
}

/** Without headers and bodies. */
function listJson(path: string, entries: readonly HistoryEntry[], unreadable: number): string {
  const calls = entries.map((entry) => {
    const { id, timeMs, command, provider, profile, isLocal, origin, mode, error } = entry;
    const { request, response } = entry;
    return {
      id,
      time: isoTime(timeMs),
      command,
      provider,
      profile: profile ?? null,
      isLocal,
      origin,
      mode: mode ?? null,
      method: request.method,
      target: request.target,
      status: response?.status ?? null,
      ms: response?.ms ?? null,
      error: error ?? null,
    };
  });
  return `${JSON.stringify({ path, calls, unreadableLines: unreadable })}\n`;
}
