import {
  closeSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import type { HistoryStore } from '../app/ports.js';
import { errnoOf } from '../core/error.js';
import { appendLine } from './append-line.js';
import { onFile } from './files.js';
import { findRegular } from './regular-file.js';

/** How much is kept. */
export interface HistoryLimits {
  /** Beyond that, the oldest files go, until so many bytes are left at most. */
  readonly maxBytes: number;
  /** In milliseconds; files whose last line is older go, and none is added to for longer than a share of it. */
  readonly maxAgeMs: number;
}

/** What it does not know by itself. */
export interface HistoryClock {
  readonly nowMs: () => number;
  /** From 0 up to 1, 1 excluded. */
  readonly random: () => number;
}

/** One of so many files goes at once. */
const FILES = 16;
const NEWLINE = 0x0a;
const CHUNK_BYTES = 64 * 1024;

/**
 * Calls in a folder, in files that are added to and never changed, so that several processes at once
 * lose nothing: the last file takes a line by one write, and once it is full the next one is begun.
 */
export function historyStore(
  folder: string,
  limits: HistoryLimits,
  { nowMs, random }: HistoryClock,
): HistoryStore {
  return {
    path: folder,
    append: (line) => {
      onFile('write', folder, () => {
        append(folder, Buffer.from(line), limits, nowMs());
      });
    },
    newestFirst: () => newestFirst(folder),
    clear: () => {
      onFile('write', folder, () => {
        for (const number of fileNumbers(folder)) {
          rmSync(fileOf(folder, number), { force: true });
        }
      });
    },
    newId: () => newId(random),
  };
}

/** 47 bits: among a million calls, two alike come once in four hundred histories. */
const ID_LENGTH = 10;
/** No letter that is easily taken for another, and no vowel, so that no id is a word. */
const ID_LETTERS = '23456789bcdfghjkmnpqrstvwxz';

/** Nobody gains anything by guessing one: it has to tell calls apart, and no more. */
function newId(random: () => number): string {
  let id = '';
  while (id.length < ID_LENGTH) {
    id += ID_LETTERS.charAt(Math.floor(random() * ID_LETTERS.length));
  }
  return id;
}

function append(folder: string, line: Uint8Array, limits: HistoryLimits, nowMs: number): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const last = fileNumbers(folder).at(-1);
  const full = { bytes: limits.maxBytes / FILES, beginMs: nowMs - limits.maxAgeMs / FILES };
  if (last === undefined || !addTo(fileOf(folder, last), line, full)) {
    addTo(fileOf(folder, (last ?? 0) + 1), line, undefined);
    removeOld(folder, limits, nowMs);
  }
}

/** When a file takes no more: at that size, or where its first line is from before that time. */
interface Full {
  readonly bytes: number;
  readonly beginMs: number;
}

/** Adds a line unless the file is full; whether it did. */
function addTo(path: string, line: Uint8Array, full: Full | undefined): boolean {
  findRegular(path);
  const descriptor = openSync(path, 'a+', 0o600);
  try {
    const { size, nlink } = fstatSync(descriptor);
    // Without a name, somebody has removed it since it was looked for.
    if (nlink === 0 || (full !== undefined && isFull(descriptor, size, full))) {
      return false;
    }
    appendLine(descriptor, line);
    return true;
  } finally {
    closeSync(descriptor);
  }
}

function isFull(descriptor: number, size: number, { bytes, beginMs }: Full): boolean {
  const head = Buffer.alloc(100);
  readSync(descriptor, head, 0, head.length, 0);
  const [, time = ''] = /"time":"([^"]+)"/.exec(head.toString('latin1')) ?? [];
  return size >= bytes || Date.parse(time) < beginMs;
}

function removeOld(folder: string, { maxBytes, maxAgeMs }: HistoryLimits, nowMs: number): void {
  let left = maxBytes;
  // The newest is never removed: it has just been begun.
  for (const number of fileNumbers(folder).toReversed().slice(1)) {
    const path = fileOf(folder, number);
    const found = lstatSync(path, { throwIfNoEntry: false });
    left -= found?.size ?? 0;
    if (left < 0 || (found !== undefined && nowMs - found.mtimeMs > maxAgeMs)) {
      rmSync(path, { force: true });
    }
  }
}

function* newestFirst(folder: string): Generator<Uint8Array> {
  for (const number of onFile('read', folder, () => fileNumbers(folder)).toReversed()) {
    yield* linesBackwards(fileOf(folder, number));
  }
}

/** The lines of a file from its end on, reading a piece at a time. */
function* linesBackwards(path: string): Generator<Uint8Array> {
  const descriptor = openIfThere(path);
  if (descriptor === undefined) {
    return;
  }
  try {
    let position = fstatSync(descriptor).size;
    let later: Uint8Array = new Uint8Array();
    while (position > 0) {
      const start = Math.max(0, position - CHUNK_BYTES);
      const piece = Buffer.alloc(position - start);
      readSync(descriptor, piece, 0, piece.length, start);
      position = start;
      const bytes = Buffer.concat([piece, later]);
      // What stands before the first line break may go on further to the front.
      const first = position === 0 ? -1 : bytes.indexOf(NEWLINE);
      if (position > 0 && first === -1) {
        later = bytes;
        continue;
      }
      yield* linesOf(bytes.subarray(first + 1));
      later = bytes.subarray(0, first + 1);
    }
  } finally {
    closeSync(descriptor);
  }
}

function* linesOf(bytes: Buffer): Generator<Uint8Array> {
  let end = bytes.length;
  while (end > 0) {
    const start = bytes.lastIndexOf(NEWLINE, end - 1);
    // `lastIndexOf` counts a negative offset from the end.
    const line = bytes.subarray(start + 1, end);
    if (line.length > 0) {
      yield line;
    }
    end = start;
  }
}

function openIfThere(path: string): number | undefined {
  return onFile('read', path, () => {
    try {
      findRegular(path);
      return openSync(path, 'r');
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') {
        return undefined;
      }
      throw error;
    }
  });
}

/** The numbers of the files that are there, ascending. */
function fileNumbers(folder: string): readonly number[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') {
      return [];
    }
    throw error;
  }
  return names
    .flatMap((name) => {
      const number = Number(/^calls-(\d{6,12})\.jsonl$/.exec(name)?.[1]);
      return Number.isNaN(number) ? [] : [number];
    })
    .toSorted((a, b) => a - b);
}

function fileOf(folder: string, number: number): string {
  return join(folder, `calls-${String(number).padStart(6, '0')}.jsonl`);
}
