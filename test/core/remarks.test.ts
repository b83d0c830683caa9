import { describe, expect, it } from 'vitest';
import { Secret, type Credential } from '../../src/core/credential.js';
import { clockRemark, credentialRemarks } from '../../src/core/remarks.js';
import type { Provider } from '../../src/core/provider.js';
import { influencemart } from '../../src/providers/influencemart.js';
import { kamiokash } from '../../src/providers/kamiokash.js';
import { payinout } from '../../src/providers/payinout.js';
import { providers } from '../../src/providers/registry.js';
import { vistarkriya } from '../../src/providers/vistarkriya.js';

const CANARY = 'canary-Zq7';

function credentialOf(provider: Provider, changes: Partial<Credential> = {}): Credential {
  const { apiKey, code, email } = provider.sandbox.demo;
  const all = {
    apiKey,
    ...(code !== undefined && { code }),
    ...(email !== undefined && { email }),
  };
  return { secret: Secret.of(CANARY), ...changes, fields: { ...all, ...changes.fields } };
}

function textsOf(provider: Provider, credential: Credential, mode: 'sandbox' | 'live'): string[] {
  return credentialRemarks(provider, credential, mode).map(({ id, text }) => `${id}: ${text}`);
}

describe('credentialRemarks', () => {
  it.each(providers.map((provider: Provider) => [provider.id, provider] as const))(
    'finds nothing about the demo credential of %s',
    (_id, provider) => {
      expect(textsOf(provider, credentialOf(provider), 'sandbox')).toEqual([]);
    },
  );

  it.each<[provider: Provider, fields: Credential['fields'], found: readonly string[]]>([
    [
      vistarkriya,
      { apiKey: 'k' },
      ['api-key-shape: the API key is not a key that starts with vk_live_'],
    ],
    [vistarkriya, { code: '12345' }, ['code-shape: the 6-digit tenant code is not 6 digits']],
    [
      vistarkriya,
      { code: '' },
      ['missing-code: there is no 6-digit tenant code: X-Tenant-Code is left out'],
    ],
    [vistarkriya, { apiKey: '' }, ['missing-api-key: there is no API key: X-API-Key is left out']],
    [
      payinout,
      { apiKey: '' },
      ['missing-api-key: there is no PublicToken: X-App-Token is left out'],
    ],
    [payinout, { email: '' }, ["missing-email: there is no merchant account's email"]],
    [
      payinout,
      { email: 'x' },
      ["email-shape: the merchant account's email is not an email address"],
    ],
    [kamiokash, { apiKey: ' ' }, ['api-key-shape: the API key is not the API key']],
    [
      influencemart,
      { apiKey: 'sk_test_1' },
      ['api-key-shape: the API key is not a key that starts with ak_test_ or ak_live_'],
    ],
    [
      vistarkriya,
      { apiKey: 'k', code: 'x' },
      [
        'api-key-shape: the API key is not a key that starts with vk_live_',
        'code-shape: the 6-digit tenant code is not 6 digits',
      ],
    ],
  ])('%#', (provider, fields, found) => {
    expect(textsOf(provider, credentialOf(provider, { fields }), 'sandbox')).toEqual(found);
  });

  it("names the code's header in the dialect", () => {
    const credential = credentialOf(vistarkriya, { fields: { code: '' }, dialect: 'admin' });
    expect(textsOf(vistarkriya, credential, 'sandbox').join()).toContain('X-Admin-Code');
  });

  it.each([
    ['missing-api-key', { apiKey: '' }, 'VK_API_KEY'],
    ['missing-code', { code: '' }, 'VK_CODE'],
  ] as const)('%s says which variable to set', (id, fields, name) => {
    const found = credentialRemarks(vistarkriya, credentialOf(vistarkriya, { fields }), 'sandbox');
    expect(found).toMatchObject([{ id, remedy: expect.stringContaining(`Set ${name},`) }]);
  });

  it.each<[apiKey: string, mode: 'sandbox' | 'live', isFound: boolean]>([
    ['ak_test_1', 'sandbox', false],
    ['ak_live_1', 'live', false],
    ['ak_test_1', 'live', true],
    ['ak_live_1', 'sandbox', true],
  ])('a key %s where %s is expected', (apiKey, mode, isFound) => {
    const credential = credentialOf(influencemart, { fields: { apiKey } });
    const found = credentialRemarks(influencemart, credential, mode);
    expect(found.map(({ id }) => id)).toEqual(isFound ? ['key-mode'] : []);
    expect(JSON.stringify(found)).not.toContain('_1');
  });

  it.each<[name: string, secret: string, text: string | undefined]>([
    ['none', CANARY, undefined],
    ['inside', 'a b', undefined],
    ['nothing at all', '', undefined],
    ['a space in front', ` ${CANARY}`, 'begins with'],
    ['a newline behind', `${CANARY}\n`, 'ends with'],
    ['both', `\t${CANARY}\r\n`, 'begins and ends with'],
    ['a byte order mark', `\ufeff${CANARY}`, 'begins with'],
    ['a zero width space', `${CANARY}\u200b`, 'ends with'],
    ['a no-break space', `${CANARY}\u00a0`, 'ends with'],
    ['between lines', 'a\nb', undefined],
  ])('white space around the secret: %s', (_name, secret, text) => {
    const credential = credentialOf(vistarkriya, { secret: Secret.of(secret) });
    const found = credentialRemarks(vistarkriya, credential, 'sandbox');
    expect(found.map(({ id }) => id)).toEqual(text === undefined ? [] : ['secret-white-space']);
    expect(found[0]?.text ?? '').toContain(text ?? '');
    expect(JSON.stringify(found)).not.toContain(CANARY);
  });

  it('takes a secret that is no text', () => {
    const secret = new Secret(Uint8Array.from([0x20, 0xff]));
    expect(textsOf(vistarkriya, credentialOf(vistarkriya, { secret }), 'sandbox')).toEqual([]);
  });
});

describe('clockRemark', () => {
  const now = Date.UTC(2026, 0, 27, 12) + 400;
  const seconds = Math.floor(now / 1000);

  it.each<[difference: number, text: string | undefined]>([
    [0, undefined],
    [300, undefined],
    [-300, undefined],
    [-301, '5 min behind'],
    [301, '5 min ahead of'],
    [-(23 * 60 + 40), '24 min behind'],
    [-(3600 + 4 * 60), '1 h 4 min behind'],
    [16 * 3600 + 30 * 60, '16 h 30 min ahead of'],
    [-86_400 * 2, '2 days behind'],
    [86_400 * 365, '365 days ahead of'],
  ])('%i s', (difference, text) => {
    const found = clockRemark(vistarkriya, String(seconds + difference), now);
    expect(found?.id).toBe(text === undefined ? undefined : 'clock');
    expect(found?.text).toBe(
      text && `the timestamp is ${text} this machine's clock, and 300 s is the tolerance`,
    );
  });

  it.each<[hours: number, minutes: number, text: string]>([
    [5, 30, '5 h 30 min ahead of; local time (UTC+05:30) written as UTC'],
    [5, 45, '5 h 45 min ahead of; local time (UTC+05:45) written as UTC'],
    [5, 28, '5 h 28 min ahead of; local time (UTC+05:30) written as UTC'],
    [1, 0, '1 h ahead of; local time (UTC+01:00) written as UTC'],
    [14, 0, '14 h ahead of; local time (UTC+14:00) written as UTC'],
    [-5, 0, '5 h behind; local time (UTC-05:00) written as UTC'],
    [-3, -30, '3 h 30 min behind; local time (UTC-03:30) written as UTC'],
    // No clock on earth is so much behind UTC.
    [-5, -30, '5 h 30 min behind; UTC taken for local time (UTC+05:30)'],
  ])('%i h and %i min are those of a zone', (hours, minutes, text) => {
    const [distance, zone] = text.split('; ');
    const found = clockRemark(vistarkriya, String(seconds + hours * 3600 + minutes * 60), now);
    expect(found?.text).toBe(
      `the timestamp is ${distance} this machine's clock, which looks like ${zone}; 300 s is the tolerance`,
    );
    expect(found?.remedy).toMatch(/^Make the timestamp in UTC\. .*int\(time\.time\(\)\)/);
  });

  it.each([
    ['not near a quarter of an hour', 5 * 3600 + 37 * 60],
    ['no zone', -45 * 60],
    ['no zone', 30 * 60],
    ['beyond all zones', 14 * 3600 + 30 * 60],
  ])('says nothing about zones: %s', (_name, difference) => {
    const found = clockRemark(vistarkriya, String(seconds + difference), now);
    expect(found?.text).not.toContain('looks like');
    expect(found?.remedy).toContain('Sign anew');
  });

  it('tells how to write ISO 8601 in UTC', () => {
    const local = new Date(now + 330 * 60_000).toISOString();
    const remedy = clockRemark(kamiokash, local, now)?.remedy ?? '';
    expect(remedy).toContain('Make the timestamp in UTC.');
    expect(remedy).toContain('toISOString()');
    expect(remedy).toContain('timezone.utc');
    expect(remedy).toContain('gmdate()');
  });

  it.each([
    [String(now), 'milliseconds'],
    ['2026-01-27T12:00:00Z', 'ISO 8601'],
    ['2026-01-27T12:00:00', 'ISO 8601'],
  ])('%s is in another form than Unix seconds', (timestamp, form) => {
    const found = clockRemark(vistarkriya, timestamp, now);
    expect(found?.id).toBe('timestamp-format');
    expect(found?.text).toBe(`the timestamp "${timestamp}" is in ${form}, not in Unix seconds`);
    expect(found?.remedy).toContain('Math.floor(Date.now() / 1000)');
    expect(found?.remedy).toContain('int(time.time())');
    expect(found?.remedy).toMatch(/ time\(\) in PHP/);
  });

  it('reads ISO 8601', () => {
    expect(clockRemark(kamiokash, new Date(now).toISOString(), now)).toBeUndefined();
    expect(clockRemark(kamiokash, '2026-01-27T11:00:00Z', now)?.text).toContain('1 h behind');
  });

  it.each<[provider: Provider, timestamp: string, format: string]>([
    [vistarkriya, `${seconds}.5`, 'Unix seconds'],
    [vistarkriya, '', 'Unix seconds'],
    [kamiokash, String(seconds), 'ISO 8601 in UTC'],
    [kamiokash, '\u001b[31m', 'ISO 8601 in UTC'],
  ])('says so where the format is wrong', ({ id, ...provider }, timestamp, format) => {
    const found = clockRemark({ id, ...provider }, timestamp, now);
    expect(found?.id).toBe('timestamp-format');
    expect(found?.text).toBe(`the timestamp ${JSON.stringify(timestamp)} is not in ${format}`);
  });

  it('is silent where nothing is timed', () => {
    const { timestamp: _timed, ...scheme } = vistarkriya.scheme;
    expect(clockRemark({ ...vistarkriya, scheme }, 'x', now)).toBeUndefined();
  });
});
