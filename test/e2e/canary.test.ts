import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { hmacHex } from '../hmac-hex.js';
import { CANARY, expectSilence, expectSilentFiles, filesBelow, FORMS } from './canary.js';
import {
  BIN,
  answer,
  cleanEnvironment,
  collect,
  newFolder,
  profileFileOf,
  startCapture,
  startSandbox,
  vk,
  writeTemporary,
  type Run,
} from './vk.js';

const EXTRAS: readonly (readonly string[])[] = [[], ['-v'], ['--json']];
const ENVIRONMENT = {
  VK_API_KEY: 'vk_live_canary_key_0000',
  VK_API_SECRET: CANARY,
  VK_CODE: '123456',
  VK_WEBHOOK_SECRET: CANARY,
  VK_DEBUG: '1',
};

/** A request of which only the signature is still to be said. */
const SIGNED = ['GET', '/wallet/balance', '--timestamp', '1739612345', '--signature'];
const SIGNED_TEXT = '1739612345GET/api/v1/wallet/balance';

function hashOf(message: string): string {
  return createHash('sha256').update(message).digest('hex');
}

/** Commands that end in each way there is; `ORIGIN` becomes the address of a server. */
const COMMANDS: readonly (readonly [exitCode: number, words: readonly string[]])[] = [
  [0, ['call', 'GET', '/wallet/balance', '--sandbox']],
  [0, ['call', 'POST', '/verify/pan', 'pan=ABCDE1234F', '--sandbox']],
  [0, ['call', 'GET', '/ok', '--base-url', 'ORIGIN']],
  [0, ['call', 'GET', '/ok', '--base-url', 'ORIGIN', '-i']],
  [0, ['call', 'POST', '/ok', 'a=1', '--base-url', 'ORIGIN', '--dry-run']],
  [1, ['call', 'GET', '/redirect', '--base-url', 'ORIGIN']],
  [2, ['call', 'GET', '/a b\n', '--base-url', 'ORIGIN']],
  [2, ['call', 'GET', '/ok', '--base-url', 'ORIGIN', '--code', '12\n3']],
  [2, ['call', 'GET', '/ok', '--provider', 'nobody']],
  [2, ['call', 'GET', '/ok', '--nonsense']],
  [3, ['call', 'GET', '/ok', '--base-url', 'http://127.0.0.1:1']],
  [3, ['call', 'GET', '/silent', '--base-url', 'ORIGIN', '--timeout', '50ms']],
  [4, ['call', 'GET', '/401', '--base-url', 'ORIGIN']],
  [5, ['call', 'GET', '/503', '--base-url', 'ORIGIN']],
  [6, ['call', 'POST', '/ok', 'a=1', '--base-url', 'ORIGIN', '--live']],
  [6, ['call', 'GET', 'https://evil.example/x', '--base-url', 'ORIGIN']],
  [0, ['sign', 'GET', '/wallet/balance']],
  [0, ['sign', 'POST', '/verify/pan', 'pan=ABCDE1234F', '--format', 'curl']],
  [0, ['sign', 'POST', '/verify/pan', 'pan=ABCDE1234F', '--format', 'env']],
  [0, ['sign', 'POST', '/verify/pan', 'pan=ABCDE1234F', '--only', 'string-to-sign']],
  [2, ['sign', 'GET', '/wallet/balance', '--timestamp', 'yesterday']],
  [0, ['explain', 'POST', '/verify/pan', 'pan=ABCDE1234F']],
  [2, ['explain', 'GET', '/wallet/balance', '--timestamp', 'yesterday']],
  [0, ['diagnose', ...SIGNED, hmacHex(CANARY, SIGNED_TEXT)]],
  [0, ['diagnose', ...SIGNED, hmacHex(`${CANARY}\n`, SIGNED_TEXT)]],
  [0, ['diagnose', ...SIGNED, hmacHex(CANARY, CANARY + SIGNED_TEXT)]],
  [0, ['diagnose', ...SIGNED, hashOf(CANARY + SIGNED_TEXT)]],
  [1, ['diagnose', ...SIGNED, hmacHex('another', SIGNED_TEXT), '--max-differences', '1']],
  [2, ['diagnose', 'GET', '/wallet/balance']],
];

async function server(): Promise<string> {
  const capture = await startCapture(({ target }) => {
    switch (target) {
      case '/silent':
        return undefined;
      case '/redirect':
        return answer({ status: 302, headers: { Location: '/ok' } });
      case '/401':
        return answer({ status: 401, body: '{"success":false,"error_code":"HMAC_INVALID"}' });
      case '/503':
        return answer({ status: 503, body: 'no' });
      default:
        return answer({ headers: { 'X-API-Mode': 'sandbox' }, body: '{}' });
    }
  });
  return capture.origin;
}

async function runEach(
  run: (words: readonly string[]) => Promise<Run>,
  commands: typeof COMMANDS,
): Promise<void> {
  const origin = await server();
  for (const [exitCode, words] of commands) {
    const placed = words.map((word) => (word === 'ORIGIN' ? origin : word));
    const runs = await Promise.all(EXTRAS.map((extra) => run([...placed, ...extra])));
    expect([words, ...runs.map((each) => each.exitCode)]).toEqual([
      words,
      ...EXTRAS.map(() => exitCode),
    ]);
    for (const { stdout, stderr } of runs) {
      expectSilence(stdout + stderr);
    }
  }
}

describe('the canary', () => {
  it('would be found in each form', () => {
    for (const form of FORMS) {
      expect(() => {
        expectSilence(`before ${form} after`);
      }).toThrow();
    }
    for (const prefix of ['', '1', '12']) {
      const encoded = Buffer.from(`${prefix}${CANARY}suffix`);
      expect(() => {
        expectSilence(encoded.toString('base64'));
      }).toThrow();
      expect(() => {
        expectSilence(encoded.toString('base64url'));
      }).toThrow();
    }
  });
});

describe.concurrent('a secret comes out of no command', () => {
  it('from the environment', { timeout: 120_000 }, async () => {
    const home = newFolder();
    await runEach((words) => vk(words, { home, env: ENVIRONMENT }), COMMANDS);
    expectSilentFiles(home);
  });

  it('from a profile', { timeout: 120_000 }, async () => {
    const home = newFolder();
    const webhookFile = writeTemporary('webhook', CANARY);
    const add = ['profile', 'add', 'canary', '--provider', 'vistarkriya', '--code', '123456'];
    const rest = ['--api-key', 'vk_live_canary_key_0000', '--webhook-secret-file', webhookFile];
    const added = await vk([...add, ...rest, '--secret-stdin'], { home, input: `${CANARY}\n` });
    expect(added.exitCode).toBe(0);
    expectSilence(added.stdout + added.stderr);
    expect(readFileSync(profileFileOf(home), 'utf8')).toContain(JSON.stringify(CANARY));

    await runEach((words) => vk(words, { home, env: { VK_DEBUG: '1' } }), COMMANDS);
    const others: readonly (readonly string[])[] = [
      ['profile', 'list'],
      ['profile', 'list', '--json'],
      ['profile', 'show'],
      ['profile', 'show', 'canary', '--json'],
      ['profile', 'use', 'canary'],
      ['profile', 'use', 'other'],
      ['profile', 'remove', 'canary'],
      [...add, ...rest, '--secret-env', 'S'],
      [...add, ...rest, '--secret-env', 'S', '--force', '--base-url', 'ftp://x'],
      [...add, ...rest, '--secret-env', 'S', '--force'],
      ['profile', 'remove', 'canary', '--yes'],
    ];
    for (const words of others) {
      const { stdout, stderr } = await vk(words, { home, env: { S: CANARY, VK_DEBUG: '1' } });
      expectSilence(stdout + stderr);
    }
    for (const file of filesBelow(home)) {
      expectSilence(readFileSync(file, 'utf8'));
    }
  });

  it('with a damaged profile file', async () => {
    const home = newFolder();
    const add = [
      'profile',
      'add',
      'c',
      '--provider',
      'kamiokash',
      '--api-key',
      'k',
      '--secret-env',
      'S',
    ];
    await vk(add, { home, env: { S: CANARY } });
    const file = profileFileOf(home);
    const whole = readFileSync(file, 'utf8');
    for (const damaged of [
      whole.slice(0, -3),
      `\ufeff${whole}`,
      whole.replace('"version"', '"v"'),
    ]) {
      writeTemporary('profiles.json', damaged, join(home, '.config/vk'));
      for (const words of [
        ['profile', 'list'],
        ['sign', 'GET', '/x'],
      ]) {
        const { exitCode, stdout, stderr } = await vk(words, {
          home,
          env: { S: CANARY, VK_DEBUG: '1' },
        });
        expect(exitCode).toBe(2);
        expectSilence(stdout + stderr);
        expect(readFileSync(file, 'utf8')).toBe(damaged);
      }
      // It puts the file aside, or refuses it; its own tests say which.
      const { stdout, stderr } = await vk(add, { home, env: { S: CANARY, VK_DEBUG: '1' } });
      expectSilence(stdout + stderr);
    }
  });

  it('in the sandbox’s log and ready file', async () => {
    const sandbox = await startSandbox(['vistarkriya'], { env: ENVIRONMENT });
    const { VK_DEBUG, ...env } = ENVIRONMENT;
    expect(VK_DEBUG).toBe('1');
    const args = ['call', 'GET', '/wallet/balance', '--base-url', sandbox.server.baseUrl];
    expect((await vk(args, { env })).exitCode).toBe(0);
    const refused = await vk(args, { env: { ...env, VK_API_SECRET: `${CANARY}!` } });
    expect(refused.exitCode).toBe(4);
    expectSilence(await sandbox.logged(/200[^]*401[^]*\n/));
    expectSilence(sandbox.stdout + readFileSync(sandbox.readyFile, 'utf8'));
  });

  it.skipIf(process.platform !== 'linux')('on no command line', async () => {
    const capture = await startCapture(() => undefined);
    const home = newFolder();
    await vk(
      ['profile', 'add', 'c', '--provider', 'kamiokash', '--api-key', 'k', '--secret-env', 'S'],
      { home, env: { S: CANARY } },
    );
    const args = [BIN, 'call', 'GET', '/x', '--base-url', capture.origin];
    const child = spawn(process.execPath, args, { cwd: home, env: cleanEnvironment(home) });
    await capture.connected;
    for (const name of ['cmdline', 'environ', 'comm']) {
      expectSilence(readFileSync(`/proc/${child.pid}/${name}`, 'utf8'));
    }
    child.kill();
  });

  it.skipIf(process.platform !== 'linux')('on the command line of profile add', async () => {
    const home = newFolder();
    const words = ['profile', 'add', 'c', '--provider', 'kamiokash', '--api-key', 'k'];
    const child = spawn(process.execPath, [BIN, ...words, '--secret-stdin'], {
      cwd: home,
      env: cleanEnvironment(home),
    });
    const said = collect(child.stderr);
    child.stdin.write(CANARY);
    expectSilence(readFileSync(`/proc/${child.pid}/cmdline`, 'utf8'));
    child.stdin.end();
    expectSilence(await said.waitFor(/is stored in .*\n/));
  });
});
