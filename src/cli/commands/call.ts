import { call, prepareCall, type CallInput } from '../../app/call.js';
import { EXIT, exitCodeOfStatus, type ExitCode } from '../../app/errors.js';
import { isUnexpectedlyLive } from '../../app/live-guard.js';
import { credentialNotes } from '../../app/notes.js';
import type { RunningSandbox } from '../../app/serve-sandbox.js';
import type { Spinner } from '../../app/ports.js';
import { requireBase, type Settings } from '../../app/settings.js';
import { variable, type SettingFlags } from '../../app/value-sources.js';
import { VkError } from '../../core/error.js';
import { defineCommand, type Context } from '../command.js';
import {
  CREDENTIAL_OPTIONS,
  OUTPUT_OPTIONS,
  PASTE_OPTIONS,
  parseDuration,
  readCredentialFlags,
  readRequest,
  REQUEST_ARGUMENTS,
  REQUEST_OPTIONS,
} from '../flags.js';
import { readPlannedRequest, readSettings } from '../prepare.js';
import { renderOrigins, renderRequest } from '../render/call.js';
import { renderNote } from '../render/error.js';
import { paletteFor } from '../render/palette.js';
import type { RawRequest } from '../request-words.js';
import { showAnswer, type ShowFlags } from '../show-answer.js';
import { showDiagnosed } from '../show-diagnosed.js';
import { VERSION } from '../version.js';
import type { Words } from '../words.js';

interface CallCommandInput {
  readonly request: RawRequest;
  readonly flags: SettingFlags;
  readonly timestamp: string | undefined;
  readonly timeoutMs: number;
  readonly live: boolean;
  readonly yes: boolean;
  readonly isDryRun: boolean;
  readonly isDiagnosed: boolean;
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
        { flags: '--timeout <time>', summary: '30s, 500ms', default: '30s' },
        { flags: '--diagnose', summary: 'after a 401, find out what is wrong with the signature' },
        { flags: '--dry-run', summary: 'show what would be sent, and send nothing' },
        { flags: '--live', summary: 'let a write through that may cost money' },
        { flags: '-y, --yes', summary: 'confirm such a write, in a script [VK_YES]' },
      ],
    },
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
    'echo \'{"pan": "ABCDE1234F"}\' | vk call POST /verify/pan -d @- --sandbox',
  ],
  read: (words) => {
    const flags = readCredentialFlags(words);
    refuseContradictions(flags, words);
    return {
      request: readRequest(words),
      flags,
      timestamp: words.text('timestamp'),
      timeoutMs: parseDuration('--timeout', words.text('timeout') ?? ''),
      live: words.has('live'),
      yes: words.has('yes'),
      isDryRun: words.has('dry-run'),
      isDiagnosed: words.has('diagnose'),
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

function refuseContradictions({ sandbox, baseUrl }: SettingFlags, words: Words): void {
  const pairs: readonly [boolean, string][] = [
    [sandbox === true && baseUrl !== undefined, '--sandbox and --base-url'],
    [sandbox === true && words.has('live'), '--sandbox and --live'],
    [words.text('query') !== undefined && words.has('json'), '--query and --json'],
  ];
  const [, names] = pairs.find(([isGiven]) => isGiven) ?? [];
  if (names !== undefined) {
    throw new VkError('usage', `${names} contradict each other`, 'Leave one of them out.');
  }
}

async function run(input: CallCommandInput, context: Context): Promise<ExitCode> {
  const settings = readSettings(input.flags, context);
  const sandbox = input.flags.sandbox === true ? await startSandbox(settings, context) : undefined;
  try {
    return await callAndShow(input, settings, sandbox, context);
  } finally {
    await sandbox?.close();
  }
}

/** The provider inside this process, which knows the credential at hand as its own. */
async function startSandbox(settings: Settings, { deps }: Context): Promise<RunningSandbox> {
  const { provider, credential } = settings;
  const { serveSandbox } = await import('../../app/serve-sandbox.js');
  return await serveSandbox(
    { provider, port: 0, settings: { mode: 'sandbox' }, accounts: [credential], nowMs: deps.nowMs },
    await deps.server(),
  );
}

async function callAndShow(
  input: CallCommandInput,
  settings: Settings,
  sandbox: RunningSandbox | undefined,
  context: Context,
): Promise<ExitCode> {
  const { terminal, deps } = context;
  const base = sandbox?.base ?? requireBase(settings);
  const prepared: CallInput = {
    settings,
    base,
    request: await readPlannedRequest(input.request, settings, context, sandbox === undefined),
    timestamp: input.timestamp,
    timeoutMs: input.timeoutMs,
    userAgent: `vk/${VERSION}`,
    live: input.live,
    yes: input.yes || isYes(variable(terminal.env, 'VK_YES')),
    isSandbox: sandbox !== undefined,
  };
  const palette = await paletteFor(terminal.stderr);
  const { isQuiet, isVerbose } = input.show;
  if (!isQuiet && !input.show.isJson) {
    for (const note of credentialNotes(settings)) {
      terminal.stderr.write(renderNote(note, palette));
    }
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
  const outcome = await call(prepared, {
    http: { send: (request) => withSpinner(isQuiet, context, () => http.send(request)) },
    nowMs: deps.nowMs,
    confirm: terminal.isInteractive
      ? async (question) => (await deps.prompts()).confirm(question)
      : undefined,
  });
  if (isVerbose) {
    terminal.stderr.write(renderRequest(settings, outcome, palette, '> '));
  }
  await (input.isDiagnosed
    ? showDiagnosed(outcome, prepared, input.show, context)
    : showAnswer(outcome, settings.provider, input.show, context));
  const { live, request } = prepared;
  const sent = { live, expected: settings.mode, method: request.method };
  // The mode can change between the free GET and the write that it was asked for.
  if (isUnexpectedlyLive(sent, outcome.mode)) {
    terminal.stderr.write(renderNote(UNEXPECTEDLY_LIVE, palette));
    return EXIT.guard;
  }
  return exitCodeOfStatus(outcome.response.status);
}

const UNEXPECTEDLY_LIVE =
  'a sandbox was expected, and this answer came from live: the call may have cost money';

function isYes(text: string | undefined): boolean {
  return ['1', 'true', 'yes'].includes(text?.toLowerCase() ?? '');
}

async function dryRun(prepared: CallInput, { terminal, deps }: Context): Promise<ExitCode> {
  const request = prepareCall(prepared, deps.nowMs());
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

/** A person who waits sees a sign of life; a script sees nothing, and pays nothing for it. */
async function withSpinner<T>(
  isQuiet: boolean,
  { terminal, deps }: Context,
  action: () => Promise<T>,
): Promise<T> {
  if (isQuiet || !terminal.isInteractive) {
    return await action();
  }
  let spinner: Promise<Spinner> | undefined;
  const timer = setTimeout(() => {
    spinner = deps.spinner('waiting for the answer');
  }, SPINNER_DELAY_MS);
  try {
    return await action();
  } finally {
    clearTimeout(timer);
    (await spinner)?.stop();
  }
}

const SPINNER_DELAY_MS = 400;
