import { EXIT, type ExitCode } from '../../app/errors.js';
import { sourceNotes } from '../../app/notes.js';
import { chooseTimestamp, signRequest } from '../../app/request.js';
import type { SettingFlags } from '../../app/value-sources.js';
import { explain } from '../../core/explain.js';
import { defineCommand, type Context } from '../command.js';
import {
  CREDENTIAL_OPTIONS,
  OUTPUT_OPTIONS,
  PASTE_OPTIONS,
  readCredentialFlags,
  readRequest,
  REQUEST_ARGUMENTS,
  REQUEST_OPTIONS,
} from '../flags.js';
import { writeNotes } from '../notes.js';
import { readPlannedRequest, readSettings } from '../prepare.js';
import { renderOrigins } from '../render/call.js';
import { renderExplanation, renderExplanationJson } from '../render/explain.js';
import { paletteFor } from '../render/palette.js';
import type { RawRequest } from '../request-words.js';

interface ExplainInput {
  readonly request: RawRequest;
  readonly flags: SettingFlags;
  readonly timestamp: string | undefined;
  readonly isJson: boolean;
  readonly isVerbose: boolean;
}

export const explainCommand = defineCommand<ExplainInput>({
  arguments: REQUEST_ARGUMENTS,
  options: [
    REQUEST_OPTIONS,
    PASTE_OPTIONS,
    CREDENTIAL_OPTIONS,
    { heading: 'Output:', options: OUTPUT_OPTIONS },
  ],
  examples: [
    'vk explain GET /wallet/balance --sandbox',
    'vk explain POST /verify/pan pan=ABCDE1234F --timestamp 1739612345',
    'vk explain POST /verify/pan -d @body.json --json',
  ],
  read: (words) => ({
    request: readRequest(words),
    flags: readCredentialFlags(words),
    timestamp: words.text('timestamp'),
    isJson: words.has('json'),
    isVerbose: words.has('verbose'),
  }),
  run,
});

async function run(input: ExplainInput, context: Context): Promise<ExitCode> {
  const { terminal, deps } = context;
  const settings = await readSettings(input.flags, context);
  const { provider, credential } = settings;
  const request = await readPlannedRequest(input.request, settings, context);
  const nowMs = deps.nowMs();
  const timestamp = chooseTimestamp(provider, input.timestamp, nowMs);
  const signed = signRequest(provider, credential, request, timestamp);
  const explanation = explain({
    provider,
    credential,
    body: request.body,
    timestamp,
    signed,
    expectedMode: settings.mode,
    nowMs,
  });
  if (input.isVerbose) {
    terminal.stderr.write(renderOrigins(settings, await paletteFor(terminal.stderr)));
  }
  await writeNotes(input.isJson ? [] : sourceNotes(settings), context);
  const shown = { method: request.method, target: request.target.bytes, body: request.body };
  const subject = { settings, request: shown, timestamp, signed, explanation };
  terminal.stdout.write(
    input.isJson
      ? renderExplanationJson(subject)
      : renderExplanation(subject, terminal.stdout.hasColour, await paletteFor(terminal.stdout)),
  );
  return EXIT.done;
}
