import { describe, expect, it } from 'vitest';
import { editProfile, type ProfileChange } from '../../src/app/edit-profile.js';
import type { Profile, ProfileSet } from '../../src/app/ports.js';
import { Secret } from '../../src/core/credential.js';
import { VkError } from '../../src/core/error.js';
import { fakeStore, keptText, type FakeStore } from './fake-profiles.js';
import { refusal } from './refusal.js';

const NOTHING: ProfileChange = { fields: {}, unset: [] };

const held: Profile = {
  provider: 'vistarkriya',
  apiKey: 'vk_live_a',
  code: '123456',
  dialect: 'admin',
  baseUrl: 'https://a.example/api/v1',
  mode: 'live',
  secret: Secret.of('s'),
};
const chained: Profile = { ...held, secret: { store: 'keychain', account: 'p.secret.aa' } };
const commanded: Profile = { ...held, secret: { store: 'command', argv: ['op', 'read'] } };
const entries = new Map([['p.secret.aa', 'k']]);

function storeWith(profile: Profile, faults = {}): FakeStore {
  return fakeStore({ current: 'p', profiles: new Map([['p', profile]]) }, entries, faults);
}

async function edited(profile: Profile, change: Partial<ProfileChange>): Promise<FakeStore> {
  const store = storeWith(profile);
  await editProfile(store, 'p', { ...NOTHING, ...change }, 'file');
  return store;
}

function profileOf({ now }: FakeStore): Profile | undefined {
  return now().profiles.get('p');
}

it.each<[name: string, change: Partial<ProfileChange>, expected: Partial<Profile>]>([
  ['a field', { fields: { code: '654321' } }, { ...held, code: '654321' }],
  ['the mode', { mode: 'sandbox' }, { ...held, mode: 'sandbox' }],
  ['the code header', { dialect: 'tenant' }, { ...held, dialect: 'tenant' }],
  ['the base URL', { baseUrl: 'https://b.example' }, { ...held, baseUrl: 'https://b.example' }],
  [
    'what is taken away',
    { unset: ['code-header', 'base-url', 'mode'] },
    {
      provider: 'vistarkriya',
      apiKey: 'vk_live_a',
      code: '123456',
      secret: held.secret ?? never(),
    },
  ],
  [
    'the provider',
    { provider: 'kamiokash', unset: ['code', 'code-header', 'base-url'] },
    { provider: 'kamiokash', apiKey: 'vk_live_a', mode: 'live', secret: held.secret ?? never() },
  ],
])('changes %s and nothing else', async (_name, change, expected) => {
  expect(profileOf(await edited(held, change))).toEqual(expected);
});

it.each<[name: string, change: Partial<ProfileChange>, error: unknown]>([
  ['a wrong field', { fields: { code: '12' } }, refusal('bad-credential', 'has to be 6 digits')],
  ['a field of others', { fields: { email: 'a@b.c' } }, refusal('bad-credential', 'no email')],
  ['a field that is needed', { unset: ['code'] }, refusal('bad-credential', 'needs the 6-digit')],
  ['plain http', { baseUrl: 'http://b.example' }, refusal('plain-http')],
  ['an empty secret', { secret: Secret.of('') }, refusal('bad-credential', 'is empty')],
  ['another header', { dialect: 'x' }, refusal('usage', '"x"')],
  ['a provider without a code', { provider: 'kamiokash' }, refusal('bad-credential', 'no code')],
  ['an unknown provider', { provider: 'x' }, refusal('unknown-provider')],
])('%s: nothing is written, nor put into the keychain', async (_name, change, error) => {
  const store = storeWith(held);
  const whole = { ...NOTHING, moveTo: 'keychain' as const, ...change };
  await expect(editProfile(store, 'p', whole, 'keychain')).rejects.toEqual(error);
  expect(store.events).toEqual([]);
});

describe('a secret', () => {
  it.each<
    [name: string, from: Profile, change: Partial<ProfileChange>, secret: string, events: string[]]
  >([
    ['stays in the keychain', chained, { mode: 'live' }, 'keychain p.secret.aa', ['write']],
    ['stays in the file', held, { mode: 'live' }, 'file s', ['write']],
    ['stays with its command', commanded, { mode: 'live' }, 'command op read', ['write']],
    ['in the file is replaced there', held, { secret: Secret.of('n') }, 'file n', ['write']],
    [
      'in the keychain is replaced there',
      chained,
      { secret: Secret.of('n') },
      'keychain p.secret.00000001',
      ['keep p.secret.00000001', 'write', 'forget p.secret.aa'],
    ],
    [
      'moves to the keychain',
      held,
      { moveTo: 'keychain' },
      'keychain p.secret.00000001',
      ['keep p.secret.00000001', 'write'],
    ],
    ['moves to the file', chained, { moveTo: 'file' }, 'file k', ['write', 'forget p.secret.aa']],
    ['is there already', chained, { moveTo: 'keychain' }, 'keychain p.secret.aa', ['write']],
    [
      'moves to a command',
      chained,
      { secret: { store: 'command', argv: ['pass', 'x'] } },
      'command pass x',
      ['write', 'forget p.secret.aa'],
    ],
    ['takes the place of a command', commanded, { secret: Secret.of('n') }, 'file n', ['write']],
    [
      'is new and moves at once',
      held,
      { secret: Secret.of('n'), moveTo: 'keychain' },
      'keychain p.secret.00000001',
      ['keep p.secret.00000001', 'write'],
    ],
  ])('%s', async (_name, from, change, secret, events) => {
    const store = await edited(from, change);
    expect(keptText(profileOf(store)?.secret)).toBe(secret);
    expect(store.events).toEqual(events);
  });

  it('that a command prints is not stored', async () => {
    const store = storeWith(commanded);
    await expect(editProfile(store, 'p', { ...NOTHING, moveTo: 'file' }, 'file')).rejects.toEqual(
      refusal('usage', 'a command prints', '--secret-stdin'),
    );
    expect(store.events).toEqual([]);
  });

  it('moves without the other, which a command prints', async () => {
    const store = await edited(
      { ...commanded, webhookSecret: Secret.of('w') },
      { moveTo: 'keychain' },
    );
    expect(keptText(profileOf(store)?.secret)).toBe('command op read');
    expect(keptText(profileOf(store)?.webhookSecret)).toBe('keychain p.webhook-secret.00000001');
  });

  it('is taken away with its entry', async () => {
    const webhookSecret = { store: 'keychain', account: 'p.webhook-secret.bb' } as const;
    const store = await edited({ ...held, webhookSecret }, { unset: ['webhook-secret'] });
    expect(profileOf(store)?.webhookSecret).toBeUndefined();
    expect(store.events).toEqual(['write', 'forget p.webhook-secret.bb']);
  });

  it('stays in its old place where the file cannot be written', async () => {
    const write = new VkError('file', 'the disk is full', 'Make room.');
    const store = storeWith(held, { write });
    await expect(editProfile(store, 'p', { ...NOTHING, moveTo: 'keychain' }, 'file')).rejects.toBe(
      write,
    );
    expect(profileOf(store)).toEqual(held);
    expect(store.keychain).toEqual(entries);
  });
});

function meanwhile(change: Partial<Profile>): (set: ProfileSet) => ProfileSet {
  return (set) => ({ ...set, profiles: new Map([['p', { ...held, ...change }]]) });
}

describe('another vk that writes meanwhile', () => {
  it('keeps what it has changed', async () => {
    const store = storeWith(held, { meanwhile: meanwhile({ code: '000000' }) });
    await editProfile(store, 'p', { ...NOTHING, mode: 'sandbox' }, 'file');
    expect(profileOf(store)).toEqual({ ...held, code: '000000', mode: 'sandbox' });
  });

  it('does not lose a secret', async () => {
    const store = storeWith(held, { meanwhile: meanwhile({ secret: Secret.of('newer') }) });
    await expect(
      editProfile(store, 'p', { ...NOTHING, moveTo: 'keychain' }, 'file'),
    ).rejects.toEqual(refusal('profile-file', 'by another vk', 'try again'));
    expect(keptText(profileOf(store)?.secret)).toBe('file newer');
    expect(store.keychain).toEqual(entries);
  });
});

function never(): never {
  throw new Error('the profile of this test has a secret');
}
