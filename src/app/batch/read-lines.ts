import { decodeUtf8 } from '../../core/bytes.js';
import type { ByteSource } from '../ports.js';

/** A longer line is no call: it is passed over. */
const LONGEST_LINE = 32 * 1024 * 1024;
const CHUNK = 64 * 1024;
const LINE_FEED = 0x0a;

/** A line that is not blank. */
export interface RawLine {
  /** From 1 on, blank lines counted. */
  readonly line: number;
  /** From 1 on, blank lines not counted. */
  readonly call: number;
  /** Without its line break; undefined where it is no UTF-8, or too long. */
  readonly text: string | undefined;
}

export interface LineReader {
  /** Undefined at the end, and after a stop. Several may wait for their lines at once. */
  readonly next: () => Promise<RawLine | undefined>;
  /** Where the last line that was given ends. */
  readonly bytesRead: () => number;
}

/**
 * Reads a file line by line, and holds no more of it than a line and a piece. Blank lines, a byte
 * order mark and the CR of a line break are left out.
 *
 * @param isStopped whether somebody has had enough: a line that has not come whole is then left out
 */
export function openLines(
  source: ByteSource,
  isStopped: () => boolean,
  longestLine = LONGEST_LINE,
): LineReader {
  let bytesRead = 0;

  async function* lines(): AsyncGenerator<RawLine, undefined> {
    const piece = Buffer.alloc(CHUNK);
    /** Pieces of a line that has not ended yet. */
    let begun: Uint8Array[] = [];
    let begunBytes = 0;
    let line = 0;
    let call = 0;

    function take(rest: Uint8Array): RawLine | undefined {
      const isTooLong = begunBytes + rest.length > longestLine;
      const bytes = begun.length === 0 ? rest : Buffer.concat([...begun, rest]);
      begun = [];
      bytesRead += begunBytes + rest.length + 1;
      begunBytes = 0;
      line += 1;
      const text = isTooLong ? undefined : textOf(bytes, line === 1);
      if (text === '') {
        return undefined;
      }
      call += 1;
      return { line, call, text };
    }

    for (;;) {
      const count = await source.read(piece);
      if (count === 0 || isStopped()) {
        break;
      }
      const filled = piece.subarray(0, count);
      let start = 0;
      for (let end = filled.indexOf(LINE_FEED); end !== -1;) {
        const found = take(filled.subarray(start, end));
        start = end + 1;
        if (found !== undefined) {
          yield found;
        }
        end = filled.indexOf(LINE_FEED, start);
      }
      if (begunBytes <= longestLine) {
        begun.push(Uint8Array.from(filled.subarray(start)));
      }
      begunBytes += count - start;
    }
    const last = begunBytes === 0 || isStopped() ? undefined : take(new Uint8Array());
    if (last !== undefined) {
      yield last;
    }
    return undefined;
  }

  const all = lines();
  return { next: async () => (await all.next()).value, bytesRead: () => bytesRead };
}

/** Undefined where it is no UTF-8. A byte order mark may stand before the first line. */
function textOf(bytes: Uint8Array, isFirst: boolean): string | undefined {
  const text = decodeUtf8(bytes);
  return text === undefined ? undefined : withoutSpace(text, isFirst && text.startsWith('\ufeff'));
}

/** White space of JSON alone: another kind is no blank line, but a mistake. */
function withoutSpace(text: string, hasMark: boolean): string {
  let start = hasMark ? 1 : 0;
  let end = text.length;
  while (start < end && SPACE.includes(text.charAt(start))) {
    start += 1;
  }
  while (end > start && SPACE.includes(text.charAt(end - 1))) {
    end -= 1;
  }
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

const SPACE = ' \t\r';
