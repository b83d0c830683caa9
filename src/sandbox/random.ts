import { createHash } from 'node:crypto';

/** The next number of a stream, from 0 up to but without 1. */
export type Draw = (stream: string) => number;

/**
 * Numbers that look random and come again with the same seed. Each stream has numbers of its own, so
 * that drawing from one does not move another.
 *
 * @param scope keeps what is drawn side by side apart, such as the id of a provider
 */
export function seededDraw(seed: number, scope: string): Draw {
  const streams = new Map<string, () => number>();
  return (name) => {
    const stream = streams.get(name) ?? mulberry32(startOf(`${seed} ${scope} ${name}`));
    streams.set(name, stream);
    return stream();
  };
}

/** 32 bits that differ wherever the text does: neighbouring seeds of mulberry32 resemble each other. */
function startOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32LE(0);
}

/** Tommy Ettinger's mulberry32, in the public domain: 2^32 numbers, then the same again. */
export function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
