import { isConfirmedByVariable } from '../../app/call-guard.js';
import { EXIT, exitCodeOf, type ExitCode } from '../../app/errors.js';
import type { HistoryEntry } from '../../app/history.js';
import { newKeys, type NewKeys } from '../../app/replay-plan.js';
import { replayCall } from '../../app/replay.js';
import { checkExpectations } from '../../core/expect/check.js';
import { VkError } from '../../core/error.js';
import { annotate } from '../annotation.js';
import { defineCommand, type Context } from '../command.js';
import { tellFailures } from '../expectations.js';
import { writeNotes } from '../notes.js';
import { paletteFor } from '../render/palette.js';
import { renderReplaysJson } from '../render/replay-json.js';
import { renderResult, renderSummary } from '../render/replay.js';
import { shownOn } from '../render/text.js';
import { readMeantCalls } from '../replay-calls.js';
import {
  failureOf,
  replaySuite,
  saveRun,
  type EndedAt,
  type ReplayDemands,
} from '../replay-output.js';
import { openPlaces, refuseLive, type PlaceChoices, type ReplayPlaces } from '../replay-places.js';
import type { ReplayResult } from '../replay-results.js';
import {
  readReplayWords,
  REPLAY_ARGUMENTS,
  REPLAY_OPTIONS,
  type ReplayInput,
} from '../replay-words.js';
import { writeReports } from '../report-option.js';
import { USER_AGENT } from '../version.js';

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
  const demands = demandsOf(input);
  const replay: Run = {
    input,
    demands,
    places,
    made,
    keys: new Set(),
    fresh: newKeys(context.deps.random),
  };
  const results: ReplayResult[] = [];
  let endedAt: EndedAt | undefined;
  try {
    for (const entry of entries) {
      endedAt = await replayInto(results, entry, replay, context);
      if (endedAt !== undefined) {
        throw endedAt.fault;
      }
    }
  } finally {
    await places.close();
    await finish(results, endedAt, replay, context);
  }
  return exitCode(results, demands);
}

function demandsOf({ ids, from, isSameExpected, expectations }: ReplayInput): ReplayDemands {
  const isComplete =
    ids.length > 0 || from !== undefined || isSameExpected || expectations.length > 0;
  return { isSameExpected, isComplete };
}

interface Run {
  readonly input: ReplayInput;
  readonly demands: ReplayDemands;
  readonly places: ReplayPlaces;
  /** The calls as the history has them now. */
  readonly made: HistoryEntry[];
  /** The API keys that they were made with. */
  readonly keys: Set<string | undefined>;
  readonly fresh: NewKeys;
}

/** Makes a call again. What the live guard has against it, or against going on, ends the run. */
async function replayInto(
  results: ReplayResult[],
  entry: HistoryEntry,
  replay: Run,
  context: Context,
): Promise<EndedAt | undefined> {
  try {
    const result = await replayOne(entry, replay);
    results.push(result);
    await show(result, replay, context);
    refuseWhatTurnedLive(result);
    return undefined;
  } catch (fault) {
    if (!(fault instanceof VkError)) {
      throw fault;
    }
    if (!replay.input.isJson) {
      // In JSON, standard error is for the document of the error.
      annotate({ title: titleOf(entry), message: fault.message }, context.terminal);
    }
    return { entry, fault };
  }
}

async function show(
  result: ReplayResult,
  { input: { isJson, isVerbose }, demands }: Run,
  context: Context,
): Promise<void> {
  const { stdout } = context.terminal;
  if (!isJson) {
    stdout.write(renderResult(result, await paletteFor(stdout), isVerbose));
  }
  const title = titleOf(result.entry);
  if (result.kind === 'replayed') {
    await tellFailures(result.checked, title, context, isJson);
  }
  const failure = failureOf(result, demands);
  if (failure !== undefined) {
    annotate({ title, message: failure }, context.terminal);
  }
}

function titleOf({ request: { method, target } }: HistoryEntry): string {
  return `${method} ${target}`;
}

async function replayOne(
  entry: HistoryEntry,
  { input, places, made, keys, fresh }: Run,
): Promise<ReplayResult> {
  try {
    const place = await places.of(entry);
    keys.add(place.settings.credential.fields.apiKey);
    const choices = { ...input, userAgent: USER_AGENT };
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
function refuseWhatTurnedLive(result: ReplayResult): void {
  if (result.kind === 'replayed' && result.replayed.outcome.isUnexpectedlyLive) {
    throw new VkError(
      'live-guard',
      `a sandbox was expected, and the answer to ${result.entry.id} came from live: it may have cost money`,
      'Nothing more was sent. Find out what the call has done.',
    );
  }
}

async function finish(
  results: readonly ReplayResult[],
  endedAt: EndedAt | undefined,
  { input, demands, made, keys }: Run,
  context: Context,
): Promise<void> {
  const { stdout } = context.terminal;
  if (input.isJson) {
    stdout.write(shownOn(stdout, renderReplaysJson(results)));
  } else if (results.length > 0) {
    stdout.write(renderSummary(results, await paletteFor(stdout)));
  }
  await writeReports(input.reports, replaySuite(results, demands, endedAt), context);
  if (input.save !== undefined && made.length > 0) {
    saveRun(input.save, made, keys, context);
  }
  if (input.isVerbatim && results.some(isStillFresh) && !input.isJson) {
    await writeNotes([STILL_FRESH], context);
  }
}

const STILL_FRESH =
  'a signature that its provider does not document to count only once is refused once its timestamp is too old';

function isStillFresh(result: ReplayResult): boolean {
  return result.kind === 'replayed' && result.replayed.verbatim === 'fresh';
}

function exitCode(results: readonly ReplayResult[], demands: ReplayDemands): ExitCode {
  if (results.some(({ kind }) => kind === 'failed')) {
    return EXIT.network;
  }
  const replayed = results.filter((result) => result.kind === 'replayed');
  const isAgainst = replayed.some(
    (result) => failureOf(result, demands) !== undefined || result.checked.some(({ ok }) => !ok),
  );
  if (isAgainst) {
    return EXIT.no;
  }
  const isShort = demands.isComplete && replayed.length < results.length;
  return isShort || replayed.length === 0 ? EXIT.usage : EXIT.done;
}
