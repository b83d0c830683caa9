import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  ROOT,
  isInstalled,
  run,
  serverOf,
  startSandbox,
  writeTemporary,
  type SandboxProcess,
  type SandboxServer,
} from './vk.js';

/** Clients that share no code with vk: the sandbox accepts their signatures, and none of another secret. */

let sandbox: SandboxProcess;

beforeAll(async () => {
  sandbox = await startSandbox(['vistarkriya', 'kamiokash', 'influencemart', 'payinout']);
});

function client(name: string): string {
  return join(ROOT, 'test/clients', name);
}

/** The same secret but for its last byte. */
function changed(secret: string): string {
  return secret.slice(0, -1) + (secret.endsWith('x') ? 'y' : 'x');
}

function environment({ env }: SandboxServer, isRight: boolean): Readonly<Record<string, string>> {
  const secret = env['VK_API_SECRET'] ?? '';
  return { ...env, VK_API_SECRET: isRight ? secret : changed(secret) };
}

const [hasPhp, hasPython, hasJava, hasShell] = await Promise.all([
  isInstalled('php', '--version'),
  isInstalled('python3', '--version'),
  isInstalled('java', '-version'),
  Promise.all([
    isInstalled('bash', '--version'),
    isInstalled('openssl', 'version'),
    isInstalled('curl', '--version'),
  ]).then((all) => all.every(Boolean)),
]);

describe.concurrent('Vistar Kriya’s PHP sample, only its host changed', () => {
  const sample = readFileSync(client('vistarkriya-reference.php'), 'utf8');

  async function runSample(source: string): Promise<string> {
    const { origin } = serverOf(sandbox, 'vistarkriya');
    const file = writeTemporary('sample.php', source.replace('https://vistarkriya.com', origin));
    const shim = `auto_prepend_file=${client('php-curl.php')}`;
    const { exitCode, stdout, stderr } = await run('php', ['-d', shim, file]);
    expect([exitCode, stderr]).toEqual([0, '']);
    return stdout;
  }

  it.skipIf(!hasPhp)('is answered 200 (needs php)', async () => {
    expect(await runSample(sample)).toMatch(/\[success\] => 1\s.*\[balance\] => 15420\.5\s/s);
    await sandbox.logged(/ 200 {2}GET \/api\/v1\/wallet\/core\/balance\.php {2}vistarkriya /);
  });

  it.skipIf(!hasPhp)('is refused with another secret (needs php)', async () => {
    const secret = 'your_api_secret_here';
    expect(await runSample(sample.replace(secret, changed(secret)))).toMatch(
      /\[error_code\] => HMAC_INVALID\s/,
    );
    await sandbox.logged(
      / 401 {2}GET \/api\/v1\/wallet\/core\/balance\.php {2}vistarkriya {2}HMAC_INVALID {2}signature /,
    );
  });
});

describe.concurrent('the samples of PayIn/PayOut and KamioKash', () => {
  const table = [
    {
      name: 'PayIn/PayOut’s Python example (needs python3)',
      isThere: hasPython,
      provider: 'payinout',
      command: ['python3', client('payinout-page.py'), '/payin'],
      accepted: /^200 \{"success":true,"id":"in_[0-9a-f]{12}"/,
      refused: /^401 .*X-App-Access-Sig does not match/,
    },
    {
      name: 'PayIn/PayOut’s Java example (needs java)',
      isThere: hasJava,
      provider: 'payinout',
      command: ['java', '-XX:TieredStopAtLevel=1', client('PayinoutPage.java'), '/payin'],
      accepted: /^200 \{"success":true,"id":"in_[0-9a-f]{12}"/,
      refused: /^401 .*X-App-Access-Sig does not match/,
    },
    {
      name: 'KamioKash’s Node sample, each body signed',
      isThere: true,
      provider: 'kamiokash',
      command: [process.execPath, client('kamiokash-page.mjs')],
      accepted: /^200 \{"id":"m_[0-9a-f]{12}".*\n200 \{"id":"v_[0-9a-f]{12}".*"SPEND_ME_NOW"/,
      refused: /^401 .*Invalid signature.*\n401 .*Invalid signature/,
    },
  ] as const;

  for (const { name, isThere, provider, command, accepted, refused } of table) {
    const [file, ...args] = command;

    it.skipIf(!isThere)(`${name}: 200`, async () => {
      const env = environment(serverOf(sandbox, provider), true);
      expect((await run(file, args, { env })).stdout).toMatch(accepted);
    });

    it.skipIf(!isThere)(`${name}: 401 with another secret`, async () => {
      const env = environment(serverOf(sandbox, provider), false);
      expect((await run(file, args, { env })).stdout).toMatch(refused);
    });
  }
});

describe.concurrent('bash, openssl and curl (needs all three)', () => {
  const unicode = Buffer.from('{"name": "नमस्ते 🙏", "amount": 15420.50}\n');
  const member = Buffer.from('{"externalId": "c 1", "firstName": "नमस्ते 🙏"}\n');
  const binary = Buffer.from([0x00, 0xff, 0x0a, 0x0d, 0x80]);
  const table = [
    ['vistarkriya', 'GET', '/wallet/balance?b=2&a=1&q=a%20b+c', undefined, 200, '15420.50'],
    ['vistarkriya', 'POST', '/verify/gst', unicode, 200, '"status":"DUMMY"'],
    // The signature was right, or the answer would be HMAC_INVALID; only then is the body looked into.
    ['vistarkriya', 'POST', '/verify/pan', binary, 422, '"error_code":"VALIDATION_ERROR"'],
    ['kamiokash', 'GET', '/wallets', undefined, 200, 'w_123'],
    ['kamiokash', 'POST', '/member', member, 200, '"firstName":"नमस्ते 🙏"'],
    ['kamiokash', 'POST', '/echo', binary, 200, '"receivedBytes":5,'],
    ['influencemart', 'GET', '/v1/me', undefined, 200, 'rate_limits'],
    ['influencemart', 'POST', '/v1/webhooks/order', unicode, 200, '"received":true'],
    ['influencemart', 'POST', '/v1/orders', binary, 200, '"received_bytes":5,'],
    ['payinout', 'POST', '/payin', unicode, 200, '"type":"PayIn"'],
    // Other clients deposit at the same time, so how much it is depends on who comes first.
    ['payinout', 'POST', '/balance', undefined, 200, '"currency":"INR"'],
    ['payinout', 'POST', '/anything', binary, 200, '"receivedBytes":5,'],
  ] as const;

  for (const [provider, method, path, body, status, shown] of table) {
    const name = `${provider}: ${method} ${path}, ${body?.length ?? 0} bytes`;

    it.skipIf(!hasShell)(`${name}: ${status}`, async () => {
      const args = [method, path, ...(body ? [writeTemporary('body', body)] : [])];
      const env = environment(serverOf(sandbox, provider), true);
      const { stdout, stderr } = await run(client(`${provider}.sh`), args, { env });
      expect(stderr).toBe(`${status}\n`);
      expect(stdout).toContain(shown);
    });

    it.skipIf(!hasShell)(`${name}: 401 with another secret`, async () => {
      const args = [method, path, ...(body ? [writeTemporary('body', body)] : [])];
      const env = environment(serverOf(sandbox, provider), false);
      const { stdout, stderr } = await run(client(`${provider}.sh`), args, { env });
      expect(stderr).toBe('401\n');
      expect(stdout).toContain(provider === 'vistarkriya' ? '"HMAC_INVALID"' : '');
    });
  }

  it.skipIf(!hasShell)('Vistar Kriya’s other name of the code header', async () => {
    const env = environment(serverOf(sandbox, 'vistarkriya'), true);
    const options = { env: { ...env, CODE_HEADER: 'X-Admin-Code' } };
    const args = ['GET', '/wallet/balance'];
    expect((await run(client('vistarkriya.sh'), args, options)).stderr).toBe('200\n');
  });

  it.skipIf(!hasShell)('PayIn/PayOut refuses a GET', async () => {
    const env = environment(serverOf(sandbox, 'payinout'), true);
    expect((await run(client('payinout.sh'), ['GET', '/balance'], { env })).stderr).toBe('405\n');
  });
});
