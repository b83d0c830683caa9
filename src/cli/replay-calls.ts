import { readCallsFile } from '../app/calls-file.js';
import type { HistoryEntry } from '../app/history.js';
import { fitsFilter, type HistoryFilter } from '../app/history-filter.js';
import { findProfile } from '../app/profiles.js';
import { VkError } from '../core/error.js';
import type { Context } from './command.js';
import { filterNow } from './history-options.js';
import { distinct, readRecorded } from './recorded-calls.js';
import { callsFileName, type ReplayInput } from './replay-words.js';

/**
 * The calls that are meant, in the order in which they were made.
 *
 * @throws VkError `usage` where there are none
 */
export async function readMeantCalls(
  input: ReplayInput,
  context: Context,
): Promise<readonly HistoryEntry[]> {
  const { ids, last = Infinity } = input;
  const filter = meantFilter(input, context);
  const calls =
    input.from === undefined
      ? await readRecorded(ids, { ...filter, isFirsthand: true }, last, context)
      : await fromFile(input, input.from, filter, context);
  if (calls.length === 0) {
    throw new VkError(
      'usage',
      'no recorded call fits',
      input.from === undefined
        ? 'vk history list shows the last ones; vk call records what it sends.'
        : `Look into ${input.from}, or leave a filter out.`,
    );
  }
  return calls.toSorted((a, b) => a.timeMs - b.timeMs);
}

/** To a profile go the calls of its provider only. */
function meantFilter({ filter, flags }: ReplayInput, { deps }: Context): HistoryFilter {
  const wanted = filterNow(filter, deps.nowMs());
  if (flags.profile === undefined) {
    return wanted;
  }
  const { provider } = findProfile(deps.profiles.read(), flags.profile);
  return { ...wanted, provider };
}

async function fromFile(
  { ids, last, flags }: ReplayInput,
  from: string,
  filter: HistoryFilter,
  { deps }: Context,
): Promise<readonly HistoryEntry[]> {
  const kind = (await deps.paths()).look(from)?.kind;
  const name = kind === undefined || kind === 'folder' ? callsFileName(from) : from;
  const { provider = filter.provider, profile } = flags;
  const entries = readCallsFile(name, deps.files.read(name), deps.profiles.read, {
    ...(provider !== undefined && { provider }),
    ...(profile !== undefined && { profile }),
  });
  if (ids.length > 0) {
    return distinct(ids.map((id) => pick(entries, id, name)));
  }
  return entries.filter((entry) => fitsFilter(entry, filter)).slice(-(last ?? entries.length));
}

function pick(entries: readonly HistoryEntry[], start: string, name: string): HistoryEntry {
  const found = entries.filter(({ id }) => id.startsWith(start));
  const [first, second] = found;
  const entry = found.find(({ id }) => id === start) ?? (second === undefined ? first : undefined);
  if (entry === undefined) {
    throw new VkError(
      'usage',
      first === undefined
        ? `${name} has no call ${JSON.stringify(start)}`
        : `more than one call of ${name} begins with ${JSON.stringify(start)}`,
      `Its ids are ${entries
        .slice(0, 5)
        .map(({ id }) => id)
        .join(', ')}${entries.length > 5 ? ', …' : ''}.`,
    );
  }
  return entry;
}
