import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { BIN, newFolder, ROOT } from '../e2e/vk.js';
import { freePort } from '../ports.js';
import type { Step } from './pages.js';

/** What is there before the first line is typed. */
export interface Given {
  readonly env?: Readonly<Record<string, string>>;
  /** Files in the folder where the session begins. */
  readonly files?: Readonly<Record<string, string>>;
  /** Lines that were typed before. */
  readonly lines?: readonly string[];
}

export interface Shown {
  readonly exitCode: number;
  /** As the terminal shows it, without colours. */
  readonly output: string;
  readonly home: string;
}

const TERMINAL = fileURLToPath(new URL('../e2e/terminal.py', import.meta.url));

/** Less than a test may take. */
const PATIENCE_MS = 25_000;

/** The ports that pages write, each of which becomes a free one. */
const PORTS = ['3000', '8787', '8800'] as const;

/** Stands before the exit status of a step, in what the terminal shows: nothing prints it otherwise. */
const MARK = '\u001e';

/**
 * Types the steps one after the other into one shell, on a terminal of its own, in a fresh home in which
 * `docs` is that of the project.
 * Standard input is at its end, so nothing waits for an answer.
 */
export async function runSession(steps: readonly Step[], given: Given = {}): Promise<Shown[]> {
  const home = newFolder();
  const ports = Object.fromEntries(
    await Promise.all(PORTS.map(async (port) => [port, await freePort()])),
  );
  symlinkSync(join(ROOT, 'docs'), join(home, 'docs'));
  for (const [name, content] of Object.entries(given.files ?? {})) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), content);
  }
  const lines = [...(given.lines ?? []), ...steps.map(({ command }) => command)].map((line) =>
    onFreePorts(line, ports),
  );
  const script = join(newFolder(), 'session');
  writeFileSync(script, [PRELUDE, ...lines.map((line) => `${line}\n${AFTER}`)].join('\n'));
  const task = {
    command: ['/bin/bash', script],
    env: {
      PATH: `${commandsOf(ports)}:${process.env['PATH'] ?? ''}`,
      HOME: home,
      TERM: 'xterm-256color',
      NO_COLOR: '1',
      TZ: 'UTC',
      ...Object.fromEntries(
        Object.entries(given.env ?? {}).map(([name, value]) => [name, onFreePorts(value, ports)]),
      ),
    },
    cwd: home,
    columns: 80,
    steps: [],
  };
  // Where it is killed, the terminal goes away, and with it everything that was started there.
  const { stdout } = await execa('python3', [TERMINAL], {
    input: JSON.stringify(task),
    timeout: PATIENCE_MS,
  });
  return readShown(stdout, home).slice(given.lines?.length ?? 0);
}

const PRELUDE = `exec </dev/null
trap 'kill $(jobs -p) 2>/dev/null; wait' EXIT`;

const AFTER = `printf '${MARK}%s${MARK}' $?`;

/**
 * A folder with the commands that a session may use: the built vk. A server that is started in the
 * foreground is interrupted as soon as it listens, and without a port it gets a free one.
 */
function commandsOf(ports: Readonly<Record<string, number>>): string {
  const folder = newFolder();
  const file = join(folder, 'vk');
  writeFileSync(
    file,
    `#!/bin/bash
case "$*" in
  *--help*|*--port*) ;;
  sandbox*) set -- "$@" --port 0 ;;
  'webhook listen'*) set -- "$@" --port ${ports['8800']} ;;
esac
case "$*" in
  sandbox*--ready-file*|'webhook listen'*--ready-file*|*--help*) ;;
  sandbox*|'webhook listen'*) exec "${process.execPath}" "${UNTIL_LISTENING}" "${BIN}" "$@" ;;
esac
exec "${process.execPath}" "${BIN}" "$@"
`,
  );
  chmodSync(file, 0o755);
  return folder;
}

const UNTIL_LISTENING = fileURLToPath(new URL('until-listening.mjs', import.meta.url));

function onFreePorts(line: string, ports: Readonly<Record<string, number>>): string {
  return PORTS.reduce(
    (text, port) =>
      text.replaceAll(
        new RegExp(`(?<=127\\.0\\.0\\.1:|--port )${port}\\b`, 'g'),
        String(ports[port]),
      ),
    line,
  );
}

function readShown(terminal: string, home: string): Shown[] {
  const parts = terminal.replaceAll(/\r+\n/g, '\n').split(MARK);
  return parts.flatMap((exit, index) =>
    index % 2 === 0
      ? []
      : [{ exitCode: Number(exit), output: asSeen(parts[index - 1] ?? ''), home }],
  );
}

const ESCAPE = '\u001b';
const ERASED = new RegExp(`^.*${ESCAPE}\\[(?:[012]?K|1G|0?J)`, 'gm');
const SEQUENCE = new RegExp(`${ESCAPE}\\[[\\d;?]*[A-Za-z]`, 'g');

/** What is left where a line was erased and written anew, as progress does. */
function asSeen(text: string): string {
  return text
    .replaceAll(ERASED, '')
    .replaceAll(SEQUENCE, '')
    .replaceAll(/^.*\r(?!\n)/gm, '');
}
