import { describe, expect, it } from 'vitest';
import type { Profile, ProfileSet, SecretPlace } from '../../src/app/ports.js';
import type { ProjectFile } from '../../src/app/project-file.js';
import { requireBase, resolveSettings, type Settings } from '../../src/app/settings.js';
import type { Environment, SettingFlags } from '../../src/app/value-sources.js';
import { Secret } from '../../src/core/credential.js';
import { refusal } from './refusal.js';

const prod: Profile = {
  provider: 'vistarkriya',
  apiKey: 'vk_live_stored',
  code: '111111',
  baseUrl: 'https://stored.example.com/api/v1',
  dialect: 'admin',
  mode: 'live',
  secret: Secret.of('stored secret'),
};
const mart: Profile = {
  provider: 'influencemart',
  apiKey: 'ak_test_stored',
  secret: Secret.of('mart secret'),
};
const pay: Profile = {
  provider: 'payinout',
  apiKey: 'token',
  email: 'stored@example.com',
  secret: Secret.of('pay secret'),
};
const stored: ProfileSet = {
  current: 'prod',
  profiles: new Map([
    ['prod', prod],
    ['mart', mart],
    ['pay', pay],
  ]),
};
const none: ProfileSet = { profiles: new Map() };
const ENV_CREDENTIAL = {
  VK_API_KEY: 'vk_live_env',
  VK_API_SECRET: 'env secret',
  VK_CODE: '222222',
};

interface Sources {
  readonly flags?: SettingFlags;
  readonly env?: Environment;
  readonly project?: ProjectFile;
  readonly profiles?: ProfileSet;
}

async function resolve({
  flags = {},
  env = {},
  project,
  profiles = stored,
}: Sources): Promise<Settings> {
  return await resolveSettings({ flags, env, project, profiles: () => profiles, fetchSecret });
}

/** What is kept elsewhere is named for its place. */
async function fetchSecret(place: SecretPlace): Promise<Secret> {
  return await Promise.resolve(Secret.of(JSON.stringify(place)));
}

function secretOf({ credential }: Settings): string {
  return Buffer.from(credential.secret.reveal()).toString();
}

/** The value, and where `-v` says that it came from. */
function valueOf(settings: Settings, name: 'apiKey' | 'code' | 'email'): unknown[] {
  const origin = settings.origins.find((each) => each.name === name)?.origin;
  return [settings.credential.fields[name], origin];
}

describe('precedence', () => {
  it.each<[name: string, sources: Sources, apiKey: string, origin: string]>([
    [
      'flag',
      { flags: { apiKey: 'vk_live_flag' }, env: { VK_API_KEY: 'e' } },
      'vk_live_flag',
      'flag --api-key',
    ],
    ['environment', { env: { VK_API_KEY: 'vk_live_e' } }, 'vk_live_e', 'environment VK_API_KEY'],
    [
      'an empty variable counts as none',
      { env: { VK_API_KEY: '' } },
      'vk_live_stored',
      'profile prod',
    ],
    ['profile', {}, 'vk_live_stored', 'profile prod'],
  ])('API key: %s', async (_name, sources, apiKey, origin) => {
    expect(valueOf(await resolve(sources), 'apiKey')).toEqual([apiKey, origin]);
  });

  it.each<[name: string, sources: Sources, code: string | undefined, origin: string | undefined]>([
    ['flag', { flags: { code: '333333' }, env: { VK_CODE: '222222' } }, '333333', 'flag --code'],
    ['environment', { env: { VK_CODE: '222222' } }, '222222', 'environment VK_CODE'],
    ['profile', {}, '111111', 'profile prod'],
    [
      'nowhere',
      { profiles: none, env: { VK_API_KEY: 'k', VK_API_SECRET: 's' } },
      undefined,
      undefined,
    ],
  ])('code: %s', async (_name, sources, code, origin) => {
    expect(valueOf(await resolve(sources), 'code')).toEqual([code, origin]);
  });

  it.each<[name: string, sources: Sources, email: string, origin: string]>([
    ['flag', { flags: { email: 'f@x.y' }, env: { VK_EMAIL: 'e@x.y' } }, 'f@x.y', 'flag --email'],
    ['environment', { env: { VK_EMAIL: 'e@x.y' } }, 'e@x.y', 'environment VK_EMAIL'],
    ['profile', {}, 'stored@example.com', 'profile pay'],
  ])('email: %s', async (_name, { flags, ...sources }, email, origin) => {
    const settings = await resolve({ ...sources, flags: { ...flags, profile: 'pay' } });
    expect(valueOf(settings, 'email')).toEqual([email, origin]);
  });

  it.each<[name: string, env: Environment, secret: string]>([
    ['environment', { VK_API_SECRET: 'env secret' }, 'env secret'],
    ['profile', {}, 'stored secret'],
    ['an empty variable counts as none', { VK_API_SECRET: '' }, 'stored secret'],
  ])('secret: %s', async (_name, env, secret) => {
    expect(secretOf(await resolve({ env }))).toBe(secret);
  });

  it.each<[name: string, sources: Sources, origin: string, basePath: string, from: string]>([
    [
      'flag',
      {
        flags: { baseUrl: 'https://flag.example.com/f' },
        env: { VK_BASE_URL: 'https://e.example.com' },
      },
      'https://flag.example.com',
      '/f',
      'flag --base-url',
    ],
    [
      'environment',
      {
        env: { VK_BASE_URL: 'https://env.example.com/e' },
        project: { baseUrl: 'https://p.example.com' },
      },
      'https://env.example.com',
      '/e',
      'environment VK_BASE_URL',
    ],
    [
      'project',
      { project: { baseUrl: 'http://127.0.0.1:9/p' } },
      'http://127.0.0.1:9',
      '/p',
      '.vk.json',
    ],
    ['profile', {}, 'https://stored.example.com', '/api/v1', 'profile prod'],
    [
      'provider',
      { profiles: none, env: ENV_CREDENTIAL },
      'https://vistarkriya.com',
      '/api/v1',
      "Vistar Kriya's documentation",
    ],
  ])('base URL: %s', async (_name, sources, origin, basePath, from) => {
    const settings = await resolve(sources);
    expect(settings).toMatchObject({ basePath, base: { origin, basePath } });
    expect(settings.origins).toContainEqual({ name: 'baseUrl', origin: from });
  });

  it.each<[name: string, sources: Sources, profile: string | undefined]>([
    ['flag', { flags: { profile: 'mart' }, env: { VK_PROFILE: 'pay' } }, 'mart'],
    ['environment', { env: { VK_PROFILE: 'pay' }, project: { profile: 'mart' } }, 'pay'],
    ['project', { project: { profile: 'mart' } }, 'mart'],
    ['current', {}, 'prod'],
    ['environment credential instead', { env: ENV_CREDENTIAL }, undefined],
    [
      'flag beside an environment credential',
      { flags: { profile: 'prod' }, env: ENV_CREDENTIAL },
      'prod',
    ],
    [
      'project beside an environment credential',
      { project: { profile: 'prod' }, env: ENV_CREDENTIAL },
      'prod',
    ],
    ['only half a credential', { env: { VK_API_SECRET: 's' } }, 'prod'],
    [
      'set aside for another provider',
      { flags: { provider: 'payinout', sandbox: true } },
      undefined,
    ],
    ['kept for its own provider', { flags: { provider: 'vistarkriya' } }, 'prod'],
  ])('profile: %s', async (_name, sources, profile) => {
    expect((await resolve(sources)).profile).toBe(profile);
  });

  const bare = { profiles: none, env: { VK_API_KEY: 'k', VK_API_SECRET: 's' } };
  it.each<[name: string, sources: Sources, id: string, origin: string]>([
    [
      'flag',
      { ...bare, flags: { provider: 'kamiokash' }, env: { ...bare.env, VK_PROVIDER: 'payinout' } },
      'kamiokash',
      'flag --provider',
    ],
    [
      'environment',
      {
        ...bare,
        env: { ...bare.env, VK_PROVIDER: 'payinout' },
        project: { provider: 'kamiokash' },
      },
      'payinout',
      'environment VK_PROVIDER',
    ],
    ['project', { ...bare, project: { provider: 'kamiokash' } }, 'kamiokash', '.vk.json'],
    ['profile', { flags: { profile: 'mart' } }, 'influencemart', 'profile mart'],
    [
      'key prefix',
      { ...bare, env: { ...bare.env, VK_API_KEY: 'ak_live_x' } },
      'influencemart',
      "the key's prefix",
    ],
    [
      "the flag's key prefix",
      { ...bare, flags: { apiKey: 'ak_test_x' } },
      'influencemart',
      "the key's prefix",
    ],
    ['default', bare, 'vistarkriya', 'default'],
  ])('provider: %s', async (_name, sources, id, origin) => {
    const settings = await resolve(sources);
    expect(settings.provider.id).toBe(id);
    expect(settings.origins).toContainEqual({ name: 'provider', origin });
  });

  it.each<[name: string, sources: Sources, dialect: string | undefined]>([
    ['flag', { flags: { codeHeader: 'tenant' }, project: { codeHeader: 'admin' } }, 'tenant'],
    ['project', { project: { codeHeader: 'tenant' } }, 'tenant'],
    ['profile', {}, 'admin'],
    ['none', { env: ENV_CREDENTIAL }, undefined],
  ])('code header: %s', async (_name, sources, dialect) => {
    expect((await resolve(sources)).credential.dialect).toBe(dialect);
  });

  it.each<[name: string, sources: Sources, mode: string]>([
    ['project', { project: { mode: 'sandbox' } }, 'sandbox'],
    ['profile', {}, 'live'],
    ['default', { flags: { profile: 'mart' } }, 'sandbox'],
    ['default without a profile', { env: ENV_CREDENTIAL }, 'sandbox'],
    // A project file may be a stranger's: it can lower the mode, and not raise it.
    ['project cannot raise it', { env: ENV_CREDENTIAL, project: { mode: 'live' } }, 'sandbox'],
    [
      'project cannot raise that of a profile',
      { flags: { profile: 'mart' }, project: { mode: 'live' } },
      'sandbox',
    ],
    ['project agrees with the profile', { project: { mode: 'live' } }, 'live'],
  ])('mode: %s', async (_name, sources, mode) => {
    expect((await resolve(sources)).mode).toBe(mode);
  });
});

describe('an environment credential', () => {
  it('needs no profile, and does not even read them', async () => {
    const settings = await resolveSettings({
      flags: {},
      env: ENV_CREDENTIAL,
      project: undefined,
      profiles: () => {
        throw new Error('read');
      },
      fetchSecret,
    });
    expect(settings.credential.fields).toEqual({ apiKey: 'vk_live_env', code: '222222' });
    expect(secretOf(settings)).toBe('env secret');
    expect(settings).toMatchObject({ isDemo: false, profile: undefined, overrides: [] });
  });

  it.each<[name: string, env: Environment, overrides: readonly string[]]>([
    ['nothing', {}, []],
    ['the key', { VK_API_KEY: 'other' }, ['VK_API_KEY']],
    ['the same key', { VK_API_KEY: 'vk_live_stored' }, []],
    ['the secret', { VK_API_SECRET: 'other' }, ['VK_API_SECRET']],
    ['the code', { VK_CODE: '222222' }, ['VK_CODE']],
    ['what the profile has not', { VK_WEBHOOK_SECRET: 'w', VK_EMAIL: 'a@b' }, []],
    ['the base URL', { VK_BASE_URL: 'https://other.example' }, ['VK_BASE_URL']],
  ])('%s overrides the profile by name', async (_name, env, overrides) => {
    expect((await resolve({ env })).overrides).toEqual(overrides);
  });

  it('names each variable that overrides a profile asked for', async () => {
    const { overrides } = await resolve({ env: ENV_CREDENTIAL, flags: { profile: 'prod' } });
    expect([...overrides].toSorted()).toEqual(['VK_API_KEY', 'VK_API_SECRET', 'VK_CODE']);
  });

  it('names VK_BASE_URL only where it took the place of one', async () => {
    const env = { VK_BASE_URL: 'https://other.example' };
    expect((await resolve({ env, flags: { profile: 'mart' } })).overrides).toEqual([]);
    expect((await resolve({ env: { ...env, ...ENV_CREDENTIAL } })).overrides).toEqual([]);
    const flags = { baseUrl: 'https://flag.example' };
    expect((await resolve({ env, flags })).overrides).toEqual([]);
  });

  it.each<[given: string, secret: string, trimmed: readonly string[]]>([
    ['s', 's', []],
    ['s\n', 's', ['VK_API_SECRET']],
    ['s\r\n', 's', ['VK_API_SECRET']],
    ['s\n\n', 's', ['VK_API_SECRET']],
    ['a\nb', 'a\nb', []],
    [' s ', ' s ', []],
    ['s\t', 's\t', []],
  ])('takes the secret %j as %j', async (given, secret, trimmed) => {
    const settings = await resolve({ env: { ...ENV_CREDENTIAL, VK_API_SECRET: given } });
    expect([secretOf(settings), settings.trimmed]).toEqual([secret, trimmed]);
    const { credential, trimmed: names } = await resolve({ env: { VK_WEBHOOK_SECRET: given } });
    expect(Buffer.from(credential.webhookSecret?.reveal() ?? []).toString()).toBe(secret);
    expect(names).toEqual(trimmed.map(() => 'VK_WEBHOOK_SECRET'));
  });

  it('takes a webhook secret from its own variable', async () => {
    const { credential } = await resolve({ env: { VK_WEBHOOK_SECRET: 'w' } });
    expect(credential.webhookSecret?.reveal()).toEqual(Secret.of('w').reveal());
  });
});

describe('refuses', () => {
  it.each<[name: string, sources: Sources, error: unknown]>([
    [
      'an unknown profile, naming the known ones',
      { flags: { profile: 'nope' } },
      refusal('unknown-profile', 'no profile "nope"', 'prod, mart, pay'),
    ],
    [
      'an unknown profile where there are none',
      { env: { VK_PROFILE: 'nope' }, profiles: none },
      refusal('unknown-profile', '"nope"', 'vk profile add'),
    ],
    [
      'a current profile that is gone',
      { profiles: { current: 'gone', profiles: new Map() } },
      refusal('unknown-profile', '"gone"'),
    ],
    [
      'a profile name that every object has',
      { flags: { profile: 'constructor' } },
      refusal('unknown-profile', '"constructor"'),
    ],
    [
      'a profile of another provider',
      { flags: { profile: 'mart', provider: 'kamiokash' } },
      refusal('usage', 'profile mart is for influencemart, and flag --provider says kamiokash'),
    ],
    [
      'a profile of another provider, by environment',
      { flags: { profile: 'mart' }, env: { VK_PROVIDER: 'kamiokash' } },
      refusal('usage', 'environment VK_PROVIDER says kamiokash'),
    ],
    [
      'an unknown provider',
      { flags: { provider: 'acme' }, env: ENV_CREDENTIAL },
      refusal('unknown-provider', '"acme"', 'vistarkriya'),
    ],
    ['no secret', { profiles: none }, refusal('missing-credential', 'no API secret', '--sandbox')],
    [
      'a profile without a secret',
      { profiles: { current: 'a', profiles: new Map([['a', { provider: 'kamiokash' }]]) } },
      refusal('missing-credential', 'KamioKash', 'VK_API_SECRET'),
    ],
    [
      'an unknown code header',
      { flags: { codeHeader: 'other' } },
      refusal('usage', '"other"', 'tenant, admin'),
    ],
    [
      'a code header where there is no code',
      { flags: { profile: 'mart', codeHeader: 'tenant' } },
      refusal('usage', 'Influencemart has no code header', 'Leave --code-header out'),
    ],
    [
      'plain http to another machine',
      { flags: { baseUrl: 'http://api.example.com' } },
      refusal('plain-http', 'http://api.example.com', '--allow-http'),
    ],
    [
      'plain http to another machine, from the environment',
      { env: { VK_BASE_URL: 'http://api.example.com' } },
      refusal('plain-http'),
    ],
    ['what is no URL', { flags: { baseUrl: 'api' } }, refusal('bad-url', '"api"')],
  ])('%s', async (_name, sources, error) => {
    await expect(resolve(sources)).rejects.toEqual(error);
  });

  it('plain http to another machine unless it is asked for', async () => {
    const flags = { baseUrl: 'http://api.example.com', allowHttp: true };
    expect((await resolve({ flags })).base?.origin).toBe('http://api.example.com');
  });

  it('to go anywhere where no base URL is known, once it is needed', async () => {
    const settings = await resolve({ flags: { profile: 'mart' } });
    expect(settings.base).toBeUndefined();
    expect(() => requireBase(settings)).toThrow(
      refusal('missing-base-url', 'Influencemart publishes no base URL', '--base-url'),
    );
    expect(requireBase(await resolve({})).origin).toBe('https://stored.example.com');
  });

  it('without telling a secret', async () => {
    const flags = { profile: 'prod', provider: 'kamiokash' };
    const env = { VK_API_SECRET: 'hush-hush' };
    await expect(resolve({ flags, env })).rejects.not.toThrow(/hush-hush|stored secret/);
  });
});

// A .vk.json comes with a repository, perhaps a stranger's.
describe('a project file', () => {
  it.each<[name: string, baseUrl: string, sources: Sources]>([
    ['the same origin, another path', 'https://stored.example.com/v2', {}],
    ['the default port written out', 'https://stored.example.com:443/v2', {}],
    ["the provider's own", 'https://vistarkriya.com/v2', { profiles: none, env: ENV_CREDENTIAL }],
    ['127.0.0.1', 'http://127.0.0.1:8787', {}],
    ['localhost', 'http://localhost:8787/api/v1', {}],
    ['::1', 'http://[::1]:8787', {}],
    ['loopback where no origin is known', 'http://127.0.0.1:1', { flags: { profile: 'mart' } }],
  ])('may lead to %s', async (_name, baseUrl, sources) => {
    expect((await resolve({ ...sources, project: { baseUrl } })).base).toBeDefined();
  });

  it.each<[name: string, baseUrl: string, sources: Sources]>([
    ['another host', 'https://evil.example/api/v1', {}],
    ['another port', 'https://stored.example.com:8443/api/v1', {}],
    ['a host below', 'https://a.stored.example.com', {}],
    ['a host that looks like loopback', 'https://127.0.0.1.evil.example', {}],
    ["the provider's own, past the profile's", 'https://vistarkriya.com/api/v1', {}],
    ['anywhere, where no origin is known', 'https://x.example', { flags: { profile: 'mart' } }],
    [
      'another host with an environment credential',
      'https://evil.example',
      { env: ENV_CREDENTIAL },
    ],
    ['another scheme', 'http://stored.example.com/api/v1', { flags: { allowHttp: true } }],
  ])('may not lead to %s', async (_name, baseUrl, sources) => {
    await expect(resolve({ ...sources, project: { baseUrl } })).rejects.toEqual(
      refusal('other-origin', '.vk.json leads to', '--base-url'),
    );
  });

  it('does not matter where the user names the base URL', async () => {
    const project = { baseUrl: 'https://evil.example' };
    const flags = { baseUrl: 'https://meant.example' };
    expect((await resolve({ flags, project })).base?.origin).toBe('https://meant.example');
    const env = { VK_BASE_URL: 'https://meant.example' };
    expect((await resolve({ env, project })).base?.origin).toBe('https://meant.example');
  });

  it('does not matter for the sandbox', async () => {
    const settings = await resolve({
      flags: { sandbox: true },
      project: { baseUrl: 'https://evil.example' },
    });
    expect(settings.base).toBeUndefined();
  });
});

describe('--sandbox', () => {
  const sandbox = { sandbox: true };

  it.each<[provider: string, fields: Readonly<Record<string, string>>]>([
    ['vistarkriya', { apiKey: 'vk_live_sandbox_demo', code: '246810' }],
    ['kamiokash', { apiKey: 'kamio_sandbox_demo' }],
    ['influencemart', { apiKey: 'ak_test_sandbox_demo' }],
    ['payinout', { apiKey: 'payinout_sandbox_demo', email: 'merchant@example.com' }],
  ])('has a demo credential for %s where nothing is set', async (provider, fields) => {
    const settings = await resolve({ flags: { ...sandbox, provider }, profiles: none });
    expect(settings).toMatchObject({ isDemo: true, base: undefined, overrides: [] });
    expect(settings.credential.fields).toEqual(fields);
    expect(settings.origins).toContainEqual({
      name: 'credential',
      origin: "the sandbox's demo credential",
    });
  });

  it.each<[name: string, sources: Sources, isDemo: boolean, apiKey: string]>([
    ['a profile wins', {}, false, 'vk_live_stored'],
    [
      'an environment credential wins',
      { env: ENV_CREDENTIAL, profiles: none },
      false,
      'vk_live_env',
    ],
    [
      'half an environment credential does not',
      { env: { VK_API_KEY: 'x' }, profiles: none },
      true,
      'vk_live_sandbox_demo',
    ],
  ])('%s', async (_name, sources, isDemo, apiKey) => {
    const settings = await resolve({ ...sources, flags: sandbox });
    expect(settings.isDemo).toBe(isDemo);
    expect(settings.credential.fields.apiKey).toBe(apiKey);
  });

  it('fills in a code that is not set, and only then', async () => {
    const env = { VK_API_KEY: 'k', VK_API_SECRET: 's' };
    expect(valueOf(await resolve({ flags: sandbox, env, profiles: none }), 'code')).toEqual([
      '246810',
      "the sandbox's demo credential",
    ]);
    const set = { ...env, VK_CODE: '222222' };
    expect(valueOf(await resolve({ flags: sandbox, env: set, profiles: none }), 'code')[0]).toBe(
      '222222',
    );
    expect(valueOf(await resolve({ env, profiles: none }), 'code')[0]).toBeUndefined();
  });

  it.each<[name: string, provider: string, sources: Sources, field: 'code' | 'email', is: string]>([
    ['--code', 'vistarkriya', { flags: { code: '654321' } }, 'code', '654321'],
    ['VK_CODE', 'vistarkriya', { env: { VK_CODE: '654321' } }, 'code', '654321'],
    [
      '--code over VK_CODE',
      'vistarkriya',
      { flags: { code: '111111' }, env: { VK_CODE: '654321' } },
      'code',
      '111111',
    ],
    ['--email', 'payinout', { flags: { email: 'me@x.y' } }, 'email', 'me@x.y'],
    ['VK_EMAIL', 'payinout', { env: { VK_EMAIL: 'me@x.y' } }, 'email', 'me@x.y'],
  ])('has %s in place of the demo credential’s', async (_name, provider, sources, field, is) => {
    const flags = { ...sandbox, provider, ...sources.flags };
    const settings = await resolve({ ...sources, flags, profiles: none });
    expect(settings.isDemo).toBe(true);
    expect(settings.credential.fields[field]).toBe(is);
    expect(settings.credential.fields.apiKey).toContain('sandbox_demo');
  });

  it('never fills in an API key', async () => {
    const keyless = new Map([['a', { provider: 'kamiokash', secret: Secret.of('s') }]]);
    const { credential } = await resolve({
      flags: sandbox,
      profiles: { current: 'a', profiles: keyless },
    });
    expect(credential.fields.apiKey).toBeUndefined();
  });

  it('takes a code header for the demo credential', async () => {
    const { credential } = await resolve({
      flags: { ...sandbox, codeHeader: 'admin' },
      profiles: none,
    });
    expect(credential.dialect).toBe('admin');
    await expect(
      resolve({ flags: { ...sandbox, codeHeader: 'x' }, profiles: none }),
    ).rejects.toEqual(refusal('usage'));
  });
});

it('prints no secret', async () => {
  const settings = await resolve({ env: { VK_WEBHOOK_SECRET: 'hush-hush' } });
  expect(JSON.stringify(settings)).not.toMatch(/hush-hush|stored secret/);
});

describe('a secret that is kept elsewhere', () => {
  const place: SecretPlace = { store: 'command', argv: ['op', 'read', 'x'] };
  const profiles: ProfileSet = {
    current: 'kept',
    profiles: new Map([
      ['kept', { provider: 'kamiokash', apiKey: 'k', secret: place, webhookSecret: place }],
    ]),
  };

  async function resolveCounting(
    sources: Pick<Sources, 'env'>,
  ): Promise<[Settings, SecretPlace[]]> {
    const asked: SecretPlace[] = [];
    const settings = await resolveSettings({
      flags: {},
      env: {},
      project: undefined,
      profiles: () => profiles,
      fetchSecret: async (wanted) => {
        asked.push(wanted);
        return await fetchSecret(wanted);
      },
      ...sources,
    });
    return [settings, asked];
  }

  it('is asked for where it is needed; the webhook secret is not', async () => {
    const [settings, asked] = await resolveCounting({});
    expect(asked).toEqual([place]);
    expect(secretOf(settings)).toBe(JSON.stringify(place));
    expect(settings.credential.webhookSecret).toBeUndefined();
    expect(settings.origins).toContainEqual({ name: 'secret', origin: 'profile kept' });
  });

  it('is not asked for where the environment has another', async () => {
    const [settings, asked] = await resolveCounting({
      env: { VK_API_SECRET: 'own', VK_WEBHOOK_SECRET: 'hook' },
    });
    expect([secretOf(settings), asked]).toEqual(['own', []]);
    expect(settings.overrides).toEqual(['VK_API_SECRET', 'VK_WEBHOOK_SECRET']);
  });
});
