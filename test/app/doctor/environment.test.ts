import { expect, it } from 'vitest';
import { checkEnvironment } from '../../../src/app/doctor/environment.js';
import { Secret } from '../../../src/core/credential.js';

const profile = {
  name: 'prod',
  profile: {
    provider: 'vistarkriya',
    apiKey: 'vk_live_stored',
    code: '123456',
    secret: Secret.of('stored'),
  },
};
const PAIR = { VK_API_KEY: 'vk_live_other', VK_API_SECRET: 'other' };

it.each<[env: Record<string, string>, lines: readonly string[]]>([
  [{}, ['ok no variable changes what vk does']],
  [{ VK_API_KEY: '' }, ['ok no variable changes what vk does']],
  [
    PAIR,
    [
      'warn VK_API_KEY is set and wins over profile prod',
      'warn VK_API_SECRET is set and wins over profile prod',
    ],
  ],
  [
    { VK_API_KEY: 'vk_live_other' },
    [
      'warn VK_API_KEY is set and wins over profile prod',
      'warn the key comes from the environment and the secret from profile prod',
    ],
  ],
  [
    { VK_API_SECRET: 'other' },
    [
      'warn VK_API_SECRET is set and wins over profile prod',
      'warn the secret comes from the environment and the key from profile prod',
    ],
  ],
  [{ VK_CODE: '123456' }, ['ok VK_CODE is set, to what profile prod says too']],
  [{ VK_CODE: '654321' }, ['warn VK_CODE is set and wins over profile prod']],
  [{ VK_EMAIL: 'a@b' }, ['warn VK_EMAIL is set and wins over profile prod']],
  [{ VK_WEBHOOK_SECRET: 'w' }, ['warn VK_WEBHOOK_SECRET is set and wins over profile prod']],
  [{ VK_BASE_URL: 'http://x' }, ['warn VK_BASE_URL is set and wins over profile prod']],
  [{ VK_PROFILE: 'prod' }, ['ok VK_PROFILE=prod chooses the profile']],
  [{ VK_PROVIDER: 'kamiokash' }, ['ok VK_PROVIDER=kamiokash chooses the provider']],
  [{ VK_YES: '1' }, ['ok VK_YES=1 confirms live writes without asking']],
  [
    { NODE_EXTRA_CA_CERTS: '/ca.pem' },
    ['warn NODE_EXTRA_CA_CERTS slows each start: Node reads that file first, whatever vk is to do'],
  ],
  [
    { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    [
      'fail NODE_TLS_REJECT_UNAUTHORIZED=0 accepts any certificate: anybody on the way can read along',
    ],
  ],
  [{ NODE_TLS_REJECT_UNAUTHORIZED: '1' }, ['ok no variable changes what vk does']],
])('%j', (env, lines) => {
  const checks = checkEnvironment(env, profile);
  expect(checks.map(({ status, detail }) => `${status} ${detail}`)).toEqual(lines);
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  expect(JSON.stringify(checks)).not.toMatch(/"other|stored"/);
});

it('without a profile, nothing is overridden', () => {
  const checks = checkEnvironment(PAIR, undefined);
  expect(checks.map(({ status, detail }) => `${status} ${detail}`)).toEqual([
    'ok VK_API_KEY is set',
    'ok VK_API_SECRET is set',
  ]);
});
