import type { VerifiedDelivery } from '../../app/verify-delivery.js';
import type { EventFacts } from '../../app/webhook-log.js';
import { secretVariable, type WebhookSettings } from '../../app/webhook-settings.js';
import type { Cause } from '../../core/diagnose/finding.js';
import { clockRemark } from '../../core/remarks.js';
import { DIGEST_LENGTH } from '../../core/hmac.js';
import type { Scheme, TimestampFormat } from '../../core/provider.js';
import { parseTimestamp } from '../../core/timestamp.js';
import { isoTime } from '../../core/time-text.js';
import type { Diagnosis } from '../diagnosis.js';
import { diagnosisDocument } from './diagnose-json.js';
import type { DiagnosisWording } from './diagnose.js';
import type { Palette } from './palette.js';
import { count, fields, visible, wrap } from './text.js';

/** A verified delivery with all that there is to say about it. */
export interface VerificationReport {
  readonly settings: WebhookSettings;
  readonly delivery: VerifiedDelivery;
  readonly facts: EventFacts;
  /** What the timestamp was held against, in milliseconds since 1970. */
  readonly atMs: number;
}

/** For one who has not signed, but received. */
export function forReceivers({ definition }: WebhookSettings): DiagnosisWording {
  return { ...FOR_RECEIVERS, secretVariable: secretVariable(definition) };
}

const FOR_RECEIVERS: Omit<DiagnosisWording, 'secretVariable'> = {
  names: namesOf,
  expected: 'what the signature should be of',
  next: 'Hold the payload against the bytes that arrived, and the timestamp against its header. Where both are the same, the secret is another one, or the provider did not sign this.',
};

/** What was given and what was signed; of a matter of form, what is documented. */
function namesOf({ axis }: Cause): ReturnType<DiagnosisWording['names']> {
  switch (axis) {
    case 'encoding':
      return { documented: 'documented', signed: 'given' };
    case 'layout':
    case 'algorithm':
      return { documented: 'documented', signed: 'signed' };
    default:
      return { documented: 'given', signed: 'signed' };
  }
}

/** The verdict, in 80 columns; of a refusal, why. */
export function renderVerification(report: VerificationReport, palette: Palette): string {
  return `${headline(report, palette)}\n${factLines(report, palette)}`;
}

function headline(report: VerificationReport, palette: Palette): string {
  const { settings, delivery, atMs } = report;
  const { reason } = delivery.verdict;
  if (reason === 'ok') {
    const { provider, definition } = settings;
    const whose =
      provider.webhook?.scheme === definition.scheme
        ? `${provider.name}'s signature`
        : 'the signature';
    return `${palette.ok('verified')}: ${whose} of this payload`;
  }
  const { text, remedy } = whyNot(settings, delivery, atMs);
  const what = wrap(visible(`not verified: ${text}`), 80, '').replace('not verified', (word) =>
    palette.bad(word),
  );
  return remedy === undefined ? what : `${what}\n${wrap(visible(remedy), 80, INDENT)}`;
}

const INDENT = '   ';

interface Why {
  readonly text: string;
  readonly remedy?: string;
}

function whyNot(
  { provider, definition }: WebhookSettings,
  { verdict, received }: VerifiedDelivery,
  atMs: number,
): Why {
  const { scheme, timestamp } = received;
  switch (verdict.reason) {
    case 'missing-signature':
      return { text: `${definition.signatureHeader} is empty` };
    case 'missing-timestamp':
      return { text: `${definition.timestampHeader ?? 'the timestamp'} is empty` };
    case 'bad-encoding':
      return { text: `the signature is no ${digestName(scheme)}` };
    case 'timestamp-malformed': {
      const remark = clockRemark({ ...provider, scheme }, timestamp ?? '', atMs);
      return { text: `the signature is right, but ${remark?.text ?? 'the timestamp is not'}` };
    }
    case 'timestamp-expired':
    case 'timestamp-in-future': {
      const age = ageText(timestamp, scheme.timestamp?.format, atMs) ?? 'of another time';
      const allowed = scheme.timestamp?.toleranceSeconds ?? 0;
      return {
        text: `the signature is right, but its timestamp is ${age}; ${allowed} s are allowed`,
        remedy: AT_ANOTHER_TIME,
      };
    }
    default:
      return { text: 'the signature is not that of this payload with this secret' };
  }
}

function digestName({ algorithm, encoding }: Scheme): string {
  const digest = `${algorithm.replace('sha', 'SHA-')} digest`;
  return encoding === 'hex'
    ? `${digest} in lower-case hex (${2 * DIGEST_LENGTH[algorithm]} digits)`
    : `${digest} in ${encoding}`;
}

const AT_ANOTHER_TIME =
  'If it is an old delivery, --at TIME says when it arrived; --tolerance SECONDS allows more.';

function factLines(
  { settings, delivery, facts, atMs }: VerificationReport,
  palette: Palette,
): string {
  const { received, secret, signature, verdict } = delivery;
  const names = settings.secrets.map(({ name }) => name);
  const all = received.signatures.length;
  const place = all > 1 ? ` (${(verdict.signature ?? 0) + 1} of ${all})` : '';
  const lines: (readonly [string, string | undefined])[] = [
    ['event', facts.event],
    ['event id', facts.eventId],
    ['secret', secret?.name ?? names.join(', ')],
    ['signature', signature && `${signature}${place}`],
    ['timestamp', timestampText(received.timestamp, received.scheme.timestamp?.format, atMs)],
    ['payload', count(received.body.length, 'byte')],
  ];
  const known = lines.flatMap(([name, value]) =>
    value === undefined ? [] : [[name, visible(value)] as const],
  );
  return fields(known, palette.dim)
    .split('\n')
    .map((line) => (line === '' ? line : `${INDENT}${line}`))
    .join('\n');
}

function timestampText(
  text: string | undefined,
  format: TimestampFormat | undefined,
  atMs: number,
): string | undefined {
  const age = ageText(text, format, atMs);
  return text === undefined || format === undefined || age === undefined
    ? undefined
    : `${text} (${age})`;
}

/** `12 s old`; undefined where that cannot be told. */
function ageText(
  text: string | undefined,
  format: TimestampFormat | undefined,
  atMs: number,
): string | undefined {
  const ms = text === undefined || format === undefined ? undefined : parseTimestamp(text, format);
  if (ms === undefined) {
    return undefined;
  }
  const seconds = Math.abs(atMs - ms) / 1000;
  const [, unit, size] = UNITS.find(([from]) => seconds >= from) ?? [0, 's', 1];
  const amount = size === 1 ? seconds : Math.round(seconds / size);
  return `${amount} ${unit} ${atMs < ms ? 'ahead' : 'old'}`;
}

/** From how many seconds on which unit is used, and how many seconds it has. */
const UNITS = [
  [172_800, 'days', 86_400],
  [7200, 'hours', 3600],
  [600, 'minutes', 60],
] as const;

/** The same as one JSON document; the diagnosis as `vk diagnose --json` has it. */
export function renderVerificationJson(
  { settings, delivery, facts, atMs }: VerificationReport,
  diagnosis: Diagnosis | undefined,
): string {
  const { verdict, received, secret, signature } = delivery;
  const document = {
    verdict: verdict.reason,
    provider: settings.provider.id,
    secret: secret?.name ?? null,
    signature: signature ?? null,
    event: facts.event ?? null,
    eventId: facts.eventId ?? null,
    timestamp: received.timestamp ?? null,
    at: isoTime(atMs),
    toleranceSeconds: received.scheme.timestamp?.toleranceSeconds ?? null,
    payloadBytes: received.body.length,
    ...(diagnosis && { diagnosis: diagnosisDocument(diagnosis) }),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
