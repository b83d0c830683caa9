import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

const hasFish = spawnSync('fish', ['--version']).status === 0;
const hasZsh = spawnSync('zsh', ['--version']).status === 0;

/** What completing the last word offers, by shell. */
const CASES: readonly [line: string[], expected: string[]][] = [
  [
    ['vk', 's'],
    ['sign', 'sandbox'],
  ],
  [
    ['vk', 'profile', ''],
    ['add', 'list', 'show', 'use', 'remove'],
  ],
  [['vk', 'profile', 'add', 'x', '--provider', 'k'], ['kamiokash']],
  [
    ['vk', 'call', 'P'],
    ['POST', 'PUT', 'PATCH'],
  ],
  [['vk', 'sign', 'GET', '/wallet/b'], ['/wallet/balance']],
  [
    ['vk', 'sign', 'GET', '/x', '--only', 's'],
    ['signature', 'string-to-sign'],
  ],
  [['vk', 'sign', '--form'], ['--format']],
  [['vk', 'completion', 'f'], ['fish']],
];

describe('completions/', () => {
  it.each([
    ['bash', 'vk.bash'],
    ['zsh', '_vk'],
    ['fish', 'vk.fish'],
    ['pwsh', 'vk.ps1'],
  ])('%s is current: npm run completions writes it', (shell, file) => {
    const script = execFileSync(process.execPath, [path('bin/vk.js'), 'completion', shell]);
    expect(script.toString()).toBe(readFileSync(path(`completions/${file}`), 'utf8'));
  });
});

describe('bash', () => {
  it.each(CASES)('%j offers %j', (line, expected) => {
    const program = `source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _vk
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    const offered = execFileSync('bash', ['-c', program, path('completions/vk.bash'), ...line]);
    expect(words(offered)).toEqual(expected.toSorted());
  });
});

describe.skipIf(!hasFish)('fish', () => {
  it.each(CASES)('%j offers %j', (line, expected) => {
    const program = 'source $argv[1]; complete -C "$argv[2]"';
    const script = path('completions/vk.fish');
    const offered = execFileSync('fish', ['--no-config', '-c', program, script, line.join(' ')]);
    expect(words(offered)).toEqual(expected.toSorted());
  });
});

describe.skipIf(!hasZsh)('zsh', () => {
  it('can be read', () => {
    expect(spawnSync('zsh', ['-n', path('completions/_vk')]).status).toBe(0);
  });
});

/** The first column: fish adds a description behind a tab. */
function words(output: Uint8Array): string[] {
  return Buffer.from(output)
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t')[0] ?? '')
    .toSorted();
}
