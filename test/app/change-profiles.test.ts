import { describe, expect, it } from 'vitest';
import { addProfiles, copyProfile, removeProfile } from '../../src/app/change-profiles.js';
import type { Profile, ProfileSet } from '../../src/app/ports.js';
import { Secret } from '../../src/core/credential.js';
import { VkError } from '../../src/core/error.js';
import { fakeStore, keptText, type FakeFaults } from './fake-profiles.js';
import { refusal } from './refusal.js';

const NONE: ProfileSet = { profiles: new Map() };

const own: Profile = {
  provider: 'kamiokash',
  apiKey: 'k',
  secret: Secret.of('s'),
  webhookSecret: Secret.of('w'),
};
const inKeychain: Profile = {
  provider: 'kamiokash',
  secret: { store: 'keychain', account: 'a.secret.aa' },
  webhookSecret: { store: 'keychain', account: 'a.webhook-secret.bb' },
};
const byCommand: Profile = {
  provider: 'kamiokash',
  secret: { store: 'command', argv: ['op', 'read', 'x'] },
};
const entries = new Map([
  ['a.secret.aa', 'one'],
  ['a.webhook-secret.bb', 'two'],
]);
const three: ProfileSet = {
  current: 'a',
  profiles: new Map([
    ['a', inKeychain],
    ['b', own],
    ['c', byCommand],
  ]),
};

function secretsOf({ profiles }: ProfileSet, name: string): readonly (string | undefined)[] {
  const profile = profiles.get(name);
  return [keptText(profile?.secret), keptText(profile?.webhookSecret)];
}

describe('adding', () => {
  it('puts secrets into the keychain before the file names them', async () => {
    const store = fakeStore(NONE);
    const saved = await addProfiles(store, new Map([['p', own]]), 'keychain', false);
    expect(saved).toEqual({ leftBehind: [] });
    expect(store.events).toEqual([
      'keep p.secret.00000001',
      'keep p.webhook-secret.00000002',
      'write',
    ]);
    expect(secretsOf(store.now(), 'p')).toEqual([
      'keychain p.secret.00000001',
      'keychain p.webhook-secret.00000002',
    ]);
    expect([...store.keychain.values()]).toEqual(['s', 'w']);
    expect(store.now().current).toBe('p');
  });

  it('asks no keychain for what goes to the file, or is printed by a command', async () => {
    const store = fakeStore(NONE);
    await addProfiles(store, new Map([['p', own]]), 'file', false);
    await addProfiles(store, new Map([['q', byCommand]]), 'keychain', false);
    expect(store.events).toEqual(['write', 'write']);
    expect(secretsOf(store.now(), 'p')).toEqual(['file s', 'file w']);
    expect(secretsOf(store.now(), 'q')).toEqual(['command op read x', undefined]);
  });

  it('may begin a new file in the place of a damaged one, and says where that is', async () => {
    const store = fakeStore(NONE, new Map(), { aside: '/profiles.json.damaged' });
    const saved = await addProfiles(store, new Map([['p', own]]), 'file', false);
    expect(saved.aside).toBe('/profiles.json.damaged');
    expect(store.updates).toEqual([{ mayBegin: true }]);
  });

  it('adds all or none, and makes the first one current where there is none', async () => {
    const store = fakeStore(NONE);
    const both = new Map([
      ['x', own],
      ['y', byCommand],
    ]);
    await addProfiles(store, both, 'file', false);
    expect([store.now().current, ...store.now().profiles.keys()]).toEqual(['x', 'x', 'y']);
    const clash = new Map([
      ['z', own],
      ['y', own],
    ]);
    await expect(addProfiles(store, clash, 'keychain', false)).rejects.toEqual(
      refusal('profile-exists', 'y already', '--force'),
    );
    expect([...store.now().profiles.keys()]).toEqual(['x', 'y']);
    expect(store.keychain.size).toBe(0);
  });

  it('keeps the place of a replaced one, and forgets its entries after the write', async () => {
    const store = fakeStore(three, entries);
    await addProfiles(store, new Map([['a', own]]), 'keychain', true);
    expect([...store.now().profiles.keys()]).toEqual(['a', 'b', 'c']);
    expect(store.events).toEqual([
      'keep a.secret.00000001',
      'keep a.webhook-secret.00000002',
      'write',
      'forget a.secret.aa',
      'forget a.webhook-secret.bb',
    ]);
  });

  it.each<[name: string, faults: FakeFaults]>([
    [
      'the file cannot be written',
      { write: new VkError('file', 'the disk is full', 'Make room.') },
    ],
    ['the second entry cannot be made', { keep: /webhook/ }],
    ['something breaks', { write: new TypeError('odd') }],
  ])('where %s, what was put into the keychain goes again', async (_name, faults) => {
    const store = fakeStore(three, entries, faults);
    await expect(addProfiles(store, new Map([['p', own]]), 'keychain', false)).rejects.toThrow();
    expect(store.keychain).toEqual(entries);
    expect(store.now()).toBe(three);
  });

  it('leaves entries that the file names already, although its write has failed late', async () => {
    const write = new VkError('file', 'the lock was lost', 'Try again.');
    const store = fakeStore(NONE, new Map(), { write, afterwards: true });
    await expect(addProfiles(store, new Map([['p', own]]), 'keychain', false)).rejects.toBe(write);
    expect([...store.keychain.keys()]).toEqual(['p.secret.00000001', 'p.webhook-secret.00000002']);
  });

  it('says which entry may be left, where it can neither be used nor removed', async () => {
    const write = new VkError('file', 'the disk is full', 'Make room.');
    const store = fakeStore(NONE, new Map(), { write, forget: /p\.secret/ });
    await expect(addProfiles(store, new Map([['p', own]]), 'keychain', false)).rejects.toEqual(
      refusal(
        'file',
        'the disk is full',
        'Make room. In the keychain, p.secret.00000001 may be left',
      ),
    );
  });
});

describe('copying', () => {
  it('gives a copy entries of its own', async () => {
    const store = fakeStore(three, entries);
    await copyProfile(store, 'a', 'd');
    expect(secretsOf(store.now(), 'd')).toEqual([
      'keychain d.secret.00000001',
      'keychain d.webhook-secret.00000002',
    ]);
    expect(store.keychain.get('d.secret.00000001')).toBe('one');
    await removeProfile(store, 'd');
    expect(store.keychain).toEqual(entries);
    expect(secretsOf(store.now(), 'a')[0]).toBe('keychain a.secret.aa');
  });

  it('leaves in the file what is in the file, and with a command what a command prints', async () => {
    const store = fakeStore(three, entries);
    await copyProfile(store, 'b', 'e');
    await copyProfile(store, 'c', 'f');
    expect(secretsOf(store.now(), 'e')).toEqual(['file s', 'file w']);
    expect(secretsOf(store.now(), 'f')).toEqual(['command op read x', undefined]);
    expect(store.now().current).toBe('a');
  });

  it.each<[from: string, to: string, error: unknown]>([
    ['x', 'y', refusal('unknown-profile', '"x"', 'a, b, c')],
    ['a', 'b', refusal('profile-exists', 'b already')],
    ['a', '../b', refusal('usage', 'cannot name a profile')],
    ['a', '__proto__', refusal('usage', 'cannot name a profile')],
  ])('not %s to %s', async (from, to, error) => {
    const store = fakeStore(three, entries);
    await expect(copyProfile(store, from, to)).rejects.toEqual(error);
    expect(store.now()).toBe(three);
    expect(store.keychain).toEqual(entries);
  });
});

describe('removing', () => {
  it('forgets the entries in the keychain too, after the file was written', async () => {
    const store = fakeStore(three, entries);
    const saved = await removeProfile(store, 'a');
    expect(saved.leftBehind).toEqual([]);
    expect(store.events).toEqual(['write', 'forget a.secret.aa', 'forget a.webhook-secret.bb']);
    expect([store.now().current, ...store.now().profiles.keys()]).toEqual([undefined, 'b', 'c']);
  });

  it('says which entries could not be forgotten, and forgets the others', async () => {
    const store = fakeStore(three, entries, { forget: /secret\.aa/ });
    expect(await removeProfile(store, 'a')).toEqual({ leftBehind: ['a.secret.aa'] });
    expect([...store.keychain.keys()]).toEqual(['a.secret.aa']);
  });

  it('forgets nothing where the file cannot be written', async () => {
    const write = new VkError('file', 'read-only', 'Check it.');
    const store = fakeStore(three, entries, { write });
    await expect(removeProfile(store, 'a')).rejects.toBe(write);
    expect(store.keychain).toEqual(entries);
  });

  it('leaves the current one where it is another', async () => {
    const store = fakeStore(three, entries);
    await removeProfile(store, 'b');
    expect(store.now().current).toBe('a');
    expect(store.events).toEqual(['write']);
    await expect(removeProfile(store, 'x')).rejects.toEqual(refusal('unknown-profile', '"x"'));
  });
});
