import { utf8 } from '../../bytes.js';
import { instant, writerLike } from '../instant.js';
import type { Made, Subject, Variant } from '../variant.js';

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
    remedy: {
      any: 'Read the clock once and use that value for both the signature and the header.',
      javascript: 'const timestamp = new Date().toISOString() // once',
    },
    make: anotherMillisecond,
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
