import { EXIT, type ExitCode } from '../../app/errors.js';
import { credentialNotes } from '../../app/notes.js';
import type { WireRequest } from '../../app/ports.js';
import { chooseTimestamp, signRequest } from '../../app/request.js';
import { sandboxBase } from '../../app/sandbox-port.js';
import { requireBase } from '../../app/settings.js';
import type { SettingFlags } from '../../app/value-sources.js';
import type { SignedRequest } from '../../core/sign.js';
import { defineCommand, type Context } from '../command.js';
import {
  CREDENTIAL_OPTIONS,
  OUTPUT_OPTIONS,
  PASTE_OPTIONS,
  parseChoice,
  readCredentialFlags,
  readRequest,
  REQUEST_ARGUMENTS,
  REQUEST_OPTIONS,
} from '../flags.js';
import { writeNotes } from '../notes.js';
import { readPlannedRequest, readSettings } from '../prepare.js';
import { renderOrigins } from '../render/call.js';
import { renderCurl } from '../render/curl.js';
import { paletteFor } from '../render/palette.js';
import { renderEnv, renderHeaders, renderSignJson } from '../render/sign.js';
import type { RawRequest } from '../request-words.js';

const FORMATS = ['headers', 'json', 'curl', 'env'] as const;
const ONLY = ['signature', 'string-to-sign', 'headers', 'curl'] as const;

interface SignInput {
  readonly request: RawRequest;
  readonly flags: SettingFlags;
  readonly timestamp: string | undefined;
  readonly format: (typeof FORMATS)[number] | (typeof ONLY)[number];
  readonly isVerbose: boolean;
}

export const signCommand = defineCommand<SignInput>({
  arguments: REQUEST_ARGUMENTS,
  options: [
    REQUEST_OPTIONS,
    PASTE_OPTIONS,
    CREDENTIAL_OPTIONS,
    {
      heading: 'Output:',
      options: [
        ...OUTPUT_OPTIONS,
        { flags: '--format <name>', summary: 'how to print the headers', choices: FORMATS },
        { flags: '--only <part>', summary: 'print nothing else', choices: ONLY },
      ],
    },
  ],
  examples: [
    'vk sign GET /wallet/balance',
    'vk sign POST /verify/pan pan=ABCDE1234F --only string-to-sign',
    'vk sign POST /verify/pan -d @body.json --format curl',
  ],
  read: (words) => ({
    request: readRequest(words),
    flags: readCredentialFlags(words),
    timestamp: words.text('timestamp'),
    format:
      parseChoice('--only', words.text('only'), ONLY) ??
      parseChoice('--format', words.text('format'), FORMATS) ??
      (words.has('json') ? 'json' : 'headers'),
    isVerbose: words.has('verbose'),
  }),
  run: sign,
});

async function sign(input: SignInput, context: Context): Promise<ExitCode> {
  const { terminal, deps } = context;
  const settings = await readSettings(input.flags, context);
  // A ready command line is as good as sent.
  const isSent = input.format === 'curl' && input.flags.sandbox !== true;
  const request = await readPlannedRequest(input.request, settings, context, isSent);
  const timestamp = chooseTimestamp(settings.provider, input.timestamp, deps.nowMs());
  const signed = signRequest(
    settings.provider,
    settings.credential,
    request,
    timestamp,
    deps.digests.hmacText,
  );
  const wire = (): WireRequest => ({
    base: input.flags.sandbox === true ? sandboxBase(settings.provider) : requireBase(settings),
    method: request.method,
    target: request.target.bytes,
    headers: signed.headers,
    body: request.body,
    timeoutMs: 0,
  });
  if (input.isVerbose) {
    terminal.stderr.write(renderOrigins(settings, await paletteFor(terminal.stderr)));
  }
  await writeNotes(input.format === 'json' ? [] : credentialNotes(settings), context);
  switch (input.format) {
    case 'json': {
      const shown = { ...request, target: request.target.bytes };
      terminal.stdout.write(renderSignJson(settings, shown, timestamp, signed));
      break;
    }
    case 'curl':
      terminal.stdout.write(renderCurl(wire()));
      break;
    case 'string-to-sign':
      writeStringToSign(signed, context);
      break;
    default:
      terminal.stdout.write(RENDERERS[input.format](signed));
  }
  return EXIT.done;
}

const RENDERERS = {
  headers: renderHeaders,
  env: renderEnv,
  signature: ({ signature }: SignedRequest) => `${signature}\n`,
} as const;

/** A pipe gets the very bytes, ready for `openssl dgst`; a terminal also gets a line's end. */
function writeStringToSign({ stringToSign }: SignedRequest, { terminal }: Context): void {
  terminal.stdout.write(stringToSign);
  if (terminal.stdout.isTerminal) {
    terminal.stdout.write('\n');
  }
}
