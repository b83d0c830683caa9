import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { listen } from '../ports.js';
import {
  BIN,
  cleanEnvironment,
  collect,
  CREDENTIALS,
  member,
  newFolder,
  startSandbox,
  vk,
  writeTemporary,
} from './vk.js';

function lines(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}

function fileOf(calls: readonly unknown[], folder = newFolder()): string {
  return writeTemporary(
    'calls.jsonl',
    calls.map((call) => `${JSON.stringify(call)}\n`).join(''),
    folder,
  );
}

const GET = { method: 'GET', path: '/wallet/balance' };

describe.concurrent('vk batch', () => {
  it('makes calls, and gives each its result', async () => {
    const path = writeTemporary(
      'calls.jsonl',
      '\ufeff{"method":"GET","path":"/wallet/balance","id":"a","expect":["body.data.balance=15420.5"]}\r\n\r\n' +
        '{"method":"POST","path":"/verify/pan","body":{"pan": "ABCDE1234F", "n":1.0}}\r\n' +
        '{"method":"GET","path":"/none"}\r\nnonsense',
    );
    const { exitCode, stdout, stderr } = await vk(['batch', path, '--sandbox', '--ordered']);
    expect(lines(stdout)).toMatchObject([
      { id: 'a', line: 1, status: 200, mode: 'sandbox', tries: 1, expect: [{ ok: true }] },
      { id: '3', line: 3, method: 'POST', path: '/api/v1/verify/pan', status: 200 },
      { id: '4', line: 4, status: 404, error: { code: 'NOT_FOUND' } },
      { id: '5', line: 5, error: { code: 'usage', message: 'line 5 is not JSON' } },
    ]);
    // Numbers as they came, and as they were written.
    expect(stdout).toContain('"body":{"success":true,"data":{"balance":15420.50,');
    expect(member(lines(stdout)[1], 'body', 'data', 'received_bytes')).toBe(30);
    expect(stderr).toMatch(/^4 calls in .*, 2 succeeded, 1 with 4xx, 1 on bad lines\n$/);
    expect(exitCode).toBe(2);
  });

  it('reads standard input, checks all and writes reports, results and a summary', async () => {
    const home = newFolder();
    const words = ['--expect', 'status=200', '--expect', 'time<9s', '--report', 'junit=r.xml'];
    const { exitCode, stdout, stderr } = await vk(
      ['batch', '-', '--sandbox', ...words, '--output', 'out.jsonl', '--json'],
      {
        home,
        env: { GITHUB_ACTIONS: 'true' },
        input: `${JSON.stringify(GET)}\n${JSON.stringify({ ...GET, path: '/none' })}\n`,
      },
    );
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(lines(readFileSync(join(home, 'out.jsonl'), 'utf8'))).toHaveLength(2);
    expect(readFileSync(join(home, 'r.xml'), 'utf8')).toContain('tests="2" failures="1"');
    expect(JSON.parse(stderr)).toMatchObject({
      calls: 2,
      succeeded: 1,
      unexpected: 1,
      ended: 'complete',
    });
  });

  it.each<[words: readonly string[], message: string]>([
    [['--concurrency', '0'], '--concurrency "0" is no whole number from 1 to 1024'],
    [['--retries', 'x'], '--retries "x" is no whole number from 0 to 20'],
    [['--rate', '5'], '--rate "5" is no rate'],
    [['--journal', 'a', '--resume', 'a'], '--journal and --resume contradict each other'],
    [['--output', 'calls.jsonl'], 'the file of calls and --output contradict each other'],
    [['--output', './calls.jsonl'], 'the file of calls and --output contradict each other'],
    [['--report', 'tap=./calls.jsonl'], 'the file of calls and --report tap contradict each other'],
    [['--journal', 'j', '--output', './j'], '--journal and --output contradict each other'],
    [['--resume', 'none'], 'none: it does not exist'],
    [['--expect', 'x'], '--expect "x"'],
  ])('refuses %j before it sends anything', async (words, message) => {
    const home = newFolder();
    const path = fileOf([GET], home);
    const calls = readFileSync(path, 'utf8');
    const { exitCode, stdout, stderr } = await vk(['batch', 'calls.jsonl', '--sandbox', ...words], {
      home,
    });
    expect([exitCode, stdout, readFileSync(path, 'utf8')]).toEqual([2, '', calls]);
    expect(stderr.replaceAll(/\n\s+/g, ' ')).toContain(message);
  });

  it('sends no write to live, and says where to go on', async () => {
    const { server } = await startSandbox(['vistarkriya'], { args: ['--mode', 'live'] });
    const path = fileOf([GET, { method: 'POST', path: '/verify/pan', body: {} }, GET]);
    const { exitCode, stdout, stderr } = await vk(['batch', path, '--concurrency', '1'], {
      env: server.env,
    });
    expect(lines(stdout)).toMatchObject([{ status: 200 }, { error: { code: 'live-guard' } }]);
    expect(exitCode).toBe(6);
    expect(stderr).toContain(`go on with: vk batch ${path} --resume ${path}.resume`);
    const again = await vk(['batch', path], { env: server.env });
    expect([again.exitCode, again.stderr]).toEqual([2, expect.stringContaining('begun before')]);
    const meant = ['batch', path, '--resume', `${path}.resume`, '--live', '--yes'];
    const rest = await vk(meant, { env: server.env });
    const made = lines(rest.stdout).map((each) => [member(each, 'line'), member(each, 'mode')]);
    expect(made).toEqual(
      expect.arrayContaining([
        [2, 'live'],
        [3, 'live'],
      ]),
    );
  });

  it('tries again what failed, until each call is done', async () => {
    const { server } = await startSandbox(['vistarkriya'], {
      args: ['--fault', 'error-rate=20%', '--fault', 'drop=10%', '--rate', '99999'],
    });
    const path = fileOf(
      Array.from({ length: 60 }, (_, n) => ({ ...GET, query: { n: String(n) } })),
    );
    const { exitCode, stdout } = await vk(['batch', path, '--retries', '12'], { env: server.env });
    const results = lines(stdout);
    expect(results.filter((each) => member(each, 'status') === 200)).toHaveLength(60);
    expect(results.some((each) => Number(member(each, 'tries')) > 1)).toBe(true);
    expect(exitCode).toBe(0);
  });

  it('tells of the limit that the provider documents, and keeps to it', async () => {
    const path = fileOf(
      Array.from({ length: 4 }, (_, n) => ({ method: 'POST', path: '/v1/orders', body: { n } })),
    );
    const words = ['batch', path, '--sandbox', '--provider', 'influencemart', '--json'];
    const { exitCode, stderr } = await vk(words);
    expect(exitCode).toBe(0);
    expect(Number(member(JSON.parse(stderr), 'elapsedMs'))).toBeGreaterThan(300);
    const noted = await vk(words.slice(0, -1));
    expect(noted.stderr).toContain("8.3 calls a second, because of Influencemart's limit");
  });

  it('records its calls', async () => {
    const home = newFolder();
    const path = fileOf([GET, GET, GET]);
    await vk(['batch', path, '--sandbox'], { home });
    const { stdout } = await vk(['history', 'list', '--json'], { home });
    expect(stdout.match(/"command":\s*"batch"/g)).toHaveLength(3);
  });
});

/** A provider that answers each idempotency key after a while, and counts how often it was done. */
const servers: Server[] = [];

afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

interface Counting {
  readonly env: Readonly<Record<string, string>>;
  /** By idempotency key, how often it came. */
  readonly keys: Map<string, number>;
  /** By the number of its path, how often it came. */
  readonly paths: Map<string, number>;
  readonly reached: (count: number) => Promise<void>;
}

async function startCounting(provider: 'influencemart' | 'kamiokash'): Promise<Counting> {
  const keys = new Map<string, number>();
  const paths = new Map<string, number>();
  const waiting = new Set<() => void>();
  let requests = 0;
  const server = createServer((incoming, outgoing) => {
    const key = String(incoming.headers['x-idempotency-key']);
    const path = String(incoming.url);
    keys.set(key, (keys.get(key) ?? 0) + 1);
    paths.set(path, (paths.get(path) ?? 0) + 1);
    requests += 1;
    incoming.resume();
    for (const check of waiting) {
      check();
    }
    setTimeout(() => outgoing.end('{}'), 5);
  });
  servers.push(server);
  const port = await listen(server);
  return {
    env: { ...CREDENTIALS[provider], VK_BASE_URL: `http://127.0.0.1:${port}` },
    keys,
    paths,
    reached: async (count) => {
      await new Promise<void>((resolve) => {
        const check = (): void => {
          if (requests >= count) {
            waiting.delete(check);
            resolve();
          }
        };
        waiting.add(check);
        check();
      });
    },
  };
}

function start(
  args: readonly string[],
  home: string,
  env: Readonly<Record<string, string>>,
): ChildProcess {
  return spawn(process.execPath, [BIN, ...args], {
    cwd: home,
    env: cleanEnvironment(home, env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function ended(child: ChildProcess): Promise<number | string | null> {
  return await new Promise((resolve) => {
    child.once('close', (code, signal) => {
      resolve(code ?? signal);
    });
  });
}

const CALLS = 200;
const ORDERS = Array.from({ length: CALLS }, (_, n) => ({
  method: 'POST',
  path: `/v1/orders/${n}`,
  body: { n },
}));

describe.concurrent('a batch that ends in the middle', () => {
  it.each<[signal: 'SIGKILL' | 'SIGINT' | 'SIGTERM', journal: boolean]>([
    ['SIGKILL', true],
    ['SIGINT', true],
    ['SIGINT', false],
    ['SIGTERM', false],
  ])(
    'by %s, journal %s: goes on, makes every call, and none of them twice',
    async (signal, hasJournal) => {
      const { env, keys, paths, reached } = await startCounting('influencemart');
      const home = newFolder();
      fileOf(ORDERS, home);
      const words = ['batch', 'calls.jsonl', '--rate', 'none'];
      const child = start(
        [...words, ...(hasJournal ? ['--journal', 'journal'] : []), '--output', 'out.jsonl'],
        home,
        env,
      );
      const said = collect(child.stderr ?? process.stdin);
      const end = ended(child);
      await reached(60);
      child.kill(signal);
      expect(await end).toBe(signal === 'SIGKILL' ? signal : 130);
      expect(paths.size).toBeLessThan(CALLS);
      const resume = hasJournal ? 'journal' : 'calls.jsonl.resume';
      if (signal !== 'SIGKILL') {
        expect(said.text()).toContain(`go on with: vk batch calls.jsonl --resume ${resume}`);
        // What was on its way was waited for.
        expect([...paths.values()].every((count) => count === 1)).toBe(true);
      }
      const rest = await vk([...words, '--resume', resume, '--output', 'out.jsonl'], { home, env });
      expect([rest.exitCode, rest.stderr]).toEqual([0, expect.stringContaining('done before')]);
      // Done at the server: a repeat has the key of the first, and gets its answer.
      expect(paths.size).toBe(CALLS);
      expect(keys.size).toBe(CALLS);
      const repeated = [...keys.values()].filter((count) => count > 1);
      expect(repeated.length).toBeLessThanOrEqual(signal === 'SIGKILL' ? 8 : 0);
      const results = lines(readFileSync(join(home, 'out.jsonl'), 'utf8'));
      expect(new Set(results.map((each) => member(each, 'id'))).size).toBe(CALLS);
      expect(existsSync(join(home, 'calls.jsonl.resume'))).toBe(false);
    },
  );

  it('leaves a write alone that may have been done, where no key would protect it', async () => {
    const { env, paths, reached } = await startCounting('kamiokash');
    const home = newFolder();
    fileOf(ORDERS, home);
    const words = ['batch', 'calls.jsonl', '--output', 'out.jsonl'];
    const child = start([...words, '--journal', 'journal'], home, env);
    const end = ended(child);
    await reached(60);
    child.kill('SIGKILL');
    await end;
    const { exitCode, stderr } = await vk([...words, '--resume', 'journal'], { home, env });
    const unknown = lines(readFileSync(join(home, 'out.jsonl'), 'utf8')).filter(
      (each) => member(each, 'error', 'code') === 'unknown',
    );
    expect([...paths.values()].every((count) => count === 1)).toBe(true);
    expect(unknown.length).toBeGreaterThan(0);
    expect(unknown.length).toBeLessThanOrEqual(8);
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining(`${unknown.length} unknown`)]);
  });

  it('refuses to go on with another file', async () => {
    const home = newFolder();
    fileOf([GET], home);
    await vk(['batch', 'calls.jsonl', '--sandbox', '--journal', 'journal'], { home });
    writeFileSync(join(home, 'calls.jsonl'), `${JSON.stringify({ ...GET, id: 'other' })}\n`);
    const words = ['batch', 'calls.jsonl', '--sandbox'];
    const { exitCode, stderr } = await vk([...words, '--resume', 'journal'], { home });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('is of another file')]);
    const twice = await vk([...words, '--journal', 'journal'], { home });
    expect([twice.exitCode, twice.stderr]).toEqual([
      2,
      expect.stringContaining('is there already'),
    ]);
  });
});
