import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import type { StateFile, StatePort } from '../app/ports.js';
import { VkError } from '../core/error.js';
import { fileError, onFile } from './files.js';
import { findRegular } from './regular-file.js';
import { takeLock } from './state-lock.js';

/** Below this, a file is never worth writing anew. */
const LARGE_BYTES = 8 * 1024 * 1024;
/** How many times as large as after the last writing anew. */
const GROWTH = 4;
const PIECE_BYTES = 256 * 1024;
const ANOTHER_FOLDER = 'Move it away, or choose another folder.';

/** Journals of the sandbox, a file `NAME.jsonl` each, which one process at a time has. */
export const stateFile: StatePort = {
  open: (folder, name) => {
    const place = resolve(folder);
    const path = join(place, `${name}.jsonl`);
    return onFile('write', place, () => {
      // A folder that was there is somebody's: its mode is not ours to change.
      mkdirSync(place, { recursive: true, mode: 0o700 });
      const release = lock(path, join(place, `${name}.lock`));
      try {
        removeLeftovers(place, name);
        findRegular(path, ANOTHER_FOLDER);
      } catch (error) {
        release();
        throw error;
      }
      return openJournal(path, release);
    });
  },
};

function lock(path: string, lockPath: string): () => void {
  const attempt = takeLock(lockPath);
  if ('release' in attempt) {
    return attempt.release;
  }
  if (attempt.holder === undefined) {
    throw new VkError('state-file', `${lockPath} is no lock of a sandbox`, ANOTHER_FOLDER);
  }
  throw new VkError(
    'state-file',
    `another sandbox keeps its state in ${path}: process ${attempt.holder.pid}`,
    'End it, or choose another folder.',
  );
}

/** What processes that were killed have left half-written. */
function removeLeftovers(folder: string, name: string): void {
  for (const entry of readdirSync(folder)) {
    if (entry.startsWith(`${name}.`) && /\.[\da-f-]{36}\.tmp$/.test(entry)) {
      rmSync(join(folder, entry), { force: true });
    }
  }
}

/** A journal at a path that is locked for this process. */
export function openJournal(path: string, release: () => void): StateFile {
  let descriptor: number | undefined;
  /** Of the open file, in bytes: its size, and that of its first writing. */
  let size = 0;
  let firstSize = 0;

  function append(text: string): void {
    if (descriptor === undefined) {
      throw new Error('a journal has to be written before anything is added to it');
    }
    refuseIfGone(descriptor, path);
    const bytes = Buffer.from(text);
    try {
      writeAll(descriptor, bytes);
    } catch (error) {
      cutOff(descriptor, size);
      throw fileError('write', path, error);
    }
    size += bytes.length;
  }

  function rewrite(pieces: Iterable<string>): void {
    if (descriptor !== undefined) {
      refuseIfGone(descriptor, path);
    }
    const next = replace(path, pieces);
    close();
    descriptor = next;
    size = fstatSync(next).size;
    firstSize = size;
  }

  function close(): void {
    if (descriptor !== undefined) {
      closeSync(descriptor);
      descriptor = undefined;
    }
  }

  return {
    path,
    read: () => readWhole(path),
    append,
    rewrite,
    isWorthRewriting: () => size > LARGE_BYTES && size > GROWTH * firstSize,
    close: () => {
      close();
      release();
    },
  };
}

function readWhole(path: string): Uint8Array {
  return onFile('read', path, () =>
    lstatSync(path, { throwIfNoEntry: false }) === undefined
      ? new Uint8Array()
      : readFileSync(path),
  );
}

/** A file that nobody sees until it is whole, and on the disk: gives its open descriptor. */
function replace(path: string, pieces: Iterable<string>): number {
  const temporary = `${path}.${randomUUID()}.tmp`;
  let descriptor: number | undefined;
  try {
    descriptor = openSync(temporary, 'ax', 0o600);
    for (const piece of gather(pieces)) {
      writeAll(descriptor, Buffer.from(piece));
    }
    fsyncSync(descriptor);
    renameSync(temporary, path);
    return descriptor;
  } catch (error) {
    if (descriptor !== undefined) {
      closeSync(descriptor);
    }
    rmSync(temporary, { force: true });
    throw fileError('write', path, error);
  }
}

/** The same text in pieces that are worth a write. */
function* gather(pieces: Iterable<string>): Generator<string> {
  let gathered = '';
  for (const piece of pieces) {
    gathered += piece;
    if (gathered.length > PIECE_BYTES) {
      yield gathered;
      gathered = '';
    }
  }
  yield gathered;
}

/** A disk that is nearly full takes a part of what is written. */
function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(descriptor, bytes, done);
  }
}

function cutOff(descriptor: number, size: number): void {
  try {
    ftruncateSync(descriptor, size);
  } catch {
    // Its reader leaves out a last line that is torn.
  }
}

/** Whoever else has the folder, in another container for instance, has put a file of its own there. */
function refuseIfGone(descriptor: number, path: string): void {
  if (fstatSync(descriptor).nlink === 0) {
    throw new VkError(
      'state-file',
      `${path} was removed, or replaced by another process`,
      'Give each sandbox a folder of its own.',
    );
  }
}
