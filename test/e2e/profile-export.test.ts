import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { vkOnTerminal } from './terminal.js';
import { member, newFolder, profileFileOf, vk, writeTemporary, type Run } from './vk.js';

const SECRET = 'export-canary-secret-0000';
const PASS = ['--passphrase-env', 'P'];
const FILE = ['--store', 'file'];
const ENV = { S: SECRET, P: 'correct horse', Q: 'another one', EMPTY: '' };

async function run(home: string, ...words: readonly string[]): Promise<Run> {
  return await vk(['profile', ...words], { home, env: ENV });
}

/** A home with a profile whose secret is in the file, and one whose secret a command prints. */
async function homeWithTwo(): Promise<string> {
  const home = newFolder();
  const common = ['--provider', 'kamiokash', '--api-key', 'kamio_key_0123456789'];
  await run(home, 'add', 'one', ...common, '--secret-env', 'S', '--mode', 'live', ...FILE);
  await run(home, 'add', 'two', ...common, '--secret-command', "op read 'a b'");
  return home;
}

function stored(home: string): unknown {
  const path = profileFileOf(home);
  return existsSync(path) ? member(JSON.parse(readFileSync(path, 'utf8')), 'profiles') : undefined;
}

describe.concurrent('without secrets', () => {
  it('goes to another machine, commands shown and confirmed', async () => {
    const home = await homeWithTwo();
    const exported = await run(home, 'export');
    expect(exported.exitCode).toBe(0);
    expect(exported.stdout).not.toContain(SECRET);
    expect(exported.stderr).toContain('note: secrets are left out; --with-secrets');

    const other = newFolder();
    const file = writeTemporary('profiles.json', exported.stdout);
    const refused = await run(other, 'import', file);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr.replaceAll(/\s+/g, ' ')).toContain(
      "profile two would run: op read 'a b'",
    );
    expect(refused.stderr).toContain('--allow-commands');
    expect(stored(other)).toBeUndefined();

    const done = await run(other, 'import', file, '--allow-commands');
    expect([done.exitCode, done.stdout]).toEqual([0, '']);
    expect(done.stderr).toContain('profile one expects live');
    expect(done.stderr).toContain('profile one has no secret yet: vk profile edit one');
    expect(stored(other)).toEqual({
      one: { provider: 'kamiokash', apiKey: 'kamio_key_0123456789', mode: 'live' },
      two: member(stored(home), 'two'),
    });
  });

  it('is imported from standard input, under another name', async () => {
    const home = await homeWithTwo();
    const { stdout } = await run(home, 'export', 'one');
    const words = ['profile', 'import', '-', '--as', 'three', '--json'];
    const done = await vk(words, { home, env: ENV, input: stdout });
    expect([done.exitCode, done.stderr]).toEqual([0, '']);
    expect(JSON.parse(done.stdout)).toMatchObject({ imported: ['three'] });
    expect(member(stored(home), 'three', 'mode')).toBe('live');
    const both = await run(home, 'export');
    const refused = await vk(words, { home, env: ENV, input: both.stdout });
    expect([refused.exitCode, refused.stderr.includes('--as names one profile')]).toEqual([
      2,
      true,
    ]);
  });

  it('says where a base URL leads that is not the documented one', async () => {
    const home = newFolder();
    const profiles = { p: { provider: 'kamiokash', apiKey: 'k', baseUrl: 'https://evil.example' } };
    const text = JSON.stringify({ format: 'vk-profiles', version: 1, profiles });
    const { stderr } = await vk(['profile', 'import', '-'], { home, input: text });
    expect(stderr).toContain('profile p sends to https://evil.example, which KamioKash does not');
  });

  it('replaces nothing without --force, and then drops the secret with the rest', async () => {
    const home = await homeWithTwo();
    const { stdout } = await run(home, 'export', 'one');
    const file = writeTemporary('one.json', stdout);
    const refused = await run(home, 'import', file);
    expect([refused.exitCode, refused.stderr.includes('--force')]).toEqual([2, true]);
    expect(member(stored(home), 'one', 'secret')).toBeDefined();
    expect((await run(home, 'import', file, '--force')).exitCode).toBe(0);
    expect(member(stored(home), 'one', 'secret')).toBeUndefined();
  });
});

describe.concurrent('with secrets', { timeout: 60_000 }, () => {
  it('goes to another machine under a passphrase', async () => {
    const home = await homeWithTwo();
    const file = join(home, 'out.json');
    const words = ['export', '--with-secrets', ...PASS, '--output', file];
    const exported = await run(home, ...words);
    expect([exported.exitCode, exported.stdout]).toEqual([0, '']);
    expect(exported.stderr).toContain(`one, two: exported to ${file}, encrypted.`);
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
    const text = readFileSync(file, 'utf8');
    for (const form of ['utf8', 'base64', 'hex'] as const) {
      expect(text).not.toContain(Buffer.from(SECRET).toString(form).replaceAll('=', ''));
    }
    expect(text).not.toMatch(/kamio|op read/);

    const other = newFolder();
    const wrong = await run(other, 'import', file, '--passphrase-env', 'Q');
    expect([wrong.exitCode, wrong.stderr.includes('passphrase does not open it')]).toEqual([
      2,
      true,
    ]);
    expect(stored(other)).toBeUndefined();

    const done = await run(other, 'import', file, ...PASS, '--allow-commands', ...FILE);
    expect(done.exitCode).toBe(0);
    expect(done.stdout + done.stderr).not.toContain(SECRET);
    expect(stored(other)).toEqual(stored(home));
  });

  it('is not imported once a byte of it was changed', async () => {
    const home = await homeWithTwo();
    const { stdout } = await run(home, 'export', '--with-secrets', ...PASS);
    const changed = stdout.replace(
      /("ciphertext": ")(.)/,
      (_all, start: string, first: string) => `${start}${first === 'A' ? 'B' : 'A'}`,
    );
    expect(changed).not.toBe(stdout);
    const words = ['profile', 'import', '-', '--force', ...PASS];
    const { exitCode, stderr } = await vk(words, { home, env: ENV, input: changed });
    expect(exitCode).toBe(2);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain('it was changed since it was written');
  });

  const faults: readonly (readonly [words: readonly string[], shown: string])[] = [
    [['export', '--with-secrets'], '--passphrase-env or --passphrase-file'],
    [['export', '--with-secrets', '--passphrase-env', 'EMPTY'], 'EMPTY is not set'],
    [['export', '--with-secrets', '--passphrase-file', '/dev/null'], 'the passphrase is empty'],
    [['export', '--with-secrets', ...PASS, '--passphrase-file', 'x'], 'from two places'],
    [['export', ...PASS], 'nothing would be encrypted'],
    [['export', '--json'], 'Name a file with --output'],
    [['export', 'nobody'], 'there is no profile "nobody"'],
    [['export', '--output', '/nonexistent/x'], '/nonexistent/x'],
    [['import', '/nonexistent/x'], '/nonexistent/x'],
    [['import', '/dev/null'], 'it is not JSON'],
  ];

  // Each of them leaves it as it was.
  const shared = homeWithTwo();

  it.for(faults)('%j: %s', async ([words, shown]) => {
    const home = await shared;
    const before = stored(home);
    const { exitCode, stdout, stderr } = await run(home, ...words);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(shown);
    expect(stored(home)).toEqual(before);
  });

  it('asks for the passphrase twice on a terminal, and once to open it', async () => {
    const home = await homeWithTwo();
    const file = join(home, 'out.json');
    const words = ['profile', 'export', 'one', '--with-secrets', '-o', file];
    const differ = await vkOnTerminal(words, {
      home,
      steps: [
        ['Passphrase', 'horse\r'],
        ['once more', 'house\r'],
      ],
    });
    expect([differ.exitCode, existsSync(file)]).toEqual([2, false]);
    expect(differ.stdout).toContain('the two passphrases differ');
    const same = await vkOnTerminal(words, {
      home,
      steps: [
        ['Passphrase', 'horse\r'],
        ['once more', 'horse\r'],
      ],
    });
    expect([same.exitCode, same.stdout.includes('horse')]).toEqual([0, false]);
    const opened = await vkOnTerminal(['profile', 'import', file, '--as', 'new', ...FILE], {
      home,
      steps: [['Passphrase', 'horse\r']],
    });
    expect(opened.exitCode).toBe(0);
    expect(member(stored(home), 'new')).toEqual(member(stored(home), 'one'));
  });

  it('asks before it takes a command, and takes a no', async () => {
    const home = await homeWithTwo();
    const { stdout } = await run(home, 'export', 'two');
    const file = writeTemporary('two.json', stdout);
    const other = newFolder();
    for (const [answer, exit] of [
      ['n', 2],
      ['y', 0],
    ] as const) {
      const { exitCode, stdout: shown } = await vkOnTerminal(['profile', 'import', file], {
        home: other,
        steps: [['Run these programs', `${answer}\r`]],
      });
      expect(shown).toContain("profile two would run: op read 'a b'");
      expect([exitCode, stored(other) === undefined]).toEqual([exit, exit === 2]);
    }
  });
});
