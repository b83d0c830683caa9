import { openSha256 } from '../../core/hmac.js';
import type { ByteSource } from '../ports.js';

/** What a file is known by when a batch goes on. */
export interface Fingerprint {
  readonly bytes: number;
  /** In hex. */
  readonly sha256: string;
  /** Lines with anything in them but a line break. */
  readonly lines: number;
}

const PIECE = 256 * 1024;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Reads a file to its end, and closes it. @throws VkError `file` */
export async function fingerprint(source: ByteSource): Promise<Fingerprint> {
  const piece = Buffer.alloc(PIECE);
  const hash = openSha256();
  let bytes = 0;
  let lines = 0;
  let isEmpty = true;
  try {
    for (let count = await source.read(piece); count > 0; count = await source.read(piece)) {
      const filled = piece.subarray(0, count);
      hash.add(filled);
      bytes += count;
      let start = 0;
      for (let end = filled.indexOf(LINE_FEED); end !== -1;) {
        lines += isEmpty && isBlank(filled, start, end) ? 0 : 1;
        isEmpty = true;
        start = end + 1;
        end = filled.indexOf(LINE_FEED, start);
      }
      isEmpty &&= isBlank(filled, start, count);
    }
  } finally {
    await source.close();
  }
  return { bytes, sha256: hash.hex(), lines: lines + (isEmpty ? 0 : 1) };
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  return end === start || (end === start + 1 && bytes[start] === CARRIAGE_RETURN);
}
