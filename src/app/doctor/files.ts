import { decodeUtf8 } from '../../core/bytes.js';
import type { VkError } from '../../core/error.js';
import type { PathFacts } from '../ports.js';
import { fail, ok, skipped, warn, type Check, type Subject } from './check.js';

/** A folder of vk's, and how it was when the command began. */
export interface FolderFacts {
  readonly path: string;
  /** The variable that chose it, if one did. */
  readonly variable: string | undefined;
  readonly found: PathFacts | undefined;
  /** The same after the profiles were read, which narrows what others could write. */
  readonly after: PathFacts | undefined;
}

export interface ProfileFileFacts {
  readonly path: string;
  readonly found: PathFacts | undefined;
  /** The same after it was read: reading narrows what others could read. */
  readonly after: PathFacts | undefined;
  readonly bytes: Uint8Array | undefined;
  readonly fault: VkError | undefined;
  readonly profiles: number;
}

export interface FileFacts {
  readonly config: FolderFacts;
  readonly state: FolderFacts;
  readonly profiles: ProfileFileFacts;
  /** Whose process this is; undefined on platforms without users' numbers and modes. */
  readonly uid: number | undefined;
}

/** The folders and files that vk keeps, and who else gets at them. */
export function checkFiles({ config, state, profiles, uid }: FileFacts): Check[] {
  return [
    checkFolder({ id: 'config-folder', title: 'config folder' }, config, uid),
    checkProfileFile(profiles, uid),
    checkFolder({ id: 'state-folder', title: 'state folder' }, state, uid),
  ];
}

function checkFolder(
  subject: Subject,
  { path, variable, found, after }: FolderFacts,
  uid: number | undefined,
): Check {
  const where = variable === undefined ? path : `${path} (${variable})`;
  if (found === undefined) {
    return ok(subject, `${where} (not there yet)`);
  }
  if (found.kind !== 'folder') {
    return fail(subject, `${where} is no folder`, 'Move it away, or name another folder.');
  }
  if (uid === undefined) {
    return ok(subject, where);
  }
  if (found.uid !== uid) {
    return fail(
      subject,
      `${where} belongs to user ${found.uid}, and vk runs as ${uid}`,
      'Run vk as its owner, or make the folder your own with chown.',
    );
  }
  if ((found.mode & 0o022) === 0) {
    return ok(subject, `${where}, mode ${octal(found.mode)}`);
  }
  const now = after ?? found;
  return (now.mode & 0o022) === 0
    ? warn(
        subject,
        `${where} could be written by others (mode ${octal(found.mode)}), and vk has just narrowed it to ${octal(now.mode)}`,
        'If this machine has other users, look whether the profiles are your own: vk profile list',
      )
    : fail(
        subject,
        `${where} can be written by others (mode ${octal(found.mode)})`,
        `Anybody of them could put another file there. Narrow it: chmod go-w ${path}`,
      );
}

function checkProfileFile(facts: ProfileFileFacts, uid: number | undefined): Check {
  const subject: Subject = { id: 'profiles-file', title: 'profiles' };
  const { path, found, after, fault } = facts;
  if (fault !== undefined) {
    return fail(subject, fault.message, fault.remedy);
  }
  if (found === undefined) {
    return ok(subject, `${path} (not there yet)`);
  }
  const content = `${path}, version ${versionOf(facts.bytes)}, ${count(facts.profiles)}`;
  if (uid === undefined) {
    return ok(subject, content);
  }
  if (((after ?? found).mode & 0o077) !== 0) {
    return fail(
      subject,
      `${path} can be read or written by others (mode ${octal(found.mode)})`,
      `Narrow it: chmod 600 ${path}. Whoever could read it may know the secrets in it.`,
    );
  }
  return (found.mode & 0o077) === 0
    ? ok(subject, `${content}, mode ${octal(found.mode)}`)
    : warn(
        subject,
        `${content}; its mode was ${octal(found.mode)}, and vk has just narrowed it to 0600`,
        'Others could read it until now. If this machine has other users, make new secrets.',
      );
}

function versionOf(bytes: Uint8Array | undefined): string {
  const found = /"version":\s*(\d+)/.exec(decodeUtf8(bytes ?? new Uint8Array()) ?? '');
  return found?.[1] ?? 'unknown';
}

function count(profiles: number): string {
  return `${profiles} profile${profiles === 1 ? '' : 's'}`;
}

function octal(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, '0');
}

/** Where a `.vk.json` is, and what it sets. Its values are no secrets: one with a secret is refused. */
export function checkProjectFile(
  found: { readonly path: string; readonly sets: Readonly<Record<string, unknown>> } | undefined,
  fault: VkError | undefined,
): Check {
  const subject: Subject = { id: 'project-file', title: '.vk.json' };
  if (fault !== undefined) {
    return fail(subject, fault.message, fault.remedy);
  }
  if (found === undefined) {
    return skipped(subject, 'there is none in this folder, nor in one above');
  }
  const members = Object.entries(found.sets).map(([name, value]) => `${name} ${String(value)}`);
  return ok(
    subject,
    members.length === 0
      ? `${found.path} sets nothing`
      : `${found.path} sets ${members.join(', ')}`,
  );
}
