/**
 * `vk webhook audit` beside a plain loop in Python over the same file: `node bench/audit.mjs
 * [--deliveries 1000000] [--large] [--runs 3] [--check]`.
 *
 * Rounds are interleaved, and each figure is the best of its rounds, which the machine's other work
 * disturbs least; the load is printed beside them. The causes of failures are not
 * searched, because the loop searches none.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SECRET, writeDeliveries } from './deliveries.mjs';
import { numberAfter, peakMemory, report } from './measure.mjs';

const MOST_RATIO = 0.5;
const MOST_MEBIBYTES = 250;

const vk = fileURLToPath(new URL('../bin/vk.js', import.meta.url));
const python = fileURLToPath(new URL('audit.py', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'vk-bench-'));
const path = join(home, 'deliveries.jsonl');

try {
  run();
} finally {
  rmSync(home, { recursive: true });
}

function run() {
  const deliveries = numberAfter('--deliveries') ?? 1_000_000;
  const runs = numberAfter('--runs') ?? 3;
  writeDeliveries(deliveries, path, process.argv.includes('--large'));
  const mebibytes = statSync(path).size / 1024 / 1024;
  console.log(
    `\nvk webhook audit, ${deliveries} lines of ${Math.round((mebibytes * 1024 * 1024) / deliveries)} bytes, ${availableParallelism()} cores, best of ${runs} interleaved runs\n`,
  );
  const audit = [vk, 'webhook', 'audit', path, '--counts-only', '--json'];
  /** @type {number[]} */
  const ours = [];
  /** @type {number[]} */
  const theirs = [];
  for (let round = 0; round < runs; round += 1) {
    const counted = timed(process.execPath, audit, 1);
    const looped = timed('python3', [python, path, SECRET], 0);
    refuseDifference(counted.stdout, looped.stdout);
    ours.push(counted.seconds);
    theirs.push(looped.seconds);
  }
  const ratio = Math.min(...ours) / Math.min(...theirs);
  const memory = peakMemory(audit, environment());
  print('vk webhook audit', `${Math.min(...ours).toFixed(1)} s`);
  print('a loop in Python', `${Math.min(...theirs).toFixed(1)} s`);
  print('load of the last minute', (loadavg()[0] ?? 0).toFixed(1));
  report('ratio', ratio, 'at most', MOST_RATIO, '');
  report('peak memory', memory ?? Number.NaN, 'at most', MOST_MEBIBYTES, ' MiB');
}

/**
 * @param {string} file
 * @param {readonly string[]} args
 * @param {number} exitCode
 */
function timed(file, args, exitCode) {
  const startedAt = performance.now();
  const { status, stdout, stderr } = spawnSync(file, args, { env: environment() });
  const seconds = (performance.now() - startedAt) / 1000;
  if (status !== exitCode) {
    throw new Error(`${args.join(' ')}: ${String(stderr)}`);
  }
  return { seconds, stdout: String(stdout) };
}

/**
 * @param {string} ours
 * @param {string} theirs
 */
function refuseDifference(ours, theirs) {
  /** @type {{ verified: number, failed: number }} */
  const { verified, failed } = JSON.parse(ours);
  const [theirVerified = 0, theirFailed = 0, theirBroken = 0] = theirs
    .trim()
    .split(' ')
    .map(Number);
  if (verified !== theirVerified || failed !== theirFailed + theirBroken) {
    throw new Error(`vk counted ${verified} and ${failed}, Python ${theirs}`);
  }
}

function environment() {
  return { PATH: process.env['PATH'] ?? '', HOME: home, VK_WEBHOOK_SECRET: SECRET };
}

/**
 * @param {string} name
 * @param {string} value
 */
function print(name, value) {
  console.log(`${name.padEnd(36)} ${value}`);
}
