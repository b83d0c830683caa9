import { isConfirmedByVariable } from '../../app/call-guard.js';
import { EXIT, exitCodeOf, type ExitCode } from '../../app/errors.js';
import type { HistoryEntry } from '../../app/history.js';
import { newKeys, type NewKeys } from '../../app/replay-plan.js';
import { replayCall } from '../../app/replay.js';
import { checkExpectations } from '../../core/expect/check.js';
import { VkError } from '../../core/error.js';
import { defineCommand, type Context } from '../command.js';
import { tellFailures } from '../expectations.js';
import { renderNote } from '../render/error.js';
import { paletteFor } from '../render/palette.js';
import { renderReplaysJson } from '../render/replay-json.js';
import { renderResult, renderSummary } from '../render/replay.js';
import { readMeantCalls } from '../replay-calls.js';
import { replaySuite, saveRun } from '../replay-output.js';
import { openPlaces, refuseLive, type PlaceChoices, type ReplayPlaces } from '../replay-places.js';
import type { ReplayResult } from '../replay-results.js';
import {
  readReplayWords,
  REPLAY_ARGUMENTS,
  REPLAY_OPTIONS,
  type ReplayInput,
} from '../replay-words.js';
import { writeReports } from '../report-option.js';
import { VERSION } from '../version.js';

export const replayCommand = defineCommand<ReplayInput>({
  arguments: REPLAY_ARGUMENTS,
  options: REPLAY_OPTIONS,
  examples: [
    'vk replay --last 5',
    'vk replay 7kd x2p --profile staging --ignore data.balance',
    'vk replay --since 1h --save smoke',
    'vk replay --from smoke --sandbox --expect-same --report junit=replay.xml',
    'vk replay --last 1 --verbatim',
  ],
  read: readReplayWords,
  run,
});

async function run(input: ReplayInput, context: Context): Promise<ExitCode> {
  const { terminal } = context;
  const entries = await readMeantCalls(input, context);
  const choices: PlaceChoices = {
    ...input,
    yes: input.yes || isConfirmedByVariable(terminal.env),
  };
  refuseLive(entries, choices);
  const made: HistoryEntry[] = [];
  const places = openPlaces(entries, choices, context, (entry) => {
    made.push(entry);
  });
  const replay: Run = { input, places, made, keys: new Set(), fresh: newKeys(context.deps.random) };
  const results: ReplayResult[] = [];
  try {
    for (const entry of entries) {
      results.push(await replayAndShow(entry, replay, context));
      refuseWhatTurnedLive(results.at(-1));
    }
  } finally {
    await places.close();
    await finish(results, replay, context);
  }
  return exitCode(results, input);
}

interface Run {
  readonly input: ReplayInput;
  readonly places: ReplayPlaces;
  /** The calls as the history has them now. */
  readonly made: HistoryEntry[];
  /** The API keys that they were made with. */
  readonly keys: Set<string | undefined>;
  readonly fresh: NewKeys;
}

async function replayAndShow(
  entry: HistoryEntry,
  replay: Run,
  context: Context,
): Promise<ReplayResult> {
  const result = await replayOne(entry, replay);
  const { isJson, isVerbose } = replay.input;
  const { stdout } = context.terminal;
  if (!isJson) {
    stdout.write(renderResult(result, await paletteFor(stdout), isVerbose));
  }
  if (result.kind === 'replayed') {
    const { method, target } = entry.request;
    await tellFailures(result.checked, `${method} ${target}`, context, isJson);
  }
  return result;
}

async function replayOne(
  entry: HistoryEntry,
  { input, places, made, keys, fresh }: Run,
): Promise<ReplayResult> {
  try {
    const place = await places.of(entry);
    keys.add(place.settings.credential.fields.apiKey);
    const choices = { ...input, userAgent: `vk/${VERSION}` };
    const replayed = await replayCall(entry, place, choices, fresh);
    if ('why' in replayed) {
      return { kind: 'left-out', entry, why: replayed.why };
    }
    const checked = checkExpectations(input.expectations, replayed.outcome.response);
    return { kind: 'replayed', entry, replayed, newId: made.at(-1)?.id, checked };
  } catch (error) {
    if (!(error instanceof VkError) || exitCodeOf(error.code) === EXIT.guard) {
      throw error;
    }
    return exitCodeOf(error.code) === EXIT.network
      ? { kind: 'failed', entry, fault: error }
      : { kind: 'left-out', entry, why: error.message };
  }
}

/** What was let through for a sandbox, and came from live: nothing more is sent. */
function refuseWhatTurnedLive(result: ReplayResult | undefined): void {
  if (result?.kind === 'replayed' && result.replayed.outcome.isUnexpectedlyLive) {
    throw new VkError(
      'live-guard',
      `a sandbox was expected, and the answer to ${result.entry.id} came from live: it may have cost money`,
      'Nothing more was sent. Find out what the call has done.',
    );
  }
}

async function finish(
  results: readonly ReplayResult[],
  { input, made, keys }: Run,
  context: Context,
): Promise<void> {
  const { stdout, stderr } = context.terminal;
  if (input.isJson) {
    stdout.write(renderReplaysJson(results));
  } else if (results.length > 0) {
    stdout.write(renderSummary(results, await paletteFor(stdout)));
  }
  await writeReports(input.reports, replaySuite(results, input.isSameExpected), context);
  if (input.save !== undefined && made.length > 0) {
    saveRun(input.save, made, [...keys], context);
  }
  if (input.isVerbatim && results.some((result) => isVerdict(result, 'fresh')) && !input.isJson) {
    stderr.write(renderNote(STILL_FRESH, await paletteFor(stderr)));
  }
}

const STILL_FRESH =
  'a signature that its provider does not document to count only once is refused once its timestamp is too old';

function isVerdict(result: ReplayResult, wanted: string): boolean {
  return result.kind === 'replayed' && result.replayed.verbatim === wanted;
}

function exitCode(results: readonly ReplayResult[], input: ReplayInput): ExitCode {
  if (results.some(({ kind }) => kind === 'failed')) {
    return EXIT.network;
  }
  if (results.some((result) => isAgainst(result, input))) {
    return EXIT.no;
  }
  const leftOut = results.filter(({ kind }) => kind === 'left-out').length;
  const isStrict = input.ids.length > 0 || input.from !== undefined || input.isSameExpected;
  return leftOut === results.length || (leftOut > 0 && (isStrict || input.expectations.length > 0))
    ? EXIT.usage
    : EXIT.done;
}

function isAgainst(result: ReplayResult, { isSameExpected }: ReplayInput): boolean {
  if (result.kind !== 'replayed') {
    return false;
  }
  const { comparison, verbatim } = result.replayed;
  return (
    (isSameExpected && comparison?.isSame !== true) ||
    verbatim === 'accepted' ||
    result.checked.some(({ ok }) => !ok)
  );
}
