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
  return reading.encoding?.id === 'cut-short'
    ? digest === scheme.algorithm && length < DIGEST_BYTES[digest]
    : length === DIGEST_BYTES[digest];
}

/** Readings by the first bytes of their digests, for a quick look at each candidate. */
export type Wanted = ReadonlyMap<string, readonly Reading[]>;

/** Indexes readings by {@link startOf} their digests. */
export function indexReadings(readings: readonly Reading[]): Wanted {
  const index = new Map<string, Reading[]>();
  for (const reading of readings) {
    const start = startOf(Buffer.from(reading.digest).toString('latin1'));
    index.set(start, [...(index.get(start) ?? []), reading]);
  }
  return index;
}

/** The part of a digest that is looked up, as a string of one character a byte. */
export function startOf(digest: string): string {
  return digest.slice(0, SHORTEST);
}
