import { demoCredential } from '../app/credential.js';
import { diagnose, type DiagnoseOutcome } from '../app/diagnose.js';
import type { Evidence } from '../app/evidence.js';
import { findProfile } from '../app/profiles.js';
import type { ProfileSet } from '../app/ports.js';
import type { Settings } from '../app/settings.js';
import { profileSecrets, subjectOf } from '../app/subject.js';
import { Secret } from '../core/credential.js';
import type { Language, NamedSecret } from '../core/diagnose/variant.js';
import { clockRemark, credentialRemarks, type Remark } from '../core/remarks.js';
import { buildStringToSign } from '../core/string-to-sign.js';
import type { Context } from './command.js';
import type { SearchInput } from './search-options.js';
import { withProgress } from './search-progress.js';

/** Everything that a diagnosis has to say. */
export interface Diagnosis {
  readonly settings: Pick<Settings, 'provider' | 'profile'>;
  /** What the provider's procedure signs for this request. */
  readonly documented: Uint8Array;
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
  const profiles = context.deps.profiles.read();
  const others = secretsToTry(search, profiles, settings);
  for (const { secret } of others) {
    context.terminal.redaction.register(secret);
  }
  const subject = subjectOf(settings, evidence.request, others);
  const outcome = await withProgress(isQuiet, context, (ports) =>
    diagnose(
      subject,
      evidence.signature,
      { ...search, language: evidence.language },
      { nowMs, ...ports },
    ),
  );
  const remarks = remarksOf(settings, evidence, profiles, nowMs());
  const documented = buildStringToSign(subject.scheme, subject.parts).bytes;
  return { settings, documented, outcome, remarks, language: evidence.language };
}

/**
 * Another profile's secret is a common cause: those that are stored are tried without being asked, and so
 * is the sandbox's, which a client has from an example.
 */
function secretsToTry(
  { secretFrom }: SearchInput,
  set: ProfileSet,
  { provider, isDemo }: Settings,
): NamedSecret[] {
  for (const name of secretFrom ?? []) {
    findProfile(set, name);
  }
  const stored = profileSecrets(set, secretFrom);
  if (isDemo || secretFrom !== undefined) {
    return stored;
  }
  const { secret } = demoCredential(provider.sandbox.demo);
  return [...stored, { name: "the secret of the sandbox's demo", secret }];
}

function remarksOf(
  settings: Settings,
  { request, remarks }: Evidence,
  profiles: ProfileSet,
  nowMs: number,
): Remark[] {
  const { provider, credential, mode } = settings;
  const clock =
    request.timestamp === undefined ? undefined : clockRemark(provider, request.timestamp, nowMs);
  return [
    ...remarks,
    ...sameKeyRemark(settings, profiles),
    ...(clock === undefined ? [] : [clock]),
    ...credentialRemarks(provider, credential, mode),
  ];
}

/** One API key has one secret: where two are stored, one of them is wrong. */
function sameKeyRemark({ credential, profile }: Settings, { profiles }: ProfileSet): Remark[] {
  const { apiKey } = credential.fields;
  const own = credential.secret.reveal();
  const others = [...profiles].filter(
    ([name, { apiKey: key, secret }]) =>
      name !== profile &&
      apiKey !== undefined &&
      key === apiKey &&
      secret instanceof Secret &&
      Buffer.compare(secret.reveal(), own) !== 0,
  );
  return others.map(([name]) => ({
    id: 'same-key',
    text: `profile ${name} has the same API key and another secret`,
    remedy: `One of the two is wrong: try --profile ${name}.`,
  }));
}
