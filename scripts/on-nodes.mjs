/**
 * Runs the tests on several versions of Node: `npm run test:nodes [-- VERSION ...] [-- WORDS FOR VITEST]`,
 * such as `npm run test:nodes -- 22 24 -- test/core`. Without versions, on all that vk is meant for.
 *
 * Each Node is the package that npm has of it for this machine, kept in the user's cache folder. The
 * tests run in a copy of the tree, so that work on it can go on; the oldest version comes first and builds
 * there, as the code caches in `dist/` are for Node 20.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @type {Readonly<Record<string, string>>} */
const VERSIONS = { 20: '20.20.2', 22: '22.23.3', 24: '24.21.0', 26: '26.10.0' };

function main() {
  const { majors, words } = readWords(process.argv.slice(2));
  const folder = mkdtempSync(join(tmpdir(), 'vk-nodes-'));
  try {
    copyTree(folder);
    const outcomes = majors.map((major) => runTests(nodeOf(major), words, folder));
    for (const { line } of outcomes) {
      console.log(line);
    }
    process.exitCode = outcomes.every(({ isGreen }) => isGreen) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {readonly string[]} words */
function readWords(words) {
  const dash = words.indexOf('--');
  const first = words.findIndex((word) => !Object.hasOwn(VERSIONS, word));
  const end = first === -1 ? words.length : first;
  if (dash !== -1 && end < dash) {
    throw new Error(`versions are ${Object.keys(VERSIONS).join(', ')}, not ${words[end]}`);
  }
  const chosen = words.slice(0, end);
  return {
    majors: (chosen.length > 0 ? chosen : Object.keys(VERSIONS)).toSorted(),
    words: words.slice(dash === end ? end + 1 : end),
  };
}

/**
 * What git knows, and what is new; the packages stay where they are.
 *
 * @param {string} folder
 */
function copyTree(folder) {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const files = execFileSync('git', list, { cwd: root, encoding: 'utf8' }).split('\0');
  for (const file of files.filter((name) => name !== '' && existsSync(join(root, name)))) {
    cpSync(join(root, file), join(folder, file));
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
}

/**
 * The path of a version's program, which npm brings if it is not there yet.
 *
 * @param {string} major
 */
function nodeOf(major) {
  const version = VERSIONS[major] ?? '';
  const folder = join(cacheFolder(), version);
  // The package `node` would choose this one by a script at its installation.
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${system}-${process.arch}`;
  const program = join(folder, 'node_modules', name, 'bin', system === 'win' ? 'node.exe' : 'node');
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'];
    const install = ['install', ...flags, `${name}@${version}`];
    execFileSync('npm', install, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  return program;
}

function cacheFolder() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'vk-test-nodes');
}

/**
 * @param {string} program
 * @param {readonly string[]} words
 * @param {string} folder
 */
function runTests(program, words, folder) {
  const version = execFileSync(program, ['--version'], { encoding: 'utf8' }).trim();
  console.log(`=== Node ${version}`);
  const report = join(folder, 'dist.report.json');
  rmSync(report, { force: true });
  const vitest = join(folder, 'node_modules/vitest/vitest.mjs');
  const began = Date.now();
  const { status } = spawnSync(program, [vitest, 'run', ...words], {
    cwd: folder,
    // Programs that find `node` by its name, npm among them, are to find this one.
    env: {
      ...process.env,
      PATH: [dirname(program), process.env.PATH].join(delimiter),
      VK_TEST_REPORT: report,
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const seconds = Math.round((Date.now() - began) / 1000);
  return {
    line: `Node ${version}: ${countsOf(report)}, ${seconds} s${status === 0 ? '' : ', FAILED'}`,
    isGreen: status === 0,
  };
}

/** @param {string} report */
function countsOf(report) {
  if (!existsSync(report)) {
    return 'no test was run';
  }
  /** @type {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number }} */
  const counts = JSON.parse(readFileSync(report, 'utf8'));
  const skipped = counts.numPendingTests + counts.numTodoTests;
  return `${counts.numPassedTests} passed, ${counts.numFailedTests} failed, ${skipped} skipped`;
}

main();
