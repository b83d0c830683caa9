import { distinctTimestamps } from '../app/distinct-timestamps.js';
import type { HistoryEntry } from '../app/history.js';
import { wasLive } from '../app/history-filter.js';
import { modeOfKey, OPEN_GUARD } from '../app/live-guard.js';
import { carriedBy } from '../app/replay-plan.js';
import type { ReplayPlace } from '../app/replay.js';
import type { RunningSandbox } from '../app/serve-sandbox.js';
import { requireBase, type Settings } from '../app/settings.js';
import { variable, type Environment, type SettingFlags } from '../app/value-sources.js';
import { VkError } from '../core/error.js';
import type { Provider } from '../core/provider.js';
import type { Context } from './command.js';
import { openGuard } from './guard.js';
import { startInnerSandbox } from './inner-sandbox.js';
import { readSettings, resolveHere } from './prepare.js';
import { openRecorder, type HistoryFlags } from './record.js';
import { USER_AGENT } from './version.js';

/** What decides where calls are made again. */
export interface PlaceChoices {
  readonly flags: SettingFlags;
  readonly live: boolean;
  readonly yes: boolean;
  readonly timeoutMs: number;
  readonly isVerbatim: boolean;
  readonly history: HistoryFlags;
}

export interface ReplayPlaces {
  /** @throws VkError where its credential or base URL is not to be had */
  readonly of: (entry: HistoryEntry) => Promise<ReplayPlace>;
  readonly close: () => Promise<void>;
}

/** Whether a call goes to the sandbox inside vk: where it went there before, unless another place is named. */
function goesToSandbox({ isLocal }: HistoryEntry, { flags }: PlaceChoices): boolean {
  const isElsewhere = flags.profile !== undefined || flags.baseUrl !== undefined;
  return flags.sandbox === true || (isLocal && !isElsewhere);
}

/**
 * A call that was live is sent to no live API again, unless that is meant and confirmed.
 *
 * @throws VkError `live-guard`
 */
export function refuseLive(entries: readonly HistoryEntry[], choices: PlaceChoices): void {
  const live = entries.filter((each) => wasLive(each) && !goesToSandbox(each, choices));
  const [first] = live;
  if (first !== undefined && !(choices.live && choices.yes)) {
    const others = live.length === 1 ? '' : `, and so were ${live.length - 1} more`;
    throw notToLive(`${first.id} was answered by live${others}`);
  }
}

function notToLive(why: string): VkError {
  return new VkError(
    'live-guard',
    `${why}: made again, they may cost money`,
    'Nothing was sent. Use --sandbox, or leave them out with --mode sandbox; if live is meant, say --live --yes.',
  );
}

/**
 * The places where calls are made again, opened as they are needed. Calls that one sandbox has answered
 * go to one new sandbox, so that the later ones find what the earlier ones have made; a call that had a
 * sandbox of its own gets one again.
 */
export function openPlaces(
  entries: readonly HistoryEntry[],
  choices: PlaceChoices,
  context: Context,
  hear: (made: HistoryEntry) => void,
): ReplayPlaces {
  const places = new Map<string, Promise<ReplayPlace>>();
  const sandboxes: RunningSandbox[] = [];
  const opened: Opening = { entries, choices, context, hear, sandboxes };
  return {
    of: async (entry) => {
      const key = keyOf(entry, choices);
      const known = places.get(key);
      const place =
        known ??
        (goesToSandbox(entry, choices) ? openLocal(entry, key, opened) : openRemote(entry, opened));
      places.set(key, place);
      return await place;
    },
    close: async () => {
      await Promise.all(sandboxes.map(async (sandbox) => await sandbox.close()));
    },
  };
}

interface Opening {
  readonly entries: readonly HistoryEntry[];
  readonly choices: PlaceChoices;
  readonly context: Context;
  readonly hear: (made: HistoryEntry) => void;
  readonly sandboxes: RunningSandbox[];
}

/** Calls of the same place have the same key. */
function keyOf(entry: HistoryEntry, choices: PlaceChoices): string {
  const { id, provider, profile, isLocal, sandbox, origin } = entry;
  const where = goesToSandbox(entry, choices)
    ? isLocal
      ? ['local', sandbox ?? `of ${id}`]
      : ['local', origin]
    : ['remote', isLocal ? '' : profile];
  return JSON.stringify([...where, provider, profile]);
}

async function openLocal(
  entry: HistoryEntry,
  key: string,
  { entries, choices, context, hear, sandboxes }: Opening,
): Promise<ReplayPlace> {
  const settings = await localSettings(entry, choices.flags, context);
  const { provider, credential } = settings;
  const { deps } = context;
  const own = entries.filter((each) => keyOf(each, choices) === key);
  const used = choices.isVerbatim
    ? own.flatMap((each) => usedBy(each, provider, credential.fields.apiKey))
    : [];
  // What took minutes is done again in a moment: that is no reason to be refused.
  const isUnlimited = own.every(({ response }) => response?.status !== 429);
  const sandbox = await startInnerSandbox(settings, context, { isUnlimited, used });
  sandboxes.push(sandbox);
  return {
    settings,
    chooseTimestamp: distinctTimestamps(provider),
    base: sandbox.base,
    guard: OPEN_GUARD,
    ports: {
      http: await deps.http(sandbox.base),
      nowMs: deps.nowMs,
      record: await openRecorder(
        choices.history,
        { command: 'replay', isLocal: true },
        context,
        hear,
      ),
    },
  };
}

/** A sandbox remembers the signatures that it has accepted, and this one stands in for another. */
function usedBy(
  { request, response }: HistoryEntry,
  provider: Provider,
  apiKey: string | undefined,
): { apiKey: string | undefined; signature: string | undefined }[] {
  return response !== undefined && response.status < 400
    ? [{ apiKey, signature: carriedBy(provider, 'signature', request.headers) }]
    : [];
}

/** Without a profile of its own, a call was made with the demo credential or that of the environment. */
async function localSettings(
  { provider, profile }: HistoryEntry,
  flags: SettingFlags,
  context: Context,
): Promise<Settings> {
  const { terminal, deps } = context;
  const wanted = flags.profile ?? profile;
  const read = deps.profiles.read;
  const isKnown = wanted !== undefined && read().profiles.get(wanted)?.provider === provider;
  return await resolveHere(
    {
      flags: { ...flags, provider, sandbox: true, ...(isKnown && { profile: wanted }) },
      env: isKnown ? terminal.env : withoutOther(terminal.env, provider),
      project: undefined,
      profiles: isKnown ? read : () => ({ profiles: new Map() }),
    },
    context,
  );
}

/** The environment without what is meant for another provider, or names a profile. */
function withoutOther(env: Environment, provider: string): Environment {
  const isOther = (variable(env, 'VK_PROVIDER') ?? provider) !== provider;
  const credential = isOther ? { VK_API_KEY: '', VK_API_SECRET: '' } : {};
  return { ...env, ...credential, VK_PROFILE: '', VK_PROVIDER: '' };
}

async function openRemote(
  { provider, profile, isLocal }: HistoryEntry,
  { entries, choices, context, hear }: Opening,
): Promise<ReplayPlace> {
  const { deps } = context;
  const { flags, live, yes, timeoutMs, history } = choices;
  const wanted = flags.profile ?? (isLocal ? undefined : profile);
  const settings = await readSettings(
    { ...flags, provider, ...(wanted !== undefined && { profile: wanted }) },
    context,
  );
  const isLive = settings.mode === 'live' || modeOfKey(settings) === 'live';
  if (isLive && !(live && yes)) {
    throw notToLive(`the calls would go to ${settings.profile ?? 'an account'}, which is live`);
  }
  const base = requireBase(settings);
  const ports = {
    http: await deps.http(base),
    nowMs: deps.nowMs,
    record: await openRecorder(history, { command: 'replay', isLocal: false }, context, hear),
  };
  const run = { settings, base, timeoutMs, userAgent: USER_AGENT, live, yes };
  const guard = openGuard({ ...run, calls: entries.length }, ports, context);
  return { settings, base, guard, ports, chooseTimestamp: distinctTimestamps(settings.provider) };
}
