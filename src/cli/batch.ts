import { documentedRate } from '../app/batch/rate.js';
import { runBatch, type BatchInput, type BatchOutcome } from '../app/batch/run-batch.js';
import type { BatchResult } from '../app/batch/result.js';
import type { CallRun } from '../app/call-guard.js';
import { prepareCall } from '../app/call.js';
import { EXIT, type ExitCode } from '../app/errors.js';
import { OPEN_GUARD } from '../app/live-guard.js';
import { credentialNotes } from '../app/notes.js';
import type { RunningSandbox } from '../app/serve-sandbox.js';
import { requireBase, type Settings } from '../app/settings.js';
import { buildTarget } from '../core/target.js';
import { refuseSharedFile } from './batch-files.js';
import { openProgress, type KeptProgress } from './batch-journal.js';
import { openBatchOutput } from './batch-output.js';
import { openBatchReport } from './batch-report.js';
import { openBatchWatch, type BatchWatch } from './batch-watch.js';
import type { Context } from './command.js';
import type { BatchFlags } from './commands/batch.js';
import { defaultTimeout } from './flags.js';
import { groupedHistory } from './grouped-history.js';
import { openGuard } from './guard.js';
import { startInnerSandbox } from './inner-sandbox.js';
import { readSettings } from './prepare.js';
import { openRecorder } from './record.js';
import { renderResult } from './render/batch.js';
import { USER_AGENT } from './version.js';

/** Makes the calls of a file, and says what has come of them. */
export async function makeBatch(flags: BatchFlags, context: Context): Promise<ExitCode> {
  await refuseSharedFile(flags, context);
  const settings = await readSettings(flags.flags, context);
  const sandbox = flags.flags.sandbox === true ? await startSandbox(settings, context) : undefined;
  try {
    const input = readInput(flags, settings, sandbox, context);
    refuseUnsignable(input, context);
    const about = {
      provider: settings.provider.id,
      origin: sandbox ? 'sandbox' : input.base.origin,
    };
    const progress = await openProgress(flags, about, context);
    let isComplete = false;
    try {
      const outcome = await makeCalls(flags, input, progress, sandbox !== undefined, context);
      const { started, open } = progress.journal.snapshot();
      isComplete = outcome.ended === undefined && started.length === 0 && open.length === 0;
      return outcome.ended === 'interrupted' ? EXIT.interrupted : outcome.exit;
    } finally {
      progress.close(isComplete);
    }
  } finally {
    await sandbox?.close();
  }
}

/** A limit that no page gives would only be in the way. */
async function startSandbox(settings: Settings, context: Context): Promise<RunningSandbox> {
  const isUnlimited = documentedRate(settings.provider).perSecond === undefined;
  return await startInnerSandbox(settings, context, { isUnlimited });
}

function readInput(
  flags: BatchFlags,
  settings: Settings,
  sandbox: RunningSandbox | undefined,
  { deps }: Context,
): BatchInput {
  const usualMs = defaultTimeout(deps.project());
  const { concurrency, retries, isOrdered, expectations } = flags;
  return {
    settings,
    base: sandbox?.base ?? requireBase(settings),
    timeoutMs: flags.timeoutMs ?? usualMs,
    userAgent: USER_AGENT,
    concurrency,
    perSecond: (flags.rate ?? documentedRate(settings.provider)).perSecond,
    retries,
    isOrdered,
    expectations,
  };
}

/** What keeps all calls from being signed is said once, before any of them. */
function refuseUnsignable(input: BatchInput, { deps }: Context): void {
  const target = buildTarget(input.base.basePath, '/');
  const request = { method: 'GET', target, body: new Uint8Array(), headers: [], options: {} };
  prepareCall({ ...input, request, timestamp: undefined }, deps.nowMs());
}

async function makeCalls(
  flags: BatchFlags,
  input: BatchInput,
  progress: KeptProgress,
  isLocal: boolean,
  context: Context,
): Promise<BatchOutcome> {
  const { deps } = context;
  const watch = await openBatchWatch(flags, progress, context);
  watch.note(notesOf(flags, input));
  const history = groupedHistory(await deps.history());
  const record = await openRecorder(
    flags.history,
    { command: 'batch', isLocal },
    { ...context, deps: { ...deps, history: async () => await Promise.resolve(history.store) } },
  );
  const http = await deps.pooledHttp(input.base, flags.concurrency);
  const output = openBatchOutput(
    flags.output,
    { goesOn: flags.resume !== undefined, isAtOnce: isSaidAtOnce(flags, context) },
    context,
  );
  const report = openBatchReport(flags, context);
  const ports = { http, record, nowMs: deps.nowMs };
  const onResult = async (result: BatchResult): Promise<boolean> => {
    report.add(result);
    return await output.write(renderResult(result, flags.hasHeaders));
  };
  try {
    const outcome = await runBatch(input, {
      ...ports,
      source: await deps.source(flags.path),
      guard: isLocal
        ? OPEN_GUARD
        : openGuard(guardedRun(flags, input, progress), ports, context, mayAsk(flags, context)),
      journal: progress.journal,
      random: () => randomShare(deps.random),
      elapsedMs: deps.elapsedMs,
      later: deps.later,
      onStop: watch.onStop,
      onResult,
      onProgress: watch.show,
    });
    output.flush();
    await end(outcome, watch, report);
    return outcome;
  } finally {
    await watch.stop();
    history.flush();
    await http.close();
  }
}

async function end(
  outcome: BatchOutcome,
  watch: BatchWatch,
  report: ReturnType<typeof openBatchReport>,
): Promise<void> {
  await watch.stop();
  await watch.sum(outcome);
  await report.write();
}

function notesOf({ rate, isJson }: BatchFlags, { settings }: BatchInput): readonly string[] {
  const { documented, perSecond = 0 } = rate ?? documentedRate(settings.provider);
  const limit = `${perSecond.toFixed(1)} calls a second, because of ${settings.provider.name}'s limit`;
  return isJson
    ? []
    : [
        ...credentialNotes(settings),
        ...(documented === undefined ? [] : [`${limit}: ${documented}; --rate none lifts it`]),
      ];
}

/** A person reads each line as it comes; and a journal may call nothing done that was not said. */
function isSaidAtOnce({ journal, resume, output }: BatchFlags, { terminal }: Context): boolean {
  return (
    journal !== undefined ||
    resume !== undefined ||
    (output === undefined && terminal.stdout.isTerminal)
  );
}

function guardedRun({ live, yes }: BatchFlags, input: BatchInput, { file }: KeptProgress): CallRun {
  return { ...input, live, yes, ...(file !== undefined && { calls: file.lines }) };
}

/** Standard input cannot bring both the calls and an answer. */
function mayAsk({ path }: BatchFlags, { terminal }: Context): boolean {
  return terminal.isInteractive && path !== '-';
}

/** From 0 up to 1, 1 excluded. */
function randomShare(random: (bytes: number) => Uint8Array): number {
  const [high = 0, middle = 0, low = 0] = random(3);
  return (high * 0x10000 + middle * 0x100 + low) / 0x1000000;
}
