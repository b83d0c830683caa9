/**
 * How fast `vk diagnose` searches: `npm run bench [-- --runs 30] [-- --check]`, after the start-up.
 *
 * The rate is a ratio to a bare loop of node's own HMAC over the same messages, in interleaved rounds,
 * because ratios travel between machines. The other figures are what a person waits for.
 */
import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { median, numberAfter, peakMemory, report, thousands } from './measure.mjs';

const CANDIDATES = 50_000;

const root = fileURLToPath(new URL('..', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'vk-bench-'));

try {
  await run();
} finally {
  rmSync(home, { recursive: true });
}

async function run() {
  const url = await bundleEngine();
  /** @type {typeof import('./engine.js')} */
  const engine = await import(url);
  const { request, UNKNOWN } = engine;
  console.log(`\nvk diagnose, a body of ${Buffer.byteLength(request.body)} bytes\n`);

  const { rate, bare } = rates(engine, numberAfter('--runs') ?? 30);
  report('candidates beside bare HMACs', rate / bare, 'at least', 1, '');
  console.log(`${''.padEnd(36)} ${thousands(rate)} of ${thousands(bare)} a second`);

  const words = [join(root, 'bin/vk.js'), 'diagnose', request.method, request.path];
  const given = ['-d', request.body, '--timestamp', request.timestamp, '--signature'];
  const single = [...words, ...given, signatureWithoutBasePath(request)];
  const times = Array.from({ length: 15 }, () => secondsOf(single, 0));
  report('one cause, whole process', median(times), 'at most', 0.3, ' s');

  const stages = stageTimes(url);
  const when = (/** @type {number} */ common, /** @type {number} */ rare) =>
    (stages.find((stage) => stage.common === common && stage.rare === rare)?.ms ?? Number.NaN) /
    1000;
  report('all triples of common variants', when(3, 0), 'at most', 3, ' s');
  report('all pairs of any variants', when(0, 2), 'at most', 4, ' s');

  const long = [...words, ...given, UNKNOWN, '--max-differences', '6', '--time-limit', '20s'];
  const memory = peakMemory(long, environment());
  report('peak memory of a search of 20 s', memory ?? Number.NaN, 'at most', 200, ' MiB');
}

/** @returns the URL of a module that holds `engine.ts` */
async function bundleEngine() {
  const outfile = join(home, 'engine.mjs');
  await esbuild.build({
    entryPoints: [join(root, 'bench/engine.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'warning',
  });
  return pathToFileURL(outfile).href;
}

/**
 * Candidates a second, of the engine and of nothing but HMACs: the medians of their rounds.
 *
 * @param {typeof import('./engine.js')} engine
 * @param {number} rounds
 */
function rates({ engineRate, messagesOf }, rounds) {
  const messages = messagesOf(CANDIDATES);
  /** @type {number[]} */
  const engine = [];
  /** @type {number[]} */
  const bare = [];
  for (let round = 0; round < rounds; round += 1) {
    engine.push(engineRate(CANDIDATES));
    bare.push(bareRate(messages));
  }
  return { rate: median(engine), bare: median(bare) };
}

/** @param {readonly import('./engine.js').Signed[]} messages */
function bareRate(messages) {
  const startedAt = performance.now();
  for (const { key, message } of messages) {
    createHmac('sha256', key).update(message).digest();
  }
  return (messages.length / (performance.now() - startedAt)) * 1000;
}

/**
 * The path alone, without the base path: a common cause.
 *
 * @param {typeof import('./engine.js').request} request
 */
function signatureWithoutBasePath({ timestamp, method, path, body }) {
  const message = timestamp + method + path + body;
  return createHmac('sha256', 'bench').update(message).digest('hex');
}

function environment() {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    VK_API_KEY: 'vk_live_bench',
    VK_API_SECRET: 'bench',
    VK_CODE: '123456',
  };
}

/**
 * @param {readonly string[]} args
 * @param {number} exitCode
 */
function secondsOf(args, exitCode) {
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { env: environment() });
  const elapsed = performance.now() - startedAt;
  if (status !== exitCode) {
    throw new Error(`${args.join(' ')}: ${String(stderr)}`);
  }
  return elapsed / 1000;
}

/**
 * In a process of its own, whose start is counted in.
 *
 * @param {string} url
 * @returns {import('./engine.js').StageTime[]}
 */
function stageTimes(url) {
  const program = `import { stageTimes } from ${JSON.stringify(url)};
    console.log(JSON.stringify(stageTimes()));`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program]);
  return JSON.parse(String(stdout));
}
