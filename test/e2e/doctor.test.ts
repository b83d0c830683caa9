import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  answer,
  CREDENTIALS,
  member,
  newFolder,
  ROOT,
  startCapture,
  startSandbox,
  vk,
  type Run,
  type RunOptions,
} from './vk.js';
import { vkOnTerminal } from './terminal.js';

const CANARY = 'canary-4f9d1c-secret';

interface Found {
  readonly run: Run;
  readonly exitCode: number | undefined;
  readonly ok: unknown;
  /** Status and finding of each check, by its id. */
  readonly checks: ReadonlyMap<string, string>;
}

async function doctor(words: readonly string[] = [], options: RunOptions = {}): Promise<Found> {
  return read(await vk(['doctor', '--json', ...words], options));
}

function read(run: Run): Found {
  const document: unknown = JSON.parse(run.stdout);
  const list = member(document, 'checks');
  const checks = Array.isArray(list) ? list : [];
  for (const check of checks) {
    expect(Object.keys(Object(check))).toEqual(['id', 'status', 'title', 'detail', 'remedy']);
  }
  const lines = checks.map(
    (check) =>
      [
        String(member(check, 'id')),
        `${String(member(check, 'status'))} ${String(member(check, 'detail'))}`,
      ] as const,
  );
  const found = new Map(lines);
  expect(found.size).toBe(lines.length);
  return { run, exitCode: run.exitCode, ok: member(document, 'ok'), checks: found };
}

/** A home with a profile `prod` for a server. */
async function homeWith(
  baseUrl: string,
  words: readonly string[] = [],
  { apiKey, secret, code }: { apiKey: string; secret: string; code: string } = {
    apiKey: 'vk_live_e2e_key_000000',
    secret: CANARY,
    code: '123456',
  },
): Promise<string> {
  const add = [
    'profile',
    'add',
    'prod',
    '--store',
    'file',
    '--provider',
    'vistarkriya',
    '--base-url',
    baseUrl,
  ];
  const key = ['--api-key', apiKey, '--code', code, '--secret-env', 'S'];
  const { exitCode, stderr, home } = await vk([...add, ...key, ...words], { env: { S: secret } });
  expect([exitCode, stderr]).toEqual([0, expect.anything()]);
  return home;
}

const DEMO = { apiKey: 'vk_live_sandbox_demo', secret: 'vk-sandbox-demo-secret', code: '246810' };

describe.concurrent('vk doctor', () => {
  it('finds all well with the sandbox inside vk', async () => {
    const { exitCode, ok, checks } = await doctor(['--sandbox']);
    expect([exitCode, ok]).toEqual([0, true]);
    expect(checks.get('account')).toBe('ok accepted: GET /wallet/balance was answered 200');
    expect(checks.get('clock')).toMatch(/^ok it agrees/);
  });

  it.each(['kamiokash', 'influencemart', 'payinout'])('--sandbox --provider %s', async (id) => {
    const { exitCode, checks } = await doctor(['--sandbox', '--provider', id]);
    expect(exitCode).toBe(0);
    expect(checks.get('account')).toMatch(/^skipped .* documents no free GET/);
    expect(checks.get('clock')).toMatch(/^ok it agrees/);
  });

  it('works without any profile, asks nobody, and says what to do', async () => {
    const { exitCode, checks } = await doctor();
    expect(exitCode).toBe(0);
    expect(checks.get('profile')).toBe('warn there is none');
    expect(checks.get('network')).toBe('skipped no API is chosen');
  });

  it('sends one GET, and prints no secret', async () => {
    const server = await startCapture(() =>
      answer({ headers: { 'X-API-Mode': 'sandbox', Date: new Date().toUTCString() }, body: '{}' }),
    );
    const home = await homeWith(server.origin);
    const { exitCode, checks, run } = await doctor([], { home });
    expect(exitCode).toBe(0);
    expect(checks.get('secret')).toMatch(/^ok in .*profiles\.json$/);
    expect(server.requests.map(({ method, target }) => `${method} ${target}`)).toEqual([
      'GET /wallet/balance',
    ]);
    const text = await vk(['doctor'], { home });
    for (const output of [run.stdout, run.stderr, text.stdout, text.stderr]) {
      expect(output).not.toContain(CANARY);
    }
  });

  it('sends nothing with --offline', async () => {
    const server = await startCapture();
    const home = await homeWith(server.origin);
    const { checks } = await doctor(['--offline'], { home });
    expect(checks.get('network')).toBe('skipped nothing is sent with --offline');
    expect(checks.get('secret-shape')).toMatch(/^ok/);
    expect(server.connections()).toBe(0);
  });

  it('sends nothing where there is no base URL', async () => {
    const { exitCode, checks } = await doctor([], { env: CREDENTIALS.influencemart });
    expect(exitCode).toBe(0);
    expect(checks.get('base-url')).toMatch(/^warn Influencemart publishes none/);
  });

  it('exits 1 where nothing listens', async () => {
    const env = { ...CREDENTIALS.vistarkriya, VK_BASE_URL: 'http://127.0.0.1:1' };
    const { exitCode, ok, checks } = await doctor([], { env });
    expect([exitCode, ok]).toEqual([1, false]);
    expect(checks.get('tcp')).toMatch(/^fail .*ECONNREFUSED/);
    expect(checks.get('account')).toBe('skipped there is no connection');
  });

  it('names what wins over a profile', async () => {
    const server = await startCapture();
    const home = await homeWith(server.origin);
    const env = { VK_API_KEY: 'vk_live_other_000', NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const { exitCode, checks } = await doctor(['--offline'], { home, env });
    expect(exitCode).toBe(1);
    expect(checks.get('env:VK_API_KEY')).toBe('warn VK_API_KEY is set and wins over profile prod');
    expect(checks.get('env:NODE_TLS_REJECT_UNAUTHORIZED')).toMatch(/^fail/);
  });

  it('sees what others could read, a damaged file, and a project file', async () => {
    const home = await homeWith('http://127.0.0.1:1');
    const folder = join(home, '.config/vk');
    chmodSync(join(folder, 'profiles.json'), 0o644);
    const wide = await doctor(['--offline'], { home });
    expect(wide.checks.get('profiles-file')).toMatch(/^warn .* its mode was 0644/);
    const again = await doctor(['--offline'], { home });
    expect(again.checks.get('profiles-file')).toMatch(/^ok .* mode 0600$/);
    writeFileSync(join(home, '.vk.json'), '{"profile":"prod"}');
    const project = await doctor(['--offline'], { home });
    expect(project.checks.get('project-file')).toBe(
      `ok ${join(home, '.vk.json')} sets profile prod`,
    );
    writeFileSync(join(folder, 'profiles.json'), '{"version":');
    const damaged = await doctor(['--offline'], { home });
    expect(damaged.exitCode).toBe(1);
    expect(damaged.checks.get('profiles-file')).toMatch(/^fail /);
    expect(readFileSync(join(folder, 'profiles.json'), 'utf8')).toBe('{"version":');
  });

  it('says that a folder can be written by others', async () => {
    const folder = join(newFolder(), 'shared');
    mkdirSync(folder);
    chmodSync(folder, 0o777);
    const { exitCode, checks } = await doctor(['--offline'], { env: { VK_STATE_DIR: folder } });
    expect(exitCode).toBe(1);
    expect(checks.get('state-folder')).toBe(
      `fail ${folder} (VK_STATE_DIR) can be written by others (mode 0777)`,
    );
  });
});

describe.concurrent('vk profile check', () => {
  it('finds the code header that works, and remembers it where that is said', async () => {
    const { server } = await startSandbox(['vistarkriya'], { args: ['--strict-code', 'admin'] });
    const home = await homeWith(server.baseUrl, [], DEMO);
    const first = await vk(['profile', 'check'], { home });
    expect(first.exitCode).toBe(1);
    expect(first.stdout).toMatch(
      /fail {2}code header {2}X-Tenant-Code is refused, and X-Admin-Code/,
    );
    const remembered = read(
      await vk(['profile', 'check', 'prod', '--remember', '--json'], { home }),
    );
    expect(remembered.exitCode).toBe(0);
    expect(JSON.parse(remembered.run.stdout)).toMatchObject({
      profile: 'prod',
      remembered: 'admin',
    });
    const again = read(await vk(['profile', 'check', '--json'], { home }));
    expect([again.exitCode, again.ok]).toEqual([0, true]);
    expect(again.checks.get('code-header')).toBe('ok X-Admin-Code works');
  });

  it('offers that on a terminal', async () => {
    const { server } = await startSandbox(['vistarkriya'], { args: ['--strict-code', 'admin'] });
    const home = await homeWith(server.baseUrl, [], DEMO);
    const no = await vkOnTerminal(['profile', 'check'], {
      home,
      steps: [['Keep --code-header admin', 'n\r']],
    });
    expect(no.exitCode).toBe(1);
    const yes = await vkOnTerminal(['profile', 'check'], {
      home,
      steps: [['Keep --code-header admin', 'y\r']],
    });
    expect(yes.stdout).toContain('Profile prod now has the code header admin.');
    expect(yes.exitCode).toBe(0);
    const { stdout } = await vk(['profile', 'show', '--json'], { home });
    expect(stdout).toContain('admin');
  });

  it.each([
    ['wrong-mode', 'mode', /^fail sandbox is expected, and X-API-Mode says live/],
    ['clock-skew=-400s', 'clock', /^fail it is 40\d s ahead of the server's/],
    ['rate-limit', 'account', /^fail .* 429 RATE_LIMITED/],
  ])('tells --fault %s', async (fault, id, line) => {
    const { server } = await startSandbox(['vistarkriya'], { args: ['--fault', fault] });
    const home = await homeWith(server.baseUrl, [], DEMO);
    const { exitCode, checks } = read(await vk(['profile', 'check', '--json'], { home }));
    expect(checks.get(id)).toMatch(line);
    expect(exitCode).toBe(1);
  });

  it('exits 3 where there is no network, and 2 where there is no profile', async () => {
    const home = await homeWith('http://127.0.0.1:1');
    expect((await vk(['profile', 'check'], { home })).exitCode).toBe(3);
    expect((await vk(['profile', 'check', 'no'], { home })).exitCode).toBe(2);
    expect((await vk(['profile', 'check'])).exitCode).toBe(2);
  });

  it('looks at the profile, not at what wins over it', async () => {
    const server = await startCapture();
    const home = await homeWith(server.origin);
    await vk(['profile', 'check'], { home, env: { VK_API_KEY: 'vk_live_other' } });
    expect(server.requests[0]?.raw.toString()).toContain('vk_live_e2e_key_000000');
  });
});

/** Without what differs from run to run. */
function masked(text: string): string {
  return text
    .replaceAll(/127\.0\.0\.1(:| port )\d+/g, '127.0.0.1$1PORT')
    .replaceAll(/\d+ ms/g, 'N ms')
    .replaceAll(/±\d+\.\d s/g, '±N s');
}

describe('docs/doctor.md', () => {
  const page = readFileSync(join(ROOT, 'docs/doctor.md'), 'utf8');
  it('shows what vk doctor --sandbox prints', async () => {
    const { stdout } = await vk(['doctor', '--sandbox']);
    const connection = stdout.slice(stdout.indexOf('Connection\n'), stdout.lastIndexOf('\n\n') + 1);
    expect(connection.split('\n').length).toBeGreaterThan(10);
    expect(masked(page)).toContain(`\n${masked(connection)}`);
  });

  it('shows what vk profile check prints', async () => {
    const { server } = await startSandbox(['vistarkriya'], { args: ['--strict-code', 'admin'] });
    const home = await homeWith(server.baseUrl, [], DEMO);
    const { stdout } = await vk(['profile', 'check'], { home });
    expect(masked(page)).toContain(`\n${masked(stdout)}`);
  });

  it('names each check', async () => {
    const { checks } = await doctor(['--sandbox']);
    const unnamed = [...checks.keys()].filter((id) => !page.includes(`\`${id}\``));
    expect(checks.size).toBeGreaterThan(15);
    expect(unnamed.filter((id) => !id.startsWith('env:'))).toEqual([]);
  });
});
