import { readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listen } from '../ports.js';
import { bash, isInstalled, newFolder, startSandbox, vk, type SandboxServer } from './vk.js';

const hasTools =
  (await isInstalled('bash', '--version')) &&
  (await isInstalled('openssl', 'version')) &&
  (await isInstalled('curl', '--version'));

/** One that costs nothing. */
const ONE_CALL: Readonly<Record<string, readonly string[]>> = {
  vistarkriya: ['GET', '/wallet/balance'],
  kamiokash: ['GET', '/members'],
  influencemart: ['GET', '/v1/orders'],
  payinout: ['POST', '/balance'],
};

describe.concurrent('vk sandbox', () => {
  it('writes addresses and variables into the ready file', async () => {
    const { server, readyFile, stdout } = await startSandbox(['vistarkriya']);
    expect(JSON.parse(readFileSync(readyFile, 'utf8'))).toEqual({
      servers: [
        {
          provider: 'vistarkriya',
          baseUrl: `http://127.0.0.1:${server.port}/api/v1`,
          port: server.port,
          env: {
            VK_PROVIDER: 'vistarkriya',
            VK_BASE_URL: `http://127.0.0.1:${server.port}/api/v1`,
            VK_API_KEY: 'vk_live_sandbox_demo',
            VK_API_SECRET: 'vk-sandbox-demo-secret',
            VK_CODE: '246810',
          },
          profileAdd:
            'vk profile add sandbox-vistarkriya --provider vistarkriya ' +
            `--base-url http://127.0.0.1:${server.port}/api/v1 ` +
            '--api-key vk_live_sandbox_demo --code 246810 --secret-env VK_API_SECRET',
        },
      ],
    });
    expect(statSync(readyFile).mode & 0o777).toBe(0o600);
    expect(stdout).toContain(`Vistar Kriya  http://127.0.0.1:${server.port}/api/v1\n`);
    expect(stdout).toContain('  export VK_API_KEY=vk_live_sandbox_demo\n');
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it.each(['vistarkriya', 'kamiokash', 'influencemart', 'payinout'] as const)(
    'the profile of %s that it proposes works as it is pasted',
    async (provider) => {
      const { stdout } = await startSandbox([provider]);
      const lines = stdout
        .split('\n')
        .filter((line) => line.startsWith('  '))
        .join('\n');
      const forget = 'unset VK_PROVIDER VK_BASE_URL VK_API_KEY VK_API_SECRET VK_CODE VK_EMAIL';
      const { exitCode, stderr } = await bash(
        `${lines}\n${forget}\nvk call ${ONE_CALL[provider]?.join(' ')} --profile sandbox-${provider}`,
      );
      expect([exitCode, stderr]).toEqual([0, expect.stringContaining('HTTP 200 OK')]);
    },
  );

  it('serves each provider on a port of its own, and vk calls them', async () => {
    const sandbox = await startSandbox(['kamiokash', 'influencemart', 'payinout', 'vistarkriya']);
    expect(sandbox.servers.map(({ provider }) => provider)).toEqual([
      'kamiokash',
      'influencemart',
      'payinout',
      'vistarkriya',
    ]);
    expect(new Set(sandbox.servers.map(({ port }) => port)).size).toBe(4);
    for (const { provider, env } of sandbox.servers) {
      const words = ONE_CALL[provider] ?? [];
      const { exitCode } = await vk(['call', ...words], { env });
      expect([provider, exitCode]).toEqual([provider, 0]);
    }
  });

  it('--json says the same on standard output', async () => {
    const { readyFile, stdout } = await startSandbox(['kamiokash'], { args: ['--json'] });
    expect(stdout).toBe(readFileSync(readyFile, 'utf8'));
  });

  it('accepts the credential of the environment', async () => {
    const env = { VK_API_KEY: 'vk_live_own_0000000000', VK_API_SECRET: 'own', VK_CODE: '111111' };
    const { server } = await startSandbox(['vistarkriya'], { env });
    const args = ['call', 'GET', '/wallet/balance', '--base-url', server.baseUrl];
    expect((await vk(args, { env })).exitCode).toBe(0);
  });

  it('--mode live is what the guard sees', async () => {
    const { server } = await startSandbox(['vistarkriya'], { args: ['--mode', 'live'] });
    const { exitCode } = await vk(['call', 'POST', '/verify/pan'], { env: server.env });
    expect(exitCode).toBe(6);
    const get = await vk(['call', 'GET', '/wallet/balance'], { env: server.env });
    expect(get.stderr).toContain('X-API-Mode: live');
  });

  it.for(['SIGINT', 'SIGTERM'] as const)('%s ends it with 0', async (signal) => {
    const sandbox = await startSandbox(['kamiokash', 'payinout']);
    const ended = new Promise((resolve) => {
      sandbox.process.once('exit', (code) => {
        resolve(code);
      });
    });
    sandbox.process.kill(signal);
    expect(await ended).toBe(0);
  });

  it('says that a port is in use, and how to choose another', async () => {
    const server = createServer();
    const port = String(await listen(server));
    const { exitCode, stderr } = await vk(['sandbox', '--provider', 'kamiokash', '--port', port]);
    server.close();
    expect(exitCode).toBe(3);
    expect(stderr).toContain(`127.0.0.1:${port}: the port is in use`);
    expect(stderr).toContain('--port');
  });
});

/** Two ports in a row: the first is free, the second is not. */
async function takeSecondPort(): Promise<{ readonly first: number; readonly taken: Server }> {
  for (;;) {
    const taken = createServer();
    const second = await listen(taken);
    const probe = createServer();
    try {
      await listen(probe, second - 1);
      await close(probe);
      return { first: second - 1, taken };
    } catch {
      await close(taken);
    }
  }
}

async function close(server: Server): Promise<void> {
  await new Promise((resolve) => {
    server.close(resolve);
  });
}

async function expectFree(port: number): Promise<void> {
  const server = createServer();
  expect(await listen(server, port)).toBe(port);
  await close(server);
}

/** Far less than a sandbox that listens would take, which is for ever. */
const SOON_MS = 15_000;

describe('vk sandbox that cannot start ends at once', () => {
  it('where the second port is in use', { timeout: SOON_MS }, async () => {
    const { first, taken } = await takeSecondPort();
    const words = ['sandbox', '--provider', 'kamiokash', 'payinout', '--port', String(first)];
    const { exitCode, stdout, stderr } = await vk(words);
    await close(taken);
    expect([exitCode, stdout]).toEqual([3, '']);
    expect(stderr).toContain(`127.0.0.1:${first + 1}: the port is in use`);
    await expectFree(first);
  });

  it.for([
    ['65534', [], 'Use 0 to 65532: each of 4 servers takes one.'],
    ['65535', ['--provider', 'kamiokash', 'payinout'], 'Use 0 to 65534'],
  ] as const)(
    'where --port %s leaves too few',
    { timeout: SOON_MS },
    async ([port, words, shown]) => {
      const { exitCode, stdout, stderr } = await vk(['sandbox', ...words, '--port', port]);
      expect([exitCode, stdout]).toEqual([2, '']);
      expect(stderr).toContain(`--port "${port}" is no port`);
      expect(stderr).toContain(shown);
      await expectFree(Number(port));
    },
  );

  it.for([[], ['--json']])(
    'where the ready file has no folder: %j',
    { timeout: SOON_MS },
    async (json) => {
      const { first, taken } = await takeSecondPort();
      await close(taken);
      const readyFile = join(newFolder(), 'missing', 'ready.json');
      const words = ['--provider', 'kamiokash', '--port', String(first), '--ready-file', readyFile];
      const { exitCode, stdout, stderr } = await vk(['sandbox', ...words, ...json]);
      expect([exitCode, stdout]).toEqual([2, '']);
      expect(stderr).toContain(`cannot write ${readyFile}`);
      await expectFree(first);
    },
  );
});

describe.concurrent('refuses as documented (needs bash, openssl and curl)', () => {
  /** A curl call of which one thing is wrong, or nothing. */
  const SCRIPT = `
now=$(date +%s)
timestamp=\${TIMESTAMP:-$((now - \${AGE:-0}))}
signature=$(printf '%s' "$timestamp\${METHOD:-GET}/api/v1/wallet/balance" |
  openssl dgst -sha256 -hmac "\${SECRET:-$VK_API_SECRET}" -r | cut -d ' ' -f 1)
curl --silent --write-out '%{stderr}%{http_code}' \\
  \${KEY+--header "X-API-Key: $KEY"} \\
  --header "X-Timestamp: $timestamp" \\
  --header "X-Signature: \${SIGNATURE:-$signature}" \\
  --header "X-Tenant-Code: \${CODE:-$VK_CODE}" \\
  "$ORIGIN\${TARGET:-/api/v1/wallet/balance}"`;

  const DEMO = { KEY: 'vk_live_sandbox_demo' };
  const table: readonly (readonly [
    name: string,
    wrong: Readonly<Record<string, string>>,
    status: string,
    code: string,
  ])[] = [
    ['nothing wrong', DEMO, '200', '"balance":15420.50'],
    ['no key', {}, '401', 'AUTH_MISSING_KEY'],
    ['an empty key', { KEY: '' }, '401', 'AUTH_MISSING_KEY'],
    ['an unknown key', { KEY: 'vk_live_nobody' }, '401', 'AUTH_INVALID_KEY'],
    ['another secret', { ...DEMO, SECRET: 'x' }, '401', 'HMAC_INVALID'],
    ['a signature in capitals', { ...DEMO, SIGNATURE: 'A'.repeat(64) }, '401', 'HMAC_INVALID'],
    ['a signature that is none', { ...DEMO, SIGNATURE: 'x' }, '401', 'HMAC_INVALID'],
    ['a signature for POST', { ...DEMO, METHOD: 'POST' }, '401', 'HMAC_INVALID'],
    ['a query that is not signed', { ...DEMO, TARGET: '/api/v1/wallet/balance?a' }, '401', 'HMAC_'],
    ['a timestamp 290 s old', { ...DEMO, AGE: '290' }, '200', '15420.50'],
    ['a timestamp 310 s old', { ...DEMO, AGE: '310' }, '401', 'TIMESTAMP_EXPIRED'],
    ['a timestamp 310 s ahead', { ...DEMO, AGE: '-310' }, '401', 'TIMESTAMP_EXPIRED'],
    ['a timestamp in words', { ...DEMO, TIMESTAMP: 'now' }, '401', 'TIMESTAMP_EXPIRED'],
    ['another account’s code', { ...DEMO, CODE: '000000' }, '401', '"success":false'],
  ];

  let server: Promise<SandboxServer> | undefined;
  const started = (): Promise<SandboxServer> =>
    (server ??= startSandbox(['vistarkriya']).then((sandbox) => sandbox.server));

  it.skipIf(!hasTools).for(table)('%s: %j', async ([, wrong, status, code]) => {
    const { origin, env } = await started();
    const options = { env: { ...env, ORIGIN: origin, ...wrong } };
    const { stdout, stderr } = await bash(SCRIPT, options);
    expect(stderr).toBe(status);
    expect(stdout).toContain(code);
  });
});
