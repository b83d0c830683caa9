import { decodeUtf8 } from './bytes.js';
import type { Credential, Secret } from './credential.js';
import { authHeaderName, missingFields } from './headers.js';
import type { CredentialField, FieldName, Mode, Provider, TimestampFormat } from './provider.js';
import { checkFreshness, parseTimestamp } from './timestamp.js';

/** The words of a field in an identifier and, in upper case, in its variable. */
const FIELD_WORDS = {
  apiKey: 'api-key',
  code: 'code',
  email: 'email',
} as const satisfies Readonly<Record<FieldName, string>>;

type FieldWords = (typeof FIELD_WORDS)[FieldName];

/** What can be odd about a signed request, whether or not its signature is right. */
export type RemarkId =
  | 'missing-header'
  | 'foreign-header'
  | 'method'
  | 'multipart'
  | 'same-key'
  | 'keys-sorted'
  | `missing-${FieldWords}`
  | `${FieldWords}-shape`
  | 'key-mode'
  | 'secret-white-space'
  | 'timestamp-format'
  | 'clock'
  | 'body-white-space'
  | 'body-not-json'
  | 'not-covered'
  | 'no-separator';

/** Something odd, in words that are safe to print. */
export interface Remark {
  /** Stable: scripts read it. */
  readonly id: RemarkId;
  /** Says what is odd, beginning in lower case. */
  readonly text: string;
  /** One or more sentences that tell the reader what to do. */
  readonly remedy: string;
}

/** What is odd about a credential, before anything is signed with it. */
export function credentialRemarks(
  provider: Provider,
  credential: Credential,
  expectedMode: Mode,
): Remark[] {
  return [
    ...missingFields(provider, credential).map((field) => missing(provider, credential, field)),
    ...provider.credential.flatMap((field) => shapeRemark(field, credential)),
    ...keyModeRemark(provider, credential, expectedMode),
    ...secretRemark(credential.secret),
  ];
}

/** What is odd about a timestamp that is looked at now; nothing where the scheme has none. */
export function clockRemark(
  provider: Provider,
  timestamp: string,
  nowMs: number,
): Remark | undefined {
  const rule = provider.scheme.timestamp;
  if (rule === undefined || checkFreshness(timestamp, rule, nowMs) === 'fresh') {
    return undefined;
  }
  const ms = parseTimestamp(timestamp, rule.format);
  if (ms === undefined) {
    return formatRemark(provider, timestamp, rule.format);
  }
  const aheadSeconds = Math.round((ms - nowMs) / 1000);
  const side = ms < nowMs ? 'behind' : 'ahead of';
  const text = `the timestamp is ${duration(Math.abs(aheadSeconds))} ${side} this machine's clock`;
  const zone = zoneMistake(aheadSeconds);
  return zone === undefined
    ? {
        id: 'clock',
        text: `${text}, and ${rule.toleranceSeconds} s is the tolerance`,
        remedy: 'Sign anew right before sending. If it was signed just now, set the clock by NTP.',
      }
    : {
        id: 'clock',
        text: `${text}, which looks like ${zone}; ${rule.toleranceSeconds} s is the tolerance`,
        remedy: `Make the timestamp in UTC. ${IN_UTC[rule.format]} If it is only old, sign anew right before sending.`,
      };
}

function formatRemark(provider: Provider, timestamp: string, format: TimestampFormat): Remark {
  const quoted = JSON.stringify(timestamp);
  const found = OTHER_FORMS.find(({ pattern }) => pattern.test(timestamp));
  return format === 'unix-seconds' && found !== undefined
    ? {
        id: 'timestamp-format',
        text: `the timestamp ${quoted} is in ${found.name}, not in ${FORMATS[format]}`,
        remedy: `Write it as ${provider.name} documents it: ${FORMATS[format]}. ${IN_UTC[format]}`,
      }
    : {
        id: 'timestamp-format',
        text: `the timestamp ${quoted} is not in ${FORMATS[format]}`,
        remedy: `Write it as ${provider.name} documents it: ${FORMATS[format]}.`,
      };
}

/** What stands in the place of Unix seconds by mistake. */
const OTHER_FORMS = [
  { pattern: /^\d{12,14}$/, name: 'milliseconds' },
  { pattern: /^\d{4}-\d{2}-\d{2}T/, name: 'ISO 8601' },
] as const;

/** How the usual languages write the time, which is that of UTC. */
const IN_UTC: Readonly<Record<TimestampFormat, string>> = {
  'unix-seconds':
    'That is Math.floor(Date.now() / 1000) in JavaScript, int(time.time()) in Python and time() in PHP.',
  'iso-8601':
    'That is new Date().toISOString() in JavaScript, datetime.now(timezone.utc) in Python and gmdate() in PHP.',
};

/** What a clock that is off by a zone's offset looks like. */
function zoneMistake(aheadSeconds: number): string | undefined {
  const minutes = Math.round(aheadSeconds / 900) * 15;
  if (Math.abs(aheadSeconds - minutes * 60) > 120) {
    return undefined;
  }
  if (isZone(minutes)) {
    return `local time (${zoneName(minutes)}) written as UTC`;
  }
  return isZone(-minutes) ? `UTC taken for local time (${zoneName(-minutes)})` : undefined;
}

/** The zones that are no whole hours from UTC, in minutes. */
const ODD_ZONES = new Set([-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765, 825]);

/** Whether clocks somewhere are so many minutes ahead of UTC. */
function isZone(minutes: number): boolean {
  const isHour = minutes % 60 === 0 && minutes !== 0 && minutes >= -720 && minutes <= 840;
  return isHour || ODD_ZONES.has(minutes);
}

/** `UTC+05:30`. */
function zoneName(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const digits = [hours, rest].map((part) => String(part).padStart(2, '0')).join(':');
  return `UTC${minutes < 0 ? '-' : '+'}${digits}`;
}

const FORMATS: Readonly<Record<TimestampFormat, string>> = {
  'unix-seconds': 'Unix seconds',
  'iso-8601': 'ISO 8601 in UTC',
};

function missing(
  provider: Provider,
  { dialect }: Credential,
  { id, label }: CredentialField,
): Remark {
  const header = provider.headers.auth.find(({ carries }) => carries === id);
  const effect = header === undefined ? '' : `: ${authHeaderName(header, dialect)} is left out`;
  return {
    id: `missing-${FIELD_WORDS[id]}`,
    text: `there is no ${label}${effect}`,
    remedy: `Set VK_${FIELD_WORDS[id].toUpperCase().replace('-', '_')}, or store it in a profile with vk profile add.`,
  };
}

function shapeRemark({ id, label, shape }: CredentialField, { fields }: Credential): Remark[] {
  const value = fields[id] ?? '';
  return value === '' || shape.pattern.test(value)
    ? []
    : [
        {
          id: `${FIELD_WORDS[id]}-shape`,
          text: `the ${label} is not ${shape.expected}`,
          remedy: 'Copy it again from where the provider shows it.',
        },
      ];
}

function keyModeRemark(provider: Provider, { fields }: Credential, expected: Mode): Remark[] {
  const kind = provider.keyKinds.find(({ prefix }) => fields.apiKey?.startsWith(prefix));
  return kind === undefined || kind.mode === expected
    ? []
    : [
        {
          id: 'key-mode',
          text: `the API key begins with ${kind.prefix}, so it is for ${kind.mode}, and ${expected} is expected`,
          remedy: `Use the key for ${expected}, or a profile whose mode is ${kind.mode}.`,
        },
      ];
}

// A byte order mark and zero-width spaces come along when a secret is copied from a page or a file.
const OUTER_SPACE = /^(?<start>[\s\u200b\u2060\ufeff])?[^]*?(?<end>[\s\u200b\u2060\ufeff])?$/;

function secretRemark(secret: Secret): Remark[] {
  const found = OUTER_SPACE.exec(decodeUtf8(secret.reveal()) ?? '')?.groups;
  const ends = [
    ...(found?.['start'] === undefined ? [] : ['begins']),
    ...(found?.['end'] === undefined ? [] : ['ends']),
  ];
  return ends.length === 0
    ? []
    : [
        {
          id: 'secret-white-space',
          text: `the secret ${ends.join(' and ')} with white space, which is part of the key`,
          remedy: 'If it came along by copying, store the secret again without it.',
        },
      ];
}

/** A length of time: hours to the minute, what is longer in days. */
function duration(seconds: number): string {
  if (seconds < 120) {
    return `${seconds} s`;
  }
  const minutes = Math.round(seconds / 60);
  if (minutes >= 2 * 24 * 60) {
    return `${Math.round(minutes / (24 * 60))} days`;
  }
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const parts = [...(hours > 0 ? [`${hours} h`] : []), ...(rest > 0 ? [`${rest} min`] : [])];
  return parts.join(' ');
}
