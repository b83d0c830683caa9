/**
 * Start-up of vk as ratios to an empty CommonJS script: `npm run bench [-- --runs 40] [-- --check]`.
 *
 * Every round runs each case once, so that a busy moment of the machine falls on all of them alike;
 * each figure is the median of its rounds. Ratios travel between machines, milliseconds do not.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, numberAfter, peakMemory, report } from './measure.mjs';

const vk = fileURLToPath(new URL('../bin/vk.js', import.meta.url));
/** No part of the API key, which would then be struck out. */
const SECRET = 'sk_9c41d7e20b6f4a58';

const home = mkdtempSync(join(tmpdir(), 'vk-bench-'));
const server = spawn(process.execPath, [
  '-e',
  `require('http').createServer((request, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end('{"success":true}');
  }).listen(0, '127.0.0.1', function () { console.log(this.address().port); })`,
]);

try {
  await run();
} finally {
  server.kill();
  rmSync(home, { recursive: true });
}

async function run() {
  const runs = numberAfter('--runs') ?? 30;
  const cases = await prepareCases();
  /** @type {number[][]} */
  const times = cases.map(() => []);
  for (let round = 0; round < runs; round += 1) {
    cases.forEach(({ args, env }, index) => {
      times[index]?.push(timeOf(args, env));
    });
  }
  const base = median(times[0] ?? []);
  console.log(
    `node ${process.version}, median of ${runs} interleaved runs, empty script ${base.toFixed(1)} ms\n`,
  );
  cases.forEach(({ name, limit }, index) => {
    const ratio = median(times[index] ?? []) / base;
    report(name, ratio, 'at most', limit, '');
  });
  const memory = peakMemory(cases[3]?.args ?? [], cases[3]?.env ?? {});
  report('peak memory of vk sign', memory ?? Number.NaN, 'at most', 48, ' MiB');
}

async function prepareCases() {
  const empty = join(home, 'empty.cjs');
  writeFileSync(empty, '');
  const [line] = await once(server.stdout, 'data');
  // NODE_EXTRA_CA_CERTS would add 95 ms to every start on Node 20, and hide the rest.
  const plain = { PATH: process.env['PATH'] ?? '', HOME: home };
  const credential = { VK_API_KEY: 'vk_live_bench', VK_API_SECRET: SECRET, VK_CODE: '123456' };
  const stored = { ...plain, VK_CONFIG_DIR: join(home, 'config') };
  const added = spawnSync(
    process.execPath,
    [
      vk,
      'profile',
      'add',
      'bench',
      '--provider',
      'vistarkriya',
      '--api-key',
      'vk_live_bench',
      '--code',
      '123456',
      '--secret-stdin',
    ],
    { env: stored, input: SECRET },
  );
  if (added.status !== 0) {
    throw new Error(String(added.stderr));
  }
  const baseUrl = `http://127.0.0.1:${String(line).trim()}/api/v1`;
  const sign = [vk, 'sign', 'GET', '/wallet/balance'];
  const call = [vk, 'call', 'GET', '/wallet/balance'];
  return [
    { name: 'empty CommonJS script', args: [empty], env: plain, limit: 1 },
    { name: 'vk --version', args: [vk, '--version'], env: plain, limit: 1.1 },
    { name: 'vk --help', args: [vk, '--help'], env: plain, limit: 1.5 },
    {
      name: 'vk sign, credential from environment',
      args: sign,
      env: { ...plain, ...credential },
      limit: 1.3,
    },
    { name: 'vk sign, credential from profile', args: sign, env: stored, limit: 1.4 },
    {
      name: 'vk call, local server',
      args: call,
      env: { ...plain, ...credential, VK_BASE_URL: baseUrl },
      limit: 2.1,
    },
  ];
}

/**
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
function timeOf(args, env) {
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const elapsed = performance.now() - startedAt;
  if (status !== 0) {
    throw new Error(`${args.join(' ')}: ${String(stderr)}`);
  }
  return elapsed;
}
