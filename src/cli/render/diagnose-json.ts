import type { Cause, Finding } from '../../core/diagnose/finding.js';
import type { Diagnosis } from '../diagnosis.js';
import { bytesMember } from './json.js';

/** Everything that was found out, as one document. */
export function renderDiagnosisJson(diagnosis: Diagnosis): string {
  return `${JSON.stringify(diagnosisDocument(diagnosis), null, 2)}\n`;
}

/** What that document has in it. */
export function diagnosisDocument({
  settings,
  documented,
  outcome,
  remarks,
}: Diagnosis): Readonly<Record<string, unknown>> {
  const { verdict, findings, search } = outcome;
  return {
    verdict,
    provider: settings.provider.id,
    profile: settings.profile ?? null,
    ...bytesMember('documentedStringToSign', documented),
    findings: findings.map(findingJson),
    notes: remarks,
    search: {
      candidates: search.candidates,
      elapsedMs: Math.round(search.elapsedMs),
      complete: search.isComplete,
      stopped: search.stopped,
      stages: search.stages,
      axes: search.axes.map(({ axis, values, variants, isCut }) => ({
        axis,
        values,
        variants,
        cut: isCut,
      })),
    },
  };
}

function findingJson(finding: Finding): Readonly<Record<string, unknown>> {
  return {
    causes: finding.causes.map(causeJson),
    ...bytesMember('stringToSign', finding.stringToSign),
    // The secret itself stands in it, and is not printed: `[secret]` holds its place.
    stringToSignHoldsSecret: finding.holdsSecret,
    algorithm: finding.algorithm,
    encoding: finding.encoding,
    signature: finding.signature,
  };
}

function causeJson(cause: Cause): Readonly<Record<string, unknown>> {
  const { axis, id, title, detail, documented, signed, difference, remedy, alternatives } = cause;
  const { any, ...languages } = remedy;
  return {
    axis,
    id,
    title,
    detail: detail ?? null,
    ...valueMember('documented', documented),
    ...valueMember('signed', signed),
    firstDifference: difference?.offset ?? null,
    remedy: any,
    remedyByLanguage: languages,
    alternatives,
  };
}

function valueMember(
  name: string,
  value: Uint8Array | string,
): Readonly<Record<string, string | null>> {
  return typeof value === 'string' ? { [name]: value } : bytesMember(name, value);
}
