import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Conf from 'conf';
import type { ProfileReader, ProfileSet, ProfileWriter, Updated } from '../app/ports.js';
import { VkError } from '../core/error.js';
import { onFile } from './files.js';
import { PROFILE_FILE_NAME, PROFILE_FILE_VERSION, type StoredProfiles } from './profile-file.js';
import { takeLock } from './state-lock.js';
import { toStored } from './stored-profile.js';

/**
 * Writes profiles with conf, which replaces the file in one step. conf alone loses updates of two
 * processes at once, so reading, changing and writing happen inside a lock.
 */
export function profileConf(reader: ProfileReader): ProfileWriter {
  const folder = dirname(reader.path);
  return {
    update: async (change, { mayBegin = false } = {}) => {
      makePrivateFolder(folder);
      for (let attempt = 0; attempt < UPDATE_ATTEMPTS; attempt += 1) {
        const updated = await updateOnce(reader, folder, change, mayBegin);
        if (updated !== undefined) {
          return updated;
        }
      }
      throw new VkError(
        'file',
        `the lock of ${folder} was taken away again and again`,
        'Nothing was written. Find out what else changes that folder, and try again.',
      );
    },
  };
}

const UPDATE_ATTEMPTS = 10;

/** Undefined where the lock was lost meanwhile: what was read may be old then, and nothing is written. */
async function updateOnce(
  reader: ProfileReader,
  folder: string,
  change: (present: ProfileSet) => ProfileSet,
  mayBegin: boolean,
): Promise<Updated | undefined> {
  const lock = await lockFolder(folder);
  try {
    removeLeftovers(folder);
    const aside = mayBegin ? putAside(reader) : undefined;
    const set = change(reader.read());
    if (!lock.isHeld()) {
      return undefined;
    }
    write(reader.path, set);
    return { ...(aside !== undefined && { aside }) };
  } finally {
    lock.release();
  }
}

function makePrivateFolder(folder: string): void {
  onFile('write', folder, () => {
    // One that was there and is not named for vk is somebody's: its mode is not ours to change.
    const made = mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (made !== undefined || basename(folder) === 'vk') {
      chmodSync(folder, 0o700);
    }
  });
}

interface FolderLock {
  readonly isHeld: () => boolean;
  readonly release: () => void;
}

/** Waits for another vk that is writing; one that was killed counts for nothing. */
async function lockFolder(folder: string): Promise<FolderLock> {
  const path = join(folder, 'profiles.lock');
  for (let attempt = 0; attempt < LOCK_ATTEMPTS; attempt += 1) {
    const taken = tryLock(path, folder);
    if (taken !== undefined) {
      return taken;
    }
    await setTimeout(LOCK_WAIT_MS);
  }
  throw new VkError(
    'file',
    `another vk is writing profiles in ${folder}`,
    `Try again; if none is running, remove ${path}.`,
  );
}

const LOCK_ATTEMPTS = 6000;
const LOCK_WAIT_MS = 10;

function tryLock(path: string, folder: string): FolderLock | undefined {
  const attempt = onFile('write', folder, () => takeLock(path));
  return 'release' in attempt ? attempt : undefined;
}

/** What processes that were killed in the middle of writing have left: it holds secrets. */
function removeLeftovers(folder: string): void {
  onFile('write', folder, () => {
    for (const entry of readdirSync(folder)) {
      if (/^profiles\.json\.tmp-[\da-f]+$/.test(entry)) {
        rmSync(join(folder, entry), { force: true });
      }
    }
  });
}

/** Moves a file away that nothing can be made of; gives back where it is. */
function putAside({ path, damage }: ProfileReader): string | undefined {
  if (damage() === undefined) {
    return undefined;
  }
  const aside = freeName(`${path}.damaged`);
  onFile('write', path, () => {
    renameSync(path, aside);
  });
  return aside;
}

function freeName(path: string): string {
  let name = path;
  for (let number = 2; existsSync(name); number += 1) {
    name = `${path}-${number}`;
  }
  return name;
}

function write(path: string, set: ProfileSet): void {
  onFile('write', path, () => {
    const conf = new Conf<StoredProfiles>({
      cwd: dirname(path),
      configName: PROFILE_FILE_NAME,
      configFileMode: 0o600,
      accessPropertiesByDotNotation: false,
      clearInvalidConfig: false,
    });
    conf.store = {
      version: PROFILE_FILE_VERSION,
      ...(set.current !== undefined && { current: set.current }),
      profiles: Object.fromEntries([...set.profiles].map(([name, p]) => [name, toStored(p)])),
    };
    writeIndex(path, set);
  });
}

/**
 * For the shells, which complete names without starting vk: name, provider, and `*` at the current profile,
 * with tabs between them, a profile a line. Nothing of it is secret.
 */
function writeIndex(path: string, { current, profiles }: ProfileSet): void {
  const index = join(dirname(path), 'profile-index');
  const temporary = `${index}.tmp`;
  const lines = [...profiles].map(
    ([name, { provider }]) => `${name}\t${provider}${name === current ? '\t*' : ''}\n`,
  );
  writeFileSync(temporary, lines.join(''), { mode: 0o600 });
  renameSync(temporary, index);
}
