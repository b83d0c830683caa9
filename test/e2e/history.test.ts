import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { recordCalls } from './recorded-calls.js';
import {
  bash,
  CREDENTIALS,
  isInstalled,
  member,
  newFolder,
  ROOT,
  run,
  serverOf,
  startSandbox,
  vk,
} from './vk.js';

const PROVIDERS = ['vistarkriya', 'kamiokash', 'influencemart', 'payinout'] as const;

describe('recorded calls', () => {
  const folder = newFolder();
  const env = { VK_STATE_DIR: folder };
  beforeAll(async () => {
    const startMs = Date.now() - 3_600_000;
    for (const [index, provider] of PROVIDERS.entries()) {
      await recordCalls({ folder, provider, count: 10, startMs: startMs + index * 600_000 });
    }
  });

  const ids = async (...words: readonly string[]): Promise<string[]> => {
    const { stdout } = await vk(['history', 'list', '--ids', ...words], { env });
    return stdout.split('\n').filter((id) => id !== '');
  };

  it('are listed, the newest first, as many as are asked for', async () => {
    const [all, few, usual] = await Promise.all([
      ids('--limit', '100'),
      ids('--limit', '3'),
      ids(),
    ]);
    expect(all).toHaveLength(40);
    expect(few).toEqual(all.slice(0, 3));
    expect(usual).toEqual(all.slice(0, 20));
    const { stdout } = await vk(['history', 'list', '--limit', '1'], { env });
    expect(stdout).toMatch(
      /^id +time \(UTC\) +method +path +status +mode +ms\n\w{10} {2}\d\d-\d\d \d\d:\d\d:\d\d {2}POST {4}\/statistics {2}200 {5}local {2}\d+ *\n$/,
    );
  });

  it.each([
    [['--provider', 'kamiokash'], 10],
    [['--status', '4xx'], 10],
    [['--status', '404,422'], 8],
    [['--path', '/wallet'], 4],
    [['--path', '*/list'], 2],
    [['--method', 'get', '--provider', 'vistarkriya'], 6],
    [['--failed'], 10],
    [['--since', '45m'], 20],
    [['--since', '1s'], 0],
    [['--mode', 'sandbox'], 40],
    [['--mode', 'live'], 0],
  ])('%j are %d of them', async (words, count) => {
    expect(await ids('--limit', '100', ...words)).toHaveLength(count);
  });

  it('since when has to be a time, or as long ago', async () => {
    const { exitCode, stderr } = await vk(['history', 'list', '--since', 'yesterday'], { env });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('Write it as 2h, 30m, 7d or')]);
  });

  it('are shown with all that was kept, and say what was not', async () => {
    const [id = ''] = await ids('--path', '/verify/pan', '--status', '200');
    const { stdout } = await vk(['history', 'show', id.slice(0, 6)], { env });
    expect(stdout).toMatch(
      /string-to-sign {2}SHA-256 [\da-f]{64}\nleft out {8}API key, code and email\n/,
    );
    expect(stdout).toContain('POST /api/v1/verify/pan\n');
    expect(stdout).toContain('{\n  "pan": "ABCDE1234F"\n}\n\nHTTP 200 OK  ');
    expect(stdout).not.toMatch(/x-api-key|246810/i);
    const json = await vk(['history', 'show', id, '--json'], { env });
    expect(JSON.parse(json.stdout)).toMatchObject({
      id,
      request: { body: '{"pan":"ABCDE1234F"}' },
    });
    const body = await vk(['history', 'show', id, '--body', 'request'], { env });
    expect(body.stdout).toBe('{"pan":"ABCDE1234F"}');
  });

  it('are named by what tells them apart', async () => {
    const { exitCode, stderr } = await vk(['history', 'show', 'no-such'], { env });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('vk history list')]);
  });

  const hasPython = isInstalled('python3', '--version');

  it('are exported as a HAR that is as its page says (needs python3)', async ({ skip }) => {
    if (!(await hasPython)) {
      skip();
    }
    const file = join(folder, 'calls.har');
    await vk(['history', 'export', '--format', 'har', '--output', file], { env });
    const { stdout } = await run('python3', [join(ROOT, 'test/clients/har-check.py'), file]);
    expect(stdout).toBe('');
    const har: unknown = JSON.parse(readFileSync(file, 'utf8'));
    expect(member(har, 'log', 'entries')).toHaveLength(40);
    writeFileSync(file, JSON.stringify(har).replace('"cookies":[]', '"cookies":{}'));
    const broken = await run('python3', [join(ROOT, 'test/clients/har-check.py'), file]);
    expect(broken.stdout).toContain('cookies: is no list');
  });

  const hasChromium = isInstalled('chromium', '--version');

  it("are opened by the network panel of a browser's developer tools (needs chromium)", async ({
    skip,
  }) => {
    if (!(await hasChromium)) {
      skip();
    }
    const file = join(folder, 'panel.har');
    await vk(['history', 'export', '--format', 'har', '--output', file], { env });
    const program = join(ROOT, 'test/clients/har-devtools.mjs');
    const { stdout, stderr } = await run(process.execPath, [
      program,
      'chromium',
      newFolder(),
      file,
    ]);
    expect(stderr).toBe('');
    const shown = [JSON.parse(stdout)].flat();
    const exported = [member(JSON.parse(readFileSync(file, 'utf8')), 'log', 'entries')].flat();
    expect(shown).toHaveLength(40);
    expect(shown.map(roundTimes)).toEqual(
      expect.arrayContaining(exported.map((entry) => roundTimes(asShown(entry)))),
    );
  }, 60_000);

  it('are exported as lines, which are those that are kept', async () => {
    const { stdout } = await vk(['history', 'export', '--provider', 'payinout'], { env });
    const lines = stdout.trim().split('\n');
    expect(lines).toHaveLength(10);
    expect(lines.map((line) => String(member(JSON.parse(line), 'id')))).toEqual(
      (await ids('--provider', 'payinout')).toReversed(),
    );
  });

  const hasTools = Promise.all([
    isInstalled('bash', '--version'),
    isInstalled('openssl', 'version'),
  ]);

  it('are exported as a script that makes them again, signed afresh (needs bash, openssl)', async ({
    skip,
  }) => {
    if (!(await hasTools).every(Boolean)) {
      skip();
    }
    const sandbox = await startSandbox([...PROVIDERS]);
    for (const provider of PROVIDERS) {
      const words = ['history', 'export', '--provider', provider, '--format', 'curl'];
      const { stdout: script } = await vk(words, { env });
      const { env: credential, origin } = serverOf(sandbox, provider);
      expect(script).not.toContain(credential['VK_API_KEY']);
      const ran = await bash(script, { env: { ...credential, VK_ORIGIN: origin } });
      expect(ran.stderr).toBe('');
      expect(ran.stdout.trim().split('\n')).toHaveLength(10);
      expect(ran.stdout).not.toMatch(/HMAC_INVALID|signature|does not match/i);
    }
  }, 60_000);
});

/** What the network panel has to show of an entry. */
function asShown(entry: unknown): object {
  return {
    method: member(entry, 'request', 'method'),
    url: member(entry, 'request', 'url'),
    status: member(entry, 'response', 'status'),
    startedMs: Date.parse(String(member(entry, 'startedDateTime'))),
    ms: member(entry, 'time'),
    type: 'fetch',
    requestHeaders: [member(entry, 'request', 'headers')].flat().length,
    answerHeaders: [member(entry, 'response', 'headers')].flat().length,
    answerBytes: member(entry, 'response', 'content', 'size'),
  };
}

/** The panel counts in seconds, with what that costs in digits. */
function roundTimes(shown: unknown): object {
  const rounded = (name: string): number => Math.round(Number(member(shown, name)) * 100) / 100;
  return Object.assign({}, shown, { startedMs: rounded('startedMs'), ms: rounded('ms') });
}

describe('a live call', () => {
  it('says what was not kept of it', async () => {
    const sandbox = await startSandbox(['vistarkriya'], { args: ['--mode', 'live'] });
    const env = { ...sandbox.server.env, VK_STATE_DIR: newFolder() };
    const post = ['call', 'POST', '/verify/pan', 'pan=ABCDE1234F', '--live', '--yes'];
    await vk(post, { env });
    const { stdout: id } = await vk(['history', 'list', '--ids'], { env });
    const { stdout } = await vk(['history', 'show', id.trim()], { env });
    expect(stdout).toContain('the body of the request (a live call)');
    expect(stdout).not.toContain('ABCDE1234F');
    const body = await vk(['history', 'show', id.trim(), '--body', 'answer'], { env });
    expect([body.exitCode, body.stderr]).toEqual([2, expect.stringContaining('was not kept')]);
  });
});

describe('a call that was refused by the guard', () => {
  it('is recorded, and failed', async () => {
    const env = {
      ...CREDENTIALS.influencemart,
      VK_API_KEY: 'ak_live_e2e_key_00000',
      VK_STATE_DIR: newFolder(),
      VK_BASE_URL: 'http://127.0.0.1:9',
    };
    await vk(['call', 'POST', '/v1/x', 'a=1'], { env });
    const { stdout } = await vk(['history', 'list', '--failed'], { env });
    expect(stdout).toMatch(/POST +\/v1\/x +live-guard +- +-/);
    const { stdout: id } = await vk(['history', 'list', '--ids'], { env });
    const body = await vk(['history', 'show', id.trim(), '--body', 'answer'], { env });
    expect(body.stderr).toContain(`there is no answer to ${id.trim()}`);
    expect(body.stderr).toContain(`vk history show ${id.trim()} says what came of it`);
  });
});

describe('history clear', () => {
  it('asks, and where it cannot, wants --yes', async () => {
    const env = { VK_STATE_DIR: newFolder() };
    await vk(['call', 'GET', '/wallet/balance', '--sandbox'], { env });
    const refused = await vk(['history', 'clear'], { env });
    expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining('--yes')]);
    expect((await vk(['history', 'list', '--ids'], { env })).stdout).toMatch(/^\w{10}\n$/);
    expect((await vk(['history', 'clear', '--yes'], { env })).exitCode).toBe(0);
    const list = await vk(['history', 'list'], { env });
    expect([list.stdout, list.stderr]).toEqual([
      '',
      expect.stringContaining('nothing is recorded'),
    ]);
  });
});

function lineOf(index: number): string {
  const id = String(index).padStart(10, '2');
  return `{"id":"${id}","time":"2026-01-02T03:04:05.000Z","command":"call","provider":"vistarkriya","isLocal":true,"origin":"http://127.0.0.1:1","request":{"method":"GET","target":"/api/v1/wallet/balance","headers":[],"bodyBytes":0}}\n`;
}

/** How long a list takes, at the best of five times. */
async function listMs(folder: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const start = performance.now();
    const { stdout } = await vk(['history', 'list', '--ids'], { env: { VK_STATE_DIR: folder } });
    times.push(performance.now() - start);
    expect(stdout.split('\n')).toHaveLength(21);
  }
  return Math.min(...times);
}

describe('many calls', () => {
  it('cost a list of the last 20 no more than a few do', async () => {
    const [many, few] = [newFolder(), newFolder()];
    for (const [folder, count] of [
      [many, 200_000],
      [few, 30],
    ] as const) {
      mkdirSync(join(folder, 'history'));
      const lines = Array.from({ length: count }, (_, index) => lineOf(index)).join('');
      writeFileSync(join(folder, 'history/calls-000001.jsonl'), lines);
    }
    // All of them take a second and more.
    expect((await listMs(many)) - (await listMs(few))).toBeLessThan(300);
  }, 60_000);
});
