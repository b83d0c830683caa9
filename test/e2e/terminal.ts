import { fileURLToPath } from 'node:url';
import { BIN, cleanEnvironment, newFolder, run, type Run } from './vk.js';

const PYTHON = fileURLToPath(new URL('terminal.py', import.meta.url));

export interface TerminalOptions {
  readonly home?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
  /** What to wait for, and what to type then. */
  readonly steps?: readonly (readonly [shown: string, typed: string])[];
}

/** Runs vk on a terminal of its own: standard input, output and error all lead there. */
export async function vkOnTerminal(
  args: readonly string[],
  { home = newFolder(), env = {}, columns = 80, steps = [] }: TerminalOptions = {},
): Promise<Run> {
  const task = {
    command: [process.execPath, BIN, ...args],
    env: cleanEnvironment(home, { TERM: 'xterm-256color', ...env }),
    cwd: home,
    columns,
    steps,
  };
  const result = await run('python3', [PYTHON], { input: JSON.stringify(task) });
  return { ...result, stdout: result.stdout.replaceAll('\r\n', '\n'), home };
}
