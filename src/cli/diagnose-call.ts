import type { CallInput, CallOutcome } from '../app/call.js';
import { evidenceOfSent } from '../app/evidence.js';
import { VkError } from '../core/error.js';
import type { Context } from './command.js';
import { diagnoseEvidence } from './diagnosis.js';
import { renderDiagnosis } from './render/diagnose.js';
import { diagnosisDocument } from './render/diagnose-json.js';
import { renderNote } from './render/error.js';
import { paletteFor } from './render/palette.js';
import type { ShowFlags } from './show-answer.js';

/** A diagnosis of a call's signature, in both of its forms. */
export interface ShownDiagnosis {
  readonly text: string;
  readonly document: Readonly<Record<string, unknown>>;
}

/** Looks into the signature of a call that was refused. That it cannot is a remark, and no failure. */
export async function diagnoseCall(
  { wire }: CallOutcome,
  { settings }: CallInput,
  { isJson, isQuiet, isVerbose }: ShowFlags,
  context: Context,
): Promise<ShownDiagnosis> {
  const search = { maxDifferences: 3, axes: undefined, timeLimitMs: 10_000, secretFrom: undefined };
  const palette = await paletteFor(context.terminal.stderr);
  try {
    const evidence = evidenceOfSent(settings, wire);
    const isSilent = isJson || isQuiet;
    const diagnosis = await diagnoseEvidence(evidence, settings, search, isSilent, context);
    return {
      text: renderDiagnosis(diagnosis, palette, isVerbose),
      document: diagnosisDocument(diagnosis),
    };
  } catch (error) {
    if (!(error instanceof VkError)) {
      throw error;
    }
    const { code, message, remedy } = error;
    return {
      text: renderNote(`no diagnosis: ${message}. ${remedy}`, palette),
      document: { error: { code, message, remedy } },
    };
  }
}
