/**
 * Writes `docs/terminal.svg` anew, the picture in the README: `npm run picture`. It shows what the built
 * vk prints on a terminal of 80 columns; only what differs from run to run is replaced. Needs python3.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ansiToSvg } from './ansi-to-svg.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const COMMANDS = [
  'vk sign POST /verify/pan pan=ABCDE1234F --sandbox --timestamp 1739612345',
  `vk diagnose GET /wallet/balance --sandbox --timestamp 1739612345 \\
  --signature f0b4921a96c35559c43a0f1e64a5b774aaf01f6d34c6945292d8fe10f5de4904 |
  head -8`,
  'vk call GET /wallet/balance --sandbox',
];

/**
 * What differs from run to run, and what the picture has instead.
 *
 * @type {readonly (readonly [RegExp, string])[]}
 */
const FIXED = [
  [/\d+ ms/g, '24 ms'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '2026-01-02T03:04:05Z'],
];

/** Runs the commands, and draws what they print. */
export function drawPicture() {
  const folder = mkdtempSync(join(tmpdir(), 'vk-picture-'));
  try {
    const vk = join(folder, 'vk');
    writeFileSync(vk, `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'bin/vk.js')}" "$@"\n`);
    chmodSync(vk, 0o755);
    const shown = COMMANDS.map((command) => {
      const output = runOnTerminal(command, folder).replaceAll('\r\n', '\n').trimEnd();
      return `\u001b[32m$\u001b[39m \u001b[1m${command}\u001b[22m\n${output}\n`;
    }).join('\n');
    const text = FIXED.reduce((whole, [pattern, fixed]) => whole.replaceAll(pattern, fixed), shown);
    return ansiToSvg(text, 'A terminal: vk signs, diagnoses and calls');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * @param {string} command
 * @param {string} folder
 */
function runOnTerminal(command, folder) {
  const task = {
    command: ['/bin/sh', '-c', command],
    env: {
      PATH: `${folder}:${process.env.PATH ?? ''}`,
      HOME: folder,
      TERM: 'xterm-256color',
      FORCE_COLOR: '1',
    },
    cwd: folder,
    columns: 80,
    steps: [],
  };
  const terminal = join(root, 'test/e2e/terminal.py');
  return execFileSync('python3', [terminal], { input: JSON.stringify(task), encoding: 'utf8' });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(join(root, 'docs/terminal.svg'), drawPicture());
}
