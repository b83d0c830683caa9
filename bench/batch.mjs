/**
 * `vk batch` beside a bare undici Pool, and beside a shell loop of openssl and curl:
 * `npm run bench [-- --calls 20000] [-- --runs 5] [-- --check]`, after the others.
 *
 * Each is a process of its own from its start to its end, and makes the same signed GETs to one
 * `vk sandbox`. Rounds take turns: a rate is the best of its rounds, and what is compared is each round
 * with the one beside it, by the median, because other work of the machine falls on both. The bare script
 * signs by node:crypto, reads each answer whole and prints nothing;
 * vk reads a file, guards, checks, records and prints.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, numberAfter, peakMemory, report, thousands } from './measure.mjs';

const CONCURRENCY = 32;
const SHELL_CALLS = 30;
const LEAST_RATIO = 0.6;
const LEAST_TIMES_SHELL = 50;
const MOST_MEBIBYTES = 160;

const vk = fileURLToPath(new URL('../bin/vk.js', import.meta.url));
const bare = fileURLToPath(new URL('pool.mjs', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'vk-bench-'));
const path = join(home, 'calls.jsonl');
const calls = numberAfter('--calls') ?? 20_000;

/** @type {() => Promise<void>} */
let stop = async () => undefined;
try {
  const port = await startSandbox();
  run(port);
} finally {
  await stop();
  rmSync(home, { recursive: true });
}

/** @param {number} port */
function run(port) {
  const runs = numberAfter('--runs') ?? 5;
  const lines = Array.from({ length: calls }, (_, index) =>
    JSON.stringify({ method: 'GET', path: '/wallet/balance', query: { n: String(index) } }),
  );
  writeFileSync(path, `${lines.join('\n')}\n`);
  console.log(`\nvk batch, ${thousands(calls)} signed GETs, ${CONCURRENCY} at once\n`);
  /** @type {number[]} */
  const pool = [];
  /** @type {number[]} */
  const own = [];
  const unrecorded = [];
  const journalled = [];
  for (let index = 0; index < runs; index += 1) {
    pool.push(rate([bare, String(port), String(calls), String(CONCURRENCY)], port));
    own.push(rate(batchWords(), port));
    // The others are there to be seen.
    unrecorded.push(rate([...batchWords(), '--no-history'], port));
    const journal = join(home, `journal-${index}`);
    journalled.push(rate([...batchWords(), '--journal', journal], port));
  }
  const best = Math.max(...own);
  const beside = Math.max(...pool);
  console.log(`${'bare undici Pool'.padEnd(36)} ${thousands(beside)} calls a second`);
  console.log(`${'vk batch'.padEnd(36)} ${thousands(best)}`);
  console.log(`${'with --no-history'.padEnd(36)} ${thousands(Math.max(...unrecorded))}`);
  console.log(`${'with --journal'.padEnd(36)} ${thousands(Math.max(...journalled))}`);
  const ratio = median(own.map((each, index) => each / (pool[index] ?? Number.NaN)));
  report('vk batch beside the bare Pool', ratio, 'at least', LEAST_RATIO, '');
  const shell = shellRate(port);
  if (shell === undefined) {
    console.log('openssl, curl or bash is not installed: no shell loop');
  } else {
    console.log(`${'shell loop of openssl and curl'.padEnd(36)} ${shell.toFixed(1)}`);
    report('vk batch beside the shell loop', best / shell, 'at least', LEAST_TIMES_SHELL, ' times');
  }
  const memory = peakMemory([...batchWords(), '--output', join(home, 'results')], env(port));
  report('peak memory', memory ?? Number.NaN, 'at most', MOST_MEBIBYTES, ' MiB');
}

function batchWords() {
  return [vk, 'batch', path, '--concurrency', String(CONCURRENCY), '--quiet'];
}

/**
 * Calls a second of a process, its start included.
 *
 * @param {readonly string[]} args
 * @param {number} port
 */
function rate(args, port) {
  const results = openSync(join(home, 'results.jsonl'), 'w');
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, {
    env: env(port),
    stdio: ['ignore', results, 'pipe'],
  });
  const seconds = (performance.now() - startedAt) / 1000;
  closeSync(results);
  if (status !== 0) {
    throw new Error(`it ended with ${status}: ${String(stderr)}`);
  }
  return calls / seconds;
}

/** @param {number} port */
function env(port) {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    VK_PROVIDER: 'vistarkriya',
    VK_BASE_URL: `http://127.0.0.1:${port}/api/v1`,
    VK_API_KEY: 'vk_live_sandbox_demo',
    VK_API_SECRET: 'vk-sandbox-demo-secret',
    VK_CODE: '246810',
  };
}

/** @param {number} port */
function shellRate(port) {
  const script = `set -eu
    for n in $(seq ${SHELL_CALLS}); do
      target="/api/v1/wallet/balance?n=$n"
      timestamp=$(date +%s)
      signature=$(printf '%s' "\${timestamp}GET$target" |
        openssl dgst -sha256 -hmac "$VK_API_SECRET" | sed 's/.* //')
      curl -sSf -o /dev/null "http://127.0.0.1:${port}$target" -H "X-API-Key: $VK_API_KEY" \\
        -H "X-Timestamp: $timestamp" -H "X-Signature: $signature" -H "X-Tenant-Code: $VK_CODE"
    done`;
  const startedAt = performance.now();
  const { status } = spawnSync('bash', ['-c', script], { env: env(port), stdio: 'ignore' });
  return status === 0 ? SHELL_CALLS / ((performance.now() - startedAt) / 1000) : undefined;
}

async function startSandbox() {
  const readyFile = join(home, 'ready.json');
  const words = ['--provider', 'vistarkriya', '--port', '0', '--ready-file', readyFile];
  const child = spawn(process.execPath, [vk, 'sandbox', ...words, '--rate', '999999999'], {
    env: { PATH: process.env['PATH'] ?? '', HOME: home },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'exit');
  stop = async () => {
    child.kill('SIGINT');
    await ended;
  };
  // The file is in place before the first word on standard output.
  await once(child.stdout, 'data');
  child.stdout.resume();
  const { servers } = JSON.parse(readFileSync(readyFile, 'utf8'));
  return Number(servers[0].port);
}
