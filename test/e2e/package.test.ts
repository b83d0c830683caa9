import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { CREDENTIALS, ROOT, newFolder, run, writeTemporary } from './vk.js';

/** What npm packs, installed into an empty folder. */
let folder = '';

/** Without `skipLibCheck`, all declarations that these lead to are compiled too. */
const RIGHT_TYPES = `import { Secret, findProvider, sign, type ProviderId } from 'vk-cli';
import { startSandbox } from 'vk-cli/sandbox';
const id: ProviderId = 'payinout';
const credential = { fields: { apiKey: 'k' }, secret: Secret.of('s') };
const request = { method: 'GET', target: new Uint8Array(), body: new Uint8Array(), timestamp: '1' };
export const signature: string = sign(findProvider(id), credential, request).signature;
export const origin: Promise<string> = startSandbox({ provider: id }).then((one) => one.baseUrl);
`;

const WRONG_TYPES = `import { startSandbox } from 'vk-cli/sandbox';
export const none = startSandbox({ provider: 'nobody' });
`;

beforeAll(async () => {
  folder = newFolder();
  const cache = join(newFolder(), 'cache');
  const env = { npm_config_cache: cache, npm_config_update_notifier: 'false' };
  const packed = await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], {
    cwd: ROOT,
    home: newFolder(),
    env,
  });
  expect(packed.exitCode, packed.stderr).toBe(0);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  writeTemporary('package.json', '{"private":true}', folder);
  const flags = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  const installed = await run('npm', ['install', ...flags, `./${tarball}`], {
    home: folder,
    env,
  });
  expect(installed.exitCode, installed.stderr).toBe(0);
}, 60_000);

describe('the tarball, installed into an empty folder', () => {
  it('brings no dependency', () => {
    const names = readdirSync(join(folder, 'node_modules'));
    expect(names.filter((name) => !name.startsWith('.'))).toEqual(['vk-cli']);
  });

  it('holds neither sources nor tests', () => {
    const names = readdirSync(join(folder, 'node_modules/vk-cli'));
    expect(names).toEqual(expect.arrayContaining(['bin', 'dist', 'package.json', 'LICENSE']));
    expect(names).not.toEqual(expect.arrayContaining(['src']));
    expect(names).not.toEqual(expect.arrayContaining(['test']));
  });

  it('is small', () => {
    const own = filesOf(join(folder, 'node_modules/vk-cli')).filter(
      ({ path }) => !/[\\/]vendor[\\/]|THIRD-PARTY-NOTICES/.test(path),
    );
    expect(bytesOf(own)).toBeLessThan(1_500_000);
  });

  it('runs nothing when it is installed', async () => {
    const { stdout } = await run('npm', ['pkg', 'get', 'scripts'], {
      cwd: join(folder, 'node_modules/vk-cli'),
    });
    expect(stdout).toContain('"prepare"');
    expect(stdout).not.toMatch(/"(?:pre|post)?install"/);
  });

  it.for([
    ['node16', 'node16'],
    ['es2022', 'bundler'],
  ] as const)('has types for module %s and moduleResolution %s', async ([module, resolution]) => {
    const project = join(folder, resolution);
    mkdirSync(project);
    writeTemporary('package.json', '{"type":"module"}', project);
    const right = writeTemporary('right.ts', RIGHT_TYPES, project);
    const wrong = writeTemporary('wrong.ts', WRONG_TYPES, project);
    // Neither the DOM nor node's own types, which would take most of the time.
    const flags = ['--noEmit', '--strict', '--target', 'es2023', '--lib', 'es2023'];
    const modules = ['--module', module, '--moduleResolution', resolution];
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const { stdout } = await run(process.execPath, [tsc, ...flags, ...modules, right, wrong], {
      cwd: project,
    });
    expect(stdout.trim().split('\n')).toEqual([
      expect.stringMatching(/^wrong\.ts\(2,36\): error TS2322: .*"nobody"/),
    ]);
  });

  it.for([
    ['npx', ['vk']],
    ['node_modules/.bin/vk', []],
  ] as const)('%s calls', async ([file, words]) => {
    const args = [...words, 'call', 'GET', '/wallet/balance', '--sandbox'];
    const command = file === 'npx' ? file : join(folder, file);
    const { exitCode, stdout, stderr } = await run(command, args, {
      cwd: folder,
      env: { npm_config_offline: 'true' },
    });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('"balance":15420.50');
    expect(stderr).toContain('X-API-Mode: sandbox');
  });

  it('signs, stores profiles, picks from answers and prints its version', async () => {
    const home = newFolder();
    const bin = join(folder, 'node_modules/.bin/vk');
    const installed = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
      run(bin, args, { home, env });
    const sign = await installed(['sign', 'GET', '/x'], CREDENTIALS.vistarkriya);
    expect(sign.stdout).toMatch(/^X-Signature: [0-9a-f]{64}$/m);
    const add = [
      'profile',
      'add',
      'p',
      '--store',
      'file',
      '--provider',
      'kamiokash',
      '--api-key',
      'k',
    ];
    expect((await installed([...add, '--secret-env', 'S'], { S: 's' })).exitCode).toBe(0);
    expect((await installed(['profile', 'list'])).stdout).toContain('kamiokash');
    const query = ['call', 'GET', '/wallets', '--sandbox', '--query', '[0].owner', '--raw'];
    expect((await installed(query)).stdout).toBe('cust_abc123\n');
    const colour = await installed(['call', 'GET', '/wallets', '--sandbox'], { FORCE_COLOR: '1' });
    expect(colour.stderr).toContain('\u001b[');
    expect((await installed(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('is a library', async () => {
    const script = writeTemporary(
      'library.mjs',
      `import { Secret, sign, verify, findProvider } from 'vk-cli';
       const provider = findProvider('vistarkriya');
       const credential = { fields: { apiKey: 'k', code: '123456' }, secret: Secret.of('s') };
       const request = {
         method: 'GET', target: Buffer.from('/api/v1/wallet/balance'),
         body: new Uint8Array(), timestamp: '1739612345',
       };
       const { stringToSign, signature } = sign(provider, credential, request);
       const verdict = verify({
         scheme: provider.scheme, secret: credential.secret, signature, timestamp: request.timestamp,
         parts: { method: Buffer.from('GET'), target: request.target, body: request.body },
         nowMs: 1739612345000,
       });
       console.log(Buffer.from(stringToSign).toString(), verdict.ok, String(credential.secret));`,
      folder,
    );
    const { stdout, stderr } = await run(process.execPath, [script], { cwd: folder });
    expect([stdout, stderr]).toEqual(['1739612345GET/api/v1/wallet/balance true [secret]\n', '']);
  });

  it('is a sandbox for the tests of others', async () => {
    const script = writeTemporary(
      'sandbox.mjs',
      `import { startSandbox } from 'vk-cli/sandbox';
       const sandbox = await startSandbox({ provider: 'payinout' });
       const response = await fetch(sandbox.baseUrl + '/balance', { method: 'POST', body: '{}' });
       console.log(response.status, Object.keys(sandbox.env).join());
       await sandbox.close();`,
      folder,
    );
    const { stdout, stderr } = await run(process.execPath, [script], { cwd: folder });
    expect(stdout).toMatch(/^4\d\d VK_PROVIDER,VK_BASE_URL,VK_API_KEY,VK_API_SECRET,VK_EMAIL\n$/);
    expect(stderr).toBe('');
  });

  it('offers nothing else', async () => {
    const script = writeTemporary('inner.mjs', "import 'vk-cli/dist/cli/vk.cjs';", folder);
    const { stderr } = await run(process.execPath, [script], { cwd: folder });
    expect(stderr).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });
});

describe('the library loads', () => {
  it('node:crypto and nothing else from outside', async () => {
    expect(new Set(await importsOf(join(ROOT, 'dist/index.js')))).toEqual(new Set(['node:crypto']));
  });

  it('no module of the command line when it runs', async () => {
    const script = writeTemporary(
      'loaded.mjs',
      `await import(${JSON.stringify(join(ROOT, 'dist/index.js'))});
       const { createRequire } = await import('node:module');
       const loaded = Object.keys(createRequire(import.meta.url).cache);
       console.log(JSON.stringify(loaded));`,
    );
    const { stdout } = await run(process.execPath, [script]);
    expect(stdout).toBe('[]\n');
  });
});

interface PackedFile {
  readonly path: string;
  readonly bytes: number;
}

function filesOf(top: string): readonly PackedFile[] {
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, bytes: statSync(path).size }));
}

function bytesOf(files: readonly PackedFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** What it imports from outside, itself or through the files that it brings. */
async function importsOf(file: string): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [file],
    bundle: true,
    format: 'esm',
    metafile: true,
    platform: 'node',
    write: false,
  });
  return Object.values(metafile.outputs)
    .flatMap(({ imports }) => imports)
    .filter(({ external }) => external === true)
    .map(({ path }) => path);
}
