/**
 * How many requests `vk sandbox` answers beside a bare node:http server:
 * `npm run bench [-- --runs 30] [-- --requests 200000] [-- --check]`, after the others.
 *
 * Both run in processes of their own, and short rounds of the one and the other take turns, so that a
 * busy moment of the machine falls on both alike. It can only slow a round: rates are those of the upper
 * quartiles of the rounds, times are medians. The bare server reads each request and sends an answer of the same size with as many headers.
 * All rules of the sandbox are on, and every request has a signature of its own, made by node:crypto
 * before the round.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, numberAfter, report, thousands } from './measure.mjs';
import { askOnce, load } from './pooled-client.mjs';
import { SIGNED } from './signed-requests.mjs';

const CONNECTIONS = 32;
const ROUND = 5000;
const LEAST_RATIO = 0.4;
const MOST_P99_MS = 25;
/** What garbage comes and goes by. */
const MOST_GROWTH_MIB = 32;

/** @typedef {'ignore' | 'pipe' | number} Log */
/** @typedef {{ pid: number | undefined, port: number, stop: () => Promise<void> }} Server */

const vk = fileURLToPath(new URL('../bin/vk.js', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'vk-bench-'));
const runs = numberAfter('--runs') ?? 30;
/** @type {Set<Server>} */
const running = new Set();
let started = 0;

try {
  await run();
} finally {
  await Promise.all([...running].map((server) => server.stop()));
  rmSync(home, { recursive: true });
}

async function run() {
  console.log(
    `\nvk sandbox, ${CONNECTIONS} connections, ${runs} interleaved rounds of ${ROUND} requests\n`,
  );
  const plain = await compare('vistarkriya', 'ignore');
  report('signed GETs beside a bare server', plain.ratio, 'at least', LEAST_RATIO, '');
  report('p99', plain.p99, 'at most', MOST_P99_MS, ' ms');
  describe('', plain);
  const file = openSync(join(home, 'log.txt'), 'w');
  describe('with its log in a file', await compare('vistarkriya', file));
  closeSync(file);
  describe('with its log through a pipe', await compare('vistarkriya', 'pipe'));
  describe('signed POSTs, Influencemart', await compare('influencemart', 'ignore'));
  await measureMemory(numberAfter('--requests') ?? 200_000);
}

/**
 * @param {keyof typeof SIGNED} provider
 * @param {Log} log
 */
async function compare(provider, log) {
  const sandbox = await startSandbox(provider, log);
  const bare = await startBare(await askOnce(sandbox.port, SIGNED[provider]()));
  const rounds = [];
  for (let index = 0; index <= runs; index += 1) {
    const beside = await round(bare, provider);
    const own = await round(sandbox, provider);
    rounds.push({ ...own, bare: beside.rate });
  }
  await Promise.all([bare.stop(), sandbox.stop()]);
  // The first round is for the compilers.
  const [, ...warm] = rounds;
  const rate = upperQuartile(warm.map((each) => each.rate));
  const besides = upperQuartile(warm.map((each) => each.bare));
  return {
    ratio: rate / besides,
    rate,
    bare: besides,
    p50: median(warm.map(({ p50 }) => p50)),
    p99: median(warm.map(({ p99 }) => p99)),
  };
}

/** @param {readonly number[]} values */
function upperQuartile(values) {
  return values.toSorted((a, b) => b - a)[Math.floor(values.length / 4)] ?? Number.NaN;
}

/**
 * @param {Server} server
 * @param {keyof typeof SIGNED} provider
 */
async function round({ port }, provider) {
  const requests = Array.from({ length: ROUND }, SIGNED[provider]);
  const { rate, times } = await load(port, requests, CONNECTIONS);
  const sorted = times.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ part) => sorted[Math.floor(part * sorted.length)] ?? Number.NaN;
  return { rate, p50: at(0.5), p99: at(0.99) };
}

/** @param {number} requests */
async function measureMemory(requests) {
  const sandbox = await startSandbox('vistarkriya', 'ignore');
  const rounds = Math.ceil(requests / ROUND);
  // The heap finds its size in some tens of thousands of requests.
  const first = Math.min(10, Math.ceil(rounds / 4));
  let before = residentMemory(sandbox);
  for (let index = 0; index < first + rounds; index += 1) {
    if (index === first) {
      before = residentMemory(sandbox);
    }
    await round(sandbox, 'vistarkriya');
  }
  const after = residentMemory(sandbox);
  await sandbox.stop();
  const name = `memory added by ${thousands(rounds * ROUND)} requests`;
  report(name, after - before, 'at most', MOST_GROWTH_MIB, ' MiB');
  console.log(`${''.padEnd(36)} ${after.toFixed(0)} MiB in all`);
}

/** Resident, in MiB; NaN where there is no ps. @param {Server} server */
function residentMemory({ pid }) {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)]);
  return stdout === null ? Number.NaN : Number(stdout) / 1024;
}

/**
 * @param {string} provider
 * @param {Log} log
 */
async function startSandbox(provider, log) {
  started += 1;
  const readyFile = join(home, `ready-${started}.json`);
  const words = ['--provider', provider, '--port', '0', '--ready-file', readyFile];
  const rules = ['--rate', '999999999', '--allow-ip', '127.0.0.1'];
  const child = spawn(process.execPath, [vk, 'sandbox', ...words, ...rules], {
    env: { PATH: process.env['PATH'] ?? '', HOME: home },
    stdio: ['ignore', 'pipe', log],
  });
  child.stderr?.resume();
  if (child.stdout === null) {
    throw new Error('the sandbox has no standard output');
  }
  const server = register(child, 'SIGINT');
  // The file is in place before the first word on standard output.
  await once(child.stdout, 'data');
  child.stdout.resume();
  const { servers } = JSON.parse(readFileSync(readyFile, 'utf8'));
  return Object.assign(server, { port: servers[0].port });
}

/** @param {{ head: readonly string[], body: string }} answer */
async function startBare({ head, body }) {
  // Node itself adds how the connection goes on.
  const headers = head.slice(1).filter((line) => !/^(?:connection|keep-alive):/i.test(line));
  const flat = headers.flatMap((line) => line.split(/: (.*)/).slice(0, 2));
  const program = `const flat = ${JSON.stringify(flat)}, body = ${JSON.stringify(body)};
    require('node:http').createServer((incoming, outgoing) => {
      incoming.on('data', () => {}).on('end', () => {
        outgoing.sendDate = false;
        outgoing.writeHead(200, flat);
        outgoing.end(body);
      });
    }).listen(0, '127.0.0.1', function () { console.log(this.address().port); });`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const server = register(child, 'SIGKILL');
  const [line] = await once(child.stdout, 'data');
  return Object.assign(server, { port: Number(line) });
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 * @returns {Server}
 */
function register(child, signal) {
  const ended = once(child, 'exit');
  const server = {
    pid: child.pid,
    port: 0,
    stop: async () => {
      running.delete(server);
      child.kill(signal);
      await ended;
    },
  };
  running.add(server);
  return server;
}

/**
 * @param {string} name
 * @param {{ ratio: number, rate: number, bare: number, p50: number, p99: number }} figures
 */
function describe(name, { ratio, rate, bare, p50, p99 }) {
  const shown = name === '' ? '' : `${ratio.toFixed(2)}  `;
  const times = `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
  console.log(
    `${name.padEnd(36)} ${shown}${thousands(rate)} of ${thousands(bare)} a second, ${times}`,
  );
}
