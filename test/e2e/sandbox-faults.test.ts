import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startSandbox as startInProcess } from '../../src/sandbox.js';
import type { ProviderId } from '../../src/index.js';
import {
  isInstalled,
  member,
  newFolder,
  run,
  startSandbox,
  vk,
  type Run,
  type SandboxProcess,
} from './vk.js';

const hasCurl = await isInstalled('curl', '--version');

async function withFaults(provider: ProviderId, ...args: string[]): Promise<SandboxProcess> {
  return await startSandbox([provider], { args });
}

async function call({ server }: SandboxProcess, ...words: string[]): Promise<Run> {
  return await vk(['call', ...words], { env: server.env });
}

/** Asks without a signature, and hears what comes until the server closes the connection. */
async function raw({ server }: SandboxProcess): Promise<string> {
  return await new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(server.port, '127.0.0.1', () => {
      socket.write('GET /api/v1/wallet/balance HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    });
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () => {
      resolve(text);
    });
  });
}

function parts(answer: string): { readonly length: number; readonly body: string } {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  return { length: Number(/^content-length: (\d+)/im.exec(head)?.[1]), body };
}

describe.concurrent('what a client hears', () => {
  it('truncate: half of what is announced; vk call ends with 3', async () => {
    const sandbox = await withFaults('vistarkriya', '--fault', 'truncate');
    const { length, body } = parts(await raw(sandbox));
    expect(body).toHaveLength(Math.floor(length / 2));
    expect(body).toMatch(/^\{"success":false/);
    const { exitCode, stdout, stderr } = await call(sandbox, 'GET', '/wallet/balance');
    expect([exitCode, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/closed the connection in the\s+middle of its answer|aborted/);
    await sandbox.logged(/#2 {2}200 {2}GET \S+ {2}fault truncate {2}[\d.]+ ms\n/);
  });

  it('drop: nothing; vk call ends with 3', async () => {
    const sandbox = await withFaults('vistarkriya', '--fault', 'drop');
    expect(await raw(sandbox)).toBe('');
    const { exitCode, stdout, stderr } = await call(sandbox, 'GET', '/wallet/balance');
    expect([exitCode, stdout]).toEqual([3, '']);
    expect(stderr).toContain('could not be reached: socket hang up');
    await sandbox.logged(/#2 {2}200 {2}GET \S+ {2}fault drop {2}[\d.]+ ms\n/);
  });

  it('bad-json: a body of the right length that no parser takes', async () => {
    const sandbox = await withFaults('vistarkriya', '--fault', 'bad-json');
    const { length, body } = parts(await raw(sandbox));
    expect(body).toHaveLength(length);
    expect(() => JSON.parse(body)).toThrow(SyntaxError);
    const whole = await call(sandbox, 'GET', '/wallet/balance');
    expect(whole.exitCode).toBe(0);
    expect(whole.stdout).toMatch(/"currency":"INR".*[^}]\}$/);
    const picked = await call(sandbox, 'GET', '/wallet/balance', '--query', 'data.currency');
    expect(picked.exitCode).toBe(2);
  });

  it('error-rate: 500 in the shape of the errors; vk call ends with 5', async () => {
    const sandbox = await withFaults('vistarkriya', '--fault', 'error-rate=100%');
    const { exitCode, stdout } = await call(sandbox, 'GET', '/wallet/balance');
    expect(exitCode).toBe(5);
    expect(JSON.parse(stdout)).toEqual({
      success: false,
      error_code: null,
      message: 'Internal Server Error',
    });
  });

  it('rate-limit: the documented 429; vk call ends with 4', async () => {
    const sandbox = await withFaults('vistarkriya', '--fault', 'rate-limit');
    const { exitCode, stdout } = await call(sandbox, 'GET', '/wallet/balance');
    expect(exitCode).toBe(4);
    expect(member(JSON.parse(stdout), 'error_code')).toBe('RATE_LIMITED');
    await sandbox.logged(/429 {2}GET \S+ {2}RATE_LIMITED {2}rate-limited {2}fault rate-limit {2}/);
  });

  it('wrong-mode: the guard of vk call stops a write with 6', async () => {
    const sandbox = await withFaults('vistarkriya', '--fault', 'wrong-mode');
    const write = await call(sandbox, 'POST', '/verify/pan', 'pan=ABCDE1234F');
    expect(write.exitCode).toBe(6);
    expect(write.stderr).toContain('X-API-Mode says live');
    const read = await call(sandbox, 'GET', '/wallet/balance');
    expect([read.exitCode, read.stderr.includes('X-API-Mode: live')]).toEqual([0, true]);
  });

  it('slow-body: too slow for a short --timeout', async () => {
    const sandbox = await withFaults('vistarkriya', '--fault', 'slow-body=1h');
    const words = ['GET', '/wallet/balance', '--timeout', '500ms'];
    const { exitCode, stderr } = await call(sandbox, ...words);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('did not answer within 0.5 s');
  });

  it('latency: late, the time in the log', async () => {
    const sandbox = await withFaults('kamiokash', '--fault', 'latency=150ms');
    const startedMs = performance.now();
    await raw(sandbox);
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(148);
    await sandbox.logged(/fault latency 150 ms {2}/);
  });

  it.skipIf(!hasCurl)('curl tells the same faults apart', async () => {
    const table = [
      ['drop', 52],
      ['truncate', 18],
      ['bad-json', 0],
      ['latency=1h', 28],
    ] as const;
    for (const [fault, exitCode] of table) {
      const { server } = await withFaults('kamiokash', '--fault', fault);
      const curl = await run('curl', ['--silent', '--max-time', '1', server.baseUrl]);
      expect([fault, curl.exitCode]).toEqual([fault, exitCode]);
    }
  });
});

describe.concurrent('the clock', () => {
  it.for([
    ['--clock-skew', '400', 'ahead'],
    ['--clock-skew', '-400', 'behind'],
    ['--fault', 'clock-skew=400s', 'ahead'],
  ] as const)('%s %s: refused as documented, with a hint', async ([flag, value, where]) => {
    const sandbox = await withFaults('vistarkriya', flag, value);
    const { exitCode, stdout, stderr } = await call(sandbox, 'GET', '/wallet/balance', '-i');
    expect(exitCode).toBe(4);
    expect(stdout).toMatch(/^HTTP\/1\.1 401 /);
    expect(stdout).toContain('"error_code":"TIMESTAMP_EXPIRED"');
    const date = Date.parse(/^Date: (.*)$/m.exec(stdout)?.[1] ?? '');
    const aheadSeconds = Math.round((date - Date.now()) / 1000);
    expect(Math.abs(aheadSeconds - (where === 'ahead' ? 400 : -400))).toBeLessThan(30);
    expect(stdout).toMatch(
      /^X-VK-Hint: timestamp: the timestamp is 7 min (?:behind|ahead of) the sandbox's/m,
    );
    expect(stderr).toMatch(/clock/);
  });
});

describe.concurrent('retries', () => {
  const write = ['POST', '/v1/orders', 'amount=5', '--idempotency-key', 'k1'];

  it('after a drop, an idempotency key gives the first answer', async () => {
    // With this seed the first request to Influencemart is dropped, and the next two are not.
    const args = ['--fault', 'drop=50%', '--fault-seed', '2', '--json'];
    const sandbox = await withFaults('influencemart', ...args);
    const answers: Run[] = [];
    const now = Math.floor(Date.now() / 1000);
    // A signature counts once, so each attempt needs a second of its own.
    for (const age of [3, 2, 1]) {
      answers.push(await call(sandbox, ...write, '--timestamp', String(now - age)));
    }
    const log = await sandbox.logged(/(?:[^\n]*"event":"answer"[^\n]*\n){3}/);
    const faults = log
      .trimEnd()
      .split('\n')
      .map((line): unknown => member(JSON.parse(line), 'faults'));
    expect(faults).toEqual([[{ kind: 'drop' }], [], []]);
    expect(answers.map(({ exitCode }) => exitCode)).toEqual([3, 0, 0]);
    expect(answers[1]?.stdout).toBe(answers[2]?.stdout);
  });

  it('the summary counts what struck', async () => {
    const sandbox = await withFaults('kamiokash', '--fault', 'drop', 'latency=1ms');
    await raw(sandbox);
    sandbox.process.kill('SIGINT');
    await sandbox.logged(/^1 request: 1 x 401\nfaults: 1 x latency, 1 x drop\n$/m);
  });

  it('Ctrl-C does not wait for an answer that is late', async () => {
    const sandbox = await withFaults('kamiokash', '--fault', 'latency=1h');
    const answer = raw(sandbox);
    await sandbox.logged(/fault latency/);
    const ended = new Promise((resolve) => {
      sandbox.process.once('exit', resolve);
    });
    sandbox.process.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(await answer).toBe('');
  });
});

describe.concurrent('words', () => {
  it.for([
    [['--fault', 'latency=fast'], 'the fault "latency=fast" is no time'],
    [['--fault', 'chaos'], '"chaos" is no fault'],
    [['--clock-skew', 'x'], '--clock-skew "x"'],
    [['--fault-seed', 'x'], '--fault-seed "x" is no seed'],
  ] as const)('%j is refused before anything listens', async ([words, message]) => {
    const ready = join(newFolder(), 'ready.json');
    const { exitCode, stdout, stderr } = await vk(['sandbox', '--ready-file', ready, ...words]);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});

describe('startSandbox', () => {
  it('takes faults, a seed and a skew', async () => {
    const told: unknown[] = [];
    const sandbox = await startInProcess({
      provider: 'influencemart',
      faults: ['error-rate=100%', 'latency=1ms'],
      faultSeed: 7,
      clockSkew: -3600,
      nowMs: () => Date.UTC(2026, 0, 2, 1),
      log: (entry) => told.push(entry),
    });
    const answer = await fetch(sandbox.baseUrl);
    await sandbox.close();
    expect([answer.status, await answer.json()]).toEqual([
      500,
      { error: { code: null, message: 'Internal Server Error' } },
    ]);
    expect(answer.headers.get('date')).toBe('Fri, 02 Jan 2026 00:00:00 GMT');
    expect(told).toEqual([
      expect.objectContaining({
        status: 500,
        faults: [{ kind: 'latency', ms: 1 }, { kind: 'error-rate' }],
      }),
    ]);
  });

  it.each([[{ faults: ['chaos'] }], [{ clockSkew: Number.NaN }]])(
    'refuses %j',
    async (settings) => {
      await expect(startInProcess({ provider: 'kamiokash', ...settings })).rejects.toMatchObject({
        code: 'usage',
      });
    },
  );
});
