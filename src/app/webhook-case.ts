import { findingAsWebhook } from '../core/diagnose/as-webhook.js';
import type { NamedSecret } from '../core/diagnose/variant.js';
import { findHeader } from '../core/headers.js';
import { clockRemark } from '../core/remarks.js';
import type { ReceivedWebhook } from '../core/verify-webhook.js';
import type { VerdictReason } from '../core/verify.js';
import type { ReceivedRequest } from './ports.js';
import type { SignatureCase } from './signature-search.js';
import { webhookSubjectOf } from './subject.js';
import type { WebhookSecret, WebhookSettings } from './webhook-settings.js';

/**
 * A webhook whose signature does not match as a case for the search; undefined where its verdict says
 * it all.
 *
 * @param otherSecrets what may have been taken for the right one
 */
export function webhookCase(
  settings: WebhookSettings,
  { method, target, headers }: Pick<ReceivedRequest, 'method' | 'target' | 'headers'>,
  { body, timestamp, signatures: [signature] }: ReceivedWebhook,
  reason: VerdictReason,
  otherSecrets: readonly NamedSecret[],
): SignatureCase | undefined {
  if (signature === undefined || !SEARCHED.has(reason)) {
    return undefined;
  }
  const host = findHeader(headers, 'Host');
  const origin = host === undefined ? undefined : `http://${host}`;
  const [expected, ...others] = settings.secrets;
  const subject = webhookSubjectOf(settings, { method, target, body, timestamp, origin }, [
    { name: nameOf(expected), secret: expected.secret },
    ...others.map((each) => ({ name: nameOf(each), secret: each.secret })),
    ...otherSecrets,
  ]);
  const own = settings.secrets.map(nameOf);
  return {
    subject,
    signature,
    isBodyFirst: true,
    reword: (finding) => findingAsWebhook(finding, own),
  };
}

function nameOf({ name }: WebhookSecret): string {
  return `the secret from ${name}`;
}

const SEARCHED: ReadonlySet<VerdictReason> = new Set(['mismatch', 'bad-encoding']);

/** What there is to say about a refusal that needs no search. */
export function hintOfVerdict(
  { provider, definition }: WebhookSettings,
  { scheme, timestamp }: ReceivedWebhook,
  reason: VerdictReason,
  nowMs: number,
): string | undefined {
  switch (reason) {
    case 'missing-signature':
      return `${definition.signatureHeader} is missing or empty.`;
    case 'missing-timestamp':
      return `${definition.timestampHeader ?? 'the timestamp'} is missing or empty.`;
    case 'timestamp-malformed':
    case 'timestamp-expired':
    case 'timestamp-in-future': {
      const remark = clockRemark({ ...provider, scheme }, timestamp ?? '', nowMs);
      const more = reason === 'timestamp-malformed' ? '' : ` ${SENT_AGAIN}`;
      return remark && `The signature is right, but ${remark.text}.${more}`;
    }
    default:
      return undefined;
  }
}

const SENT_AGAIN =
  'An old webhook that is sent again is refused so. If it was sent just now, set the clocks by NTP.';
