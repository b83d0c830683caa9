import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { DeliveryStore } from '../app/ports.js';
import { appendLine, writeWhole } from './append-line.js';
import { onFile } from './files.js';
import { findRegular } from './regular-file.js';
import { takeLock } from './state-lock.js';

/** Beyond that, the older half is dropped. */
const LARGEST_BYTES = 20 * 1024 * 1024;
const NEWLINE = 0x0a;

/**
 * Received webhooks in one file, a line each, for its owner only. A line is added by one write, so
 * that the lines of several processes do not mix.
 *
 * @param largestBytes how large the file may become, but for a last line that is larger itself
 */
export function deliveryStore(path: string, largestBytes = LARGEST_BYTES): DeliveryStore {
  return {
    path,
    read: () => readWhole(path),
    append: (line) => {
      onFile('write', path, () => {
        append(path, Buffer.from(line), largestBytes);
      });
    },
    newId: () => `wh_${randomBytes(6).toString('hex').slice(0, ID_LENGTH)}`,
  };
}

/** 40 bits: with the tens of thousands of webhooks that fit, two alike come once in a thousand files. */
const ID_LENGTH = 10;

function readWhole(path: string): Uint8Array {
  return onFile('read', path, () =>
    findRegular(path) === undefined ? new Uint8Array() : readFileSync(path),
  );
}

function append(path: string, line: Uint8Array, largestBytes: number): void {
  if (findRegular(path) === undefined) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  }
  let size = 0;
  // Where another process has just put a shorter file in its place, the line goes into that.
  for (let attempt = 0; attempt < MOST_ATTEMPTS && size === 0; attempt += 1) {
    size = appendOnce(path, line);
  }
  if (size > largestBytes) {
    tryToShorten(path, largestBytes / 2);
  }
}

const MOST_ATTEMPTS = 100;

/** The size of the file with the line; 0 where that file is not the one of this name any more. */
function appendOnce(path: string, line: Uint8Array): number {
  const descriptor = openSync(path, 'a+', 0o600);
  try {
    appendLine(descriptor, line);
    const after = fstatSync(descriptor);
    return after.nlink === 0 ? 0 : after.size;
  } finally {
    closeSync(descriptor);
  }
}

/** The line is recorded already: where shortening fails, the file is longer for a while. */
function tryToShorten(path: string, keptBytes: number): void {
  const lock = takeLock(`${path}.lock`);
  if ('release' in lock) {
    try {
      dropOlderHalf(path, keptBytes);
    } catch {
      // The next line tries again.
    } finally {
      lock.release();
    }
  }
}

/**
 * Puts a file with the newer lines in place. Others may add lines meanwhile: what they added to the
 * old file before its name was gone is added to the new one, and what they add later they see for
 * themselves. A line may so be there twice, and never be lost.
 */
function dropOlderHalf(path: string, keptBytes: number): void {
  const temporary = `${path}.tmp`;
  let old: number | undefined;
  try {
    rmSync(temporary, { force: true });
    old = openSync(path, 'r');
    const read = readFileSync(old);
    // What follows the last line break may be a line that is being written.
    const before = read.subarray(0, read.lastIndexOf(NEWLINE) + 1);
    const kept = openSync(
      temporary,
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL,
      0o600,
    );
    try {
      writeWhole(kept, newerLines(before, keptBytes));
    } finally {
      closeSync(kept);
    }
    renameSync(temporary, path);
    const late = readFrom(old, before.length);
    if (late.length > 0) {
      appendOnce(path, late);
    }
  } finally {
    if (old !== undefined) {
      closeSync(old);
    }
    rmSync(temporary, { force: true });
  }
}

/** The last lines that are no more than so many bytes together; the last one at least. */
function newerLines(bytes: Buffer, keptBytes: number): Uint8Array {
  const lastStart = bytes.lastIndexOf(NEWLINE, bytes.length - 2) + 1;
  const wanted = bytes.indexOf(NEWLINE, Math.max(0, bytes.length - keptBytes - 1)) + 1;
  return bytes.subarray(Math.min(wanted, lastStart));
}

function readFrom(descriptor: number, position: number): Uint8Array {
  const bytes = Buffer.alloc(Math.max(0, fstatSync(descriptor).size - position));
  return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, position));
}
