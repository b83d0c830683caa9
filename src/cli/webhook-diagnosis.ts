import { diagnoseWebhook } from '../app/diagnose-webhook.js';
import { demoCredential } from '../app/credential.js';
import { profileSecrets } from '../app/subject.js';
import { secretIn } from '../app/value-sources.js';
import type { VerifiedDelivery } from '../app/verify-delivery.js';
import { webhookCase } from '../app/webhook-case.js';
import { samplesOf } from '../app/webhook-samples.js';
import type { WebhookSettings } from '../app/webhook-settings.js';
import { utf8 } from '../core/bytes.js';
import type { Secret } from '../core/credential.js';
import type { NamedSecret } from '../core/diagnose/variant.js';
import type { Header } from '../core/headers.js';
import { buildStringToSign } from '../core/string-to-sign.js';
import type { Context } from './command.js';
import type { Diagnosis } from './diagnosis.js';
import { withProgress } from './search-progress.js';

export interface WebhookDiagnosisOptions {
  readonly timeLimitMs: number;
  /** Whether no sign of life is to be shown. */
  readonly isQuiet: boolean;
}

/** Why a delivery does not verify; undefined where its verdict says it all. */
export async function diagnoseDelivery(
  settings: WebhookSettings,
  { verdict, received }: VerifiedDelivery,
  headers: readonly Header[],
  { timeLimitMs, isQuiet }: WebhookDiagnosisOptions,
  context: Context,
): Promise<Diagnosis | undefined> {
  // Of several, the one that can be a digest: `t=1739612345,v1=4f8a…` has its labels in front.
  const signatures = received.signatures.toSorted((a, b) => b.length - a.length);
  const found = webhookCase(
    settings,
    { method: 'POST', target: utf8('/'), headers },
    { ...received, signatures },
    verdict.reason,
    otherSecrets(settings, context),
  );
  if (found === undefined) {
    return undefined;
  }
  const own = settings.secrets.map(({ name }) => `the secret from ${name}`);
  const { subject, outcome, remarks } = await withProgress(isQuiet, context, (ports) =>
    diagnoseWebhook(found, own, samplesOf(settings.provider), timeLimitMs, {
      nowMs: context.deps.nowMs,
      ...ports,
    }),
  );
  return {
    settings: {
      provider: { ...settings.provider, scheme: subject.scheme },
      profile: undefined,
    },
    documented: buildStringToSign(subject.scheme, subject.parts).bytes,
    outcome,
    remarks,
    language: undefined,
  };
}

/** Secrets at hand that may have been taken for the right one. */
export function otherSecrets(
  { provider }: Pick<WebhookSettings, 'provider'>,
  { terminal, deps }: Context,
): NamedSecret[] {
  const { secret, webhookSecret } = demoCredential(provider.sandbox.demo);
  const stored = profileSecrets(deps.profiles.read(), undefined);
  for (const each of stored) {
    terminal.redaction.register(each.secret);
  }
  return [
    ...named('the API secret', secretIn(terminal.env, 'VK_API_SECRET')),
    ...named('the webhook secret', secretIn(terminal.env, 'VK_WEBHOOK_SECRET')),
    ...stored,
    { name: "the API secret of the sandbox's demo", secret },
    ...named("the webhook secret of the sandbox's demo", webhookSecret),
  ];
}

function named(name: string, secret: Secret | undefined): NamedSecret[] {
  return secret === undefined ? [] : [{ name, secret }];
}
