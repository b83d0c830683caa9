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
    return {
      id: 'timestamp-format',
      text: `the timestamp ${JSON.stringify(timestamp)} is not in ${FORMATS[rule.format]}`,
      remedy: `Write it as ${provider.name} documents it: ${FORMATS[rule.format]}.`,
    };
  }
  const side = ms < nowMs ? 'behind' : 'ahead of';
  const distance = duration(Math.round(Math.abs(nowMs - ms) / 1000));
  return {
    id: 'clock',
    text: `the timestamp is ${distance} ${side} this machine's clock, and ${rule.toleranceSeconds} s is the tolerance`,
    remedy: 'Sign anew right before sending. If it was signed just now, set the clock by NTP.',
  };
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

/** A length of time in its largest unit, rounded. */
function duration(seconds: number): string {
  const [size, unit] = UNITS.find(([limit]) => seconds >= 2 * limit) ?? [1, 's'];
  return `${Math.round(seconds / size)} ${unit}`;
}

const UNITS = [
  [86_400, 'days'],
  [3600, 'hours'],
  [60, 'minutes'],
] as const;
