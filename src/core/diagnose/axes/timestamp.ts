import { utf8 } from '../../bytes.js';
import { changedText } from '../changed-text.js';
import { instant, iso, writerLike } from '../instant.js';
import type { Made, Subject, Variant } from '../variant.js';
import { MILLISECONDS_REMEDY, otherReadings } from './timestamp-clock.js';

/** Timestamps that may have been signed instead of the one in the header. */
export const timestampVariants = [
  {
    id: 'milliseconds',
    title: 'the time was signed in milliseconds',
    weight: 1,
    remedy: MILLISECONDS_REMEDY,
    make: (subject) => fromMs(subject, (ms) => String(ms)),
  },
  {
    id: 'seconds',
    title: 'the time was signed in Unix seconds',
    weight: 1,
    remedy: {
      any: 'Make the timestamp once, in the documented form, and use it for header and signature.',
    },
    make: (subject) => fromMs(subject, (ms) => String(Math.floor(ms / 1000))),
  },
  {
    id: 'iso-8601',
    title: 'the time was signed as ISO 8601 with milliseconds',
    weight: 1,
    remedy: {
      any: 'Make the timestamp once, in the documented form, and use it for header and signature.',
    },
    make: (subject) => fromMs(subject, iso),
  },
  {
    id: 'iso-8601-seconds',
    title: 'the time was signed as ISO 8601 without milliseconds',
    weight: 1,
    remedy: {
      any: 'Sign the very text that the header carries.',
      python: 'now.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"',
    },
    make: (subject) => fromMs(subject, (ms) => `${iso(ms).slice(0, 19)}Z`),
  },
  ...otherReadings,
  {
    id: 'missing',
    title: 'the timestamp was not signed',
    weight: 1,
    remedy: { any: 'Put the timestamp of the header into the string-to-sign.' },
    make: ({ parts }) => (parts.timestamp === undefined ? [] : [{ value: new Uint8Array() }]),
  },
  {
    id: 'float',
    title: 'the time was signed with a fraction',
    weight: 1,
    remedy: {
      any: 'Cut the fraction off before signing.',
      python: 'str(int(time.time())) instead of str(time.time())',
      php: 'time() instead of microtime(true)',
      ruby: 'Time.now.to_i instead of Time.now.to_f',
    },
    make: (subject) => fromMs(subject, (ms) => float(ms)),
  },
  {
    id: 'microseconds',
    title: 'the time was signed in microseconds or nanoseconds',
    weight: 2,
    remedy: { any: 'Divide to the documented unit before signing.' },
    make: (subject) => [
      ...fromMs(subject, (ms) => `${ms}000`, 'microseconds'),
      ...fromMs(subject, (ms) => `${ms}000000`, 'nanoseconds'),
    ],
  },
  {
    id: 'iso-8601-offset',
    title: 'the time was signed as ISO 8601 with +00:00 or without a zone',
    weight: 2,
    remedy: {
      any: 'Sign the very text that the header carries.',
      python: 'now.isoformat().replace("+00:00", "Z")',
    },
    make: (subject) => [
      ...fromMs(subject, (ms) => `${iso(ms).slice(0, 19)}+00:00`, 'seconds, +00:00'),
      ...fromMs(subject, (ms) => `${iso(ms).slice(0, 23)}+00:00`, 'milliseconds, +00:00'),
      ...fromMs(subject, (ms) => `${iso(ms).slice(0, 23)}000+00:00`, 'microseconds, +00:00'),
      ...fromMs(subject, (ms) => `${iso(ms).slice(0, 23)}000Z`, 'microseconds, Z'),
      ...fromMs(subject, (ms) => iso(ms).slice(0, 19), 'seconds, no zone'),
      ...fromMs(subject, (ms) => iso(ms).slice(0, 23), 'milliseconds, no zone'),
      ...fromMs(subject, (ms) => iso(ms).slice(0, 19).replace('T', ' '), 'with a space for T'),
    ],
  },
  {
    id: 'local-time',
    title: "the time of another zone was signed as if it were UTC's",
    weight: 2,
    remedy: {
      any: 'Make the timestamp in UTC.',
      php: "gmdate('Y-m-d\\TH:i:s.v\\Z') instead of date()",
      python: 'datetime.now(timezone.utc) instead of datetime.now()',
      java: 'Instant.now() instead of LocalDateTime.now()',
    },
    make: (subject) => ZONES.flatMap(([name, minutes]) => localTime(subject, name, minutes)),
  },
  {
    id: 'date-text',
    title: 'the time was signed as the text of a date object',
    weight: 2,
    remedy: {
      any: 'Sign the very text that the header carries.',
      javascript: 'date.toISOString() instead of String(date)',
    },
    make: (subject) => [
      ...fromMs(subject, (ms) => new Date(ms).toUTCString(), 'as an HTTP date'),
      ...fromMs(subject, (ms) => `${iso(ms).slice(0, 19).replace('T', ' ')} UTC`, 'with UTC'),
      ...changedText(subject.parts.timestamp, (text) => `"${text}"`, 'in quotation marks'),
    ],
  },
  {
    id: 'padded',
    title: 'the timestamp was signed with a line break or a space at its end',
    weight: 2,
    remedy: {
      any: 'Trim the timestamp: the output of a program such as date ends with a newline.',
    },
    make: ({ parts }) =>
      parts.timestamp === undefined
        ? []
        : ['\n', '\r\n', ' '].map((end) => ({
            value: Buffer.concat([parts.timestamp ?? new Uint8Array(), Buffer.from(end)]),
            detail: JSON.stringify(end),
          })),
  },
] as const satisfies readonly Variant<Uint8Array>[];

/** Minutes ahead of UTC: India and Nepal, where the providers are at home. */
const ZONES = [
  ['IST +05:30', 330],
  ['NPT +05:45', 345],
] as const;

function fromMs(
  subject: Subject,
  write: (ms: number) => string,
  detail?: string,
): Made<Uint8Array>[] {
  const ms = instant(subject);
  return ms === undefined
    ? []
    : [{ value: utf8(write(ms)), ...(detail !== undefined && { detail }) }];
}

function float(ms: number): string {
  return `${Math.floor(ms / 1000)}.${iso(ms).slice(20, 23).replace(/0+$/, '') || '0'}`;
}

function localTime(subject: Subject, name: string, minutes: number): Made<Uint8Array>[] {
  const by = minutes * 60_000;
  const write = writerLike(subject);
  const offset = name.slice(-6);
  return [
    ...fromMs(subject, (ms) => write(ms + by), name),
    ...fromMs(subject, (ms) => `${iso(ms + by).slice(0, 19)}${offset}`, `${name}, with its offset`),
    ...fromMs(subject, (ms) => iso(ms + by).slice(0, 19), `${name}, no zone`),
    ...fromMs(subject, (ms) => write(ms - by), `${name}, the other way`),
  ];
}
