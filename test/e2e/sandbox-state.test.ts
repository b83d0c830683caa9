import { chmodSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startSandbox as startHere } from '../../src/sandbox.js';
import type { SandboxRequest } from '../../src/sandbox/rule.js';
import { influencemartRequest, vistarkriyaRequest } from '../sandbox/requests.js';
import { refusal } from '../app/refusal.js';
import {
  collect,
  isInstalled,
  newFolder,
  startSandbox,
  vk,
  writeTemporary,
  type SandboxProcess,
} from './vk.js';

const hasPrlimit = await isInstalled('prlimit', '--version');
/** Whoever is root may write everywhere. */
const isRoot = process.getuid?.() === 0;

interface Heard {
  readonly status: number;
  readonly body: string;
}

async function send(origin: string, request: SandboxRequest): Promise<Heard> {
  const { method, target, headers, body } = request;
  const response = await fetch(origin + Buffer.from(target).toString(), {
    method,
    headers: headers.map(([name, value]) => [name, value]),
    ...(method === 'POST' && { body: Buffer.from(body) }),
  });
  return { status: response.status, body: await response.text() };
}

async function kill(sandbox: SandboxProcess, signal: 'SIGKILL' | 'SIGINT'): Promise<unknown> {
  const ended = once(sandbox.process, 'exit');
  sandbox.process.kill(signal);
  const [code]: unknown[] = await ended;
  return code;
}

/** Live, and with room for any number of requests. */
async function startLive(folder: string, args: readonly string[] = []): Promise<SandboxProcess> {
  const words = ['--mode', 'live', '--rate', '1000000', '--state', folder, ...args];
  return await startSandbox(['vistarkriya'], { args: words });
}

async function charge({ server }: SandboxProcess): Promise<Heard> {
  return await send(server.origin, vistarkriyaRequest({ atMs: Date.now() }));
}

async function get({ server }: SandboxProcess, path: string): Promise<string> {
  const call = { method: 'GET', target: `/api/v1${path}`, atMs: Date.now() };
  const { status, body } = await send(server.origin, vistarkriyaRequest(call));
  expect(status).toBe(200);
  return body;
}

/** The ids of all transactions, the newest first, and whether the wallet and they agree to a paisa. */
async function audit(sandbox: SandboxProcess, initial: bigint): Promise<readonly string[]> {
  const transactions = await get(sandbox, '/wallet/transactions?limit=500');
  const wallet = await get(sandbox, '/wallet/balance');
  const amounts = [...transactions.matchAll(/"amount":([\d.]+)/g)].map(([, text]) => paise(text));
  const sum = amounts.reduce((total, amount) => total + amount, 0n);
  expect(paise(/"balance":([\d.]+)/.exec(wallet)?.[1])).toBe(initial - sum);
  return [...transactions.matchAll(/"id":"([^"]+)"/g)].map(([, id = '']) => id);
}

function paise(text = ''): bigint {
  expect(text).toMatch(/^\d+\.\d\d$/);
  return BigInt(text.replace('.', ''));
}

const INITIAL = 1_542_050n;

function seedFile(balance: string): string {
  const wallet = `{"id": "main", "currency": "INR", "balance": ${balance}}`;
  return writeTemporary(
    'seed.json',
    `{"vistarkriya": {"wallet": [${wallet}], "prices": [{"path": "*", "price": 0.10}]}}`,
  );
}

async function ask(baseUrl: string, call: object): Promise<string> {
  const { body } = await send(
    new URL(baseUrl).origin,
    vistarkriyaRequest({ ...call, atMs: Date.now() }),
  );
  return body;
}

/** Without the breaks of its lines. */
function flat(stderr = ''): string {
  return stderr.replaceAll(/\s+/g, ' ');
}

describe.concurrent('vk sandbox --state', () => {
  it(
    'keeps every charge that was answered over kill -9 at any moment',
    { timeout: 120_000 },
    async () => {
      const folder = join(newFolder(), 'state');
      const CLIENTS = 8;
      /** After how many answers of each run it is killed. */
      const kills = [1, 40, 3, 97, 2, 61];
      const answered = new Set<string>();
      let unanswered = 0;
      for (const wanted of kills) {
        const sandbox = await startLive(folder);
        const before = await audit(sandbox, INITIAL);
        expect([...answered].filter((id) => !before.includes(id))).toEqual([]);
        expect(new Set(before).size).toBe(before.length);
        expect(before.length).toBeLessThanOrEqual(answered.size + unanswered);
        let heard = 0;
        const ended = once(sandbox.process, 'exit');
        const client = async (): Promise<void> => {
          for (;;) {
            try {
              const { status, body } = await charge(sandbox);
              expect(status).toBe(200);
              answered.add(/"reference":"([^"]+)"/.exec(body)?.[1] ?? '');
            } catch {
              unanswered += 1;
              return;
            }
            heard += 1;
            if (heard === wanted) {
              sandbox.process.kill('SIGKILL');
            }
          }
        };
        await Promise.all([ended, ...Array.from({ length: CLIENTS }, client)]);
        expect(heard).toBeGreaterThanOrEqual(wanted);
      }
      const last = await startLive(folder);
      const all = await audit(last, INITIAL);
      expect([...answered].filter((id) => !all.includes(id))).toEqual([]);
      expect(answered.size).toBeGreaterThanOrEqual(kills.reduce((sum, count) => sum + count));
    },
  );

  it('repeats a first answer, and knows a used signature, after kill -9', async () => {
    const folder = newFolder();
    const start = async (): Promise<SandboxProcess> =>
      await startSandbox(['influencemart'], { args: ['--state', folder] });
    const atMs = Date.now();
    const order = (seconds: number): SandboxRequest =>
      influencemartRequest({
        atMs: atMs - seconds * 1000,
        headers: [['X-Idempotency-Key', 'one']],
      });
    const first = await start();
    const answer = await send(first.server.origin, order(0));
    expect(answer.status).toBe(200);
    await kill(first, 'SIGKILL');

    const second = await start();
    expect(await send(second.server.origin, order(5))).toEqual(answer);
    const replay = await send(second.server.origin, order(0));
    expect([replay.status, replay.body]).toEqual([401, expect.stringContaining('signature')]);
    // A sandbox of its own has seen none of it.
    const other = await startSandbox(['influencemart']);
    const anew = await send(other.server.origin, order(0));
    expect(anew.status).toBe(200);
  });

  it('keeps each provider in a file of its own, for its owner only; Ctrl-C leaves it whole', async () => {
    const folder = join(newFolder(), 'state');
    const sandbox = await startSandbox(['kamiokash', 'vistarkriya'], {
      args: ['--mode', 'live', '--state', folder],
    });
    expect(readdirSync(folder).toSorted()).toEqual([
      'kamiokash.jsonl',
      'kamiokash.lock',
      'vistarkriya.jsonl',
      'vistarkriya.lock',
    ]);
    const modes = [folder, join(folder, 'kamiokash.jsonl')].map((path) => statSync(path).mode);
    expect(modes.map((mode) => (mode & 0o777).toString(8))).toEqual(['700', '600']);
    expect(await kill(sandbox, 'SIGINT')).toBe(0);
    expect(readdirSync(folder).toSorted()).toEqual(['kamiokash.jsonl', 'vistarkriya.jsonl']);
    const again = await startLive(folder);
    await charge(again);
    expect(await kill(again, 'SIGINT')).toBe(0);
    expect(await audit(await startLive(folder), INITIAL)).toHaveLength(1);
  });

  it('one of several that start at once has it, and another may after kill -9', async () => {
    const folder = join(newFolder(), 'state');
    const starts = await Promise.allSettled([1, 2, 3].map(async () => await startLive(folder)));
    const running = starts.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const refused = starts.flatMap((each) =>
      each.status === 'rejected' ? [flat(String(each.reason))] : [],
    );
    expect([running.length, refused.length]).toEqual([1, 2]);
    const [holder] = running;
    const path = join(folder, 'vistarkriya.jsonl');
    const message = `another sandbox keeps its state in ${path}: process ${holder?.process.pid}`;
    expect(refused.filter((each) => !each.includes(message))).toEqual([]);

    const words = ['sandbox', '--provider', 'vistarkriya', '--port', '0', '--state', folder];
    const { exitCode, stdout, stderr } = await vk(words);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(flat(stderr)).toContain(message);
    if (holder !== undefined) {
      await charge(holder);
      await kill(holder, 'SIGKILL');
    }
    expect(await audit(await startLive(folder), INITIAL)).toHaveLength(1);
  });

  it('goes on without it where its folder goes, and says so once', async () => {
    const folder = join(newFolder(), 'state');
    const sandbox = await startLive(folder);
    const { stderr } = sandbox.process;
    const log = stderr === null ? undefined : collect(stderr);
    rmSync(folder, { recursive: true });
    for (let index = 0; index < 3; index += 1) {
      expect((await charge(sandbox)).status).toBe(200);
    }
    expect(await kill(sandbox, 'SIGINT')).toBe(0);
    expect(flat(log?.text()).split('no longer kept').length).toBe(2);
    expect(flat(log?.text())).toContain('vistarkriya.jsonl was removed');
  });

  it.skipIf(!hasPrlimit)('goes on without it where no more can be written', async () => {
    const folder = newFolder();
    const sandbox = await startLive(folder);
    const { stderr, pid } = sandbox.process;
    const log = stderr === null ? undefined : collect(stderr);
    // Bytes to a file: as with a full disk, the last line is written in part.
    execFileSync('prlimit', [`--pid=${pid}`, '--fsize=5000']);
    for (let index = 0; index < 25; index += 1) {
      expect((await charge(sandbox)).status).toBe(200);
    }
    expect(await audit(sandbox, INITIAL)).toHaveLength(25);
    expect(await kill(sandbox, 'SIGINT')).toBe(0);
    expect(flat(log?.text()).split('no longer kept').length).toBe(2);
    const journal = readFileSync(join(folder, 'vistarkriya.jsonl'), 'utf8');
    expect([journal.length <= 5000, journal.endsWith(']\n')]).toEqual([true, true]);

    const kept = await audit(await startLive(folder), INITIAL);
    expect(kept.length).toBe(journal.match(/"transactions/g)?.length);
    expect(kept.length).toBeGreaterThan(2);
  });

  const table: readonly (readonly [
    name: string,
    make: (folder: string) => string,
    said: string,
  ])[] = [
    [
      'a file in its place',
      (folder) => writeTemporary('x', '', folder),
      'there is a file in its place',
    ],
    [
      'a journal of something else',
      (folder) => {
        writeTemporary('vistarkriya.jsonl', 'milk\n', folder);
        return folder;
      },
      'vistarkriya.jsonl cannot be used: it holds something else',
    ],
    ['no name', () => '', '--state names no folder'],
  ];

  it.for(table)('refuses %s', async ([, make, said]) => {
    const folder = newFolder();
    const place = make(folder);
    const before = readdirSync(folder);
    const words = ['sandbox', '--provider', 'vistarkriya', '--port', '0', '--state', place];
    const { exitCode, stderr } = await vk(words);
    expect([exitCode, readdirSync(folder)]).toEqual([2, before]);
    expect(flat(stderr)).toContain(said);
  });

  it.skipIf(isRoot)('refuses a folder that is read-only', async () => {
    const folder = newFolder();
    chmodSync(folder, 0o500);
    const { exitCode, stderr } = await vk(['sandbox', '--port', '0', '--state', folder]);
    chmodSync(folder, 0o700);
    expect(exitCode).toBe(2);
    expect(flat(stderr)).toContain(`cannot write ${folder}: permission is denied`);
  });
});

describe.concurrent('vk sandbox --seed', () => {
  it('is what the sandbox holds at first, exactly; kept state wins over it', async () => {
    const folder = newFolder();
    const first = await startLive(folder, ['--seed', seedFile('100.10')]);
    expect(await get(first, '/wallet/balance')).toContain('"balance":100.10,');
    expect((await charge(first)).status).toBe(200);
    expect(await audit(first, 10_010n)).toHaveLength(1);
    await kill(first, 'SIGKILL');
    const second = await startLive(folder, ['--seed', seedFile('7.00')]);
    expect(await get(second, '/wallet/balance')).toContain('"balance":100.00,');
  });

  const table: readonly (readonly [seed: string, said: string])[] = [
    [
      '{"vistarkriya":{"wallet":[{"id":"main","balance":[]}]}}',
      'vistarkriya.wallet[0].balance is a',
    ],
    ['{"vistarkriya":{"wallets":[]}}', 'vistarkriya.wallets is no collection'],
    ['{"paytm":{}}', 'the seed names the provider "paytm"'],
    ['{', 'the seed is not JSON'],
  ];

  it.for(table)('%s is refused', async ([seed, said]) => {
    const file = writeTemporary('seed.json', seed);
    const { exitCode, stderr } = await vk(['sandbox', '--port', '0', '--seed', file]);
    expect(exitCode).toBe(2);
    expect(flat(stderr)).toContain(said);
  });

  it('says that its file is not there', async () => {
    const { exitCode, stderr } = await vk(['sandbox', '--port', '0', '--seed', 'no.json']);
    expect(exitCode).toBe(2);
    expect(flat(stderr)).toContain('cannot read no.json: it does not exist');
  });
});

describe.concurrent('startSandbox with state', () => {
  const options = { provider: 'vistarkriya', mode: 'live' } as const;
  const balance = { method: 'GET', target: '/api/v1/wallet/balance' };

  it('goes on where it was, in one process too', async () => {
    const state = newFolder();
    const seed = { wallet: [{ id: 'main', balance: 10, currency: 'INR' }] };
    const first = await startHere({ ...options, state, seed });
    expect(await ask(first.baseUrl, {})).toContain('"balance":7.50');
    await expect(startHere({ ...options, state })).rejects.toThrow(
      refusal('state-file', `process ${process.pid}`),
    );
    await first.close();
    const second = await startHere({ ...options, state, seed });
    expect(await ask(second.baseUrl, balance)).toContain('"balance":7.50');
    await second.close();
    expect(readdirSync(state)).toEqual(['vistarkriya.jsonl']);
  });

  it('gives the journal back where it cannot start', async () => {
    const state = newFolder();
    const bad = { ...options, state, allowedIps: ['x'] };
    await expect(startHere(bad)).rejects.toThrow(refusal('usage'));
    const first = await startHere({ ...options, state });
    const taken = { ...options, state: newFolder(), port: first.port };
    await expect(startHere(taken)).rejects.toThrow(refusal('network'));
    expect(readdirSync(taken.state)).toEqual(['vistarkriya.jsonl']);
    await first.close();
  });

  it('says at its end that state was lost', async () => {
    const state = join(newFolder(), 'state');
    const sandbox = await startHere({ ...options, state });
    rmSync(state, { recursive: true });
    expect(await ask(sandbox.baseUrl, {})).toContain('"success":true');
    await expect(sandbox.close()).rejects.toThrow(refusal('state-file', 'was removed'));
  });

  it('refuses a seed that does not fit', async () => {
    const seed = { wallets: [] };
    await expect(startHere({ ...options, seed })).rejects.toThrow(
      refusal('usage', 'vistarkriya.wallets'),
    );
  });
});
