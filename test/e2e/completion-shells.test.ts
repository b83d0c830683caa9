import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, isInstalled, newFolder, run, vk } from './vk.js';

/** A person who types a line of it, with Tab for \t, has the shell run these words. */
const LINES: readonly [typed: string, words: string][] = [
  ['vk doc\t', 'doctor'],
  ['vk prof\tus\tpr\t', 'profile use prod'],
  ['vk profile use st\t', 'profile use stage.2'],
  ['vk call -p st\tGET /wallets\t', 'call -p stage.2 GET /wallets'],
  ['vk call --profile=st\tG\t', 'call --profile=stage.2 GET'],
  ['vk call GET /wallet/b\t', 'call GET /wallet/balance'],
  ['vk call POST /v\t', 'call POST /verify/pan'],
  ['vk sign --provider kam\tPOST /mem\t', 'sign --provider kamiokash POST /member'],
  ['vk sign --provider=kam\tGET /mem\t', 'sign --provider=kamiokash GET /member'],
  ['vk sign GET /x --form\tj\t', 'sign GET /x --format json'],
  ['vk sign GET /x --json --js\t', 'sign GET /x --json --js'],
  [
    'vk webhook send http://127.0.0.1:1/x --set a=1 --set\tb=2',
    'webhook send http://127.0.0.1:1/x --set a=1 --set b=2',
  ],
  [
    'vk webhook send http://127.0.0.1:1/x --break tampered --break body/trailing-n\t',
    'webhook send http://127.0.0.1:1/x --break tampered --break body/trailing-newline',
  ],
  ['vk webhook send u --ev\torder.s\t', 'webhook send u --event order.successful'],
  ['vk errors HMAC_I\t', 'errors HMAC_INVALID'],
  ['vk help exi\t', 'help exit-codes'],
  ['vk help prof\tren\t', 'help profile rename'],
  ['vk webhook verify pay\t', 'webhook verify payload.json'],
  ['vk call POST /x -d @pay\t', 'call POST /x -d @payload.json'],
  ['vk call POST /x a=@pay\t', 'call POST /x a=@payload.json'],
  ['vk call POST /x -d "@pay\t', 'call POST /x -d @payload.json'],
  ['vk call POST /x "a=@pay\t', 'call POST /x a=@payload.json'],
  ["vk call POST /x -d '@my d\t", 'call POST /x -d @my data.json'],
  ['vk call POST /x -d @my\t', 'call POST /x -d @my data.json'],
  ['vk webhook verify "my\t', 'webhook verify my data.json'],
  ['vk profile use "st\t', 'profile use stage.2'],
  ['vk call -- -\tx --sand\t', 'call -- -x --sand'],
  ['vk call GET /x --email pay\t', 'call GET /x --email pay'],
  ['vk call "GET" /wallet/b\t', 'call GET /wallet/balance'],
  ['vk completion ins\tfi\t', 'completion install fish'],
];

const PROFILES = 'prod\tvistarkriya\t*\nstage.2\tkamiokash\n';

/** What would make a file in the working folder, if a shell ran any of it: by itself, as no program is there. */
const HOSTILE = [
  '$(echo >ran)',
  '`echo >ran`',
  "a'; echo >ran; '",
  'x;echo >ran',
  '(echo >ran)',
  'a\\$(echo >ran)',
  '../../x',
  '-rf',
  'é',
  '\u001b[2J',
  'pr od',
  'good\t$(echo >ran)',
  '*',
  '~',
  '[a]',
  '',
  'a"$(echo >ran)"',
].join('\n');

interface Shell {
  readonly name: string;
  /** What it is in the names of tests, where that is not its name. */
  readonly as?: string;
  readonly command: readonly string[];
  /** What starts it off, by path in the home folder. */
  readonly files: Readonly<Record<string, string>>;
}

/** Each reads the script from where `vk completion install` puts it, by the lines that it says to add. */
const SHELLS: readonly Shell[] = [
  {
    name: 'bash',
    command: ['--noprofile', '--rcfile', '.rc', '-i'],
    files: {
      '.rc': `PS1='READY> '\nunset HISTFILE\nsource ~/.local/share/bash-completion/completions/vk\n`,
    },
  },
  {
    name: 'bash',
    as: 'bash without compopt, as version 3.2 is',
    command: ['--noprofile', '--rcfile', '.rc', '-i'],
    files: {
      '.rc': `PS1='READY> '\nunset HISTFILE\nenable -n compopt\nsource ~/.local/share/bash-completion/completions/vk\n`,
    },
  },
  {
    name: 'zsh',
    command: ['-d', '-i'],
    files: {
      '.zshrc': `PS1='READY> '\nfpath=(~/.zfunc $fpath)\nautoload -Uz compinit && compinit\n`,
    },
  },
  {
    name: 'fish',
    command: ['--private', '-i'],
    files: {
      '.config/fish/config.fish': `function fish_prompt; echo 'READY> '; end
set -g fish_greeting
set -g fish_autosuggestion_enabled 0
`,
    },
  },
];

interface World {
  readonly home: string;
  /** Whether vk was started, which costs more than all the rest. */
  readonly wasStarted: () => boolean;
}

/** A home folder in which `vk` says with which words it was called, and no node is in the path. */
async function makeWorld({ name: shell, files }: Shell, index: string, ids = ''): Promise<World> {
  const home = newFolder();
  const installed = await vk(['completion', 'install', shell], { home });
  expect(installed.exitCode, installed.stderr).toBe(0);
  const write = (name: string, text: string): void => {
    mkdirSync(join(home, name, '..'), { recursive: true });
    writeFileSync(join(home, name), text);
  };
  for (const [name, text] of Object.entries(files)) {
    write(name, text);
  }
  write('.config/vk/profile-index', index);
  write('payload.json', '{}');
  write('my data.json', '{}');
  write('ids', ids);
  write(
    'bin/vk',
    `#!/bin/sh
if [ "$1" = completion ] && case "$2" in *-ids) ;; *) false ;; esac then
  : >'${home}/started'
  while IFS= read -r line; do printf '%s\\n' "$line"; done <'${home}/ids'
  exit
fi
printf '<<%s>>\\n' "$*"
`,
  );
  chmodSync(join(home, 'bin/vk'), 0o755);
  return { home, wasStarted: () => existsSync(join(home, 'started')) };
}

/** Types lines into a shell on a terminal; gives back the words that each of them ran vk with. */
async function type(
  { name, command }: Shell,
  world: World,
  lines: readonly string[],
): Promise<string[]> {
  const file = (await run('/bin/sh', ['-c', `command -v ${name}`])).stdout.trim();
  const task = {
    command: [file, ...command],
    env: {
      HOME: world.home,
      PATH: join(world.home, 'bin'),
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
    },
    cwd: world.home,
    columns: 200,
    steps: [
      ...lines.map((line, index) => [index === 0 ? 'READY> ' : '>>', `${line}\r`]),
      ['>>', 'exit\r'],
    ],
  };
  const { stdout } = await run('python3', [join(ROOT, 'test/e2e/terminal.py')], {
    input: JSON.stringify(task),
  });
  return [...stdout.matchAll(/<<(.*?)>>/g)].map(([, words = '']) => words);
}

for (const shell of SHELLS) {
  const has = await isInstalled(shell.name, '--version');
  describe.skipIf(!has)(`${shell.as ?? shell.name}, on a terminal`, () => {
    it('completes what is typed, without node in its path', { timeout: 60_000 }, async () => {
      const world = await makeWorld(shell, PROFILES);
      const ran = await type(
        shell,
        world,
        LINES.map(([typed]) => typed),
      );
      expect(ran.map((words) => words.trim())).toEqual(LINES.map(([, words]) => words));
      expect(world.wasStarted()).toBe(false);
    });

    it('completes ids, for which alone it starts vk', { timeout: 60_000 }, async () => {
      const ids =
        '7kdabcdefg\tGET /wallet/balance 200 vistarkriya\n$(echo >ran)\tx\n8kd\t`echo >ran`\n';
      const world = await makeWorld(shell, PROFILES, ids);
      const ran = await type(shell, world, [
        'vk history show 7\t',
        'vk history show x\t',
        'vk replay 8\t',
      ]);
      expect(ran.map((words) => words.trim())).toEqual([
        'history show 7kdabcdefg',
        'history show x',
        'replay 8kd',
      ]);
      expect(world.wasStarted()).toBe(true);
      expect(existsSync(join(world.home, 'ran'))).toBe(false);
    });

    it("runs nothing of a file's name", { timeout: 60_000 }, async () => {
      const world = await makeWorld(shell, PROFILES);
      writeFileSync(join(world.home, 'x$(echo >ran) y;echo >ran'), '{}');
      const ran = await type(shell, world, ['vk webhook verify x\t', 'vk call POST /x a=@x\t']);
      expect(ran.map((words) => words.trim())).toEqual([
        'webhook verify x$(echo >ran) y;echo >ran',
        'call POST /x a=@x$(echo >ran) y;echo >ran',
      ]);
      expect(existsSync(join(world.home, 'ran'))).toBe(false);
    });

    it('runs nothing of a hostile file of profiles', { timeout: 60_000 }, async () => {
      const world = await makeWorld(shell, HOSTILE);
      const lines = [
        'vk profile use \t\t',
        'vk profile use a\t',
        'vk call -p good\tGET /w\t\t',
        'vk profile use -\t',
      ];
      // The second Enter is for fish, where the first one chooses from what is offered.
      const ran = await type(
        shell,
        world,
        lines.map((line) => `${line}\r`),
      );
      expect(ran.filter((words) => words !== '')).toHaveLength(lines.length);
      expect(existsSync(join(world.home, 'ran'))).toBe(false);
    });
  });
}

const hasZsh = await isInstalled('zsh', '--version');

describe.skipIf(!hasZsh)('zsh', () => {
  it('answers within 50 ms', { timeout: 60_000 }, async () => {
    const zsh = SHELLS.find(({ name }) => name === 'zsh');
    expect.assert(zsh !== undefined);
    const timed = `zmodload zsh/datetime
_timed() {
  local -F before=$EPOCHREALTIME
  _vk "$@"
  print -r -- $(( (EPOCHREALTIME - before) * 1000 )) >>~/times
}
compdef _timed vk
`;
    const files = { '.zshrc': `${zsh.files['.zshrc'] ?? ''}${timed}` };
    const world = await makeWorld({ ...zsh, files }, PROFILES);
    const lines = Array.from({ length: 6 }, () => 'vk call GET /x --dr\t');
    expect(await type(zsh, world, lines)).toEqual(lines.map(() => 'call GET /x --dry-run'));
    const ms = readFileSync(join(world.home, 'times'), 'utf8').trim().split('\n').map(Number);
    expect(ms).toHaveLength(lines.length);
    expect(Math.min(...ms)).toBeLessThan(50);
  });
});
