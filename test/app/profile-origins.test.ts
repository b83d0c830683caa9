import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Profile, ProfileSet } from '../../src/app/ports.js';
import { traceValues, type TracedValue } from '../../src/app/profile-origins.js';
import { resolveSettings } from '../../src/app/settings.js';
import type { SettingSources } from '../../src/app/value-sources.js';
import { Secret } from '../../src/core/credential.js';
import { refusal } from './refusal.js';

const prod: Profile = {
  provider: 'vistarkriya',
  apiKey: 'vk_live_0123456789abcdef',
  code: '123456',
  baseUrl: 'https://profile.example/api/v1',
  mode: 'live',
  secret: Secret.of('s'),
};
const set: ProfileSet = {
  current: 'prod',
  profiles: new Map([
    ['prod', prod],
    ['other', { provider: 'kamiokash', apiKey: 'k', secret: Secret.of('s') }],
  ]),
};

function sources(change: Partial<SettingSources> = {}): SettingSources {
  return {
    flags: {},
    env: {},
    project: undefined,
    profiles: () => set,
    fetchSecret: () => {
      throw new Error('nothing has to be fetched');
    },
    ...change,
  };
}

function traced(change: Partial<SettingSources>, name: string): TracedValue | undefined {
  return traceValues(sources(change), () => 'kept').values.find((each) => each.name === name);
}

it.each<[change: Partial<SettingSources>, name: string, origin: string, overridden: string[]]>([
  [{}, 'profile', 'current profile', []],
  [{ env: { VK_PROFILE: 'other' } }, 'profile', 'environment VK_PROFILE', ['current profile']],
  [
    { flags: { profile: 'other' }, env: { VK_PROFILE: 'prod' }, project: { profile: 'prod' } },
    'profile',
    'flag --profile',
    ['environment VK_PROFILE', '.vk.json', 'current profile'],
  ],
  [{}, 'baseUrl', 'profile prod', ["Vistar Kriya's documentation"]],
  [
    { env: { VK_BASE_URL: 'https://e.example' }, project: { baseUrl: 'https://p.example' } },
    'baseUrl',
    'environment VK_BASE_URL',
    ['.vk.json', 'profile prod', "Vistar Kriya's documentation"],
  ],
  [{ env: { VK_API_KEY: 'k' } }, 'apiKey', 'environment VK_API_KEY', ['profile prod']],
  [{ env: { VK_API_KEY: '' } }, 'apiKey', 'profile prod', []],
  [{ env: { VK_API_SECRET: 'x' } }, 'secret', 'environment VK_API_SECRET', ['profile prod']],
  [{}, 'mode', 'profile prod', ['default']],
  [{ project: { mode: 'sandbox' } }, 'mode', '.vk.json', ['profile prod', 'default']],
  [
    { project: { mode: 'live' }, flags: { profile: 'other' } },
    'mode',
    'default',
    ['.vk.json, which cannot raise it'],
  ],
  [{ project: { codeHeader: 'admin' } }, 'codeHeader', '.vk.json', ['default']],
])('%j: %s', (change, name, origin, overridden) => {
  const found = traced(change, name);
  expect(found?.taken?.origin).toBe(origin);
  expect(found?.overridden.map((each) => each.origin)).toEqual(overridden);
});

it('says which profile is passed over where the environment is complete', () => {
  const env = { VK_API_KEY: 'vk_live_x', VK_API_SECRET: 's' };
  const trace = traceValues(sources({ env }), () => 'kept');
  expect(trace.profile).toBeUndefined();
  expect(traced({ env }, 'profile')).toEqual({
    name: 'profile',
    taken: undefined,
    overridden: [{ value: 'prod', origin: 'current profile' }],
  });
});

it('shows no secret, and no whole key', () => {
  const env = { VK_API_SECRET: 'canary-secret', VK_API_KEY: 'vk_live_canary_key_000000' };
  const text = JSON.stringify(traceValues(sources({ env, flags: { profile: 'prod' } }), () => 'k'));
  expect(text).not.toMatch(/canary-secret|canary_key|0123456789/);
});

it('fails as the command would', () => {
  expect(() => traced({ flags: { profile: 'x' } }, 'profile')).toThrow(refusal('unknown-profile'));
  expect(() => traced({ flags: { profile: 'prod', provider: 'kamiokash' } }, 'x')).toThrow(
    refusal('usage', 'says kamiokash'),
  );
});

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const url = (name: string): fc.Arbitrary<string | undefined> =>
  maybe(fc.constant(`https://${name}.example`));

describe('what is shown is what a command does', () => {
  it('for any mixture of flags, environment, project file and profiles', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          profile: maybe(fc.constantFrom('prod', 'other')),
          VK_PROFILE: maybe(fc.constantFrom('prod', 'other', '')),
          VK_BASE_URL: url('env'),
          VK_API_KEY: maybe(fc.constant('vk_live_env')),
          VK_API_SECRET: maybe(fc.constant('s')),
          VK_CODE: maybe(fc.constant('654321')),
          projectProfile: maybe(fc.constantFrom('prod', 'other')),
          projectMode: maybe(fc.constantFrom('sandbox' as const, 'live' as const)),
        }),
        async ({ profile, projectProfile, projectMode, ...env }) => {
          const from = sources({
            flags: profile === undefined ? {} : { profile },
            env,
            project: {
              ...(projectProfile !== undefined && { profile: projectProfile }),
              ...(projectMode !== undefined && { mode: projectMode }),
            },
          });
          const settings = await resolveSettings(from);
          const trace = traceValues(from, () => 'kept');
          const shown = new Map(trace.values.map((each) => [each.name, each.taken]));
          expect(trace.profile).toBe(settings.profile);
          expect(shown.get('mode')?.value).toBe(settings.mode);
          expect(shown.get('provider')?.value).toBe(settings.provider.id);
          for (const { name, origin } of settings.origins) {
            expect([name, shown.get(name)?.origin]).toEqual([name, origin]);
          }
        },
      ),
    );
  });
});
