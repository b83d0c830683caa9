import { describe, expect, it } from 'vitest';
import { checkFiles, checkProjectFile, type FileFacts } from '../../../src/app/doctor/files.js';
import type { PathFacts } from '../../../src/app/ports.js';
import { VkError } from '../../../src/core/error.js';

const ME = 1000;

function folder(mode: number, uid = ME): PathFacts {
  return { kind: 'folder', mode, uid };
}

function file(mode: number): PathFacts {
  return { kind: 'file', mode, uid: ME };
}

function facts(change: Partial<FileFacts> = {}): FileFacts {
  return {
    config: { path: '/c', variable: undefined, found: folder(0o700), after: undefined },
    state: { path: '/s', variable: 'VK_STATE_DIR', found: undefined, after: undefined },
    profiles: {
      path: '/c/profiles.json',
      found: file(0o600),
      after: file(0o600),
      bytes: Buffer.from('{"version": 2, "profiles": {}}'),
      fault: undefined,
      profiles: 1,
    },
    uid: ME,
    ...change,
  };
}

it('says where things are, and in which form', () => {
  expect(checkFiles(facts()).map(({ status, detail }) => `${status} ${detail}`)).toEqual([
    'ok /c, mode 0700',
    'ok /c/profiles.json, version 2, 1 profile, mode 0600',
    'ok /s (VK_STATE_DIR) (not there yet)',
  ]);
});

describe('the folder', () => {
  it.each<[what: string, found: PathFacts, status: string, detail: string]>([
    ['private', folder(0o700), 'ok', 'mode 0700'],
    ['readable', folder(0o755), 'ok', 'mode 0755'],
    ['writable by the group', folder(0o770), 'fail', 'can be written by others (mode 0770)'],
    ['writable by all', folder(0o777), 'fail', 'can be written by others (mode 0777)'],
    ["another user's", folder(0o700, 7), 'fail', 'belongs to user 7, and vk runs as 1000'],
    ['a file', file(0o600), 'fail', 'is no folder'],
  ])('%s', (_what, found, status, detail) => {
    const [check] = checkFiles(
      facts({ config: { path: '/c', variable: undefined, found, after: found } }),
    );
    expect(check).toMatchObject({ status, detail: expect.stringContaining(detail) });
  });

  it('was narrowed', () => {
    const [found, after] = [folder(0o777), folder(0o700)];
    const config = { path: '/c', variable: undefined, found, after };
    expect(checkFiles(facts({ config }))[0]).toMatchObject({
      status: 'warn',
      detail: '/c could be written by others (mode 0777), and vk has just narrowed it to 0700',
    });
  });

  it('has no mode on a platform without users', () => {
    const config = { path: '/c', variable: undefined, found: folder(0o777, 0), after: undefined };
    expect(checkFiles(facts({ config, uid: undefined }))[0]).toMatchObject({ status: 'ok' });
  });
});

describe('the file of profiles', () => {
  const { profiles } = facts();

  it.each<[what: string, change: Partial<FileFacts['profiles']>, status: string, detail: string]>([
    ['none', { found: undefined, after: undefined }, 'ok', 'not there yet'],
    ['narrowed', { found: file(0o644) }, 'warn', 'was 0644, and vk has just narrowed it'],
    [
      'that stays wide',
      { found: file(0o644), after: file(0o644) },
      'fail',
      'can be read or written by others (mode 0644)',
    ],
    [
      'damaged',
      { fault: new VkError('profile-file', 'it cannot be used', 'Mend it.') },
      'fail',
      'it cannot be used',
    ],
    ['with several', { profiles: 3 }, 'ok', '3 profiles'],
  ])('%s', (_what, change, status, detail) => {
    const check = checkFiles(facts({ profiles: { ...profiles, ...change } }))[1];
    expect(check).toMatchObject({ status, detail: expect.stringContaining(detail) });
  });
});

describe('.vk.json', () => {
  it.each([
    [undefined, 'skipped', 'there is none'],
    [{ path: '/p/.vk.json', sets: {} }, 'ok', '/p/.vk.json sets nothing'],
    [
      { path: '/p/.vk.json', sets: { profile: 'prod', mode: 'sandbox' } },
      'ok',
      '/p/.vk.json sets profile prod, mode sandbox',
    ],
  ])('%j: %s', (found, status, detail) => {
    expect(checkProjectFile(found, undefined)).toMatchObject({
      status,
      detail: expect.stringContaining(detail),
    });
  });

  it('that is refused', () => {
    const fault = new VkError('project-file', 'secret does not belong there', 'Move it.');
    expect(checkProjectFile(undefined, fault)).toMatchObject({
      status: 'fail',
      detail: fault.message,
      remedy: fault.remedy,
    });
  });
});
