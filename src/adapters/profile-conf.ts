import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Conf from 'conf';
import { lock } from 'proper-lockfile';
import type { Profile, ProfileReader, ProfileSet, ProfileWriter } from '../app/ports.js';
import { decodeUtf8 } from '../core/bytes.js';
import type { Secret } from '../core/credential.js';
import { VkError } from '../core/error.js';
import { errnoOf, fileError } from './files.js';
import {
  PROFILE_FILE_NAME,
  PROFILE_FILE_VERSION,
  type StoredProfile,
  type StoredProfiles,
  type StoredSecret,
} from './profile-file.js';

/**
 * Writes profiles with conf, which replaces the file in one step. conf alone loses updates of two
 * processes at once, so reading, changing and writing happen inside a lock.
 */
export function profileConf(reader: ProfileReader): ProfileWriter {
  return {
    update: async (change) => {
      const folder = dirname(reader.path);
      makePrivateFolder(folder);
      const unlock = await lockFolder(folder);
      try {
        write(reader.path, change(reader.read()));
      } finally {
        await unlock();
      }
    },
  };
}

function makePrivateFolder(folder: string): void {
  try {
    // One that was there and is not named for vk is somebody's: its mode is not ours to change.
    const made = mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (made !== undefined || basename(folder) === 'vk') {
      chmodSync(folder, 0o700);
    }
  } catch (error) {
    throw fileError('write', folder, error);
  }
}

/** Waits for another vk that is writing, and for nothing else: any other fault is said at once. */
async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const lockfilePath = join(folder, 'profiles.lock');
  for (let attempt = 0; attempt < LOCK_ATTEMPTS; attempt += 1) {
    try {
      return await lock(folder, { lockfilePath });
    } catch (error) {
      if (errnoOf(error) !== 'ELOCKED') {
        throw fileError('write', folder, error);
      }
      await setTimeout(LOCK_WAIT_MS);
    }
  }
  throw new VkError(
    'file',
    `another vk is writing profiles in ${folder}`,
    `Try again; if none is running, remove ${lockfilePath}.`,
  );
}

const LOCK_ATTEMPTS = 300;
const LOCK_WAIT_MS = 50;

function write(path: string, set: ProfileSet): void {
  try {
    // Until the new file is in place, an old one that others can read stays readable.
    if (existsSync(path)) {
      chmodSync(path, 0o600);
    }
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
  } catch (error) {
    throw fileError('write', path, error);
  }
}

function toStored({ secret, webhookSecret, ...profile }: Profile): StoredProfile {
  return {
    ...profile,
    ...(secret && { secret: storeSecret(secret) }),
    ...(webhookSecret && { webhookSecret: storeSecret(webhookSecret) }),
  };
}

function storeSecret(secret: Secret): StoredSecret {
  const bytes = secret.reveal();
  const text = decodeUtf8(bytes);
  return text === undefined ? { base64: Buffer.from(bytes).toString('base64') } : { utf8: text };
}
