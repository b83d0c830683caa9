import {
  appendFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { errnoOf, VkError } from '../core/error.js';

/** The bytes of a file that the user named. @throws VkError `file` */
export function readFile(path: string): Uint8Array {
  return onFile('read', path, () => readFileSync(path));
}

/** The bytes of a file that may not exist. @throws VkError `file` where it exists and is unreadable */
export function readFileIfPresent(path: string): Uint8Array | undefined {
  // Asking first is much cheaper than an exception, and most of the time there is no file.
  return onFile('read', path, () => (existsSync(path) ? readFileSync(path) : undefined));
}

/**
 * Whether a regular file is there that this user, or root, has put there: in a shared folder, another
 * user could leave one for us to find.
 */
export function isOwnFile(path: string, uid: number | undefined): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true && (uid === undefined || found.uid === uid || found.uid === 0);
}

/**
 * Puts a file in place in one step: a reader sees the old one, none, or all of the new one. A device or a
 * pipe is written to: nothing may take the place of /dev/null.
 *
 * @throws VkError `file`
 */
export function writeFile(path: string, bytes: Uint8Array): void {
  onFile('write', path, () => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined || found.isFile()) {
      replaceFile(path, bytes);
    } else {
      writeFileSync(path, bytes);
    }
  });
}

/**
 * Puts a file in place in one step, and leaves nothing beside it where that fails.
 *
 * @param mode of the new file, narrowed by the umask
 * @throws Error of the system, which {@link onFile} puts into words
 */
export function replaceFile(path: string, bytes: Uint8Array, mode = 0o600): void {
  const temporary = `${path}.${globalThis.crypto.randomUUID()}.tmp`;
  try {
    writeFileSync(temporary, bytes, { mode });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Adds to the end of a file. @throws VkError `file` */
export function appendFile(path: string, bytes: Uint8Array): void {
  onFile('write', path, () => {
    appendFileSync(path, bytes, { mode: 0o600 });
  });
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'permission is denied',
  EEXIST: 'there is a file in its place',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of the path is not a directory',
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
};

/** Acts on a file, and tells of what the system says against it. @throws VkError `file`, or what the action throws */
export function onFile<T>(verb: 'read' | 'write', path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof VkError ? error : fileError(verb, path, error);
  }
}

export function fileError(verb: 'read' | 'write', path: string, error: unknown): VkError {
  const code = errnoOf(error);
  return new VkError(
    'file',
    `cannot ${verb} ${path}: ${REASONS[code] ?? code}`,
    'Check the path and its permissions.',
    { cause: error },
  );
}
