import { expect, it } from 'vitest';
import {
  readBundle,
  readUnsealed,
  writeBundle,
  writeSealedBundle,
} from '../../src/app/profile-bundle.js';
import type { Profile } from '../../src/app/ports.js';
import { Secret } from '../../src/core/credential.js';
import { keptText } from './fake-profiles.js';
import { refusal } from './refusal.js';

const whole: Profile = {
  provider: 'vistarkriya',
  apiKey: 'vk_live_é',
  code: '123456',
  dialect: 'admin',
  baseUrl: 'https://a.example/api/v1',
  mode: 'live',
  secret: Secret.of('hush'),
  webhookSecret: { store: 'command', argv: ['op', 'read', 'a b'] },
};
const bytes = new Secret(Uint8Array.from([0xff, 0x00, 0xfe]));
const profiles = new Map<string, Profile>([
  ['prod', whole],
  ['constructor', { provider: 'kamiokash', secret: bytes }],
  ['bare', { provider: 'payinout', email: 'a@b.c' }],
  ['chained', { provider: 'kamiokash', secret: { store: 'keychain', account: 'x' } }],
]);

function read(text: string): ReadonlyMap<string, Profile> {
  const bundle = readBundle(Buffer.from(text));
  return 'open' in bundle ? bundle.open : new Map();
}

it('comes back without secrets, but with the commands that print them', () => {
  const text = writeBundle(profiles, false);
  expect(text).not.toMatch(/hush|aHVza|keychain/);
  const found = read(text);
  expect([...found.keys()]).toEqual(['prod', 'constructor', 'bare', 'chained']);
  const { secret: _secret, ...rest } = whole;
  expect(found.get('prod')).toEqual(rest);
  expect(found.get('constructor')).toEqual({ provider: 'kamiokash' });
});

it('comes back with secrets byte for byte', () => {
  const found = readUnsealed(Buffer.from(writeBundle(profiles, true)));
  expect(keptText(found.get('prod')?.secret)).toBe('file hush');
  const raw = found.get('constructor')?.secret;
  expect(raw instanceof Secret && [...raw.reveal()]).toEqual([0xff, 0x00, 0xfe]);
});

it('keeps an encrypted part as it is', () => {
  const sealed = { header: '{"a": 1}', ciphertext: 'AAAA' };
  const text = writeSealedBundle(sealed);
  expect(readBundle(Buffer.from(text))).toEqual({ sealed });
  expect(() => readUnsealed(Buffer.from(text))).toThrow(refusal('file', 'encrypted again'));
});

function file(profile: unknown, name = 'p', change: object = {}): string {
  const entries = Object.fromEntries([[name, profile]]);
  return JSON.stringify({ format: 'vk-profiles', version: 1, profiles: entries, ...change });
}

const GOOD = { provider: 'kamiokash', apiKey: 'k' };

it.each<[text: string, error: unknown]>([
  ['', refusal('file', 'not JSON')],
  ['{', refusal('file', 'not JSON')],
  ['\ufeff{}', refusal('file', 'not JSON')],
  ['[]', refusal('file', 'not made by vk profile export')],
  ['{"version":1,"profiles":{}}', refusal('file', 'not made by vk profile export')],
  [file(GOOD, 'p', { version: 2 }), refusal('file', 'newer vk (version 2)', 'Update vk')],
  [file(GOOD, 'p', { version: '1' }), refusal('file', 'no version')],
  [file(GOOD, 'p', { profiles: [] }), refusal('file', 'neither profiles nor')],
  [file(GOOD, 'p', { profiles: {} }), refusal('file', 'holds no profile')],
  [file(GOOD, 'p', { sealed: {} }), refusal('file', 'neither profiles nor')],
  [file(GOOD, '../p'), refusal('usage', 'cannot name a profile')],
  [file(GOOD, '__proto__'), refusal('usage', 'cannot name a profile')],
  [file(GOOD, 'x'.repeat(300)), refusal('usage', 'cannot name a profile')],
  [file(null), refusal('file', 'no JSON object')],
  [file([]), refusal('file', 'no JSON object')],
  [file({ ...GOOD, note: 'x' }), refusal('file', 'unknown member "note"')],
  [file({ ...GOOD, __proto__: null, toString: 'x' }), refusal('file', 'unknown member "toString"')],
  [file({ ...GOOD, provider: 'acme' }), refusal('unknown-provider')],
  [file({ apiKey: 'k' }), refusal('unknown-provider')],
  [file({ ...GOOD, apiKey: 1 }), refusal('file', 'apiKey of profile p is not a string')],
  [file({ ...GOOD, apiKey: 'a\r\nX: y' }), refusal('bad-credential', 'control characters')],
  [file({ ...GOOD, mode: 'LIVE' }), refusal('file', 'the mode of profile p')],
  [file({ ...GOOD, baseUrl: 'http://evil.example' }), refusal('plain-http')],
  [file({ ...GOOD, baseUrl: 'https://u:p@x.example' }), refusal('bad-url')],
  [file({ ...GOOD, secret: 'text' }), refusal('file', 'the secret of profile p')],
  [file({ ...GOOD, secret: {} }), refusal('file', 'the secret of profile p')],
  [file({ ...GOOD, secret: { utf8: 'a', base64: 'YQ==' } }), refusal('file', 'the secret of')],
  [file({ ...GOOD, secret: { base64: '*' } }), refusal('file', 'the secret of profile p')],
  [file({ ...GOOD, secret: { utf8: '' } }), refusal('bad-credential', 'a secret is empty')],
  [file({ ...GOOD, secret: { keychain: 'x' } }), refusal('file', 'the secret of profile p')],
  [file({ ...GOOD, webhookSecret: { command: [] } }), refusal('file', 'the webhookSecret of')],
  [file({ ...GOOD, webhookSecret: { command: ['a', 1] } }), refusal('file', 'webhookSecret')],
  [file({ ...GOOD, webhookSecret: { command: ['a\0'] } }), refusal('file', 'webhookSecret')],
  [file({ ...GOOD, webhookSecret: { command: 'rm -rf' } }), refusal('file', 'webhookSecret')],
])('%s is refused', (text, error) => {
  expect(() => read(text)).toThrow(error);
});
