import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

const hasFish = spawnSync('fish', ['--version']).status === 0;
const hasZsh = spawnSync('zsh', ['--version']).status === 0;

/** What completing the last word offers, by shell. */
const CASES: readonly [line: string, expected: string[]][] = [
  ['vk sn', ['snippet']],
  ['vk sa', ['sandbox']],
  ['vk --v', ['--version']],
  [
    'vk profile ',
    ['add', 'list', 'show', 'use', 'edit', 'rename', 'copy', 'remove', 'export', 'import', 'check'],
  ],
  ['vk profile add x --provider k', ['kamiokash']],
  ['vk profile add x --provider=k', ['kamiokash']],
  ['vk call P', ['POST', 'PUT', 'PATCH']],
  ['vk sign GET /wallet/b', ['/wallet/balance']],
  ['vk sign POST /wallet/b', []],
  ['vk sign --provider kamiokash GET /m', ['/member']],
  ['vk sign GET /m', []],
  ['vk sign GET /x --only s', ['signature', 'string-to-sign']],
  ['vk sign GET /x --form', ['--format']],
  ['vk sign GET /x --format json --form', []],
  ['vk sign GET /x -p prod --prof', []],
  ['vk webhook send u --set a=1 --set', ['--set']],
  ['vk sign GET /x -- --form', []],
  ['vk completion f', ['fish']],
  ['vk completion install z', ['zsh']],
  ['vk sandbox --provider kamiokash pay', ['payinout']],
  ['vk sandbox --provider kamiokash --por', ['--port']],
  ['vk help ex', ['explain', 'exit-codes']],
  ['vk help webhook lis', ['list', 'listen']],
  ['vk errors HMAC_', ['HMAC_INVALID']],
  ['vk webhook send u --event order.s', ['order.successful']],
  ['vk webhook send u --break uns', ['unsigned']],
  ['vk profile add ', []],
  ['vk call GET /x a', []],
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

/** Nothing of the person who runs the tests, and no node. */
const env = { HOME: '/nonexistent', PATH: '/nonexistent', LANG: 'C.UTF-8' };

const hasBash = spawnSync('bash', ['--version']).status === 0;

describe.skipIf(!hasBash)('bash', () => {
  const bash = execFileSync('bash', ['-c', 'command -v bash']).toString().trim();

  it.each(CASES)('%j offers %j', (line, expected) => {
    expect(words(complete(line))).toEqual(expected.toSorted());
  });

  it('answers within 50 ms', () => {
    for (const line of ['vk ', 'vk call GET /x --', 'vk errors ', 'vk webhook send u --break ']) {
      const times = `TIMEFORMAT=%3R; for n in 1 2 3 4 5; do time _vk vk "$2" x; done`;
      const { stderr } = spawnSync(
        bash,
        ['-c', `${PREPARE}${times}`, path('completions/vk.bash'), line, lastPiece(line)],
        { env },
      );
      const seconds = stderr.toString().trim().split('\n').map(Number);
      expect(seconds).toHaveLength(5);
      expect(Math.min(...seconds), line).toBeLessThan(0.05);
    }
  });

  /** As readline calls it: it breaks words at = and completes the last piece. */
  function complete(line: string): Uint8Array {
    const program = `${PREPARE}_vk vk "$2" x; printf '%s\n' "\${COMPREPLY[@]}"`;
    const args = ['-c', program, path('completions/vk.bash'), line, lastPiece(line)];
    return execFileSync(bash, args, { env });
  }
});

const PREPARE = `source "$0"; COMP_LINE=$1; COMP_POINT=\${#1}; COMP_WORDS=(\${1//=/ = })
  case $1 in *' ') COMP_WORDS[\${#COMP_WORDS[@]}]= ;; esac; COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); `;

function lastPiece(line: string): string {
  return /[^ =]*$/.exec(line)?.[0] ?? '';
}

describe.skipIf(!hasFish)('fish', () => {
  const fish = execFileSync('sh', ['-c', 'command -v fish']).toString().trim();

  it.each(CASES)('%j offers %j', (line, expected) => {
    // Of flags, fish offers those that have the letters anywhere.
    const last = /[^ ]*$/.exec(line)?.[0] ?? '';
    const offered = words(run('complete -C "$argv[2]"', line)).filter((word) =>
      word.startsWith(last),
    );
    expect(offered.map((word) => word.replace(/^--provider=/, ''))).toEqual(expected.toSorted());
  });

  it('answers within 50 ms', () => {
    for (const line of ['vk ', 'vk call GET /x --', 'vk errors ', 'vk webhook send u --break ']) {
      const program = 'for n in 1 2 3 4 5; time complete -C "$argv[2]" >/dev/null; end';
      const { stderr } = spawnSync(fish, argsOf(program, line), { env: { ...env, HOME: '/tmp' } });
      const ms = [...stderr.toString().matchAll(/Executed in +([\d.]+) (millis|secs|micros)/g)].map(
        ([, number, unit]) =>
          Number(number) * (unit === 'secs' ? 1000 : unit === 'micros' ? 0.001 : 1),
      );
      expect(ms).toHaveLength(5);
      expect(Math.min(...ms), line).toBeLessThan(50);
    }
  });

  function run(program: string, line: string): Uint8Array {
    return execFileSync(fish, argsOf(program, line), { env: { ...env, HOME: '/tmp' } });
  }
});

function argsOf(program: string, line: string): string[] {
  return ['--no-config', '-c', `source $argv[1]; ${program}`, path('completions/vk.fish'), line];
}

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
