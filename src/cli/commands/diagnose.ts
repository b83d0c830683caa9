import { EXIT, type ExitCode } from '../../app/errors.js';
import { evidenceOfPaste, evidenceOfWords, type Evidence } from '../../app/evidence.js';
import { sourceNotes } from '../../app/notes.js';
import type { Settings } from '../../app/settings.js';
import type { SettingFlags } from '../../app/value-sources.js';
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
import { readPasted } from '../paste.js';
import { readPlannedRequest, readSettings } from '../prepare.js';
import { renderOrigins } from '../render/call.js';
import { renderDiagnosis } from '../render/diagnose.js';
import { renderDiagnosisJson } from '../render/diagnose-json.js';
import { renderNote } from '../render/error.js';
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
  const settings = readSettings(input.flags, context);
  const evidence = await readEvidence(input, settings, context);
  const aside = await paletteFor(terminal.stderr);
  if (input.isVerbose) {
    terminal.stderr.write(renderOrigins(settings, aside));
  }
  for (const note of input.isJson ? [] : sourceNotes(settings)) {
    terminal.stderr.write(renderNote(note, aside));
  }
  const diagnosis = await diagnoseEvidence(evidence, settings, input.search, input.isJson, context);
  terminal.stdout.write(
    input.isJson
      ? renderDiagnosisJson(diagnosis)
      : renderDiagnosis(diagnosis, await paletteFor(terminal.stdout)),
  );
  const { search, verdict } = diagnosis.outcome;
  if (search.stopped === 'interrupted') {
    return EXIT.interrupted;
  }
  return verdict === 'unexplained' ? EXIT.no : EXIT.done;
}

async function readEvidence(
  { request, signature, timestamp }: DiagnoseInput,
  settings: Settings,
  context: Context,
): Promise<Evidence> {
  const given = { signature, timestamp };
  if (request.paste === undefined) {
    const planned = await readPlannedRequest(request, settings, context);
    return evidenceOfWords(settings, planned, given);
  }
  const pasted = await readPasted(request.paste, context.deps.files);
  const palette = await paletteFor(context.terminal.stderr);
  for (const note of pasted.notes) {
    context.terminal.stderr.write(renderNote(note, palette));
  }
  return evidenceOfPaste(settings, pasted, given);
}
