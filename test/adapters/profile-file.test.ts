import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { profileFile } from '../../src/adapters/profile-file.js';
import type { ProfileSet } from '../../src/app/ports.js';
import { utf8 } from '../../src/core/bytes.js';
import { refusal } from '../app/refusal.js';
import { OWNER, revealed } from './stored-secret.js';
import { temporaryFolder } from './temporary.js';

function read(content: unknown): ProfileSet {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'profiles.json'), JSON.stringify(content));
  return profileFile(folder, OWNER).read();
}

it.each(['.', 'not/there/yet'])('where there is no file there are no profiles: %s', (below) => {
  const folder = temporaryFolder();
  const store = profileFile(join(folder, below), OWNER);
  expect(store.path).toBe(join(folder, below, 'profiles.json'));
  expect(store.read()).toEqual({ profiles: new Map() });
  expect(readdirSync(folder)).toEqual([]);
});

it('reads every member of a profile', () => {
  const members = {
    provider: 'vistarkriya',
    apiKey: 'k',
    code: '123456',
    email: 'a@b.c',
    dialect: 'admin',
    baseUrl: 'https://x.example',
    mode: 'live',
  };
  const secrets = { secret: { utf8: 'é' }, webhookSecret: { base64: '/wA=' } };
  const set = read({ version: 1, current: 'a', profiles: { a: { ...members, ...secrets } } });
  const stored = set.profiles.get('a');
  expect(set.current).toBe('a');
  expect(stored).toMatchObject(members);
  expect(revealed(stored?.secret)).toEqual(utf8('é'));
  expect(revealed(stored?.webhookSecret)).toEqual(Buffer.from([0xff, 0]));
});

it('has no member that is not there', () => {
  const set = read({ version: 1, profiles: { a: { provider: 'kamiokash' } } });
  expect(Object.hasOwn(set, 'current')).toBe(false);
  expect(Object.keys(set.profiles.get('a') ?? {})).toEqual(['provider']);
});

it.each(['constructor', '__proto__', 'toString'])('%s is a name like any other', (name) => {
  expect(read({ version: 1, profiles: {} }).profiles.get(name)).toBeUndefined();
  const text = `{"version":1,"profiles":{${JSON.stringify(name)}:{"provider":"kamiokash"}}}`;
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'profiles.json'), text);
  expect(profileFile(folder, OWNER).read().profiles.get(name)).toEqual({ provider: 'kamiokash' });
});

it.each([1, 2])('a file of version %i is read', (version) => {
  const inFile = version === 1 ? {} : { store: 'file' };
  const set = read({
    version,
    profiles: {
      a: {
        provider: 'kamiokash',
        secret: { ...inFile, utf8: 'x' },
        webhookSecret: { ...inFile, base64: '/w==' },
      },
      bare: { provider: 'payinout' },
    },
  });
  expect(revealed(set.profiles.get('a')?.secret)).toEqual(utf8('x'));
  expect(revealed(set.profiles.get('a')?.webhookSecret)).toEqual(Buffer.from([0xff]));
  expect(set.profiles.get('bare')).toEqual({ provider: 'payinout' });
});

function prepare(folderMode: number, fileMode: number): { path: string; folder: string } {
  const folder = join(temporaryFolder(), 'vk');
  mkdirSync(folder);
  const path = join(folder, 'profiles.json');
  writeFileSync(path, '{"version":2,"profiles":{}}');
  chmodSync(path, fileMode);
  chmodSync(folder, folderMode);
  return { path, folder };
}

describe('a file that others could read', () => {
  it.each([
    [0o700, 0o600, []],
    [0o700, 0o644, ['profiles.json', 'mode 0644']],
    [0o700, 0o620, ['profiles.json', 'mode 0620']],
    [0o755, 0o600, ['vk could be read', 'mode 0755']],
  ])(
    'in a folder of mode %o, of mode %o, is narrowed with a word',
    (folderMode, fileMode, said) => {
      const { path, folder } = prepare(folderMode, fileMode);
      const notes: string[] = [];
      const store = profileFile(folder, { ...OWNER, note: (text) => notes.push(text) });
      store.read();
      store.read();
      expect(notes).toHaveLength(said.length === 0 ? 0 : 1);
      for (const text of said) {
        expect(notes[0]).toContain(text);
      }
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(statSync(folder).mode & 0o777).toBe(0o700);
    },
  );

  it('is left where a platform has no modes', () => {
    const { path, folder } = prepare(0o755, 0o644);
    profileFile(folder, { uid: undefined, note: expect.unreachable }).read();
    expect(statSync(path).mode & 0o777).toBe(0o644);
  });
});

it('a file of another user is refused', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'profiles.json'), '{"version":2,"profiles":{}}');
  const store = profileFile(folder, { ...OWNER, uid: (OWNER.uid ?? 0) + 1 });
  expect(() => store.read()).toThrow(refusal('unsafe-file', 'belongs to another user', 'chown'));
});

it.each([
  ['{"version":2,"profiles":{}}', undefined],
  ['{"version":9}', undefined],
  ['', 'it is not JSON'],
  ['7', 'it is not a JSON object'],
])('whether anything can be made of %j', (content, damage) => {
  const folder = temporaryFolder();
  const store = profileFile(folder, OWNER);
  expect(store.damage()).toBeUndefined();
  writeFileSync(store.path, content);
  expect(store.damage()).toBe(damage);
});
