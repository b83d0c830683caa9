import { equalDigests } from '../hmac.js';
import type { Scheme } from '../provider.js';
import { DIGEST_BYTES, type Construction } from './construction.js';
import { encodingVariants, SHORTEST, type EncodingVariant } from './axes/encoding.js';

/** A digest that the text of a signature can mean. */
export interface Reading {
  /** As it was given. */
  readonly signature: string;
  readonly digest: Uint8Array;
  /** How it is encoded; absent where that is as documented. */
  readonly encoding?: EncodingVariant;
}

/** Everything that a signature can mean; nothing where it is no encoded digest at all. */
export function readSignature(signature: string, scheme: Scheme): Reading[] {
  const bytes = Buffer.from(signature, scheme.encoding);
  const isDocumented = bytes.length >= SHORTEST && bytes.toString(scheme.encoding) === signature;
  const others = encodingVariants.flatMap((encoding) => {
    const digest = encoding.id === scheme.encoding ? undefined : encoding.decode(signature);
    return digest === undefined ? [] : [{ signature, digest, encoding }];
  });
  return [...(isDocumented ? [{ signature, digest: bytes }] : []), ...others];
}

/** Whether a construction's digest can be the one that was read, by its length. */
export function canBe(reading: Reading, { digest }: Construction, scheme: Scheme): boolean {
  const { length } = reading.digest;
  // Of a digest that was cut, the length says nothing: only the documented one is taken for it.
  return isPart(reading)
    ? digest === scheme.algorithm && length < DIGEST_BYTES[digest]
    : length === DIGEST_BYTES[digest];
}

/** Whether only a part of a digest was read, of whatever length. */
export function isPart({ encoding }: Reading): boolean {
  return encoding?.id === 'cut-short' || encoding?.id === CUT_AT_START;
}

const CUT_AT_START = 'cut-at-start';

/** Readings by bytes of their digests, for a quick look at each candidate. */
export interface Wanted {
  readonly byStart: ReadonlyMap<string, readonly Reading[]>;
  /** Those that lack their beginning. */
  readonly byEnd: ReadonlyMap<string, readonly Reading[]>;
}

/** Indexes readings by {@link startOf} or {@link endOf} their digests. */
export function indexReadings(readings: readonly Reading[]): Wanted {
  const byStart = new Map<string, Reading[]>();
  const byEnd = new Map<string, Reading[]>();
  for (const reading of readings) {
    const digest = Buffer.from(reading.digest).toString('latin1');
    const [index, key] = hasNoStart(reading) ? [byEnd, endOf(digest)] : [byStart, startOf(digest)];
    index.set(key, [...(index.get(key) ?? []), reading]);
  }
  return { byStart, byEnd };
}

function hasNoStart({ encoding }: Reading): boolean {
  return encoding?.id === CUT_AT_START;
}

/** The readings that a digest may be; each is to be confirmed by {@link isReadingOf}. */
export function lookUp({ byStart, byEnd }: Wanted, digest: string): readonly Reading[] {
  return [...(byStart.get(startOf(digest)) ?? []), ...(byEnd.get(endOf(digest)) ?? [])];
}

/** Whether a reading is of this digest, all of it or what was left of it. */
export function isReadingOf(reading: Reading, digest: string): boolean {
  const bytes = Buffer.from(digest, 'latin1');
  const { length } = reading.digest;
  if (!hasNoStart(reading)) {
    return equalDigests(bytes.subarray(0, length), reading.digest);
  }
  // Zeros that are missing at the start are another mistake, which has a record of its own.
  const lost = bytes.toString('hex').slice(0, -reading.signature.length);
  return equalDigests(bytes.subarray(-length), reading.digest) && /[^0]/.test(lost);
}

/** The part of a digest that is looked up, as a string of one character a byte. */
export function startOf(digest: string): string {
  return digest.slice(0, SHORTEST);
}

/** What is looked up of a digest whose beginning is not known. */
export function endOf(digest: string): string {
  return digest.slice(-SHORTEST);
}
