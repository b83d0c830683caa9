import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hmacHex } from '../hmac-hex.js';
import { CANARY, expectSilence, expectSilentFiles } from './canary.js';
import { startListener } from './listener.js';
import { vkOnTerminal } from './terminal.js';
import { answer, member, newFolder, startCapture, vk, writeTemporary, type Run } from './vk.js';

const BODY = '{"id":"evt_1","type":"member.new","data":{"memberId":"mem_1"}}';
const TIME = '2026-01-02T03:04:05.000Z';
const AT = ['--timestamp', TIME, '--at', TIME, '--time-limit', '2s'];
const ENVIRONMENT = { VK_WEBHOOK_SECRET: CANARY, VK_API_SECRET: CANARY, VK_DEBUG: '1' };

function verify(signature: string, body = BODY): readonly string[] {
  return ['webhook', 'verify', '-d', body, ...AT, '--signature', signature];
}

const RIGHT = hmacHex(CANARY, TIME + BODY);
const SEND = ['webhook', 'send', 'HANDLER'];

/** Commands that end in each way there is; `HANDLER` becomes the address of a handler. */
const COMMANDS: readonly (readonly [exitCode: number, words: readonly string[]])[] = [
  [0, verify(RIGHT)],
  [0, [...verify(RIGHT), '--json']],
  [1, [...verify(RIGHT, `${BODY}\n`), '-v']],
  [1, [...verify(hmacHex(`${CANARY}\n`, TIME + BODY)), '-v']],
  [1, [...verify(hmacHex(CANARY, CANARY + TIME + BODY)), '-v']],
  [1, [...verify(hmacHex(CANARY, CANARY + TIME + BODY)), '--json']],
  [1, [...verify(hmacHex('another', TIME + BODY)), '-v']],
  [1, [...verify('x'), '--json']],
  [2, ['webhook', 'verify', '-d', BODY]],
  [0, ['webhook', 'sign', '-d', BODY]],
  [0, ['webhook', 'sign', '-d', BODY, '--format', 'json']],
  [0, ['webhook', 'sign', '-d', BODY, '--format', 'curl']],
  [0, ['webhook', 'sign', '-d', BODY, '--format', 'env']],
  [0, ['webhook', 'sign', '-d', BODY, '--only', 'string-to-sign']],
  [2, ['webhook', 'sign', '-d', BODY, '--timestamp', 'noon']],
  [0, [...SEND, '-v']],
  [0, [...SEND, '--json']],
  [1, [...SEND, '-v', '--break', 'secret/trailing-newline', '--break', 'tampered']],
  [1, [...SEND, '--suite', '-v', '--report', 'junit=suite.xml']],
  [1, [...SEND, '--suite', '--json']],
  [2, [...SEND, '--break', 'nonsense']],
  [3, ['webhook', 'send', 'http://127.0.0.1:1/']],
];

interface Silent {
  readonly home: string;
  readonly run: (words: readonly string[]) => Promise<Run>;
}

/** Runs the commands, and looks at what they print, send and leave behind. */
async function expectSilentRuns({ home, run }: Silent): Promise<void> {
  const handler = await startCapture(() => answer({ body: '{}' }));
  for (const [exitCode, words] of COMMANDS) {
    const placed = words.map((word) => (word === 'HANDLER' ? handler.origin : word));
    const { stdout, stderr, ...ended } = await run(placed);
    expect([words, ended.exitCode, stdout + stderr === '']).toEqual([words, exitCode, false]);
    expectSilence(stdout + stderr);
  }
  expect(existsSync(join(home, 'suite.xml'))).toBe(true);
  expectSilence(handler.requests.map(({ raw }) => Buffer.from(raw).toString('latin1')).join('\n'));
  expectSilentFiles(home);
}

describe.concurrent('a webhook secret comes out of no command', () => {
  it('from the environment', { timeout: 120_000 }, async () => {
    const home = newFolder();
    await expectSilentRuns({ home, run: (words) => vk(words, { home, env: ENVIRONMENT }) });
  });

  it('from a profile', { timeout: 120_000 }, async () => {
    const home = newFolder();
    const secret = writeTemporary('webhook', CANARY);
    const add = ['profile', 'add', 'canary', '--provider', 'kamiokash', '--api-key', 'key'];
    await vk([...add, '--secret-stdin', '--webhook-secret-file', secret], { home, input: CANARY });
    await expectSilentRuns({
      home,
      run: (words) => vk([...words, '--profile', 'canary'], { home, env: { VK_DEBUG: '1' } }),
    });
  });

  it('from files and variables of any name', { timeout: 120_000 }, async () => {
    const home = newFolder();
    const secret = writeTemporary('webhook', CANARY);
    const given = ['--secret-file', secret, '--secret-env', 'S'];
    await expectSilentRuns({
      home,
      run: (words) => vk([...words, ...given], { home, env: { S: CANARY, VK_DEBUG: '1' } }),
    });
  });

  it('of a listener, nor of what is done with its log', { timeout: 60_000 }, async () => {
    const home = newFolder();
    const log = join(home, 'log.jsonl');
    const handler = await startCapture(() => answer({ body: '{}' }));
    const forward = ['--forward-to', handler.origin, '--accept-all', '--log', log];
    const listener = await startListener(forward, { home, env: ENVIRONMENT });
    const run = (...words: readonly string[]): Promise<Run> =>
      vk(words, { home, env: ENVIRONMENT });
    await run('webhook', 'send', listener.url);
    for (const each of ['tampered', 'secret/trailing-newline', 'unsigned', 'expired']) {
      await run('webhook', 'send', listener.url, '--break', each);
    }
    await listener.said(/unsigned|missing-signature/);
    if (process.platform === 'linux') {
      expectSilence(readFileSync(`/proc/${listener.pid}/cmdline`, 'latin1'));
    }
    expect(await listener.interrupt()).toBe(0);
    expectSilence(listener.stdout() + listener.stderr());

    const first: unknown = JSON.parse(readFileSync(log, 'utf8').split('\n')[0] ?? '');
    const id = String(member(first, 'id'));
    const commands: readonly (readonly [exitCode: number, words: readonly string[]])[] = [
      [0, ['list']],
      [0, ['list', '--json']],
      [0, ['show', id]],
      [0, ['show', id, '--json']],
      [0, ['replay', id]],
      [0, ['replay', id, '--json']],
      [0, ['replay', id, '--verbatim']],
      [3, ['replay', id, '--to', 'http://127.0.0.1:1/']],
      [1, ['audit', log]],
      [1, ['audit', log, '--failed']],
      [1, ['audit', log, '--failed', '--json']],
      [0, ['verify', '--record', log, '--entry', '1']],
    ];
    for (const [exitCode, words] of commands) {
      const { stdout, stderr, ...ended } = await run('webhook', ...words);
      expect([words, ended.exitCode]).toEqual([words, exitCode]);
      expectSilence(stdout + stderr);
    }
    expectSilence(
      handler.requests.map(({ raw }) => Buffer.from(raw).toString('latin1')).join('\n'),
    );
    expectSilentFiles(home);
  });

  it.skipIf(process.platform !== 'linux')('on the command line of an editor', async () => {
    const home = newFolder();
    const words = ['webhook', 'verify', '--editor', '--signature', 'x', '--timestamp', TIME];
    const editor = `cat /proc/$$/cmdline /proc/$PPID/cmdline > ${join(home, 'seen')}; :`;
    const { exitCode, stdout } = await vkOnTerminal(words, {
      home,
      env: { ...ENVIRONMENT, EDITOR: editor },
    });
    expect(exitCode).toBe(1);
    expectSilence(stdout);
    expect(readFileSync(join(home, 'seen'), 'latin1')).toMatch(/payload\.json[^]*--editor/);
    expectSilentFiles(home);
  });
});
