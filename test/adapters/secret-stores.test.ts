import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secretStores } from '../../src/adapters/secret-stores.js';
import type { SecretPort } from '../../src/app/ports.js';
import { Secret } from '../../src/core/credential.js';
import { refusal } from '../app/refusal.js';
import { hasSecretService, startSecretService, type SecretService } from './secret-service.js';
import { temporaryFolder } from './temporary.js';

const programFolder = fileURLToPath(new URL('../../dist/cli', import.meta.url));
const PATH = env['PATH'] ?? '';

function storesIn(variables: Readonly<Record<string, string>>, patienceMs = 20_000): SecretPort {
  return secretStores({
    env: { PATH, ...variables },
    platform: 'linux',
    programFolder,
    patienceMs,
  });
}

async function fetch(script: string, variables = {}, patienceMs?: number): Promise<Uint8Array> {
  const argv = [execPath, '-e', script] as const;
  const secret = await storesIn(variables, patienceMs).fetch({ store: 'command', argv });
  return secret.reveal();
}

describe.concurrent('the secret of a command', () => {
  it.each([
    ['a line break left out', 'process.stdout.write("s3cret\\n")', 's3cret'],
    ['a line break of Windows left out', 'process.stdout.write("s3cret\\r\\n")', 's3cret'],
    ['spaces kept', 'process.stdout.write(" a b ")', ' a b '],
    ['several lines', 'process.stdout.write("a\\nb\\n")', 'a\nb'],
    ['no text', 'process.stdout.write(Buffer.from([255, 0, 10]))', '\xff\0'],
    [
      'nothing to read',
      'process.stdin.on("end", () => console.log("at its end")).resume()',
      'at its end',
    ],
    ['its variables', 'process.stdout.write(String(process.env.OP_SESSION))', 'token'],
    [
      'but for the secrets',
      'console.log(process.env.VK_API_SECRET, process.env.VK_WEBHOOK_SECRET)',
      'undefined undefined',
    ],
  ])('is what it prints: %s', async (_what, script, secret) => {
    const variables = { OP_SESSION: 'token', VK_API_SECRET: 'a', VK_WEBHOOK_SECRET: 'b' };
    expect(Buffer.from(await fetch(script, variables)).toString('latin1')).toBe(secret);
  });

  it('gets its words as they are, without a shell', async () => {
    const argv = [
      execPath,
      '-p',
      'process.argv.slice(1).join("|")',
      '$HOME',
      '*',
      'a b',
      ';id',
    ] as const;
    const secret = await storesIn({}).fetch({ store: 'command', argv });
    expect(Buffer.from(secret.reveal()).toString()).toBe('$HOME|*|a b|;id');
  });

  it.each([
    ['ends with 3', 'process.exitCode = 3; console.log("s3cret")', 'it ended with 3'],
    ['prints nothing', '', 'it printed nothing'],
    ['prints a line break', 'console.log()', 'it printed nothing'],
    [
      'prints for ever',
      'setInterval(() => console.log("x".repeat(9999)), 1)',
      'it printed more than 64 KiB',
    ],
    ['is killed', 'process.kill(process.pid, "SIGTERM")', 'it was stopped by SIGTERM'],
  ])('that %s is none', async (_what, script, why) => {
    await expect(fetch(script)).rejects.toEqual(refusal('secret-store', why, 'Run it by hand'));
  });

  it('that takes too long is stopped', async () => {
    const waiting = fetch('setInterval(() => {}, 1000)', {}, 300);
    await expect(waiting).rejects.toEqual(refusal('secret-store', 'it took too long'));
  });

  it('that does not exist is said so, by its name alone', async () => {
    const argv = ['/nonexistent/op', 'read', 'hush-hush'] as const;
    const fetched = storesIn({}).fetch({ store: 'command', argv });
    await expect(fetched).rejects.toEqual(
      refusal(
        'secret-store',
        'the command of the secret, /nonexistent/op, gave none: there is no such program',
      ),
    );
    await expect(fetched).rejects.not.toThrow(/hush/);
  });
});

describe('the keychain', () => {
  it('that is not there is said so at once', async () => {
    const before = performance.now();
    const { name, fault } = await storesIn({ HOME: temporaryFolder() }).keychain();
    expect(name).toBe('Secret Service');
    expect(fault).toBe('there is no desktop session (D-Bus) to ask');
    expect(performance.now() - before).toBeLessThan(1900);
  });

  it('that does not answer is given up after a second', async () => {
    const path = join(temporaryFolder(), 'bus');
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(path, resolve));
    const stores = storesIn({ DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}` }, 500);
    expect(await stores.keychain()).toEqual({
      name: 'Secret Service',
      fault: 'it did not answer within 1 s',
    });
    await expect(stores.fetch({ store: 'keychain', account: 'a' })).rejects.toEqual(
      refusal('secret-store', 'it did not answer within 0.5 s', '--store file'),
    );
    silent.close();
  });

  it('whose program is not there is a fault like any other', async () => {
    const folder = temporaryFolder();
    const at = (text?: string): SecretPort => {
      if (text !== undefined) {
        writeFileSync(join(folder, 'keychain.cjs'), text);
      }
      return secretStores({ env: { PATH }, platform: 'darwin', programFolder: folder });
    };
    const name = 'Keychain';
    expect(await at().keychain()).toEqual({ name, fault: 'its program failed: it ended with 1' });
    expect(await at('console.log("?")').keychain()).toEqual({
      name,
      fault: 'what its program says is not understood',
    });
  });
});

describe.skipIf(!hasSecretService)('a real Secret Service', () => {
  let service: SecretService;

  beforeAll(async () => {
    service = await startSecretService();
  });
  afterAll(async () => {
    await service.stop();
  });

  it('answers', async () => {
    expect(await storesIn(service.env).keychain()).toEqual({ name: 'Secret Service' });
  });

  it.each([
    ['text', Buffer.from('é s3cret')],
    ['no text', Buffer.from([0xff, 0, 10])],
  ])('keeps a secret byte for byte, replaces it and forgets it: %s', async (what, bytes) => {
    const stores = storesIn(service.env);
    const account = `prod.secret.${what}`;
    await stores.keep(account, Secret.of('before'));
    await stores.keep(account, new Secret(bytes));
    const kept = await stores.fetch({ store: 'keychain', account });
    expect(Buffer.from(kept.reveal())).toEqual(bytes);
    await stores.forget(account);
    await stores.forget(account);
    await expect(stores.fetch({ store: 'keychain', account })).rejects.toEqual(
      refusal('secret-store', `has no entry ${account} of vk`, 'vk profile edit'),
    );
  });

  it('keeps them by their names', async () => {
    const stores = storesIn(service.env);
    await stores.keep('one', Secret.of('1'));
    await stores.keep('two', Secret.of('2'));
    const one = await stores.fetch({ store: 'keychain', account: 'one' });
    expect(Buffer.from(one.reveal()).toString()).toBe('1');
    expect(existsSync(join(service.env['HOME'] ?? '', '.local/share/keyrings'))).toBe(true);
  });
});
