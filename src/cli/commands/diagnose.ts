import { EXIT, type ExitCode } from '../../app/errors.js';
import { evidenceOfPaste, evidenceOfWords, type Evidence } from '../../app/evidence.js';
import { sourceNotes } from '../../app/notes.js';
import type { Settings } from '../../app/settings.js';
import { ownerOf } from '../../app/paste/owner.js';
import type { PastedRequest } from '../../app/paste/pasted-request.js';
import { variable, type SettingFlags } from '../../app/value-sources.js';
import { defineCommand, type Context } from '../command.js';
import { diagnoseEvidence } from '../diagnosis.js';
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
import { readPastedWithNotes, readRequestAsGiven, readSettings } from '../prepare.js';
import { renderOrigins } from '../render/call.js';
import { renderDiagnosis } from '../render/diagnose.js';
import { renderDiagnosisJson } from '../render/diagnose-json.js';
import { paletteFor } from '../render/palette.js';
import type { RawRequest } from '../request-words.js';
import { readSearchOptions, SEARCH_OPTIONS, type SearchInput } from '../search-options.js';

interface DiagnoseInput {
  readonly request: RawRequest;
  readonly flags: SettingFlags;
  readonly signature: string | undefined;
  readonly timestamp: string | undefined;
  readonly search: SearchInput;
  readonly isJson: boolean;
  readonly isVerbose: boolean;
}

export const diagnoseCommand = defineCommand<DiagnoseInput>({
  arguments: REQUEST_ARGUMENTS,
  options: [
    {
      heading: 'Signature:',
      options: [
        {
          flags: '--signature <text>',
          summary: 'the one that does not match; else the pasted header',
        },
      ],
    },
    REQUEST_OPTIONS,
    PASTE_OPTIONS,
    CREDENTIAL_OPTIONS,
    SEARCH_OPTIONS,
    { heading: 'Output:', options: OUTPUT_OPTIONS },
  ],
  examples: [
    'vk diagnose GET /wallet/balance --timestamp 1739612345 --signature 4f8a…',
    "vk diagnose --curl 'curl https://vistarkriya.com/api/v1/… -H …'",
    'vk diagnose --http request.txt --json',
  ],
  read: (words) => ({
    // Here a header is evidence, and nothing that is sent.
    request: { ...readRequest(words), overrideHeaders: true },
    flags: readCredentialFlags(words),
    signature: words.text('signature'),
    timestamp: words.text('timestamp'),
    search: readSearchOptions(words),
    isJson: words.has('json'),
    isVerbose: words.has('verbose'),
  }),
  run,
});

async function run(input: DiagnoseInput, context: Context): Promise<ExitCode> {
  const { terminal } = context;
  const { settings, evidence } = await readEvidence(input, context);
  if (input.isVerbose) {
    terminal.stderr.write(renderOrigins(settings, await paletteFor(terminal.stderr)));
  }
  await writeNotes(input.isJson ? [] : sourceNotes(settings), context);
  const diagnosis = await diagnoseEvidence(evidence, settings, input.search, input.isJson, context);
  terminal.stdout.write(
    input.isJson
      ? renderDiagnosisJson(diagnosis)
      : renderDiagnosis(diagnosis, await paletteFor(terminal.stdout), input.isVerbose),
  );
  const { search, verdict } = diagnosis.outcome;
  if (search.stopped === 'interrupted') {
    return EXIT.interrupted;
  }
  return verdict === 'unexplained' ? EXIT.no : EXIT.done;
}

async function readEvidence(
  { request, flags, signature, timestamp, isJson }: DiagnoseInput,
  context: Context,
): Promise<{ readonly settings: Settings; readonly evidence: Evidence }> {
  const given = { signature, timestamp };
  if (request.paste === undefined) {
    const settings = await readSettings(flags, context);
    const planned = await readRequestAsGiven(request, settings, context);
    return { settings, evidence: evidenceOfWords(settings, planned, given) };
  }
  const pasted = await readPastedWithNotes(request.paste, context);
  const settings = await readSettings(await withOwner(flags, pasted, isJson, context), context);
  return { settings, evidence: evidenceOfPaste(settings, pasted, given) };
}

/** Whose request it is can show in it; what the user says goes before that. */
async function withOwner(
  flags: SettingFlags,
  pasted: PastedRequest,
  isQuiet: boolean,
  context: Context,
): Promise<SettingFlags> {
  const { env } = context.terminal;
  const isSaid = ['VK_PROFILE', 'VK_PROVIDER', 'VK_API_SECRET'].some(
    (name) => variable(env, name) !== undefined,
  );
  if (isSaid || flags.profile !== undefined || flags.provider !== undefined) {
    return flags;
  }
  const owner = ownerOf(pasted, context.deps.profiles.read());
  if (owner === undefined) {
    return flags;
  }
  const { profile, provider, because } = owner;
  if (!isQuiet) {
    const note = `${profile === undefined ? `provider ${provider}` : `profile ${profile}`} is meant: ${because}`;
    await writeNotes([note], context);
  }
  // With --sandbox a stored credential is not meant, but the demo's.
  return profile === undefined || flags.sandbox === true
    ? { ...flags, provider }
    : { ...flags, profile };
}
