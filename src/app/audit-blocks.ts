import type { ByteSource } from './ports.js';

/** A line that is longer is no delivery: it is passed over. */
const LONGEST_LINE = 32 * 1024 * 1024;
const BLOCK = 1024 * 1024;

/** Room for a block; it grows with the longest line that it has had. */
export interface BlockRoom {
  bytes: Uint8Array<SharedArrayBuffer>;
}

export function newRoom(size = BLOCK): BlockRoom {
  return { bytes: new Uint8Array(new SharedArrayBuffer(size)) };
}

/** Whole lines, as a view of the room that they were read into, or a line that is passed over. */
export type LogPiece =
  | { readonly kind: 'lines'; readonly bytes: Uint8Array<SharedArrayBuffer> }
  | { readonly kind: 'too-long' };

export interface BlockReader {
  /** Reads the next lines; undefined at the end. What the room held before is lost. */
  readonly next: (room: BlockRoom) => Promise<LogPiece | undefined>;
  /** How many bytes were read by now. */
  readonly bytesRead: () => number;
}

/**
 * Cuts a log into blocks of whole lines without looking at anything but line feeds. Each room is
 * filled as far as the lines go, however the bytes come in, so that blocks depend on the log alone.
 *
 * @param isStopped whether somebody has had enough: a line that has not come whole is then left out
 */
export function openBlocks(
  source: ByteSource,
  isStopped: () => boolean,
  longestLine = LONGEST_LINE,
): BlockReader {
  let rest = new Uint8Array();
  let read = 0;
  let hasEnded = false;

  async function fill(into: Uint8Array): Promise<number> {
    const count = hasEnded ? 0 : await source.read(into);
    hasEnded ||= count === 0;
    read += count;
    return count;
  }

  /** Passes over the rest of a line; what follows it is kept. */
  async function skipLine(room: BlockRoom): Promise<LogPiece> {
    rest = new Uint8Array();
    for (let found = -1; found === -1 && !hasEnded;) {
      const count = await fill(room.bytes);
      found = room.bytes.subarray(0, count).indexOf(LINE_FEED);
      rest = found === -1 ? rest : room.bytes.slice(found + 1, count);
    }
    return { kind: 'too-long' };
  }

  return {
    bytesRead: () => read,
    next: async (room) => {
      while (rest.length > room.bytes.length) {
        grow(room, 0, longestLine);
      }
      room.bytes.set(rest);
      let end = rest.length;
      let count = Number.NaN;
      while (count !== 0) {
        if (end === room.bytes.length && room.bytes.lastIndexOf(LINE_FEED) === -1) {
          if (end >= longestLine) {
            return await skipLine(room);
          }
          grow(room, end, longestLine);
        }
        count = end === room.bytes.length ? 0 : await fill(room.bytes.subarray(end));
        end += count;
      }
      const lines =
        hasEnded && !isStopped() ? end : room.bytes.subarray(0, end).lastIndexOf(LINE_FEED) + 1;
      rest = room.bytes.slice(lines, end);
      return lines === 0 ? undefined : { kind: 'lines', bytes: room.bytes.subarray(0, lines) };
    },
  };
}

const LINE_FEED = 0x0a;

function grow(room: BlockRoom, used: number, most: number): void {
  const grown = newRoom(Math.min(Math.max(2 * room.bytes.length, 1), most));
  grown.bytes.set(room.bytes.subarray(0, used));
  room.bytes = grown.bytes;
}
