import { describe, expect, it } from 'vitest';
import type { Profile, ProfileSet, ProfileWriter } from '../../src/app/ports.js';
import {
  checkProfileName,
  fieldFault,
  fieldRemark,
  makeProfile,
  renameProfile,
  shortenKey,
  useProfile,
  type ProfileValues,
} from '../../src/app/profiles.js';
import { Secret } from '../../src/core/credential.js';
import type { FieldName, Provider } from '../../src/core/provider.js';
import { kamiokash } from '../../src/providers/kamiokash.js';
import { payinout } from '../../src/providers/payinout.js';
import { vistarkriya } from '../../src/providers/vistarkriya.js';
import { refusal } from './refusal.js';

describe('a name', () => {
  it.each(['a', 'prod', 'P.r-o_d', '1', 'a..b', 'constructor', 'x'.repeat(64)])(
    '%s is good',
    (name) => {
      expect(() => checkProfileName(name)).not.toThrow();
    },
  );

  it.each([
    '',
    '.',
    '..',
    '.a',
    '-a',
    '_a',
    '__proto__',
    'a/b',
    '../a',
    'a b',
    ' a',
    'a\n',
    'a\0',
    'é',
    'a:b',
    '$a',
    'x'.repeat(65),
    'x'.repeat(300),
  ])('%j is refused', (name) => {
    expect(() => checkProfileName(name)).toThrow(
      refusal('usage', 'cannot name a profile', 'up to 64'),
    );
  });
});

it.each<[provider: Provider, id: FieldName, value: string, isGood: boolean]>([
  [vistarkriya, 'code', '123456', true],
  [vistarkriya, 'code', '12345', false],
  [vistarkriya, 'code', '1234567', false],
  [vistarkriya, 'code', 'abcdef', false],
  [vistarkriya, 'code', '१२३४५६', false],
  [vistarkriya, 'apiKey', 'vk_live_x', true],
  [vistarkriya, 'apiKey', 'another', true],
  [vistarkriya, 'apiKey', '', false],
  [vistarkriya, 'apiKey', 'k\n', false],
  [vistarkriya, 'apiKey', ' k', false],
  [vistarkriya, 'apiKey', 'a\u001bb', false],
  [vistarkriya, 'email', 'a@b.c', false],
  [payinout, 'email', 'a@b.c', true],
  [payinout, 'email', 'a.b.c', false],
  [payinout, 'email', 'a@b@c', false],
  [kamiokash, 'code', '123456', false],
])('fieldFault of $id, %s %j', (provider, id, value, isGood) => {
  expect(fieldFault(provider, id, value) === undefined).toBe(isGood);
});

it.each<[provider: Provider, id: FieldName, value: string, remark: string | undefined]>([
  [vistarkriya, 'apiKey', 'vk_live_x', undefined],
  [vistarkriya, 'apiKey', 'vk_test_x', 'the API key is not a key that starts with vk_live_'],
  [vistarkriya, 'code', '12', undefined],
  [vistarkriya, 'email', 'x', undefined],
  [kamiokash, 'apiKey', 'x', undefined],
])('fieldRemark of $id, %s %j', (provider, id, value, remark) => {
  const found = fieldRemark(provider, id, value);
  expect(found).toEqual(remark === undefined ? undefined : expect.stringContaining(remark));
});

const values: ProfileValues = {
  fields: { apiKey: 'vk_live_x', code: '123456' },
  secret: Secret.of('s'),
  webhookSecret: undefined,
  dialect: undefined,
  baseUrl: undefined,
  mode: undefined,
};

describe('makeProfile', () => {
  it('has what is given and nothing else', () => {
    const profile = makeProfile(vistarkriya, values);
    expect(Object.keys(profile).toSorted()).toEqual(['apiKey', 'code', 'provider', 'secret']);
    const full = makeProfile(vistarkriya, {
      ...values,
      webhookSecret: Secret.of('w'),
      dialect: 'admin',
      baseUrl: 'https://a.example/api/v1',
      mode: 'live',
    });
    expect(full).toMatchObject({
      provider: 'vistarkriya',
      dialect: 'admin',
      mode: 'live',
      baseUrl: 'https://a.example/api/v1',
    });
    expect(full.webhookSecret).toBeInstanceOf(Secret);
  });

  it('has no secret where none is given, and one that is kept elsewhere as it is', () => {
    expect(makeProfile(vistarkriya, { ...values, secret: undefined })).not.toHaveProperty('secret');
    const place = { store: 'command', argv: ['op', 'read'] } as const;
    expect(makeProfile(vistarkriya, { ...values, secret: place }).secret).toBe(place);
  });

  it.each<[change: Partial<ProfileValues>, error: unknown]>([
    [
      { fields: { code: '12' } },
      refusal('bad-credential', 'has to be 6 digits', 'Mend the value of code'),
    ],
    [{ fields: { apiKey: 'a\n' } }, refusal('bad-credential', 'API key', 'Nothing was stored')],
    [{ fields: { email: 'a@b.c' } }, refusal('bad-credential', 'has no email')],
    [{ secret: Secret.of('') }, refusal('bad-credential', 'a secret is empty')],
    [{ webhookSecret: Secret.of('') }, refusal('bad-credential', 'a secret is empty', 'Nothing')],
    [{ dialect: 'other' }, refusal('usage', '"other"', 'tenant, admin')],
    [{ baseUrl: 'api' }, refusal('bad-url')],
    [{ baseUrl: 'http://api.example' }, refusal('plain-http')],
    [{ baseUrl: 'https://u:p@api.example' }, refusal('bad-url')],
  ])('refuses %j', (change, error) => {
    expect(() => makeProfile(vistarkriya, { ...values, ...change })).toThrow(error);
  });
});

function storeOf(set: ProfileSet): {
  readonly writer: ProfileWriter;
  readonly now: () => ProfileSet;
} {
  let present = set;
  return {
    writer: {
      update: async (change) => {
        present = await Promise.resolve(change(present));
        return {};
      },
    },
    now: () => present,
  };
}

function summary({ current, profiles }: ProfileSet): unknown[] {
  return [current, ...profiles.keys()];
}

describe('a change of the profiles', () => {
  const profile: Profile = { provider: 'kamiokash' };

  const two: ProfileSet = {
    current: 'a',
    profiles: new Map([
      ['a', profile],
      ['b', profile],
    ]),
  };

  it.each<
    [
      name: string,
      set: ProfileSet,
      action: (writer: ProfileWriter) => Promise<void>,
      after: unknown[],
    ]
  >([
    ['another is used', two, (w) => useProfile(w, 'b'), ['b', 'a', 'b']],
    ['another is renamed', two, (w) => renameProfile(w, 'b', 'x'), ['a', 'a', 'x']],
    ['the current one is renamed', two, (w) => renameProfile(w, 'a', 'x'), ['x', 'x', 'b']],
  ])('%s', async (_name, set, action, after) => {
    const { writer, now } = storeOf(set);
    await action(writer);
    expect(summary(now())).toEqual(after);
  });

  it('renames without a change of what is stored', async () => {
    const { writer, now } = storeOf(two);
    await renameProfile(writer, 'a', 'x');
    expect(now().profiles.get('x')).toBe(profile);
    await expect(renameProfile(writer, 'x', 'b')).rejects.toEqual(
      refusal('profile-exists', 'b already'),
    );
    await expect(renameProfile(writer, 'x', '../y')).rejects.toEqual(
      refusal('usage', 'cannot name a profile'),
    );
    expect(summary(now())).toEqual(['x', 'x', 'b']);
  });

  it.each<[name: string, action: (writer: ProfileWriter) => Promise<void>]>([
    ['use', (writer) => useProfile(writer, 'x')],
    ['rename', (writer) => renameProfile(writer, 'x', 'y')],
  ])('%s names the profiles that there are', async (_name, action) => {
    const { writer, now } = storeOf(two);
    await expect(action(writer)).rejects.toEqual(refusal('unknown-profile', '"x"', 'a, b'));
    expect(now()).toBe(two);
  });
});

it.each([
  ['vk_live_0123456789abcdef', 'vk_live_…cdef'],
  ['vk_live_0123456789abcdef0123456789', 'vk_live_01…6789'],
  ['x'.repeat(300), `${'x'.repeat(10)}…xxxx`],
  ['exactly16letters', 'exact…rs'],
  ['short-key', 'sho…y'],
  ['sixsix', 'si…x'],
  ['five5', 'f…'],
  ['a', '…'],
  ['', '…'],
])('%s is shown as %s', (key, shown) => {
  expect(shortenKey(key)).toBe(shown);
});

it.each(Array.from({ length: 60 }, (_, length) => length))(
  'at most half of a key of %i letters is shown',
  (length) => {
    expect(shortenKey('k'.repeat(length)).length - 1).toBeLessThanOrEqual(length / 2);
  },
);
