import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { profileFile } from '../../src/adapters/profile-file.js';
import type { ProfileSet } from '../../src/app/ports.js';
import { utf8 } from '../../src/core/bytes.js';
import { temporaryFolder } from './temporary.js';

function read(content: unknown): ProfileSet {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'profiles.json'), JSON.stringify(content));
  return profileFile(folder).read();
}

it.each(['.', 'not/there/yet'])('where there is no file there are no profiles: %s', (below) => {
  const folder = temporaryFolder();
  const store = profileFile(join(folder, below));
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
  expect(stored?.secret?.reveal()).toEqual(utf8('é'));
  expect(stored?.webhookSecret?.reveal()).toEqual(Buffer.from([0xff, 0]));
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
  expect(profileFile(folder).read().profiles.get(name)).toEqual({ provider: 'kamiokash' });
});
