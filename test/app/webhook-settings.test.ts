import { describe, expect, it } from 'vitest';
import type { Profile, SecretPlace } from '../../src/app/ports.js';
import type { SettingSources } from '../../src/app/value-sources.js';
import { resolveWebhook, type SchemeByHand } from '../../src/app/webhook-settings.js';
import { parseScheme } from '../../src/app/webhook-scheme.js';
import { Secret } from '../../src/core/credential.js';

const PROFILES: ReadonlyMap<string, Profile> = new Map<string, Profile>([
  ['kash', { provider: 'kamiokash', secret: Secret.of('api'), webhookSecret: Secret.of('hook') }],
  ['bare', { provider: 'kamiokash', secret: Secret.of('api') }],
  ['pay', { provider: 'payinout', secret: Secret.of('token') }],
  ['kriya', { provider: 'vistarkriya', secret: Secret.of('kriya') }],
]);

async function fetchSecret(place: SecretPlace): Promise<Secret> {
  return await Promise.resolve(Secret.of(JSON.stringify(place)));
}

type Sources = Partial<Omit<SettingSources, 'profiles'>> & { readonly current?: string };

async function resolved(
  { flags = {}, env = {}, project, current }: Sources,
  byHand: SchemeByHand = {},
  given: readonly string[] = [],
): Promise<{ provider: string; secrets: string[]; header: string }> {
  const profiles = { profiles: PROFILES, ...(current !== undefined && { current }) };
  const { provider, definition, secrets } = await resolveWebhook(
    { flags, env, project, profiles: () => profiles, fetchSecret },
    byHand,
    given.map((name) => ({ name, secret: Secret.of(name) })),
  );
  return {
    provider: provider.id,
    secrets: secrets.map(
      ({ name, secret }) => `${name}: ${Buffer.from(secret.reveal()).toString()}`,
    ),
    header: definition.signatureHeader,
  };
}

describe('provider and secret', () => {
  it.each<[string, Sources, string, string]>([
    [
      'KamioKash where nobody says',
      { env: { VK_WEBHOOK_SECRET: 'w' } },
      'kamiokash',
      'environment VK_WEBHOOK_SECRET: w',
    ],
    [
      'a line break at the end of a variable',
      { env: { VK_WEBHOOK_SECRET: 'w\r\n' } },
      'kamiokash',
      'environment VK_WEBHOOK_SECRET: w',
    ],
    [
      'the API secret, where that signs',
      { flags: { provider: 'payinout' }, env: { VK_API_SECRET: 'a', VK_WEBHOOK_SECRET: 'w' } },
      'payinout',
      'environment VK_API_SECRET: a',
    ],
    ['the current profile', { current: 'pay' }, 'payinout', 'profile pay: token'],
    [
      'the named profile',
      { current: 'pay', flags: { profile: 'kash' } },
      'kamiokash',
      'profile kash: hook',
    ],
    [
      'VK_PROVIDER',
      { env: { VK_PROVIDER: 'payinout', VK_API_SECRET: 'a' } },
      'payinout',
      'environment VK_API_SECRET: a',
    ],
    ['.vk.json', { project: { profile: 'pay' } }, 'payinout', 'profile pay: token'],
    [
      'the environment before the profile',
      { current: 'kash', env: { VK_WEBHOOK_SECRET: 'w' } },
      'kamiokash',
      'environment VK_WEBHOOK_SECRET: w',
    ],
    [
      'a current profile without webhooks is set aside',
      { current: 'kriya', env: { VK_WEBHOOK_SECRET: 'w' } },
      'kamiokash',
      'environment VK_WEBHOOK_SECRET: w',
    ],
    [
      'the demo',
      { flags: { sandbox: true }, env: { VK_WEBHOOK_SECRET: 'w' } },
      'kamiokash',
      "the sandbox's demo credential: kamio-sandbox-demo-webhook-secret",
    ],
  ])('%s', async (_name, sources, provider, secret) => {
    expect(await resolved(sources)).toMatchObject({ provider, secrets: [secret] });
  });

  it('secrets of the command line go before all others, in their order', async () => {
    const { secrets } = await resolved({ env: { VK_WEBHOOK_SECRET: 'w' } }, {}, ['new', 'old']);
    expect(secrets).toEqual(['new: new', 'old: old']);
  });

  it.each<[string, Sources, string, RegExp]>([
    ['no secret', {}, 'missing-credential', /no webhook secret for KamioKash/],
    ['the API secret alone', { current: 'bare' }, 'missing-credential', /no webhook secret/],
    [
      'no API secret',
      { flags: { provider: 'payinout' }, env: { VK_WEBHOOK_SECRET: 'w' } },
      'missing-credential',
      /no API secret for PayIn/,
    ],
    ['no webhooks', { flags: { provider: 'vistarkriya' } }, 'usage', /documents no webhook/],
    [
      'a profile without webhooks',
      { flags: { profile: 'kriya' } },
      'usage',
      /documents no webhook/,
    ],
    ['an empty secret', { env: { VK_WEBHOOK_SECRET: '\n' } }, 'bad-credential', /is empty/],
    [
      'two providers',
      { flags: { profile: 'pay', provider: 'kamiokash' } },
      'usage',
      /is for payinout/,
    ],
  ])('%s is refused', async (_name, sources, code, message) => {
    await expect(resolved(sources)).rejects.toEqual(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });
});

describe('a scheme by hand', () => {
  const scheme = parseScheme('{timestamp}.{body}');
  const flags = { provider: 'influencemart' };

  it('makes webhooks of a provider that documents none', async () => {
    const found = await resolved({ flags, env: { VK_WEBHOOK_SECRET: 'w' } }, { scheme });
    expect(found).toMatchObject({ provider: 'influencemart', header: 'X-Signature' });
  });

  it('names its headers', async () => {
    const sources = {
      flags,
      env: {},
      project: undefined,
      profiles: () => ({ profiles: PROFILES }),
      fetchSecret,
    };
    const given = [{ name: 'x', secret: Secret.of('x') }];
    const byHand = { scheme, signatureHeader: 'X-Sig', timestampHeader: 'X-Time' };
    expect((await resolveWebhook(sources, byHand, given)).definition).toMatchObject(byHand);
    expect((await resolveWebhook(sources, { scheme }, given)).definition).toMatchObject({
      signatureHeader: 'X-Signature',
      timestampHeader: 'X-Timestamp',
    });
  });

  it('a header alone is enough for a provider that has webhooks', async () => {
    const found = await resolved({ current: 'kash' }, { signatureHeader: 'X-Mine' });
    expect(found).toMatchObject({ provider: 'kamiokash', header: 'X-Mine' });
  });
});
