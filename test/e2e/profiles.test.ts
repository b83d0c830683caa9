import { createHmac } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modeOf } from '../file-mode.js';
import {
  member,
  newFolder,
  profileFileOf,
  vk,
  writeTemporary,
  type Run,
  type RunOptions,
} from './vk.js';

const SECRET = 'profile-secret-0000';
const FILE = ['--store', 'file'];
const KAMIO = ['--provider', 'kamiokash', '--api-key', 'kamio_e2e_key_0000000', ...FILE];
/** Where no keychain answers, whatever the machine has. */
const NO_KEYCHAIN = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' };
const BY_ENV = { S: SECRET };

async function add(
  name: string,
  words: readonly string[] = KAMIO,
  options: RunOptions = {},
): Promise<Run> {
  const args = ['profile', 'add', name, ...words, '--secret-env', 'S'];
  return await vk(args, { ...options, env: { ...BY_ENV, ...options.env } });
}

async function names(home: string): Promise<readonly unknown[]> {
  const { stdout } = await vk(['profile', 'list', '--json'], { home });
  const profiles = member(JSON.parse(stdout), 'profiles');
  return Array.isArray(profiles) ? profiles.map((each) => member(each, 'name')) : [];
}

/** The signature tells whether the stored secret is the very one. */
async function signature(home: string, words: readonly string[] = []): Promise<string> {
  const args = ['sign', 'GET', '/x', '--timestamp', '2026-01-27T09:23:06.658Z'];
  return (await vk([...args, '--only', 'signature', ...words], { home })).stdout;
}

/** Made without vk. The string-to-sign of an empty body is `:timestamp`. */
function signatureOf(secret: string): string {
  const hmac = createHmac('sha256', secret).update(':2026-01-27T09:23:06.658Z');
  return `${hmac.digest('hex')}\n`;
}

describe.concurrent('a secret comes', () => {
  it.for([
    ['without a line break', SECRET, [], SECRET],
    ['with one, left out', `${SECRET}\n`, [], SECRET],
    ['with CRLF, left out', `${SECRET}\r\n`, [], SECRET],
    ['with one that is kept', `${SECRET}\n`, ['--keep-newline'], `${SECRET}\n`],
    ['with spaces and é', ' é secret ', [], ' é secret '],
    ['with ESC and NUL in it', 'a\u001b[31mb\0c', [], 'a\u001b[31mb\0c'],
  ] as const)('from standard input and a file, %s', async ([, given, words, stored]) => {
    const fromStdin = await vk(['profile', 'add', 'p', ...KAMIO, ...words, '--secret-stdin'], {
      input: given,
    });
    const file = writeTemporary('secret', given);
    const fromFile = await vk(['profile', 'add', 'p', ...KAMIO, ...words, '--secret-file', file]);
    for (const { exitCode, stdout, stderr, home } of [fromStdin, fromFile]) {
      expect([exitCode, stdout]).toEqual([0, '']);
      expect(stderr).not.toContain(SECRET);
      expect(stderr.includes('--keep-newline')).toBe(given !== stored);
      expect(await signature(home)).toBe(signatureOf(stored));
    }
  });

  it('from a variable', async () => {
    const { exitCode, home } = await add('p');
    expect(exitCode).toBe(0);
    expect(await signature(home)).toBe(signatureOf(SECRET));
  });

  it('from bytes that are no text', async () => {
    const bytes = Uint8Array.from({ length: 32 }, (_, index) => 255 - index * 7);
    const file = writeTemporary('secret', bytes);
    const { home } = await vk(['profile', 'add', 'p', ...KAMIO, '--secret-file', file]);
    expect(await signature(home)).toMatch(/^[0-9a-f]{64}\n$/);
  });

  const faults: readonly (readonly [words: readonly string[], shown: string, input?: string])[] = [
    [['--secret-env', 'NOT_SET'], 'NOT_SET is not set'],
    [['--secret-file', '/nonexistent/secret'], '/nonexistent/secret'],
    [['--secret-stdin'], 'secret is empty', ''],
    [['--secret-stdin'], 'secret is empty', '\n'],
    [['--secret-stdin', '--secret-env', 'S'], 'several places'],
    [['--secret-env', 'S', '--webhook-secret-file', '/dev/null'], 'secret is empty'],
    [['--api-secret', SECRET], '--api-secret'],
    [[], '--secret-stdin, --secret-env, --secret-file or --secret-command'],
    [['--secret-command', 'op read x | head'], 'It is run without a shell'],
    [['--secret-command', 'op read $ITEM'], 'the variable $ITEM'],
    [['--secret-command', 'op read x'], '--store file has nothing to keep'],
    [['--secret-command', 'op read x', '--secret-env', 'S'], 'several places'],
    [['--secret-env', 'S', '--store', 'command'], '--store command needs the command'],
  ];

  it.for(faults)('not from %j: %s', async ([words, shown, input]) => {
    const args = ['profile', 'add', 'p', ...KAMIO, ...words];
    const options = { env: { S: SECRET }, ...(input !== undefined && { input }) };
    const { exitCode, stderr, home } = await vk(args, options);
    expect(exitCode).toBe(2);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(shown);
    expect(await names(home)).toEqual([]);
  });
});

describe.concurrent('the store', () => {
  it('is for its owner only, whatever the umask and whatever was there', async () => {
    const home = newFolder();
    mkdirSync(join(home, '.config/vk'), { recursive: true });
    chmodSync(join(home, '.config/vk'), 0o755);
    const file = writeTemporary(
      'profiles.json',
      '{"version":1,"profiles":{}}',
      join(home, '.config/vk'),
    );
    chmodSync(file, 0o644);
    expect((await add('p', KAMIO, { home })).exitCode).toBe(0);
    expect([modeOf(file), modeOf(join(home, '.config/vk'))]).toEqual(['600', '700']);

    const { home: fresh } = await add('p');
    expect([modeOf(profileFileOf(fresh)), modeOf(join(fresh, '.config/vk'))]).toEqual([
      '600',
      '700',
    ]);
  });

  it('may be elsewhere', async () => {
    const folder = newFolder();
    for (const [variable, path] of [
      ['VK_CONFIG_DIR', join(folder, 'a/b')],
      ['XDG_CONFIG_HOME', join(folder, 'xdg')],
    ] as const) {
      const { home, exitCode } = await add('p', KAMIO, { env: { [variable]: path } });
      expect([exitCode, existsSync(profileFileOf(home))]).toEqual([0, false]);
      const file = join(path, variable === 'VK_CONFIG_DIR' ? '' : 'vk', 'profiles.json');
      expect(modeOf(file)).toBe('600');
    }
  });

  it('loses nothing when 12 processes write at once', async () => {
    const home = newFolder();
    const wanted = Array.from({ length: 12 }, (_, index) => `p${index}`);
    const runs = await Promise.all(wanted.map((name) => add(name, KAMIO, { home })));
    expect(runs.map(({ exitCode }) => exitCode)).toEqual(wanted.map(() => 0));
    expect(new Set(await names(home))).toEqual(new Set(wanted));
    expect(modeOf(profileFileOf(home))).toBe('600');
  });

  const broken: readonly (readonly [name: string, content: string, shown: string])[] = [
    ['empty', '', 'not JSON'],
    ['truncated', '{"version":1,"profiles":{"p":{"prov', 'not JSON'],
    ['no object', '[]', 'not a JSON object'],
    ['a byte order mark', '\ufeff{"version":1,"profiles":{}}', 'not JSON'],
  ];

  it.for(broken)('%s: put aside by add, refused by others', async ([, content, shown]) => {
    const home = newFolder();
    mkdirSync(join(home, '.config/vk'), { recursive: true });
    const file = writeTemporary('profiles.json', content, join(home, '.config/vk'));
    const runs = [
      await vk(['profile', 'list'], { home }),
      await vk(['profile', 'edit', 'p', '--mode', 'live'], { home }),
      await vk(['sign', 'GET', '/x'], { home }),
    ];
    for (const { exitCode, stderr } of runs) {
      expect(exitCode).toBe(2);
      expect(stderr.replaceAll(/\s+/g, ' ')).toContain(shown);
      expect(stderr.replaceAll(/\s+/g, ' ')).toContain('vk profile add');
    }
    expect(readFileSync(file, 'utf8')).toBe(content);
    const { exitCode, stderr } = await add('q', KAMIO, { home });
    expect(exitCode).toBe(0);
    const aside = /was damaged: it is kept as (\S+), and a new one was begun/.exec(stderr)?.[1];
    expect(readFileSync(aside ?? '', 'utf8')).toBe(content);
    expect(modeOf(aside ?? '')).toBe('600');
    expect(await names(home)).toEqual(['q']);
  });

  const damaged: readonly (readonly [name: string, content: string, shown: string])[] = [
    ['of a newer vk', '{"version":99,"profiles":{}}', 'newer vk (version 99)'],
    ['without profiles', '{"version":1}', 'not a file of profiles'],
    [
      'with an unknown member',
      '{"version":1,"profiles":{"p":{"provider":"kamiokash","note":"mine"}}}',
      '"p" has an odd "note"',
    ],
    ['with half a profile', '{"version":1,"profiles":{"p":{}}}', '"p" has no provider'],
  ];

  it.for(damaged)('%s: refused, and left as it is', async ([, content, shown]) => {
    const home = newFolder();
    mkdirSync(join(home, '.config/vk'), { recursive: true });
    const file = writeTemporary('profiles.json', content, join(home, '.config/vk'));
    const runs = [
      await vk(['profile', 'list'], { home }),
      await vk(['profile', 'use', 'p'], { home }),
      await vk(['sign', 'GET', '/x'], { home }),
      await add('q', KAMIO, { home }),
    ];
    for (const { exitCode, stderr } of runs) {
      expect(exitCode).toBe(2);
      expect(stderr.replaceAll(/\s+/g, ' ')).toContain(shown);
      expect(stderr).toContain('profiles.json');
    }
    expect(readFileSync(file, 'utf8')).toBe(content);
  });

  it('that is a link is refused', async () => {
    const home = newFolder();
    const target = writeTemporary('shared.json', '{"version":1,"profiles":{}}');
    mkdirSync(join(home, '.config/vk'), { recursive: true });
    symlinkSync(target, profileFileOf(home));
    const { exitCode, stderr } = await add('p', KAMIO, { home });
    expect(exitCode).toBe(6);
    expect(stderr).toContain('symbolic link');
    expect(readFileSync(target, 'utf8')).not.toContain(SECRET);
  });

  it('that is a folder is refused', async () => {
    const home = newFolder();
    mkdirSync(profileFileOf(home), { recursive: true });
    const { exitCode, stderr } = await add('p', KAMIO, { home });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('it is a directory');
  });
});

describe.concurrent('profiles by name', () => {
  const VISTAR = [
    '--provider',
    'vistarkriya',
    '--api-key',
    'vk_live_0123456789abcdef',
    '--code',
    '123456',
    ...FILE,
  ];

  it('are listed, shown, chosen and removed', async () => {
    const { home } = await add('one', [...VISTAR, '--code-header', 'admin', '--mode', 'live']);
    await add('two', KAMIO, { home });

    const list = await vk(['profile', 'list'], { home });
    expect(list.stdout).toMatch(
      /^\* +one +vistarkriya +live +file +https:\/\/vistarkriya\.com\/api\/v1$/m,
    );
    expect(list.stdout).toMatch(
      /^ +two +kamiokash +sandbox +file +https:\/\/api\.kamiokash\.com\/v1$/m,
    );

    const shown = await vk(['profile', 'show'], { home });
    expect(shown.exitCode).toBe(0);
    expect(shown.stdout).toMatch(/^apiKey +vk_live_…cdef$/m);
    expect(shown.stdout).toMatch(/^secret +stored in .*profiles\.json$/m);
    expect(shown.stdout + shown.stderr).not.toContain(SECRET);
    expect(shown.stdout).not.toContain('0123456789abcdef');

    expect((await vk(['profile', 'use', 'two'], { home })).stderr).toMatch(
      /^The current [^\n]+\n$/,
    );
    const overridden = await vk(['profile', 'use', 'two'], { home, env: { VK_PROFILE: 'one' } });
    expect([overridden.exitCode, overridden.stderr]).toEqual([
      0,
      expect.stringContaining('VK_PROFILE is set, and one is used'),
    ]);
    const json = await vk(['profile', 'show', '--json'], { home });
    expect(JSON.parse(json.stdout)).toMatchObject({
      name: 'two',
      current: true,
      provider: 'kamiokash',
    });

    const asked = await vk(['profile', 'remove', 'two'], { home });
    expect(asked.exitCode).toBe(2);
    expect(asked.stderr).toContain('--yes');
    expect((await vk(['profile', 'remove', 'two', '--yes'], { home })).exitCode).toBe(0);
    expect(await names(home)).toEqual(['one']);
    expect(readFileSync(profileFileOf(home), 'utf8').split(SECRET)).toHaveLength(2);
  });

  it('are used by --profile, VK_PROFILE and the first one by itself', async () => {
    const { home } = await add('one');
    await vk(['profile', 'add', 'two', ...KAMIO, '--secret-env', 'S'], { home, env: { S: 'b' } });
    expect(await signature(home)).toBe(signatureOf(SECRET));
    expect(await signature(home, ['--profile', 'two'])).toBe(signatureOf('b'));
    const args = ['sign', 'GET', '/x', '--timestamp', '2026-01-27T09:23:06.658Z'];
    const byVariable = await vk([...args, '--only', 'signature'], {
      home,
      env: { VK_PROFILE: 'two' },
    });
    expect(byVariable.stdout).toBe(signatureOf('b'));
  });

  it('are not replaced without --force', async () => {
    const { home } = await add('one');
    const again = await add('one', KAMIO, { home, env: { S: 'other' } });
    expect(again.exitCode).toBe(2);
    expect(again.stderr).toContain('--force');
    expect(await signature(home)).toBe(signatureOf(SECRET));
    expect((await add('one', [...KAMIO, '--force'], { home, env: { S: 'b' } })).exitCode).toBe(0);
    expect(await signature(home)).toBe(signatureOf('b'));
  });

  it.for(['use', 'show', 'remove'])('%s of an unknown one names those there are', async (verb) => {
    const { home } = await add('one');
    const { exitCode, stderr } = await vk(['profile', verb, 'nobody'], { home });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('there is no profile "nobody"');
    expect(stderr).toContain('The profiles are one.');
  });

  it('of a provider that this vk does not know are listed all the same', async () => {
    const home = newFolder();
    mkdirSync(join(home, '.config/vk'), { recursive: true });
    const profiles = {
      old: { provider: 'acme', apiKey: 'k' },
      own: { provider: 'kamiokash' },
      odd: { provider: 'constructor', baseUrl: 'https://odd.example' },
    };
    const content = JSON.stringify({ version: 1, current: 'old', profiles });
    chmodSync(join(home, '.config/vk'), 0o700);
    chmodSync(writeTemporary('profiles.json', content, join(home, '.config/vk')), 0o600);
    const list = await vk(['profile', 'list'], { home });
    expect([list.exitCode, list.stderr]).toEqual([0, '']);
    expect(list.stdout).toMatch(/^\* +old +acme +sandbox\b/m);
    expect(list.stdout).toMatch(/^ +odd +constructor +sandbox +\(none\) +https:\/\/odd\.example$/m);
    const json = await vk(['profile', 'list', '--json'], { home });
    expect(JSON.parse(json.stdout)).toMatchObject({
      profiles: [
        { name: 'old', provider: 'acme', baseUrl: null },
        { name: 'own', baseUrl: 'https://api.kamiokash.com/v1' },
        { name: 'odd', baseUrl: 'https://odd.example' },
      ],
    });
    const used = await vk(['sign', 'GET', '/x'], { home });
    expect(used.exitCode).toBe(2);
    expect(used.stderr).toContain('"acme"');
  });

  it('are added, chosen and removed with one JSON document each', async () => {
    const home = newFolder();
    const steps: readonly (readonly [words: readonly string[], document: unknown])[] = [
      [
        ['add', 'one', ...KAMIO, '--secret-env', 'S', '--json'],
        { added: 'one', path: profileFileOf(home), secret: 'file' },
      ],
      [
        ['add', 'two', ...KAMIO, '--secret-env', 'S', '--json'],
        { added: 'two', path: profileFileOf(home), secret: 'file' },
      ],
      [['use', 'two', '--json'], { current: 'two' }],
      [['remove', 'two', '--yes', '--json'], { removed: 'two' }],
    ];
    for (const [words, document] of steps) {
      const { exitCode, stdout, stderr } = await vk(['profile', ...words], { home, env: BY_ENV });
      expect([exitCode, stderr, JSON.parse(stdout)]).toEqual([0, '', document]);
    }
    expect(await names(home)).toEqual(['one']);
    for (const words of [
      ['use', 'two'],
      ['remove', 'two', '--yes'],
      ['remove', 'one'],
    ]) {
      const failed = await vk(['profile', ...words, '--json'], { home });
      expect([failed.exitCode, failed.stdout]).toEqual([2, '']);
      expect(member(JSON.parse(failed.stderr), 'error', 'code')).toEqual(expect.any(String));
    }
  });

  const badNames = [
    '',
    '.',
    '..',
    'a/b',
    '../x',
    '/etc',
    'a b',
    'a\nb',
    '__proto__',
    '-x',
    'é',
    'x'.repeat(300),
  ];

  it.for(badNames)('%j is no name', async (name) => {
    const args = ['profile', 'add', ...KAMIO, '--secret-env', 'S', '--', name];
    const { exitCode, stderr, home } = await vk(args, { env: { S: SECRET } });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      `${JSON.stringify(name.slice(0, 80))} cannot name a profile`.slice(0, 60),
    );
    expect(existsSync(join(home, '.config'))).toBe(false);
  });

  it.for(['constructor', 'toString', 'a.b-c_d', '0', 'A'.repeat(64)])('%s is one', async (name) => {
    const { exitCode, home } = await add(name);
    expect(exitCode).toBe(0);
    expect(await names(home)).toEqual([name]);
  });
});

describe.concurrent('where the secret is', () => {
  const BARE = ['--provider', 'kamiokash', '--api-key', 'k'];

  it('is said where no keychain answers, and why', async () => {
    const home = newFolder();
    const { exitCode, stderr } = await add('p', BARE, { home, env: NO_KEYCHAIN });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^note: no keychain answers \(.+\): the secret is in .*, mode 0600$/m);
    expect(stderr).toContain(profileFileOf(home));
    expect(await signature(home)).toBe(signatureOf(SECRET));
  });

  it('has to be the keychain where that is asked for', async () => {
    const words = [...BARE, '--store', 'keychain'];
    const { exitCode, stderr, home } = await add('p', words, { env: NO_KEYCHAIN });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('no keychain answers');
    expect(stderr).toContain('--store file');
    expect(existsSync(profileFileOf(home))).toBe(false);
  });

  it('is with a command, whose output is taken at use and never stored', async () => {
    const home = newFolder();
    const file = writeTemporary('secret', `${SECRET}\n`);
    const words = ['profile', 'add', 'p', ...BARE, '--secret-command', `cat '${file}'`];
    const added = await vk(words, { home });
    expect([added.exitCode, added.stdout]).toEqual([0, '']);
    expect(added.stderr).toContain('a command prints its secret');
    expect(readFileSync(profileFileOf(home), 'utf8')).not.toContain(SECRET);
    expect(await signature(home)).toBe(signatureOf(SECRET));
    expect(readFileSync(profileFileOf(home), 'utf8')).not.toContain(SECRET);
    const shown = await vk(['profile', 'show'], { home });
    expect(shown.stdout).toContain(`secret    printed by cat ${file}`);
    const list = await vk(['profile', 'list'], { home });
    expect(list.stdout).toMatch(/^\* +p +kamiokash +sandbox +command +https/m);
  });

  it('is the environment, for which no profile is needed', async () => {
    const env = { VK_PROVIDER: 'kamiokash', VK_API_KEY: 'k', VK_API_SECRET: 'other' };
    const { home } = await add('p');
    const args = ['sign', 'GET', '/x', '--timestamp', '2026-01-27T09:23:06.658Z'];
    const alone = await vk([...args, '--only', 'signature'], { env });
    const beside = await vk([...args, '--only', 'signature'], { home, env });
    expect([alone.stdout, beside.stdout]).toEqual([signatureOf('other'), signatureOf('other')]);
  });
});

describe.concurrent('off a terminal, what is missing is named with its flag', () => {
  const table: readonly (readonly [words: readonly string[], flag: string])[] = [
    [[], '--provider'],
    [['--provider', 'vistarkriya'], '--api-key'],
    [['--provider', 'vistarkriya', '--api-key', 'vk_live_a'], '--code'],
    [['--provider', 'payinout', '--api-key', 'k'], '--email'],
    [['--provider', 'kamiokash', '--api-key', 'k'], '--secret-stdin'],
  ];

  it.for(table)('%j: %s', async ([words, flag]) => {
    const { exitCode, stderr, home } = await vk(['profile', 'add', 'p', ...words]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(flag);
    expect(existsSync(join(home, '.config'))).toBe(false);
  });

  const wrong: readonly (readonly [words: readonly string[], shown: string])[] = [
    [['--provider', 'nobody'], 'influencemart, payinout'],
    [
      ['--provider', 'vistarkriya', '--api-key', 'vk_live_a', '--code', '12345'],
      'has to be 6 digits',
    ],
    [
      ['--provider', 'payinout', '--api-key', 'k', '--email', 'nobody'],
      'has to be an email address',
    ],
    [[...KAMIO, '--code', '123456'], 'KamioKash has no code'],
    [[...KAMIO, '--code-header', 'admin'], 'no code header "admin"'],
    [[...KAMIO, '--base-url', 'ftp://x/'], '"ftp://x/" is not a base URL'],
    [['--provider', 'kamiokash', '--api-key', 'a\nb'], 'control characters'],
    [['--provider', 'kamiokash', '--api-key', ' a'], 'white space'],
    [['--provider', 'kamiokash', '--api-key', ''], 'is empty'],
  ];

  it.for(wrong)('%j: %s', async ([words, shown]) => {
    const { exitCode, stderr, home } = await add('p', words);
    expect(exitCode).toBe(2);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(shown);
    expect(await names(home)).toEqual([]);
  });
});
