import { fchmodSync, fstatSync, readSync, writeSync } from 'node:fs';

const NEWLINE = 0x0a;

/**
 * Adds a line to an open file by one write, so that the lines of several processes do not mix, and
 * narrows the file to its owner. Half a line, which a process that was killed may have left, is ended
 * first.
 *
 * @throws Error `ENOSPC` where a part was written only: half a line stays, which whoever comes next ends
 */
export function appendLine(descriptor: number, line: Uint8Array): void {
  const { size, mode } = fstatSync(descriptor);
  if ((mode & 0o077) !== 0) {
    fchmodSync(descriptor, 0o600);
  }
  const isTorn = size > 0 && byteAt(descriptor, size - 1) !== NEWLINE;
  writeWhole(descriptor, isTorn ? Buffer.concat([Buffer.of(NEWLINE), line]) : line);
}

function byteAt(descriptor: number, position: number): number | undefined {
  const byte = Buffer.alloc(1);
  return readSync(descriptor, byte, 0, 1, position) === 1 ? byte[0] : undefined;
}

/** A disk that is full takes a part. */
export function writeWhole(descriptor: number, bytes: Uint8Array): void {
  if (writeSync(descriptor, bytes) < bytes.length) {
    throw Object.assign(new Error('the disk is full'), { code: 'ENOSPC' });
  }
}
