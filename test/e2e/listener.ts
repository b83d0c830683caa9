import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterFile } from '../cleanups.js';
import { BIN, cleanEnvironment, collect, member, newFolder, ROOT } from './vk.js';

export interface Handler {
  readonly url: string;
  readonly printed: (line: RegExp) => Promise<string>;
}

/** A handler of webhooks that is not ours, in a process of its own. */
export async function startHandler(
  [program, file]: readonly [string, string],
  env: Readonly<Record<string, string>>,
): Promise<Handler> {
  const child = spawn(program, [join(ROOT, 'test/clients', file)], {
    env: cleanEnvironment(newFolder(), env),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  killAfterFile(child);
  const said = collect(child.stdout);
  const port = (await said.waitFor(/^port \d+\n/)).slice('port '.length).trim();
  return { url: `http://127.0.0.1:${port}/hooks?from=vk`, printed: said.waitFor };
}

export interface ListenerProcess {
  readonly url: string;
  readonly home: string;
  readonly pid: number | undefined;
  /** Resolves with the first line of standard output that matches. */
  readonly said: (line: RegExp) => Promise<string>;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Ends it as Ctrl-C does; gives its exit status. */
  readonly interrupt: () => Promise<number | null>;
}

/** Starts `vk webhook listen` on a free port. */
export async function startListener(
  args: readonly string[],
  {
    env = {},
    home = newFolder(),
  }: { readonly env?: Readonly<Record<string, string>>; readonly home?: string } = {},
): Promise<ListenerProcess> {
  const readyFile = join(home, 'ready.json');
  const words = ['webhook', 'listen', '--port', '0', '--ready-file', readyFile, ...args];
  const child = spawn(process.execPath, [BIN, ...words], {
    env: cleanEnvironment(home, env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  killAfterFile(child);
  const out = collect(child.stdout);
  const err = collect(child.stderr);
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  void ended.then(() => {
    const failure = new Error(`vk webhook listen has ended: ${err.text()}`);
    out.fail(failure);
    err.fail(failure);
  });
  await (args.includes('--json') ? out.waitFor(/"listening".*\n/) : err.waitFor(/ends it\.\n/));
  return {
    url: String(member(JSON.parse(readFileSync(readyFile, 'utf8')), 'url')),
    home,
    pid: child.pid,
    said: out.waitFor,
    stdout: out.text,
    stderr: err.text,
    interrupt: async () => {
      child.kill('SIGINT');
      return await ended;
    },
  };
}

function killAfterFile(child: ChildProcess): void {
  afterFile(() => {
    child.kill('SIGKILL');
  });
}
