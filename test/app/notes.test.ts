import { expect, it } from 'vitest';
import { credentialNotes } from '../../src/app/notes.js';
import type { Settings } from '../../src/app/settings.js';
import { Secret, type Credential } from '../../src/core/credential.js';
import { vistarkriya } from '../../src/providers/vistarkriya.js';

function notes(
  fields: Credential['fields'],
  overrides: readonly string[] = [],
  trimmed: readonly string[] = [],
  secret = 's3cret',
): string[] {
  const settings: Settings = {
    provider: vistarkriya,
    credential: { fields, secret: Secret.of(secret) },
    base: undefined,
    basePath: '/api/v1',
    mode: 'sandbox',
    profile: 'prod',
    isDemo: false,
    origins: [],
    overrides,
    trimmed,
  };
  return credentialNotes(settings);
}

it.each<[fields: Credential['fields'], overrides: readonly string[], expected: readonly string[]]>([
  [{ apiKey: 'vk_live_x', code: '123456' }, [], []],
  [{ apiKey: 'hush', code: '123456' }, [], ['the API key is not a key that starts with vk_live_']],
  [{ apiKey: 'vk_live_x', code: '12' }, [], ['the 6-digit tenant code is not 6 digits']],
  [{ apiKey: 'vk_live_x' }, [], ['there is no 6-digit tenant code: its header is left out']],
  [
    { apiKey: 'vk_live_x', code: '123456' },
    ['VK_API_KEY', 'VK_CODE'],
    ['VK_API_KEY overrides profile prod', 'VK_CODE overrides profile prod'],
  ],
])('%j %j', (fields, overrides, expected) => {
  expect(notes(fields, overrides)).toEqual(expected);
  expect(notes(fields, overrides).join(' ')).not.toContain('hush');
});

it('a line break that was left out is told, and comes after what overrides', () => {
  expect(notes({ apiKey: 'vk_live_x', code: '12' }, ['VK_API_SECRET'], ['VK_API_SECRET'])).toEqual([
    'VK_API_SECRET overrides profile prod',
    'the line break at the end of VK_API_SECRET was left out',
    'the 6-digit tenant code is not 6 digits',
  ]);
});

it.each(['', 's', 'abc'])('that the secret %j cannot be hidden is told', (secret) => {
  expect(notes({ apiKey: 'vk_live_x', code: '123456' }, [], [], secret)).toEqual([
    'the API secret is too short to be kept out of what vk prints',
  ]);
});
