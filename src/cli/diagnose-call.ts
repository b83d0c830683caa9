import type { CallInput, CallOutcome } from '../app/call.js';
import { evidenceOfSent } from '../app/evidence.js';
import type { Context } from './command.js';
import { diagnoseEvidence } from './diagnosis.js';
import { renderDiagnosis } from './render/diagnose.js';
import { diagnosisDocument } from './render/diagnose-json.js';
import { paletteFor } from './render/palette.js';
import type { ShowFlags, ShownDiagnosis } from './show-answer.js';

/** Looks into the signature of a call that was refused. */
export async function diagnoseCall(
  { wire }: CallOutcome,
  { settings }: CallInput,
  { isJson, isQuiet }: ShowFlags,
  context: Context,
): Promise<ShownDiagnosis> {
  const evidence = evidenceOfSent(settings, wire);
  const search = { maxDifferences: 3, axes: undefined, timeLimitMs: 10_000, secretFrom: undefined };
  const diagnosis = await diagnoseEvidence(evidence, settings, search, isJson || isQuiet, context);
  return {
    text: renderDiagnosis(diagnosis, await paletteFor(context.terminal.stderr)),
    document: diagnosisDocument(diagnosis),
  };
}
