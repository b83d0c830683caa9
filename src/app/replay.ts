import type { BaseUrl } from '../core/base-url.js';
import { VkError } from '../core/error.js';
import type { Provider } from '../core/provider.js';
import { parseTimestamp } from '../core/timestamp.js';
import { call, type CallOutcome, type CallPorts } from './call.js';
import {
  compareAnswers,
  type AnswerComparison,
  type ComparedAnswer,
  type Ignored,
} from './compare-answers.js';
import type { ChooseTimestamp } from './distinct-timestamps.js';
import type { HistoryEntry } from './history.js';
import type { Guard } from './live-guard.js';
import {
  planReplay,
  whyNotReplayed,
  type NewKeys,
  type PlannedReplay,
  type ReplayForm,
} from './replay-plan.js';
import type { Settings } from './settings.js';
import { maskBody, ownKeys } from './without-keys.js';

/** Where a call is made again. */
export interface ReplayPlace {
  readonly settings: Settings;
  readonly base: BaseUrl;
  readonly guard: Guard;
  readonly ports: CallPorts;
  readonly chooseTimestamp: ChooseTimestamp;
}

export interface ReplayChoices extends ReplayForm {
  readonly ignored: Ignored;
  readonly timeoutMs: number;
  readonly userAgent: string;
}

/** What came of making a call again. */
export interface Replayed {
  readonly entry: HistoryEntry;
  readonly provider: Provider;
  readonly outcome: CallOutcome;
  /** Absent where there was no answer before, or where the old bytes were sent: they should be refused. */
  readonly comparison?: AnswerComparison;
  /** Of the old bytes. */
  readonly verbatim?: VerbatimVerdict;
}

/**
 * What a receiver has made of an old signature: `refused` it as it should, taken it while its timestamp
 * was fresh enough and nothing documents that it counts once (`fresh`), taken it against what is
 * documented (`accepted`), or failed with something else (`other`).
 */
export type VerbatimVerdict = 'refused' | 'fresh' | 'accepted' | 'other';

/** Why a call was not made again. */
export interface NotReplayed {
  readonly why: string;
}

/**
 * Makes a recorded call again, where it can be, and holds the answer against the old one.
 *
 * @throws VkError as `call` does
 */
export async function replayCall(
  entry: HistoryEntry,
  place: ReplayPlace,
  choices: ReplayChoices,
  fresh: NewKeys,
): Promise<Replayed | NotReplayed> {
  const { settings, base, guard, ports, chooseTimestamp } = place;
  const { provider } = settings;
  const planned = plan(entry, provider, choices, fresh);
  if ('why' in planned) {
    return { why: planned.why };
  }
  const { request, timestamp: old } = planned;
  const { timeoutMs, userAgent } = choices;
  const timeMs = ports.nowMs();
  const timestamp = old ?? chooseTimestamp(request, timeMs);
  const outcome = await call(
    { settings, base, request, timestamp, timeoutMs, userAgent },
    guard,
    ports,
  );
  const replayed = { entry, provider, outcome };
  if (old !== undefined) {
    return { ...replayed, verbatim: judge(entry, provider, old, outcome, timeMs) };
  }
  const comparison = compare(entry, settings, outcome, choices.ignored, timeMs);
  return { ...replayed, ...(comparison && { comparison }) };
}

function plan(
  entry: HistoryEntry,
  provider: Provider,
  choices: ReplayChoices,
  fresh: NewKeys,
): PlannedReplay | { readonly why: string } {
  const why = whyNotReplayed(entry, provider, choices);
  if (why !== undefined) {
    return { why };
  }
  try {
    return planReplay(entry, provider, choices, fresh);
  } catch (error) {
    if (error instanceof VkError) {
      return { why: error.message };
    }
    throw error;
  }
}

function judge(
  { response: old }: HistoryEntry,
  { replay, scheme }: Provider,
  timestamp: string,
  { response: { status } }: CallOutcome,
  nowMs: number,
): VerbatimVerdict {
  if (status >= 400) {
    return status === 401 || status === 403 ? 'refused' : 'other';
  }
  const { format, toleranceSeconds } = scheme.timestamp ?? TIMELESS;
  const signedMs = parseTimestamp(timestamp, format) ?? 0;
  const isTooOld = Math.abs(nowMs - signedMs) > (toleranceSeconds + 1) * 1000;
  const isUsedUp = replay?.singleUse === true && old !== undefined && old.status < 400;
  return isTooOld || isUsedUp ? 'accepted' : 'fresh';
}

const TIMELESS = { format: 'unix-seconds', toleranceSeconds: Infinity } as const;

function compare(
  { timeMs: beforeMs, request, response: old }: HistoryEntry,
  { provider, credential }: Settings,
  { response }: CallOutcome,
  ignored: Ignored,
  afterMs: number,
): AnswerComparison | undefined {
  if (old === undefined) {
    return undefined;
  }
  const before: ComparedAnswer =
    old.body === undefined && old.bodyBytes === 0 ? { ...old, body: new Uint8Array() } : old;
  // A file that was to be shared has no API key in it, and then none is expected.
  const keys = isMasked(before) ? ownKeys([credential.fields.apiKey]) : [];
  const after = { ...response, body: maskBody(response.body, keys) };
  return compareAnswers(
    before,
    after,
    { request, times: { beforeMs, afterMs } },
    provider,
    ignored,
  );
}

function isMasked({ body }: ComparedAnswer): boolean {
  return body !== undefined && Buffer.from(body).includes('[api-key]');
}
