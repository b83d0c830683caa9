import { describe, expect, it } from 'vitest';
import type { Profile, ProfileSet, ProfileWriter } from '../../src/app/ports.js';
import {
  addProfile,
  checkProfileName,
  fieldFault,
  makeProfile,
  removeProfile,
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
    expect(full.webhookSecret?.isEmpty).toBe(false);
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
    [
      'the first becomes current',
      { profiles: new Map() },
      (w) => addProfile(w, 'x', profile, false),
      ['x', 'x'],
    ],
    ['the next does not', two, (w) => addProfile(w, 'x', profile, false), ['a', 'a', 'b', 'x']],
    [
      'a replaced one keeps its place',
      two,
      (w) => addProfile(w, 'a', profile, true),
      ['a', 'a', 'b'],
    ],
    ['another is used', two, (w) => useProfile(w, 'b'), ['b', 'a', 'b']],
    ['another is removed', two, (w) => removeProfile(w, 'b'), ['a', 'a']],
    ['the current one is removed', two, (w) => removeProfile(w, 'a'), [undefined, 'b']],
  ])('%s', async (_name, set, action, after) => {
    const { writer, now } = storeOf(set);
    await action(writer);
    expect(summary(now())).toEqual(after);
  });

  it('replaces only where that is meant', async () => {
    const { writer, now } = storeOf(two);
    const other: Profile = { provider: 'payinout' };
    await expect(addProfile(writer, 'a', other, false)).rejects.toEqual(
      refusal('profile-exists', 'a already', '--force'),
    );
    expect(now().profiles.get('a')).toBe(profile);
    await addProfile(writer, 'a', other, true);
    expect(now().profiles.get('a')).toBe(other);
  });

  it.each<[name: string, action: (writer: ProfileWriter) => Promise<void>]>([
    ['use', (writer) => useProfile(writer, 'x')],
    ['remove', (writer) => removeProfile(writer, 'x')],
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
