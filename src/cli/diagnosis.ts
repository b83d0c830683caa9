import { diagnose, type DiagnoseOutcome } from '../app/diagnose.js';
import type { Evidence } from '../app/evidence.js';
import { findProfile } from '../app/profiles.js';
import type { Settings } from '../app/settings.js';
import { profileSecrets, subjectOf } from '../app/subject.js';
import type { Language, NamedSecret } from '../core/diagnose/variant.js';
import { clockRemark, credentialRemarks, type Remark } from '../core/remarks.js';
import type { Context } from './command.js';
import type { SearchInput } from './search-options.js';
import { withProgress } from './search-progress.js';

/** Everything that a diagnosis has to say. */
export interface Diagnosis {
  readonly settings: Settings;
  readonly outcome: DiagnoseOutcome;
  readonly remarks: readonly Remark[];
  /** The language that the request was likely sent from. */
  readonly language: Language | undefined;
}

/** Looks into a signature, and into what is odd about its request besides. */
export async function diagnoseEvidence(
  evidence: Evidence,
  settings: Settings,
  search: SearchInput,
  isQuiet: boolean,
  context: Context,
): Promise<Diagnosis> {
  const { nowMs } = context.deps;
  const subject = subjectOf(settings, evidence.request, secretsToTry(search, settings, context));
  const outcome = await withProgress(isQuiet, context, (ports) =>
    diagnose(subject, evidence.signature, search, { nowMs, ...ports }),
  );
  const remarks = remarksOf(settings, evidence, nowMs());
  return { settings, outcome, remarks, language: evidence.language };
}

/** Another profile's secret is a common cause: those that are stored are tried without being asked. */
function secretsToTry(
  { secretFrom }: SearchInput,
  { profile }: Settings,
  { deps }: Context,
): NamedSecret[] {
  const set = deps.profiles.read();
  for (const name of secretFrom ?? []) {
    findProfile(set, name);
  }
  return profileSecrets(set, profile, secretFrom);
}

function remarksOf(
  { provider, credential, mode }: Settings,
  { request, remarks }: Evidence,
  nowMs: number,
): Remark[] {
  const clock =
    request.timestamp === undefined ? undefined : clockRemark(provider, request.timestamp, nowMs);
  return [
    ...remarks,
    ...(clock === undefined ? [] : [clock]),
    ...credentialRemarks(provider, credential, mode),
  ];
}
