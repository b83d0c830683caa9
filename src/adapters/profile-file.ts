import { chmodSync, lstatSync, readFileSync, type Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ProfileReader, ProfileSet } from '../app/ports.js';
import { VkError } from '../core/error.js';
import { isRecord, parseJson } from '../core/parsed-json.js';
import { onFile } from './files.js';
import { fromStored, fromVersion1, type StoredProfile } from './stored-profile.js';

/** The version of the file's form that this vk writes. */
export const PROFILE_FILE_VERSION = 2;

/** The file's name without its ending, as conf wants it. */
export const PROFILE_FILE_NAME = 'profiles';

export interface StoredProfiles {
  version: number;
  current?: string;
  profiles: Record<string, StoredProfile>;
}

/** Whose file it has to be, and who hears of what was mended. */
export interface ProfileOwner {
  /** The user's number; undefined where the platform has none, and no modes either. */
  readonly uid: number | undefined;
  /** Hears, in a sentence, that something was readable by others. */
  readonly note: (text: string) => void;
}

/** Reads the profiles without conf, which would cost more than everything else `vk sign` does. */
export function profileFile(folder: string, owner: ProfileOwner): ProfileReader {
  const path = join(folder, `${PROFILE_FILE_NAME}.json`);
  return {
    path,
    read: () => read(path, owner),
    damage: () => {
      const bytes = readOwn(path, owner);
      return bytes && damageOf(parseJson(bytes));
    },
  };
}

function read(path: string, owner: ProfileOwner): ProfileSet {
  const bytes = readOwn(path, owner);
  if (bytes === undefined) {
    return { profiles: new Map() };
  }
  const data = parseJson(bytes);
  const damage = damageOf(data);
  if (damage !== undefined || !isRecord(data)) {
    throw refused(path, damage ?? '', BEGIN_ANEW);
  }
  return readSet(path, data);
}

/** The file's bytes; undefined where there is none. What is no file of this user's own is refused. */
function readOwn(path: string, owner: ProfileOwner): Uint8Array | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    return undefined;
  }
  // A link could lead the secret to a place that others read.
  if (found.isSymbolicLink()) {
    throw unsafe(path, 'is a symbolic link', 'Put the file itself there');
  }
  if (owner.uid !== undefined) {
    if (found.uid !== owner.uid) {
      throw unsafe(path, `belongs to another user (${found.uid})`, 'Make it your own with chown');
    }
    narrow(path, found, owner);
  }
  return onFile('read', path, () => readFileSync(path));
}

/** What others could read is for its owner only from now on; so is the folder, where it is vk's own. */
function narrow(path: string, { mode }: Stats, { note }: ProfileOwner): void {
  if ((mode & 0o077) !== 0) {
    narrowTo(path, 0o600, mode, note);
  }
  const folder = dirname(path);
  const found =
    basename(folder) === 'vk' ? lstatSync(folder, { throwIfNoEntry: false }) : undefined;
  if (found?.isDirectory() === true && (found.mode & 0o077) !== 0) {
    narrowTo(folder, 0o700, found.mode, note);
  }
}

function narrowTo(path: string, to: number, from: number, note: ProfileOwner['note']): void {
  onFile('write', path, () => {
    chmodSync(path, to);
  });
  note(
    `${path} could be read by others (mode ${octal(from)}), and is for you only now (${octal(to)})`,
  );
}

function octal(mode: number): string {
  return `0${(mode & 0o777).toString(8)}`;
}

/** Why nothing can be made of what is there; undefined where something can. */
function damageOf(data: unknown): string | undefined {
  if (data === undefined) {
    return 'it is not JSON';
  }
  return isRecord(data) ? undefined : 'it is not a JSON object';
}

function readSet(path: string, data: Readonly<Record<string, unknown>>): ProfileSet {
  const { version, current } = data;
  if (typeof version === 'number' && version > PROFILE_FILE_VERSION) {
    throw refused(path, `it was written by a newer vk (version ${version})`, 'Update vk.');
  }
  const profiles = ofThisVersion(version, data['profiles']);
  if (profiles === undefined || (current !== undefined && typeof current !== 'string')) {
    throw refused(path, 'it is not a file of profiles', MEND);
  }
  const entries = Object.entries(profiles).map(([name, stored]) => {
    const profile = fromStored(stored);
    if ('fault' in profile) {
      throw refused(path, `profile ${JSON.stringify(name)} ${profile.fault}`, MEND);
    }
    return [name, profile] as const;
  });
  return { ...(current !== undefined && { current }), profiles: new Map(entries) };
}

function ofThisVersion(
  version: unknown,
  profiles: unknown,
): Readonly<Record<string, unknown>> | undefined {
  if (!isRecord(profiles)) {
    return undefined;
  }
  if (version === 1) {
    return fromVersion1(profiles);
  }
  return version === PROFILE_FILE_VERSION ? profiles : undefined;
}

const MEND = 'Mend it, or move it away.';
const BEGIN_ANEW = 'Mend it; or vk profile add puts it aside and begins a new one.';

function refused(path: string, why: string, remedy: string): VkError {
  return new VkError(
    'profile-file',
    `${path} cannot be used: ${why}`,
    `${remedy} It was left as it is.`,
  );
}

function unsafe(path: string, why: string, remedy: string): VkError {
  return new VkError(
    'unsafe-file',
    `${path} ${why}`,
    `${remedy}, or set VK_CONFIG_DIR to another folder.`,
  );
}
