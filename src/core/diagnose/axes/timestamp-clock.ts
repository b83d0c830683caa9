import { decodeUtf8, utf8 } from '../../bytes.js';
import { instant, iso, writerLike } from '../instant.js';
import type { Made, Remedy, Subject, Variant } from '../variant.js';

export const MILLISECONDS_REMEDY: Remedy = {
  any: 'Make the timestamp once, in the documented form, and use it for header and signature.',
  javascript: 'const timestamp = String(Math.floor(Date.now() / 1000))',
  java: 'String.valueOf(Instant.now().getEpochSecond())',
  csharp: 'DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString()',
};

/** Other instants than the header's, in the header's form. */
export const otherReadings = [
  {
    id: 'neighbour',
    title: 'signature and header were made by two readings of the clock',
    weight: 1,
    remedy: {
      any: 'Read the clock once and use that value for both the signature and the header.',
      javascript: 'const timestamp = String(Math.floor(Date.now() / 1000)) // once',
      python: 'timestamp = str(int(time.time()))  # once',
      php: '$timestamp = time(); // once',
    },
    make: (subject) => shifted(subject, [-1, 1, -2, 2]),
  },
  {
    id: 'within-tolerance',
    title: 'another time within the tolerance was signed',
    weight: 2,
    remedy: {
      any: 'Read the clock once and use that value for both the signature and the header.',
    },
    make: (subject) => shifted(subject, secondsAround(subject)),
  },
  {
    id: 'another-millisecond',
    title: 'signature and header were made by two readings of the clock in a second',
    weight: 2,
    alone: true,
    remedy: {
      any: 'Read the clock once and use that value for both the signature and the header.',
      javascript: 'const timestamp = new Date().toISOString() // once',
    },
    make: anotherMillisecond,
  },
  {
    id: 'milliseconds-lost',
    title: 'the time was signed in milliseconds, and sent in seconds',
    weight: 2,
    alone: true,
    remedy: MILLISECONDS_REMEDY,
    make: lostMilliseconds,
  },
  {
    id: 'microseconds-lost',
    title: 'the time was signed with microseconds, and sent with milliseconds',
    weight: 2,
    alone: true,
    remedy: {
      any: 'Make the text of the time once, and use it for header and signature.',
      python: "now.isoformat(timespec='milliseconds').replace('+00:00', 'Z')",
    },
    make: lostMicroseconds,
  },
] as const satisfies readonly Variant<Uint8Array>[];

/** The same form as the header's, some seconds away. */
function shifted(subject: Subject, seconds: Iterable<number>): Made<Uint8Array>[] {
  const ms = instant(subject);
  if (ms === undefined) {
    return [];
  }
  const write = writerLike(subject);
  return Array.from(seconds, (by) => ({
    value: utf8(write(ms + by * 1000)),
    detail: `${by > 0 ? '+' : '−'}${Math.abs(by)} s`,
  }));
}

function* secondsAround({ scheme }: Subject): Iterable<number> {
  const tolerance = Math.min(scheme.timestamp?.toleranceSeconds ?? 300, 300);
  for (let by = 1; by <= tolerance; by += 1) {
    yield -by;
    yield by;
  }
}

function* anotherMillisecond(subject: Subject): Iterable<Made<Uint8Array>> {
  const ms = instant(subject);
  if (ms === undefined || subject.scheme.timestamp?.format !== 'iso-8601') {
    return;
  }
  const write = writerLike(subject);
  for (let by = 1; by < 500; by += 1) {
    yield { value: utf8(write(ms - by)), detail: `−${by} ms` };
    yield { value: utf8(write(ms + by)), detail: `+${by} ms` };
  }
}

/** Of Unix seconds, the milliseconds that were cut off; `000` is a variant of its own. */
function* lostMilliseconds(subject: Subject): Iterable<Made<Uint8Array>> {
  const ms = instant(subject);
  if (ms !== undefined && /^\d{1,11}$/.test(headerText(subject))) {
    for (const digits of threeDigits()) {
      yield { value: utf8(String(ms + Number(digits))), detail: `${Number(digits)} ms` };
    }
  }
}

/** As Python's isoformat() writes it; `000` is among the forms with an offset. */
function* lostMicroseconds(subject: Subject): Iterable<Made<Uint8Array>> {
  const ms = instant(subject);
  if (ms !== undefined && /\.\d{3}(?!\d)/.test(headerText(subject))) {
    for (const digits of threeDigits()) {
      const text = `${iso(ms).slice(0, 23)}${digits}+00:00`;
      yield { value: utf8(text), detail: `${Number(digits)} µs` };
    }
  }
}

function* threeDigits(): Iterable<string> {
  for (let number = 1; number < 1000; number += 1) {
    yield String(number).padStart(3, '0');
  }
}

function headerText({ parts }: Subject): string {
  return parts.timestamp === undefined ? '' : (decodeUtf8(parts.timestamp) ?? '').trim();
}
