import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { profileConf } from '../../src/adapters/profile-conf.js';
import { profileFile } from '../../src/adapters/profile-file.js';
import { takeLock } from '../../src/adapters/state-lock.js';
import type {
  KeptSecret,
  Profile,
  ProfileSet,
  UpdateOptions,
  Updated,
} from '../../src/app/ports.js';
import { utf8 } from '../../src/core/bytes.js';
import { Secret } from '../../src/core/credential.js';
import { refusal } from '../app/refusal.js';
import { modeOf } from '../file-mode.js';
import { OWNER, revealed } from './stored-secret.js';
import { temporaryFolder } from './temporary.js';

const profile: Profile = {
  provider: 'vistarkriya',
  apiKey: 'vk_live_x',
  code: '123456',
  dialect: 'admin',
  baseUrl: 'https://api.example.com/api/v1',
  mode: 'live',
  secret: Secret.of('s3cret'),
  webhookSecret: Secret.of('hook'),
};

function put(name: string, added: Profile = profile): (set: ProfileSet) => ProfileSet {
  return (set) => ({ ...set, profiles: new Map([...set.profiles, [name, added]]) });
}

async function store(
  folder: string,
  change: (set: ProfileSet) => ProfileSet,
  options?: UpdateOptions,
): Promise<Updated> {
  return await profileConf(profileFile(folder, OWNER)).update(change, options);
}

function textOf(folder: string): string {
  return readFileSync(join(folder, 'profiles.json'), 'utf8');
}

it('says the real reason why a folder cannot be locked', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'profiles.lock');
  mkdirSync(join(path, 'inside'), { recursive: true });
  await expect(store(folder, put('a'))).rejects.toEqual(
    refusal('file', `cannot write ${folder}: it is a directory`, 'Check the path'),
  );
  expect(readdirSync(folder)).toEqual(['profiles.lock']);
});

describe('update', () => {
  it('keeps what it is given', async () => {
    const folder = temporaryFolder();
    await store(folder, (set) => ({ ...put('prod')(set), current: 'prod' }));
    const { current, profiles } = profileFile(folder, OWNER).read();
    expect(current).toBe('prod');
    const { secret, webhookSecret, ...rest } = profiles.get('prod') ?? { provider: '' };
    const { secret: _secret, webhookSecret: _webhookSecret, ...expected } = profile;
    expect(rest).toEqual(expected);
    expect(revealed(secret)).toEqual(utf8('s3cret'));
    expect(revealed(webhookSecret)).toEqual(utf8('hook'));
  });

  it('hands over what is there, and what comes of it replaces all of it', async () => {
    const folder = temporaryFolder();
    await store(folder, (set) => ({ ...put('a')(set), current: 'a' }));
    await store(folder, put('b'));
    expect([...profileFile(folder, OWNER).read().profiles.keys()]).toEqual(['a', 'b']);
    await store(folder, ({ profiles }) => ({
      profiles: new Map([...profiles].filter(([name]) => name !== 'a')),
    }));
    const left = profileFile(folder, OWNER).read();
    expect([left.current, ...left.profiles.keys()]).toEqual([undefined, 'b']);
  });

  it('makes a folder and a file that nobody else can read, and leaves nothing beside it', async () => {
    const folder = join(temporaryFolder(), 'a', 'vk');
    await store(folder, put('prod'));
    expect(modeOf(folder)).toBe('700');
    expect(modeOf(join(folder, 'profiles.json'))).toBe('600');
    expect(readdirSync(folder).toSorted()).toEqual(['profile-index', 'profiles.json']);
  });

  it('keeps names and providers in a file of their own, for the shells', async () => {
    const folder = temporaryFolder();
    await store(folder, (set) => ({ ...put('a')(set), current: 'a' }));
    await store(folder, put('b'));
    const index = join(folder, 'profile-index');
    expect(readFileSync(index, 'utf8')).toBe('a\tvistarkriya\t*\nb\tvistarkriya\n');
    expect(modeOf(index)).toBe('600');
  });

  it('removes what a writer that was killed has left, and nothing else', async () => {
    const folder = temporaryFolder();
    const names = ['profiles.json.tmp-1234567890abcdef', 'profiles.json.mine', 'other.tmp-12'];
    for (const name of names) {
      writeFileSync(join(folder, name), 'x');
    }
    await store(folder, put('a'));
    expect(names.filter((name) => existsSync(join(folder, name)))).toEqual(names.slice(1));
  });

  it('takes the lock of a process that is no more', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'profiles.lock'), '{"pid":999999999,"started":"1"}');
    await store(folder, put('a'));
    expect(existsSync(join(folder, 'profiles.lock'))).toBe(false);
  });

  it('begins again where the lock was lost meanwhile', async () => {
    const folder = temporaryFolder();
    await store(folder, put('a'));
    let attempt = 0;
    await store(folder, (set) => {
      attempt += 1;
      if (attempt === 1) {
        rmSync(join(folder, 'profiles.lock'));
        // What another vk writes in that moment.
        const text = textOf(folder).replace('"a":', '"other":');
        writeFileSync(join(folder, 'profiles.json'), text);
      }
      return put('b')(set);
    });
    expect(attempt).toBe(2);
    expect([...profileFile(folder, OWNER).read().profiles.keys()]).toEqual(['other', 'b']);
  });

  it('writes nothing where the lock is lost again and again', async () => {
    const folder = temporaryFolder();
    const written = store(folder, (set) => {
      rmSync(join(folder, 'profiles.lock'));
      return put('a')(set);
    });
    await expect(written).rejects.toEqual(
      refusal('file', 'again and again', 'Nothing was written'),
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(['644', '666', '640', '604'])('narrows a file of mode 0%s', async (mode) => {
    const folder = temporaryFolder();
    await store(folder, put('a'));
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'profiles.json'), Number.parseInt(mode, 8));
    await store(folder, put('b'));
    expect(modeOf(join(folder, 'profiles.json'))).toBe('600');
    // The folder was there before: its mode is not vk's to change.
    expect(modeOf(folder)).toBe('755');
    expect(profileFile(folder, OWNER).read().profiles.size).toBe(2);
  });

  it('loses nothing when many write at once', async () => {
    const folder = temporaryFolder();
    const names = Array.from({ length: 10 }, (_, index) => `p${index}`);
    await Promise.all(names.map((name) => store(folder, put(name))));
    expect([...profileFile(folder, OWNER).read().profiles.keys()].toSorted()).toEqual(names);
    expect(existsSync(join(folder, 'profiles.lock'))).toBe(false);
  });

  it('waits for whoever else is writing', async () => {
    const folder = temporaryFolder();
    const lock = takeLock(join(folder, 'profiles.lock'));
    const order: string[] = [];
    const stored = store(folder, (set) => {
      order.push('changed');
      return put('a')(set);
    });
    for (let turn = 0; turn < 20; turn += 1) {
      await setImmediate();
    }
    order.push('unlocked');
    expect('release' in lock).toBe(true);
    if ('release' in lock) {
      lock.release();
    }
    await stored;
    expect(order).toEqual(['unlocked', 'changed']);
  });

  it('changes nothing where the change is refused, and lets the next one in', async () => {
    const folder = temporaryFolder();
    await store(folder, put('a'));
    const before = textOf(folder);
    const failure = new Error('no');
    const failed = store(folder, () => {
      throw failure;
    });
    await expect(failed).rejects.toBe(failure);
    expect(textOf(folder)).toBe(before);
    await store(folder, put('b'));
    expect(profileFile(folder, OWNER).read().profiles.size).toBe(2);
  });

  it.each([
    ['trailing newline', Buffer.from('secret\n')],
    ['not UTF-8', Buffer.from([0xff, 0xfe, 0x00, 0x80])],
    ['a byte order mark', Buffer.from('\ufeffsecret')],
    ['NUL', Buffer.from('a\0b')],
    ['non-ASCII', Buffer.from('₹ नेपाल 😀')],
    ['looks like a file of ours', Buffer.from('{"utf8":"x"}')],
  ])('gives a secret back byte for byte: %s', async (_what, bytes) => {
    const folder = temporaryFolder();
    await store(folder, put('a', { provider: 'kamiokash', secret: new Secret(bytes) }));
    const read = revealed(profileFile(folder, OWNER).read().profiles.get('a')?.secret);
    expect(Buffer.from(read ?? []).equals(bytes)).toBe(true);
  });

  it('gives any secret back byte for byte', async () => {
    const folder = temporaryFolder();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1 }), async (bytes) => {
        await store(folder, put('a', { provider: 'kamiokash', secret: new Secret(bytes) }));
        const read = revealed(profileFile(folder, OWNER).read().profiles.get('a')?.secret);
        expect(Buffer.from(read ?? [])).toEqual(Buffer.from(bytes));
      }),
      { numRuns: 15 },
    );
  });

  it.each<KeptSecret>([
    { store: 'keychain', account: 'prod.secret.0badcafe' },
    { store: 'command', argv: ['op', 'read', "op://vault/item's/é"] },
  ])('keeps the place of a secret: %j', async (place) => {
    const folder = temporaryFolder();
    await store(folder, put('a', { provider: 'kamiokash', secret: place, webhookSecret: place }));
    expect(profileFile(folder, OWNER).read().profiles.get('a')).toEqual({
      provider: 'kamiokash',
      secret: place,
      webhookSecret: place,
    });
  });

  it('keeps text readable, so that a person can compare it', async () => {
    const folder = temporaryFolder();
    await store(folder, put('a'));
    expect(JSON.parse(textOf(folder))).toMatchObject({
      version: 2,
      profiles: { a: { secret: { store: 'file', utf8: 's3cret' } } },
    });
  });

  it.each(['a.b.c', 'constructor', 'toString', '1', 'x'.repeat(64)])(
    'keeps a profile named %s apart',
    async (name) => {
      const folder = temporaryFolder();
      await store(folder, put('other'));
      await store(folder, put(name));
      expect([...profileFile(folder, OWNER).read().profiles.keys()].toSorted()).toEqual(
        ['other', name].toSorted(),
      );
    },
  );
});

/** What this vk would lose if it wrote the file again. */
const ODD_MEMBERS: readonly (readonly [member: string, json: string])[] = [
  ['note', '"mine"'],
  ['apikey', '"k"'],
  ['constructor', '"x"'],
  ['apiKey', '7'],
  ['apiKey', 'null'],
  ['code', '123456'],
  ['email', '["a@b.c"]'],
  ['dialect', 'true'],
  ['baseUrl', '{}'],
  ['mode', '"LIVE"'],
  ['mode', '"test"'],
  ['mode', 'null'],
  ['secret', '"plain"'],
  ['secret', 'null'],
  ['secret', '{}'],
  ['secret', '{"utf8":"no store"}'],
  ['secret', '{"store":"vault","utf8":"x"}'],
  ['secret', '{"store":"keychain"}'],
  ['secret', '{"store":"command","argv":[]}'],
  ['secret', '{"store":"command","argv":"op read x"}'],
  ['webhookSecret', '{"store":"command","argv":["op",7]}'],
  ['secret', '[]'],
  ['secret', '{"hex":"00"}'],
  ['secret', '{"store":"file","utf8":7}'],
  ['webhookSecret', '{"store":"file","base64":null}'],
];

// Whoever finds such a file has secrets in it, so nothing of it may be lost.
describe('a file that cannot be read', () => {
  it.each<[what: string, content: string | Buffer, why: string]>([
    ['empty', '', 'it is not JSON'],
    ['truncated', '{"version":1,"profiles":{"a":{"provi', 'it is not JSON'],
    ['garbage', Buffer.from([0xff, 0x00, 0x13]), 'it is not JSON'],
    ['an array', '[]', 'it is not a JSON object'],
    ['null', 'null', 'it is not a JSON object'],
    ['without a version', '{"profiles":{}}', 'it is not a file of profiles'],
    ['of a newer version', '{"version":3,"profiles":{}}', 'newer vk (version 3)'],
    ['of a version in words', '{"version":"1","profiles":{}}', 'it is not a file of profiles'],
    ['of version 0', '{"version":0,"profiles":{}}', 'it is not a file of profiles'],
    ['of version 1.5', '{"version":1.5,"profiles":{}}', 'it is not a file of profiles'],
    ['of version 2.5', '{"version":2.5,"profiles":{}}', 'newer vk (version 2.5)'],
    ['of version -1', '{"version":-1,"profiles":{}}', 'it is not a file of profiles'],
    ['of version null', '{"version":null,"profiles":{}}', 'it is not a file of profiles'],
    ['without profiles', '{"version":1}', 'it is not a file of profiles'],
    ['with a list of profiles', '{"version":1,"profiles":[]}', 'it is not a file of profiles'],
    [
      'with an odd current one',
      '{"version":1,"current":7,"profiles":{}}',
      'it is not a file of profiles',
    ],
    [
      'with no current one in so many words',
      '{"version":1,"current":null,"profiles":{}}',
      'it is not a file of profiles',
    ],
    ...ODD_MEMBERS.map(([member, json]): [string, string, string] => [
      `with a profile whose ${member} is ${json}`,
      `{"version":2,"profiles":{"a":{"provider":"kamiokash",${JSON.stringify(member)}:${json}}}}`,
      `profile "a" has an odd ${JSON.stringify(member)}`,
    ]),
    [
      'with a provider that is no text',
      '{"version":1,"profiles":{"a":{"provider":7}}}',
      'profile "a" has no provider',
    ],
    [
      'with one good profile and one odd one',
      '{"version":1,"profiles":{"a":{"provider":"kamiokash"},"b":{"provider":"payinout","x":1}}}',
      'profile "b" has an odd "x"',
    ],
    [
      'with a profile of no provider',
      '{"version":1,"profiles":{"a":{}}}',
      'profile "a" has no provider',
    ],
    [
      'with a profile that is null',
      '{"version":1,"profiles":{"a":null}}',
      'profile "a" has no provider',
    ],
    ['with a byte order mark', '\ufeff{"version":1,"profiles":{}}', 'it is not JSON'],
  ])('%s is refused, and left as it is', async (_what, content, why) => {
    const folder = temporaryFolder();
    const path = join(folder, 'profiles.json');
    writeFileSync(path, content);
    const error = refusal('profile-file', why, 'It was left as it is');
    expect(() => profileFile(folder, OWNER).read()).toThrow(error);
    await expect(store(folder, put('a'))).rejects.toEqual(error);
    expect(readFileSync(path)).toEqual(Buffer.from(content));
    expect(readdirSync(folder)).toEqual(['profiles.json']);
  });

  it.each<[what: string, content: string | Buffer]>([
    ['empty', ''],
    ['truncated', '{"version":2,"profiles":{"a":{"provi'],
    ['garbage', Buffer.from([0xff, 0x00, 0x13])],
    ['no object', '[]'],
  ])('is put aside by who may begin a new one: %s', async (_what, content) => {
    const folder = temporaryFolder();
    const path = join(folder, 'profiles.json');
    for (const aside of [`${path}.damaged`, `${path}.damaged-2`]) {
      writeFileSync(path, content);
      expect(await store(folder, put('new'), { mayBegin: true })).toEqual({ aside });
      expect(readFileSync(aside)).toEqual(Buffer.from(content));
      expect([...profileFile(folder, OWNER).read().profiles.keys()]).toEqual(['new']);
    }
    expect(await store(folder, put('more'), { mayBegin: true })).toEqual({});
  });

  it.each([
    ['of a newer version', '{"version":3,"profiles":{}}'],
    ['with an odd member', '{"version":2,"profiles":{"a":{"provider":"kamiokash","x":1}}}'],
  ])('is not put aside where a person can mend it: %s', async (_what, content) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'profiles.json'), content);
    await expect(store(folder, put('new'), { mayBegin: true })).rejects.toEqual(
      refusal('profile-file'),
    );
    expect(textOf(folder)).toBe(content);
    expect(readdirSync(folder)).toEqual(['profiles.json']);
  });

  it('is refused where it is a symbolic link, even one that leads nowhere', async () => {
    for (const isThere of [true, false]) {
      const folder = temporaryFolder();
      const elsewhere = join(temporaryFolder(), 'shared.json');
      if (isThere) {
        writeFileSync(elsewhere, '{"version":1,"profiles":{}}');
      }
      symlinkSync(elsewhere, join(folder, 'profiles.json'));
      const error = refusal('unsafe-file', 'is a symbolic link', 'VK_CONFIG_DIR');
      expect(() => profileFile(folder, OWNER).read()).toThrow(error);
      await expect(store(folder, put('a'))).rejects.toEqual(error);
      expect(existsSync(elsewhere)).toBe(isThere);
    }
  });

  it('is refused where it is a folder', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'profiles.json'));
    const error = refusal('file', 'it is a directory');
    expect(() => profileFile(folder, OWNER).read()).toThrow(error);
    await expect(store(folder, put('a'))).rejects.toEqual(error);
  });

  it('is refused where its folder is a file', async () => {
    const path = join(temporaryFolder(), 'file');
    writeFileSync(path, 'x');
    await expect(store(path, put('a'))).rejects.toEqual(refusal('file', 'cannot write'));
    expect(readFileSync(path, 'utf8')).toBe('x');
  });
});
