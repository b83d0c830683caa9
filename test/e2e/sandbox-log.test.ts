import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  bash,
  isInstalled,
  member,
  newFolder,
  startSandbox,
  vk,
  type Run,
  type SandboxProcess,
} from './vk.js';

const hasTools =
  (await isInstalled('bash', '--version')) &&
  (await isInstalled('openssl', 'version')) &&
  (await isInstalled('curl', '--version'));

/** A client that signs the path without its base path. */
const WRONG_CLIENT = `
timestamp=$(date +%s)
signature=$(printf '%s' "$timestamp"GET/wallet/balance |
  openssl dgst -sha256 -hmac "$VK_API_SECRET" -r | cut -d ' ' -f 1)
curl --silent --include \\
  --header "X-API-Key: $VK_API_KEY" \\
  --header "X-Timestamp: $timestamp" \\
  --header "X-Signature: $signature" \\
  --header "X-Tenant-Code: $VK_CODE" \\
  "$VK_BASE_URL/wallet/balance"`;

const CAUSE = 'target/base-path-missing: the path was signed without its base path';

async function askWrongly({ server }: SandboxProcess): Promise<Run> {
  return await bash(WRONG_CLIENT, { env: server.env });
}

async function ended({ process: child }: SandboxProcess): Promise<unknown> {
  const exit = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  child.kill('SIGINT');
  return await exit;
}

function lines(text: string): unknown[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}

describe.concurrent('a wrong client (needs bash, openssl and curl)', () => {
  it.skipIf(!hasTools)('is told the cause, in a header or in the log', async () => {
    const sandbox = await startSandbox(['vistarkriya']);
    const { stdout } = await askWrongly(sandbox);
    // On a busy machine the time may be over before anything is found.
    expect(stdout).toMatch(
      /^X-VK-Hint: (?:target\/base-path-missing: |the search goes on; ).+\r$/m,
    );
    expect(await sandbox.logged(/^.*401 {2}GET .*\n/m)).toMatch(
      /^\d\d:\d\d:\d\d {2}#1 {2}401 {2}GET \/api\/v1\/wallet\/balance {2}HMAC_INVALID {2}signature {2}[\d.]+ ms\n$/,
    );
    await sandbox.logged(new RegExp(`^   ${CAUSE}\n`, 'm'));
    await sandbox.logged(/^ {3}expected {4}\d{10}GET\/api\/v1\/wallet\/balance\n/m);
    await sandbox.logged(/^ {3}signed {6}\d{10}GET\/wallet\/balance\n/m);
    await sandbox.logged(/^ {3}Sign the full path, base path included\.\n/m);
    expect(await ended(sandbox)).toBe(0);
    await sandbox.logged(/^1 request: 1 x 401\n1 signature refused, 1 explained\n$/m);
  });

  it.skipIf(!hasTools)('--explain-in-body: a member of the answer', async () => {
    const sandbox = await startSandbox(['vistarkriya'], { args: ['--explain-in-body'] });
    const { stdout } = await askWrongly(sandbox);
    const hint = /^X-VK-Hint: (.*)\r$/m.exec(stdout)?.[1];
    const body: unknown = JSON.parse(stdout.slice(stdout.indexOf('\r\n\r\n')));
    expect([member(body, 'error_code'), member(body, 'vk_hint')]).toEqual(['HMAC_INVALID', hint]);
  });

  it.skipIf(!hasTools)('--json and --log: a line of JSON, without a secret', async () => {
    const file = join(newFolder(), 'log.jsonl');
    writeFileSync(file, '{"event":"older"}\n', { mode: 0o600 });
    const sandbox = await startSandbox(['vistarkriya'], { args: ['--json', '--log', file] });
    await askWrongly(sandbox);
    await sandbox.logged(/"axis":"target","id":"base-path-missing"[^\n]*\n/);
    await ended(sandbox);
    await sandbox.logged(/"event":"summary"[^\n]*\n$/);
    const log = await sandbox.logged(/^[^]*$/);
    const [answer, ...others] = lines(log);
    expect(answer).toMatchObject({
      event: 'answer',
      request: 1,
      provider: 'vistarkriya',
      method: 'GET',
      target: '/api/v1/wallet/balance',
      status: 401,
      code: 'HMAC_INVALID',
      refusal: 'signature',
    });
    expect(others.at(-1)).toEqual({
      event: 'summary',
      requests: 1,
      byStatus: { 401: 1 },
      byProvider: { vistarkriya: 1 },
      faults: {},
      webhooks: { sent: 0, failed: 0 },
      signatures: { refused: 1, explained: 1 },
    });
    const written = readFileSync(file, 'utf8');
    expect(lines(written)).toEqual([{ event: 'older' }, ...lines(log).slice(0, -1)]);
    expect(written + log).not.toContain(sandbox.server.env['VK_API_SECRET']);
  });
});

describe.concurrent('vk sandbox', () => {
  it('--log makes a file for its owner only', async () => {
    const file = join(newFolder(), 'log.jsonl');
    await startSandbox(['kamiokash'], { args: ['--log', file] });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('--log refuses a file that cannot be written, before it listens', async () => {
    const file = join(newFolder(), 'missing', 'log.jsonl');
    const { exitCode, stderr } = await vk(['sandbox', '--port', '0', '--log', file]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`cannot write ${file}`);
  });

  it('shows the hint to vk call, and the provider in the log where there are several', async () => {
    const sandbox = await startSandbox(['kamiokash', 'vistarkriya']);
    const server = sandbox.servers.find(({ provider }) => provider === 'vistarkriya');
    const env = { ...server?.env, VK_CODE: '000000' };
    const { exitCode, stderr } = await vk(['call', 'GET', '/wallet/balance'], { env });
    expect(exitCode).toBe(4);
    expect(stderr).toContain('X-VK-Hint: wrong-code: the code of the demo key is 246810');
    await sandbox.logged(/401 {2}GET \/api\/v1\/wallet\/balance {2}vistarkriya {2}/);
  });

  it('answers what is too large in the provider’s own shape', async () => {
    const { server, logged } = await startSandbox(['vistarkriya']);
    const body = new Uint8Array(16 * 1024 * 1024 + 1);
    const response = await fetch(`${server.baseUrl}/verify/pan`, { method: 'POST', body });
    expect([response.status, response.headers.get('connection')]).toEqual([413, 'close']);
    expect(await response.json()).toMatchObject({ success: false });
    await logged(/413 {2}POST \/api\/v1\/verify\/pan/);
  });

  it('answers what is no HTTP, says so, and goes on', async () => {
    const { server, logged } = await startSandbox(['vistarkriya']);
    const text = await new Promise<string>((resolve, reject) => {
      let received = '';
      const socket = connect(server.port, '127.0.0.1', () => socket.write('?\r\n\r\n'));
      socket.on('data', (chunk) => (received += chunk.toString()));
      socket.on('error', reject);
      socket.on('close', () => {
        resolve(received);
      });
    });
    expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    await logged(/400 {2}\(no request\)[^\n]*\n {3}malformed: /);
    expect((await vk(['call', 'GET', '/wallet/balance'], { env: server.env })).exitCode).toBe(0);
  });
});
