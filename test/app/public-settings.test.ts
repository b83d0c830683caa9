import { describe, expect, it } from 'vitest';
import { resolvePublicSettings, type PublicSettings } from '../../src/app/public-settings.js';
import type { Profile } from '../../src/app/ports.js';
import type { Environment, SettingFlags } from '../../src/app/value-sources.js';
import { Secret } from '../../src/core/credential.js';
import { refusal } from './refusal.js';

const shop: Profile = {
  provider: 'vistarkriya',
  apiKey: 'vk_live_stored',
  baseUrl: 'https://shop.example/v9',
  dialect: 'admin',
  secret: Secret.of('stored secret'),
  webhookSecret: { store: 'keychain', account: 'shop.webhook-secret.0' },
};

function resolve(
  flags: SettingFlags = {},
  env: Environment = {},
  current?: string,
): PublicSettings {
  return resolvePublicSettings({
    flags,
    env,
    project: undefined,
    profiles: () => ({
      profiles: new Map([['shop', shop]]),
      ...(current !== undefined && { current }),
    }),
    fetchSecret: async () => await Promise.reject(new Error('no secret is asked for')),
  });
}

function shown({ provider, base, basePath, dialect }: PublicSettings): unknown[] {
  return [provider.id, base?.origin, basePath, dialect];
}

describe('resolvePublicSettings', () => {
  it.each<[name: string, settings: () => PublicSettings, expected: readonly unknown[]]>([
    [
      'nothing at all',
      () => resolve(),
      ['vistarkriya', 'https://vistarkriya.com', '/api/v1', undefined],
    ],
    [
      'the current profile',
      () => resolve({}, {}, 'shop'),
      ['vistarkriya', 'https://shop.example', '/v9', 'admin'],
    ],
    [
      'flags over the profile',
      () => resolve({ profile: 'shop', baseUrl: 'https://a.example', codeHeader: 'tenant' }),
      ['vistarkriya', 'https://a.example', '', 'tenant'],
    ],
    [
      'the environment',
      () => resolve({}, { VK_PROVIDER: 'kamiokash', VK_BASE_URL: 'https://b.example/x' }),
      ['kamiokash', 'https://b.example', '/x', undefined],
    ],
    [
      'a provider without an address',
      () => resolve({ provider: 'payinout' }),
      ['payinout', undefined, '', undefined],
    ],
    [
      'the sandbox',
      () => resolve({ profile: 'shop', sandbox: true }),
      ['vistarkriya', 'http://127.0.0.1:8787', '/api/v1', 'admin'],
    ],
  ])('%s', (_name, settings, expected) => {
    expect(shown(settings())).toEqual(expected);
  });

  it('knows the secrets that stand in the profile, and fetches no other', () => {
    expect(resolve({}, {}, 'shop').secrets).toEqual([shop.secret]);
    expect(resolve().secrets).toEqual([]);
  });

  it('refuses what resolveSettings refuses', () => {
    expect(() => resolve({ profile: 'nobody' })).toThrow(refusal('unknown-profile'));
    expect(() => resolve({ baseUrl: 'http://far.example' })).toThrow(refusal('plain-http'));
    const dialect: SettingFlags = { provider: 'kamiokash', codeHeader: 'admin' };
    expect(() => resolve(dialect)).toThrow(refusal('usage'));
  });
});
