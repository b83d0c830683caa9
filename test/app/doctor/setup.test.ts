import { describe, expect, it } from 'vitest';
import { checkKeychain, checkSecretPlace } from '../../../src/app/doctor/secret-place.js';
import { readSetup } from '../../../src/app/doctor/setup.js';
import type { KeptSecret, Profile, ProfileSet } from '../../../src/app/ports.js';
import type { SettingSources } from '../../../src/app/value-sources.js';
import { Secret } from '../../../src/core/credential.js';
import { VkError } from '../../../src/core/error.js';
import { refusal } from '../refusal.js';

const LOCKED = new VkError('secret-store', 'the keychain is locked', 'Unlock it.');
const KEYCHAIN: KeptSecret = { store: 'keychain', account: 'prod' };
const COMMAND: KeptSecret = { store: 'command', argv: ['op', 'read', 'op://vault/item'] };

function withSecret(secret: KeptSecret | undefined, change: Partial<Profile> = {}): ProfileSet {
  const profile = {
    provider: 'vistarkriya',
    apiKey: 'vk_live_x',
    code: '123456',
    ...(secret && { secret }),
    ...change,
  };
  return { current: 'prod', profiles: new Map([['prod', profile]]) };
}

function sources(change: Partial<SettingSources> = {}): SettingSources {
  return {
    flags: {},
    env: {},
    project: undefined,
    profiles: () => withSecret(Secret.of('s3cret')),
    fetchSecret: async () => await Promise.resolve(Secret.of('fetched')),
    ...change,
  };
}

const inKeychain = (): ProfileSet => withSecret(KEYCHAIN);

async function refused(): Promise<Secret> {
  return await Promise.reject(LOCKED);
}

async function unexpected(): Promise<Secret> {
  return await Promise.reject(new Error('was run'));
}

async function place(change: Partial<SettingSources>, isOffline = false): Promise<string> {
  const setup = await readSetup(sources(change), isOffline);
  const { status, detail } = checkSecretPlace(setup, change.env ?? {}, '/c/profiles.json');
  return `${status} ${detail}`;
}

describe('the secret', () => {
  it.each<[what: string, change: Partial<SettingSources>, isOffline: boolean, line: string]>([
    ['in the file', {}, false, 'ok in /c/profiles.json'],
    [
      'in the keychain',
      { profiles: () => withSecret(KEYCHAIN) },
      false,
      'ok in the keychain, and to be had',
    ],
    [
      'in a keychain that does not give it',
      { profiles: () => withSecret(KEYCHAIN), fetchSecret: refused },
      false,
      'fail the keychain is locked',
    ],
    [
      'from a command',
      { profiles: () => withSecret(COMMAND) },
      false,
      'ok from the command op, and to be had',
    ],
    [
      'from a command, offline',
      { profiles: () => withSecret(COMMAND), fetchSecret: unexpected },
      true,
      'skipped its command is not run with --offline',
    ],
    [
      'from the environment, in the place of a command',
      {
        profiles: () => withSecret(COMMAND),
        fetchSecret: unexpected,
        env: { VK_API_SECRET: 'x' },
      },
      true,
      'ok from the environment (VK_API_SECRET)',
    ],
    [
      'nowhere',
      { profiles: () => withSecret(undefined) },
      false,
      'fail there is no API secret for Vistar Kriya',
    ],
    [
      'of the sandbox',
      { profiles: () => ({ profiles: new Map() }), flags: { sandbox: true } },
      false,
      "ok the sandbox's demo credential, which is no secret",
    ],
    [
      'of nobody',
      { profiles: () => ({ profiles: new Map() }) },
      false,
      'skipped there is no credential',
    ],
  ])('%s', async (_what, change, isOffline, line) => {
    expect(await place(change, isOffline)).toBe(line);
  });

  it('that is not to be had leaves everything else to be looked at', async () => {
    const setup = await readSetup(sources({ profiles: inKeychain, fetchSecret: refused }), false);
    expect(setup.settings?.credential.fields).toEqual({ apiKey: 'vk_live_x', code: '123456' });
    expect(setup.base?.origin).toBe('https://vistarkriya.com');
    expect(setup.secretFault).toBe(LOCKED);
  });
});

it.each([
  [{ name: 'Keychain' }, 'ok', 'Keychain answers'],
  [{ name: 'Secret Service', fault: 'no bus' }, 'warn', 'Secret Service cannot be used: no bus'],
])('the keychain: %j', (state, status, detail) => {
  expect(checkKeychain(state)).toMatchObject({ status, detail });
});

describe('the settings', () => {
  it('are found whole', async () => {
    const setup = await readSetup(sources(), false);
    expect(setup).toMatchObject({
      profile: { name: 'prod' },
      provider: { id: 'vistarkriya' },
      secretFault: undefined,
      faults: [],
    });
    expect(setup.base?.origin).toBe('https://vistarkriya.com');
  });

  it.each<[what: string, change: Partial<SettingSources>, fault: unknown]>([
    ['an unknown profile', { flags: { profile: 'no' } }, refusal('unknown-profile')],
    ['another provider', { flags: { profile: 'prod', provider: 'kamiokash' } }, refusal('usage')],
    ['an unknown provider', { env: { VK_PROVIDER: 'no' } }, refusal('unknown-provider')],
    ['a base URL that is none', { env: { VK_BASE_URL: 'no' } }, refusal('bad-url')],
    ['plain http', { env: { VK_BASE_URL: 'http://x.example' } }, refusal('plain-http')],
    ['an unknown code header', { flags: { codeHeader: 'x' } }, refusal('usage')],
    [
      'a damaged file',
      {
        profiles: () => {
          throw new VkError('profile-file', 'damaged', '');
        },
      },
      refusal('profile-file'),
    ],
  ])('%s is a fault, told once', async (_what, change, fault) => {
    const setup = await readSetup(sources(change), false);
    expect(setup.faults).toEqual([fault]);
    expect(setup.settings).toBeUndefined();
  });

  it('without a choice, no provider is meant', async () => {
    const setup = await readSetup(sources({ profiles: () => ({ profiles: new Map() }) }), false);
    expect(setup).toMatchObject({ provider: undefined, base: undefined, faults: [] });
  });

  it('a profile that variables set aside is remembered', async () => {
    const env = { VK_API_KEY: 'vk_live_y', VK_API_SECRET: 'y', VK_CODE: '654321' };
    const setup = await readSetup(sources({ env }), false);
    expect(setup).toMatchObject({ profile: undefined, stored: { name: 'prod' } });
    expect(setup.settings?.credential.fields.apiKey).toBe('vk_live_y');
  });

  it('a fault of vk is none of the settings', async () => {
    const change = { fetchSecret: unexpected, profiles: inKeychain };
    await expect(readSetup(sources(change), false)).rejects.toThrow('was run');
  });
});
