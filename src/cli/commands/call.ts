import { call, prepareCall, type CallInput } from '../../app/call.js';
import { EXIT, exitCodeOfStatus, type ExitCode } from '../../app/errors.js';
import { OPEN_GUARD } from '../../app/live-guard.js';
import { credentialNotes } from '../../app/notes.js';
import type { RunningSandbox } from '../../app/serve-sandbox.js';
import type { WireRequest } from '../../app/ports.js';
import { requireBase, type Settings } from '../../app/settings.js';
import type { SettingFlags } from '../../app/value-sources.js';
import { defineCommand, type Context } from '../command.js';
import {
  CREDENTIAL_OPTIONS,
  defaultTimeout,
  OUTPUT_OPTIONS,
  PASTE_OPTIONS,
  parseDuration,
  readCredentialFlags,
  readRequest,
  refuseContradictions,
  REQUEST_ARGUMENTS,
  REQUEST_OPTIONS,
  sandboxContradictions,
} from '../flags.js';
import { EXPECT_OPTION } from '../expect-options.js';
import { openGuard } from '../guard.js';
import { startInnerSandbox } from '../inner-sandbox.js';
import type { Check, Verdict } from '../judge-call.js';
import { writeNotes } from '../notes.js';
import { readPlannedRequest, readSettings } from '../prepare.js';
import { renderOrigins, renderRequest } from '../render/call.js';
import { paletteFor } from '../render/palette.js';
import { HISTORY_OPTIONS, openRecorder, readHistoryFlags, type HistoryFlags } from '../record.js';
import { readReports, REPORT_OPTION } from '../report-option.js';
import type { RawRequest } from '../request-words.js';
import { showAnswer, type ShowFlags } from '../show-answer.js';
import { showDiagnosed } from '../show-diagnosed.js';
import { USER_AGENT } from '../version.js';
import { withSpinner } from '../with-spinner.js';

interface CallCommandInput {
  readonly request: RawRequest;
  readonly flags: SettingFlags;
  readonly timestamp: string | undefined;
  readonly timeoutMs: number | undefined;
  readonly live: boolean;
  readonly yes: boolean;
  readonly isDryRun: boolean;
  readonly isDiagnosed: boolean;
  readonly history: HistoryFlags;
  readonly verdict: Verdict;
  readonly show: ShowFlags;
}

export const callCommand = defineCommand<CallCommandInput>({
  arguments: REQUEST_ARGUMENTS,
  options: [
    REQUEST_OPTIONS,
    PASTE_OPTIONS,
    CREDENTIAL_OPTIONS,
    {
      heading: 'Sending:',
      options: [
        { flags: '--timeout <time>', summary: '30s, 500ms (default: 30s)' },
        { flags: '--diagnose', summary: 'after a 401, find out what was signed instead' },
        { flags: '--dry-run', summary: 'show what would be sent, and send nothing' },
        { flags: '--live', summary: 'let a write through that may cost money' },
        { flags: '-y, --yes', summary: 'confirm such a write, in a script [VK_YES]' },
        ...HISTORY_OPTIONS,
      ],
    },
    { heading: 'In a script:', options: [EXPECT_OPTION, REPORT_OPTION] },
    {
      heading: 'Output:',
      options: [
        ...OUTPUT_OPTIONS,
        { flags: '-i, --include', summary: "the answer's head too, on standard output" },
        { flags: '-q, --quiet', summary: 'nothing but the body' },
        { flags: '--query <expression>', summary: 'pick from a JSON answer (JMESPath)' },
        { flags: '--raw', summary: 'print a picked string without quotes' },
      ],
    },
  ],
  examples: [
    'vk call GET /wallet/balance --sandbox',
    'vk call POST /verify/pan pan=ABCDE1234F',
    'vk call GET /wallet/balance --query data.balance',
    'vk call GET /wallet/balance --expect status=200 --report junit=vk.xml',
    'echo \'{"pan": "ABCDE1234F"}\' | vk call POST /verify/pan -d @- --sandbox',
  ],
  read: (words) => {
    const flags = readCredentialFlags(words);
    refuseContradictions([
      ...sandboxContradictions(flags, words),
      [words.text('query') !== undefined && words.has('json'), '--query and --json'],
      [words.has('dry-run') && words.list('expect') !== undefined, '--dry-run and --expect'],
      [words.has('dry-run') && words.list('report') !== undefined, '--dry-run and --report'],
    ]);
    const timeout = words.text('timeout');
    return {
      request: readRequest(words),
      flags,
      timestamp: words.text('timestamp'),
      timeoutMs: timeout === undefined ? undefined : parseDuration('--timeout', timeout),
      live: words.has('live'),
      yes: words.has('yes'),
      isDryRun: words.has('dry-run'),
      isDiagnosed: words.has('diagnose'),
      history: readHistoryFlags(words),
      verdict: { expect: words.list('expect') ?? [], reports: readReports(words) },
      show: {
        isJson: words.has('json'),
        isVerbose: words.has('verbose'),
        isHeadIncluded: words.has('include'),
        isQuiet: words.has('quiet'),
        query: words.text('query'),
        isRaw: words.has('raw'),
      },
    };
  },
  run,
});

async function run(input: CallCommandInput, context: Context): Promise<ExitCode> {
  const { verdict, request, show } = input;
  if (verdict.expect.length + verdict.reports.length === 0) {
    return await runCall(input, context);
  }
  const { judgeCall } = await import('../judge-call.js');
  const title =
    request.paste === undefined ? `${request.method} ${request.path}` : 'pasted request';
  const about = { title, isJson: show.isJson };
  return await judgeCall(verdict, about, context, (check) => runCall(input, context, check));
}

async function runCall(
  input: CallCommandInput,
  context: Context,
  check?: Check,
): Promise<ExitCode> {
  const settings = await readSettings(input.flags, context);
  const sandbox =
    input.flags.sandbox === true ? await startInnerSandbox(settings, context) : undefined;
  try {
    return await callAndShow(input, settings, sandbox, context, check);
  } finally {
    await sandbox?.close();
  }
}

async function callAndShow(
  input: CallCommandInput,
  settings: Settings,
  sandbox: RunningSandbox | undefined,
  context: Context,
  check: Check | undefined,
): Promise<ExitCode> {
  const { terminal, deps } = context;
  const base = sandbox?.base ?? requireBase(settings);
  const prepared: CallInput = {
    settings,
    base,
    request: await readPlannedRequest(input.request, settings, context, sandbox === undefined),
    timestamp: input.timestamp,
    timeoutMs: input.timeoutMs ?? defaultTimeout(deps.project()),
    userAgent: USER_AGENT,
  };
  const palette = await paletteFor(terminal.stderr);
  const { isQuiet, isVerbose } = input.show;
  if (!isQuiet && !input.show.isJson) {
    await writeNotes(credentialNotes(settings), context);
  }
  if (isVerbose) {
    terminal.stderr.write(renderOrigins(settings, palette));
  }
  if (input.isDryRun) {
    return await dryRun(prepared, context);
  }
  if (input.show.query !== undefined) {
    // Before anything is sent: an answer that was paid for is not lost to a slip of the pen.
    (await deps.query()).check(input.show.query);
  }
  const http = await deps.http(base);
  const isLocal = sandbox !== undefined;
  const { digests } = deps;
  const ports = {
    record: await openRecorder(input.history, { command: 'call', isLocal, digests }, context),
    digests,
    http: {
      send: (request: WireRequest) => withSpinner(isQuiet, context, () => http.send(request)),
    },
    nowMs: deps.nowMs,
  };
  const { live, yes } = input;
  const guard = isLocal ? OPEN_GUARD : openGuard({ ...prepared, live, yes }, ports, context);
  const outcome = await call(prepared, guard, ports);
  if (isVerbose) {
    terminal.stderr.write(renderRequest(settings, outcome, palette, '> '));
  }
  const checked = check?.(outcome);
  await (input.isDiagnosed
    ? showDiagnosed(outcome, prepared, input.show, context, checked)
    : showAnswer(outcome, settings.provider, input.show, context, { checked }));
  if (outcome.isUnexpectedlyLive) {
    await writeNotes([UNEXPECTEDLY_LIVE], context);
    return EXIT.guard;
  }
  return exitCodeOfStatus(outcome.response.status);
}

const UNEXPECTEDLY_LIVE =
  'a sandbox was expected, and this answer came from live: the call may have cost money';

async function dryRun(prepared: CallInput, { terminal, deps }: Context): Promise<ExitCode> {
  const request = prepareCall(prepared, deps.nowMs(), deps.digests);
  terminal.stdout.write(
    renderRequest(prepared.settings, request, await paletteFor(terminal.stdout)),
  );
  if (request.wire.body.length > 0) {
    terminal.stdout.write('\n');
    terminal.stdout.write(request.wire.body);
    terminal.stdout.write(terminal.stdout.isTerminal ? '\n' : '');
  }
  terminal.stderr.write('dry run: nothing was sent\n');
  return EXIT.done;
}
