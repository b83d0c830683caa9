import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { errnoOf } from '../core/error.js';
import { membersOf, parseJson } from '../core/parsed-json.js';
import { isRunning, thisProcess, type ProcessId } from './processes.js';

/** A lock that was taken, or who has it: undefined where its file was not written by us. */
export type LockAttempt = HeldLock | { readonly holder?: ProcessId };

export interface HeldLock {
  /** Whether it is still this process's: what to look at before what it protects is written. */
  readonly isHeld: () => boolean;
  readonly release: () => void;
}

/**
 * Takes the lock that a file of this name stands for. The file says who made it, so that one whose
 * process was killed counts for nothing at once. Whoever starts at the very moment at which another
 * removes such a file may take the lock from it; who holds it then is for the journal to notice.
 */
export function takeLock(path: string): LockAttempt {
  const own = JSON.stringify({ ...thisProcess(), id: randomUUID() });
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    if (putLock(path, own)) {
      return {
        isHeld: () => readText(path) === own,
        release: () => {
          release(path, own);
        },
      };
    }
    const held = readText(path);
    // It was given back since, and what is there by now may be another's: not to be moved.
    if (held === undefined) {
      continue;
    }
    const holder = parseHolder(held);
    if (held !== '' && (holder === undefined || isRunning(holder))) {
      return { ...(holder !== undefined && { holder }) };
    }
    removeStale(path, held);
  }
  return {};
}

/** Each failed one has met another process that took the lock or gave it back. */
const MOST_ATTEMPTS = 100;

/** Puts the file in place with all that it says; false where there is one. */
function putLock(path: string, own: string): boolean {
  const temporary = newName(path);
  try {
    writeFileSync(temporary, own, { flag: 'wx', mode: 0o600 });
    linkSync(temporary, path);
    return true;
  } catch (error) {
    return errnoOf(error) === 'EEXIST' ? false : putLockWithoutLink(path, own);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Not every file system has hard links: there, the file is empty for a moment. */
function putLockWithoutLink(path: string, own: string): boolean {
  try {
    writeFileSync(path, own, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

function parseHolder(text: string): ProcessId | undefined {
  const { pid, started } = membersOf(parseJson(text));
  return typeof pid === 'number' && Number.isSafeInteger(pid) && pid > 0
    ? { pid, started: typeof started === 'string' ? started : undefined }
    : undefined;
}

/** Moves it aside first: what is there by now may be another's, and then it goes back. */
function removeStale(path: string, held: string): void {
  const aside = newName(path);
  try {
    renameSync(path, aside);
    if (readText(aside) !== held) {
      linkSync(aside, path);
    }
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(errnoOf(error))) {
      throw error;
    }
  } finally {
    rmSync(aside, { force: true });
  }
}

function release(path: string, own: string): void {
  try {
    if (readText(path) === own) {
      rmSync(path, { force: true });
    }
  } catch {
    // It counts for nothing once this process has ended.
  }
}

function newName(path: string): string {
  return `${path}.${randomUUID()}.tmp`;
}
