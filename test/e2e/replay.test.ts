import { appendFileSync, copyFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { recordCalls } from './recorded-calls.js';
import { member, newFolder, startSandbox, vk, type Run } from './vk.js';

const PROVIDERS = ['vistarkriya', 'kamiokash', 'influencemart', 'payinout'] as const;
const LONG_AGO_MS = Date.UTC(2026, 0, 2, 3, 4, 5);

function summaryOf({ stdout }: Run): unknown {
  return member(JSON.parse(stdout), 'summary');
}

const NOTHING = {
  same: 0,
  differing: 0,
  unknown: 0,
  refused: 0,
  fresh: 0,
  accepted: 0,
  other: 0,
  failed: 0,
  leftOut: 0,
};

describe('200 calls of all four providers', () => {
  const folder = newFolder();
  const env = { VK_STATE_DIR: folder };
  beforeAll(async () => {
    for (const provider of PROVIDERS) {
      await recordCalls({ folder, provider, count: 50, startMs: LONG_AGO_MS });
    }
  });

  it('are answered as before, but for ids and times', async () => {
    const words = ['replay', '--last', '200', '--expect-same', '--no-history', '--json'];
    const [same, strict] = await Promise.all([
      vk(words, { env }),
      vk([...words, '--no-default-ignores'], { env }),
    ]);
    expect(summaryOf(same)).toEqual({ ...NOTHING, same: 200 });
    expect(same.exitCode).toBe(0);
    expect(strict.exitCode).toBe(1);
    expect(summaryOf(strict)).not.toMatchObject({ differing: 0 });
  });

  it('are refused with their old signatures', async () => {
    const words = ['replay', '--last', '200', '--verbatim', '--no-history', '--json'];
    const run = await vk(words, { env });
    expect(summaryOf(run)).toEqual({ ...NOTHING, refused: 200 });
    expect(run.exitCode).toBe(0);
  });

  it('are no longer the same where an expectation of them is not met', async () => {
    const words = ['replay', '--last', '3', '--no-history', '--expect', 'status=200'];
    const { exitCode, stderr } = await vk([...words, '--provider', 'influencemart'], { env });
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('status=200 (found 4')]);
  });

  it('are kept as a file that holds no credential, and are made again from there', async () => {
    const words = ['replay', '--last', '60', '--no-history', '--save', 'smoke'];
    const saved = await vk(words, { env });
    expect([saved.exitCode, saved.stderr]).toEqual([0, '60 calls in smoke.jsonl\n']);
    const text = readFileSync(join(saved.home, 'smoke.jsonl'), 'utf8');
    expect(text.trim().split('\n')).toHaveLength(60);
    expect(text).not.toMatch(/sandbox_demo"\]|X-API-Key|X-App-Token|246810|merchant@example/i);
    // A file without an ending, such as the pipe of bash's <(...), is itself.
    copyFileSync(join(saved.home, 'smoke.jsonl'), join(saved.home, 'copy'));
    for (const name of ['smoke', 'copy']) {
      const again = await vk(['replay', '--from', name, '--expect-same', '--json'], {
        cwd: saved.home,
      });
      expect(summaryOf(again)).toEqual({ ...NOTHING, same: 60 });
      expect(again.exitCode).toBe(0);
    }
  });

  it('come back from a HAR', async () => {
    const home = newFolder();
    const words = ['history', 'export', '--format', 'har', '--last', '200', '-o', 'calls.har'];
    await vk(words, { env, cwd: home });
    const { exitCode, stdout } = await vk(
      ['replay', '--from', 'calls.har', '--expect-same', '--json', '--no-history'],
      { cwd: home },
    );
    expect(member(JSON.parse(stdout), 'summary')).toEqual({ ...NOTHING, same: 200 });
    expect(exitCode).toBe(0);
  });
});

describe('a sandbox that holds something else', () => {
  it('is told by the paths at which the answers differ', async () => {
    const folder = newFolder();
    const seed = {
      vistarkriya: { wallet: [{ id: 'main', balance: '7.00', currency: 'INR' }] },
      kamiokash: { rewards: [{ variantId: 'COFFEE_VOUCHER_1', name: 'Two coffees' }] },
    };
    for (const provider of ['vistarkriya', 'kamiokash'] as const) {
      const settings = { seed: seed[provider] };
      await recordCalls({ folder, provider, count: 5, startMs: LONG_AGO_MS, settings });
    }
    const words = ['replay', '--last', '10', '--expect-same'];
    const env = { VK_STATE_DIR: folder };
    const [text, json, ignoring] = await Promise.all([
      vk([...words, '--no-history'], { env: { ...env, GITHUB_ACTIONS: 'true' } }),
      vk([...words, '--no-history', '--json'], { env }),
      vk([...words, '--no-history', '--ignore', 'data.balance', '--ignore', '[*]'], { env }),
    ]);
    expect(text.stdout).toMatch(/changed {2}data\.balance {2}7\.00 → 15420\.50\n/);
    expect(text.stdout).toMatch(/changed {2}\[0\]\.name +"Two coffees" → "Very cool gift card"\n/);
    expect(text.stdout).toMatch(/added {4}\[3\] +\{"variantId":/);
    expect(text.exitCode).toBe(1);
    expect(text.stderr).toMatch(/^::error title=GET [^:]+::data\.balance: 7\.00 → 15420\.50$/m);
    const [first] = [member(JSON.parse(json.stdout), 'calls')].flat();
    expect(member(first, 'body')).toEqual({
      compared: 'json',
      differences: [{ path: 'data.balance', change: 'changed', before: 7, after: 15420.5 }],
      ignored: ['data.last_updated'],
    });
    expect(json.stdout).toContain('"before":7.00,"after":15420.50');
    expect([ignoring.exitCode, ignoring.stdout]).toEqual([
      0,
      expect.stringMatching(/10 the same\n$/),
    ]);
  });
});

const KEY = /\["X-(?:Idempotency-Key|External-Event-Id)","([^"]+)"\]/g;

/** The idempotency keys and event ids of a fixture, in its order. */
function keysIn(home: string, name: string): string[] {
  const text = readFileSync(join(home, `${name}.jsonl`), 'utf8');
  return [...text.matchAll(KEY)].map(([, key]) => key ?? '');
}

describe('keys', () => {
  it('are new ones for each run, and the same ones again for a repeat', async () => {
    const folder = newFolder();
    const env = { VK_STATE_DIR: folder };
    const startMs = LONG_AGO_MS;
    await recordCalls({ folder, provider: 'influencemart', count: 13, startMs });
    const words = ['replay', '--last', '13', '--json', '--save'];
    const fresh = await vk([...words, 'fresh'], { env });
    const kept = await vk([...words, 'kept', '--same-key'], { env });
    expect(keysIn(kept.home, 'kept')).toEqual(
      expect.arrayContaining(['event-0', 'key-1', 'key-2']),
    );
    const changed = keysIn(fresh.home, 'fresh');
    expect(changed.some((key) => /^(?:event|key)-/.test(key))).toBe(false);
    expect(changed[1]).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    // The seventh call has the key of the second.
    expect(new Set(changed).size).toBe(new Set(keysIn(kept.home, 'kept')).size);
    expect(summaryOf(fresh)).toMatchObject({ same: 13 });
  });
});

describe('live', () => {
  it('is never called again by chance, nor is anything but what is free sent to it', async () => {
    const [sandbox, live] = await Promise.all([
      startSandbox(['vistarkriya']),
      startSandbox(['vistarkriya'], { args: ['--mode', 'live'] }),
    ]);
    const state = { VK_STATE_DIR: newFolder() };
    const there = { ...sandbox.server.env, ...state };
    const home = newFolder();
    await vk(['call', 'GET', '/wallet/balance'], { env: there, home });
    await vk(['call', 'POST', '/verify/pan', 'pan=ABCDE1234F'], { env: there, home });
    // What was a sandbox is live now.
    const turned = await vk(['replay', '--last', '2', '--json', '--report', 'json=r.json'], {
      env: { ...live.server.env, ...state },
      home,
    });
    expect([turned.exitCode, turned.stderr]).toEqual([6, expect.stringContaining('says live')]);
    expect(member(JSON.parse(turned.stdout), 'calls')).toMatchObject([{ method: 'GET' }]);
    expect(JSON.parse(readFileSync(join(home, 'r.json'), 'utf8'))).toMatchObject({
      cases: [{ result: 'passed' }, { failure: expect.stringContaining('says live') }],
    });
    const made = ['call', 'POST', '/verify/pan', 'pan=ABCDE1234F', '--live', '--yes'];
    await vk(made, { env: { ...live.server.env, ...state }, home });
    for (const words of [[], ['--live'], ['--yes']]) {
      const refused = await vk(['replay', '--mode', 'live', '--last', '1', ...words], {
        env: { ...live.server.env, ...state },
        home,
      });
      expect([refused.exitCode, refused.stdout]).toEqual([6, '']);
      expect(refused.stderr).toContain('was answered by live');
    }
    const unkept = await vk(['replay', '--mode', 'live', '--live', '--yes'], {
      env: { ...live.server.env, ...state },
      home,
    });
    expect(unkept.stdout).toContain('left out: its body was not kept');
    expect(unkept.exitCode).toBe(2);
    const { stdout: id } = await vk(['history', 'list', '--mode', 'live', '--ids'], {
      env: state,
      home,
    });
    const named = [id.split('\n')[0] ?? '', '--live', '--yes', '--report', 'json=r.json'];
    await vk(['replay', ...named], { env: { ...live.server.env, ...state }, home });
    expect(JSON.parse(readFileSync(join(home, 'r.json'), 'utf8'))).toMatchObject({
      cases: [{ failure: expect.stringContaining('left out: its body was not kept') }],
    });
  });
});

describe('20 processes at once', () => {
  it('lose no line of the history', async () => {
    const folder = newFolder();
    const env = { VK_STATE_DIR: folder };
    await recordCalls({ folder, provider: 'vistarkriya', count: 5, startMs: LONG_AGO_MS });
    await vk(['history', 'export', '-o', join(folder, 'five.jsonl')], { env });
    const runs = await Promise.all(
      Array.from({ length: 20 }, () =>
        vk(['replay', '--from', join(folder, 'five.jsonl'), '--json'], { env }),
      ),
    );
    const made = runs.flatMap(({ stdout }) =>
      [member(JSON.parse(stdout), 'calls')].flat().map((each) => String(member(each, 'newId'))),
    );
    const { stdout } = await vk(['history', 'list', '--limit', '1000', '--ids'], { env });
    const kept = stdout.trim().split('\n');
    expect(new Set(made).size).toBe(100);
    expect(kept).toHaveLength(105);
    expect(kept).toEqual(expect.arrayContaining(made));
  });
});

describe('half a line, as kill -9 leaves it', () => {
  it('is left out with a note, and what follows is read', async () => {
    const folder = newFolder();
    const env = { VK_STATE_DIR: folder };
    await recordCalls({ folder, provider: 'vistarkriya', count: 3, startMs: Date.now() });
    const [file = ''] = readdirSync(join(folder, 'history'));
    const path = join(folder, 'history', file);
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, whole.length - 40));
    await vk(['call', 'GET', '/wallet/balance', '--sandbox'], { env });
    appendFileSync(path, '{"id":"2222222222","ti');
    const list = await vk(['history', 'list', '--json'], { env });
    expect(member(JSON.parse(list.stdout), 'calls')).toHaveLength(3);
    expect(member(JSON.parse(list.stdout), 'unreadableLines')).toBe(2);
    const replay = await vk(['replay', '--last', '9', '--no-history'], { env });
    expect(replay.stderr).toContain('note: left out 2 lines that cannot be read');
    expect(replay.stdout).toMatch(/3 calls: 3 the same\n$/);
  });
});
