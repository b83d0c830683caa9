import { utf8 } from '../bytes.js';
import type { Layout, Piece } from './layout.js';

/** The bytes at hand of everything that a layout can mention. */
export type Values = Record<Piece, Uint8Array>;

/** A layout with its separator and end as bytes. */
export interface Frame {
  readonly layout: Layout;
  readonly separator: Uint8Array;
  readonly end: Uint8Array;
}

const frames = new WeakMap<Layout, Frame>();

/** The frame of a layout, made once. */
export function frameOf(layout: Layout): Frame {
  const present = frames.get(layout);
  if (present !== undefined) {
    return present;
  }
  const frame = { layout, separator: utf8(layout.separator), end: utf8(layout.end) };
  frames.set(layout, frame);
  return frame;
}

/** How long the message at hand is. */
export function sizeOf({ layout: { pieces }, separator, end }: Frame, values: Values): number {
  let size = separator.length * (pieces.length - 1) + end.length;
  for (const piece of pieces) {
    size += values[piece].length;
  }
  return size;
}

/** Writes the message at hand; returns where it ends. */
export function write(frame: Frame, values: Values, buffer: Uint8Array, start: number): number {
  const { layout, separator, end } = frame;
  let at = start;
  for (let index = 0; index < layout.pieces.length; index += 1) {
    if (index > 0 && separator.length > 0) {
      buffer.set(separator, at);
      at += separator.length;
    }
    const bytes = values[layout.pieces[index] ?? 'body'];
    buffer.set(bytes, at);
    at += bytes.length;
  }
  if (end.length > 0) {
    buffer.set(end, at);
    at += end.length;
  }
  return at;
}
