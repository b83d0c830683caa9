import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { vkOnTerminal } from './terminal.js';
import { member, newFolder, profileFileOf, vk, writeTemporary, type Run } from './vk.js';

const SECRET = 'edit-canary-secret-0000';
const DOWN = '\u001b[B';

/** Adds a profile with its secret in the file, and gives back its home. */
async function homeWith(name: string, words: readonly string[]): Promise<string> {
  const home = newFolder();
  const args = ['profile', 'add', name, ...words, '--secret-env', 'S', '--store', 'file'];
  const { exitCode, stderr } = await vk(args, { home, env: { S: SECRET } });
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining('is stored in')]);
  return home;
}

const VISTAR = ['--provider', 'vistarkriya', '--api-key', 'vk_live_0123456789', '--code', '123456'];
const KAMIO = ['--provider', 'kamiokash', '--api-key', 'kamio_key_0123456789'];

function storeText(home: string): string {
  return readFileSync(profileFileOf(home), 'utf8');
}

function stored(home: string, name: string): unknown {
  return member(JSON.parse(storeText(home)), 'profiles', name);
}

async function run(home: string, ...words: readonly string[]): Promise<Run> {
  return await vk(['profile', ...words], { home, env: { N: 'new-secret' } });
}

describe.concurrent('edit', () => {
  it('changes what is given, and takes away what is named', async () => {
    const home = await homeWith('p', [
      ...VISTAR,
      '--base-url',
      'https://a.example',
      '--mode',
      'live',
    ]);
    const given = await run(home, 'edit', 'p', '--code-header', 'admin', '--code', '654321');
    expect([given.exitCode, given.stdout]).toEqual([0, '']);
    expect(given.stderr).toBe('Profile p is changed.\n');
    expect(stored(home, 'p')).toMatchObject({ code: '654321', dialect: 'admin', mode: 'live' });
    const taken = await run(home, 'edit', 'p', '--unset', 'base-url', '--unset', 'mode', '--json');
    expect(JSON.parse(taken.stdout)).toMatchObject({ edited: 'p' });
    expect(stored(home, 'p')).toEqual({
      provider: 'vistarkriya',
      apiKey: 'vk_live_0123456789',
      code: '654321',
      dialect: 'admin',
      secret: { store: 'file', utf8: SECRET },
    });
  });

  it('replaces a secret where it is, and hands it over to a command', async () => {
    const home = await homeWith('p', KAMIO);
    expect((await run(home, 'edit', 'p', '--secret-env', 'N')).exitCode).toBe(0);
    expect(stored(home, 'p')).toMatchObject({ secret: { utf8: 'new-secret' } });
    const words = ['--secret-command', 'pass show x', '--store', 'command'];
    expect((await run(home, 'edit', 'p', ...words)).exitCode).toBe(0);
    expect(storeText(home)).not.toMatch(/new-secret|edit-canary/);
    const shown = await run(home, 'show', 'p');
    expect(shown.stdout).toMatch(/^secret +printed by pass show x$/m);
  });

  const faults: readonly (readonly [words: readonly string[], shown: string])[] = [
    [[], 'see vk profile edit --help'],
    [['--code', '12'], 'has to be 6 digits'],
    [['--unset', 'code'], 'needs the 6-digit tenant code'],
    [['--unset', 'mode', '--mode', 'live'], 'both given and taken away'],
    [['--unset', 'secret'], 'It is one of api-key'],
    [['--store', 'command'], 'needs the command'],
    [['--base-url', 'http://x.example'], 'http'],
    [['--secret-file', '/nonexistent'], '/nonexistent'],
    [['--api-key', 'a\nb'], 'control characters'],
  ];

  it.for(faults)('%j is refused, and nothing is changed: %s', async ([words, shown]) => {
    const home = await homeWith('p', VISTAR);
    const before = storeText(home);
    const { exitCode, stdout, stderr } = await run(home, 'edit', 'p', ...words);
    expect([exitCode === 2 || exitCode === 6, stdout]).toEqual([true, '']);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(shown);
    expect(storeText(home)).toBe(before);
  });

  it('mentions an odd key, and takes it', async () => {
    const home = await homeWith('p', VISTAR);
    const { exitCode, stderr } = await run(home, 'edit', 'p', '--api-key', 'vk_test_1');
    expect(exitCode).toBe(0);
    expect(stderr).toContain('note: the API key is not a key that starts with vk_live_');
  });
});

describe.concurrent('rename and copy', () => {
  it('keep what is stored', async () => {
    const home = await homeWith('a', VISTAR);
    const before = stored(home, 'a');
    expect((await run(home, 'copy', 'a', 'b')).stderr).toContain('b is a copy of a');
    expect((await run(home, 'rename', 'a', 'c')).stderr).toContain('a is called c now');
    expect([stored(home, 'a'), stored(home, 'b'), stored(home, 'c')]).toEqual([
      undefined,
      before,
      before,
    ]);
    expect(member(JSON.parse(storeText(home)), 'current')).toBe('c');
  });

  it.for([
    ['rename', 'x', 'y', 'there is no profile "x"'],
    ['copy', 'x', 'y', 'there is no profile "x"'],
    ['rename', 'a', 'a', 'a already'],
    ['copy', 'a', 'a', 'a already'],
    ['rename', 'a', '../a', 'cannot name a profile'],
    ['copy', 'a', '__proto__', 'cannot name a profile'],
    ['copy', 'a', 'a\nb', 'cannot name a profile'],
  ] as const)('%s %s %j: %s', async ([verb, from, to, shown]) => {
    const home = await homeWith('a', VISTAR);
    const before = storeText(home);
    const { exitCode, stderr } = await run(home, verb, from, to);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(shown);
    expect(storeText(home)).toBe(before);
  });
});

describe.concurrent('show --origin', () => {
  it('shows what a command in this folder would take, and from where', async () => {
    const home = await homeWith('p', [...VISTAR, '--mode', 'live']);
    const project = { mode: 'sandbox', codeHeader: 'admin', baseUrl: 'http://127.0.0.1:9' };
    writeTemporary('.vk.json', JSON.stringify(project), home);
    const env = { VK_CODE: '000000' };
    const { stdout, stderr } = await vk(['profile', 'show', '--origin'], { home, env });
    expect(stderr).toBe('');
    const lines = stdout.split('\n').map((line) => line.trim().replaceAll(/ {2,}/g, ' | '));
    expect(lines).toEqual([
      'NAME | VALUE | FROM',
      'profile | p | current profile',
      'provider | vistarkriya | profile p',
      'mode | sandbox | .vk.json',
      'live | overridden: profile p',
      'sandbox | overridden: default',
      'baseUrl | http://127.0.0.1:9 | .vk.json',
      "https://vistarkriya.com/api/v1 | overridden: Vistar Kriya's documentation",
      'apiKey | vk_liv…789 | profile p',
      'code | 000000 | environment VK_CODE',
      '123456 | overridden: profile p',
      'codeHeader | admin | .vk.json',
      'tenant | overridden: default',
      `secret | stored in ${profileFileOf(home)} | profile p`,
      'webhookSecret | (none)',
      '',
    ]);
    const json = await vk(['profile', 'show', '--origin', '--json'], { home, env });
    const document: unknown = JSON.parse(json.stdout);
    expect(member(document, 'profile')).toBe('p');
    expect(member(document, 'values', 2)).toEqual({
      name: 'mode',
      value: 'sandbox',
      origin: '.vk.json',
      overridden: [
        { value: 'live', origin: 'profile p' },
        { value: 'sandbox', origin: 'default' },
      ],
    });
    expect(json.stdout + stdout).not.toContain(SECRET);
  });
});

describe.concurrent('the defaults of .vk.json', () => {
  it('set the timeout of a call, which a flag overrides', async () => {
    const home = newFolder();
    writeTemporary('.vk.json', '{"defaults":{"timeout":"soon"}}', home);
    const call = ['call', 'GET', '/wallet/balance', '--sandbox', '-q'];
    const bad = await vk(call, { home });
    expect([bad.exitCode, bad.stderr.includes('"soon" is no duration')]).toEqual([2, true]);
    expect((await vk([...call, '--timeout', '20s'], { home })).exitCode).toBe(0);
  });

  it('cannot hold a secret', async () => {
    const home = newFolder();
    writeTemporary('.vk.json', '{"defaults":{"apiSecret":"hush-hush"}}', home);
    const { exitCode, stderr } = await vk(['sign', 'GET', '/x'], { home });
    expect([exitCode, stderr.includes('apiSecret does not belong there')]).toEqual([2, true]);
    expect(stderr).not.toContain('hush');
  });
});

describe.concurrent('on a terminal', () => {
  const FILE = ['--store', 'file'];

  it('add asks for what is missing, and checks it as it is typed', async () => {
    const home = newFolder();
    const { exitCode, stdout } = await vkOnTerminal(['profile', 'add', 'p', ...FILE], {
      home,
      columns: 120,
      steps: [
        ['Provider', '\r'],
        ['API key', 'vk_test_1\r'],
        ['is not a key that starts with vk_live_', ''],
        ['6-digit tenant code', '12\r'],
        ['has to be 6 digits', '\u007f\u007f123456\r'],
        ['Expected mode', `${DOWN}\r`],
        ['API secret', `${SECRET}\r`],
        ['is stored in', ''],
      ],
    });
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain(SECRET);
    expect(stored(home, 'p')).toEqual({
      provider: 'vistarkriya',
      apiKey: 'vk_test_1',
      code: '123456',
      mode: 'live',
      secret: { store: 'file', utf8: SECRET },
    });
  });

  it('add asks for a webhook secret where the provider has one, and takes none', async () => {
    const home = newFolder();
    const words = ['profile', 'add', 'p', '--provider', 'kamiokash', ...FILE];
    const { exitCode } = await vkOnTerminal(words, {
      home,
      columns: 120,
      steps: [
        ['API key', 'k\r'],
        ['Expected mode', '\r'],
        ['API secret', `${SECRET}\r`],
        ['Webhook secret', '\r'],
      ],
    });
    expect(exitCode).toBe(0);
    expect(stored(home, 'p')).toMatchObject({ mode: 'sandbox', secret: { utf8: SECRET } });
    expect(stored(home, 'p')).not.toHaveProperty('webhookSecret');
  });

  it('add asks for nothing where all is given', async () => {
    const home = newFolder();
    const words = ['profile', 'add', 'p', ...KAMIO, '--secret-env', 'S', ...FILE];
    const { exitCode, stdout } = await vkOnTerminal(words, { home, env: { S: SECRET } });
    expect([exitCode, stdout.includes('?')]).toEqual([0, false]);
  });

  it('edit asks field by field, and an empty answer leaves what is there', async () => {
    const home = await homeWith('p', [...VISTAR, '--base-url', 'https://a.example']);
    const { exitCode, stdout } = await vkOnTerminal(['profile', 'edit', 'p'], {
      home,
      columns: 120,
      steps: [
        ['API key', '\r'],
        ['6-digit tenant code', '654321\r'],
        ['Code header', `${DOWN}\r`],
        ['Base URL', '\r'],
        ['Expected mode', '\r'],
        ['API secret', '\r'],
        ['is changed', ''],
      ],
    });
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain(SECRET);
    expect(stored(home, 'p')).toEqual({
      provider: 'vistarkriya',
      apiKey: 'vk_live_0123456789',
      code: '654321',
      dialect: 'admin',
      baseUrl: 'https://a.example',
      mode: 'sandbox',
      secret: { store: 'file', utf8: SECRET },
    });
  });

  it('edit that is broken off changes nothing', async () => {
    const home = await homeWith('p', VISTAR);
    const before = storeText(home);
    const { exitCode } = await vkOnTerminal(['profile', 'edit', 'p'], {
      home,
      columns: 120,
      steps: [
        ['API key', 'another\r'],
        ['6-digit tenant code', '\u0003'],
      ],
    });
    expect([exitCode, storeText(home)]).toEqual([130, before]);
  });
});
