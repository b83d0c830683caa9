import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { Profile, ProfileReader, ProfileSet } from '../app/ports.js';
import { decodeUtf8 } from '../core/bytes.js';
import { Secret } from '../core/credential.js';
import { VkError } from '../core/error.js';
import { readFileIfPresent } from './files.js';

/** The version of the file's form that this vk writes. */
export const PROFILE_FILE_VERSION = 1;

/** The file's name without its ending, as conf wants it. */
export const PROFILE_FILE_NAME = 'profiles';

/** How a profile is written. */
export interface StoredProfile {
  provider: string;
  apiKey?: string;
  code?: string;
  email?: string;
  dialect?: string;
  baseUrl?: string;
  mode?: string;
  secret?: StoredSecret;
  webhookSecret?: StoredSecret;
}

/** As text where the bytes are UTF-8, so that a person can compare it; as base64 otherwise. */
export type StoredSecret = { utf8: string } | { base64: string };

export interface StoredProfiles {
  version: number;
  current?: string;
  profiles: Record<string, StoredProfile>;
}

/** Reads the profiles without conf, which would cost more than everything else `vk sign` does. */
export function profileFile(folder: string): ProfileReader {
  const path = join(folder, `${PROFILE_FILE_NAME}.json`);
  return { path, read: () => read(path) };
}

function read(path: string): ProfileSet {
  refuseSymlink(path);
  const bytes = readFileIfPresent(path);
  if (bytes === undefined) {
    return { profiles: new Map() };
  }
  const data = parse(path, bytes);
  const { version, current, profiles } = data;
  if (typeof version === 'number' && version > PROFILE_FILE_VERSION) {
    throw damaged(path, `it was written by a newer vk (version ${version})`, 'Update vk.');
  }
  if (version !== PROFILE_FILE_VERSION || !isRecord(profiles) || !isTextOrAbsent(current)) {
    throw damaged(path, 'it is not a file of profiles');
  }
  const entries = Object.entries(profiles).map(
    ([name, stored]) => [name, readProfile(path, name, stored)] as const,
  );
  return {
    ...(typeof current === 'string' && { current }),
    profiles: new Map(entries),
  };
}

/** A link could lead the secret to a place that others read. */
function refuseSymlink(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true) {
    throw new VkError(
      'unsafe-file',
      `${path} is a symbolic link`,
      'Put the file itself there, or set VK_CONFIG_DIR to the folder that holds it.',
    );
  }
}

function parse(path: string, bytes: Uint8Array): Readonly<Record<string, unknown>> {
  let data: unknown;
  try {
    data = JSON.parse(decodeUtf8(bytes) ?? '');
  } catch {
    throw damaged(path, 'it is not JSON');
  }
  if (!isRecord(data)) {
    throw damaged(path, 'it is not a JSON object');
  }
  return data;
}

/** Whatever is not understood would be lost at the next write, so it is refused. */
function readProfile(path: string, name: string, stored: unknown): Profile {
  if (!isRecord(stored) || typeof stored['provider'] !== 'string') {
    throw damaged(path, `profile ${JSON.stringify(name)} has no provider`);
  }
  const wrong = Object.entries(stored).find(([member, value]) => !isKnown(member, value));
  if (wrong !== undefined) {
    throw damaged(path, `profile ${JSON.stringify(name)} has an odd ${JSON.stringify(wrong[0])}`);
  }
  const { provider, mode } = stored;
  const secret = readSecret(stored['secret']);
  const webhookSecret = readSecret(stored['webhookSecret']);
  const texts = TEXT_MEMBERS.flatMap((member) => {
    const value = stored[member];
    return typeof value === 'string' ? [[member, value] as const] : [];
  });
  return {
    provider,
    ...Object.fromEntries(texts),
    ...((mode === 'sandbox' || mode === 'live') && { mode }),
    ...(secret && { secret }),
    ...(webhookSecret && { webhookSecret }),
  };
}

const TEXT_MEMBERS = ['apiKey', 'code', 'email', 'dialect', 'baseUrl'] as const;

function isKnown(member: string, value: unknown): boolean {
  if (member === 'secret' || member === 'webhookSecret') {
    return readSecret(value) !== undefined;
  }
  if (member === 'mode') {
    return value === 'sandbox' || value === 'live';
  }
  const isText = member === 'provider' || TEXT_MEMBERS.some((known) => known === member);
  return isText && typeof value === 'string';
}

function readSecret(stored: unknown): Secret | undefined {
  if (!isRecord(stored)) {
    return undefined;
  }
  const { utf8, base64 } = stored;
  if (typeof utf8 === 'string') {
    return Secret.of(utf8);
  }
  return typeof base64 === 'string' ? new Secret(Buffer.from(base64, 'base64')) : undefined;
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function damaged(path: string, why: string, remedy = 'Mend it, or move it away.'): VkError {
  return new VkError(
    'profile-file',
    `${path} cannot be used: ${why}`,
    `${remedy} It was left as it is.`,
  );
}
