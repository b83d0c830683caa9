import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { IS_THOROUGH } from '../thorough.js';

/** A run of vk, in a process that does one after the other: see vk-host.mjs. */
export interface Job {
  /** The file that node runs. */
  readonly bin: string;
  readonly args: readonly string[];
  /** All of the environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

export interface Ended {
  /** Undefined where a signal ended it. */
  readonly exitCode: number | undefined;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

const HOST = fileURLToPath(new URL('vk-host.mjs', import.meta.url));

/** What node reads only when it starts. */
const READ_AT_START = /^(?:NODE_|LC_|LANG|TZ$|UV_|LD_|GLIBC_)/;

/** Those that wait for the next run. As many run at a time as are asked for. */
const idle: ChildProcess[] = [];

/** Whether a run with that environment is the same in a process that is there already. */
export function canBeWarm(env: Job['env']): boolean {
  return !IS_THOROUGH && !Object.keys(env).some((name) => READ_AT_START.test(name));
}

export async function runWarm(job: Job): Promise<Ended> {
  const host = idle.pop() ?? start();
  const { isOver, ...ended } = await runIn(host, job);
  if (!isOver) {
    idle.push(host);
  }
  return ended;
}

/** It ends with this process, and does not keep it from ending. */
function start(): ChildProcess {
  const host = spawn(process.execPath, [HOST], {
    env: {},
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  host.unref();
  host.channel?.unref();
  return host;
}

function runIn(host: ChildProcess, job: Job): Promise<Ended & { readonly isOver: boolean }> {
  // Neither vk nor what it runs knows it, so neither can write it.
  const mark = `\0${randomUUID()}\0`;
  const stdout = readUntil(host.stdout, mark);
  const stderr = readUntil(host.stderr, mark);
  return new Promise((resolve, reject) => {
    const settle = (exitCode: number | undefined, isOver: boolean): void => {
      host.removeAllListeners();
      resolve({ exitCode, stdout: stdout.end(), stderr: stderr.end(), isOver });
    };
    host.once('error', reject);
    // Once it has ended, and all that it has written has come.
    host.once('close', (code) => {
      settle(code ?? undefined, true);
    });
    host.once('message', (exitCode) => {
      void Promise.all([stdout.marked, stderr.marked]).then(() => {
        settle(Number(exitCode), false);
      });
    });
    host.send({ ...job, mark });
  });
}

interface Reading {
  /** Resolves when the mark has come. */
  readonly marked: Promise<void>;
  /** Reads no more, and gives what came before the mark. */
  readonly end: () => Buffer;
}

function readUntil(stream: Readable | null, mark: string): Reading {
  const chunks: Buffer[] = [];
  const reading = new AbortController();
  const marked = new Promise<void>((resolve) => {
    const onData = (chunk: Buffer): void => {
      chunks.push(chunk);
      if (endsWith(chunks, mark)) {
        resolve();
      }
    };
    stream?.on('data', onData);
    reading.signal.addEventListener('abort', () => stream?.off('data', onData), { once: true });
  });
  const end = (): Buffer => {
    reading.abort();
    const all = Buffer.concat(chunks);
    return endsWith([all], mark) ? all.subarray(0, -mark.length) : all;
  };
  return { marked, end };
}

function endsWith(chunks: readonly Buffer[], mark: string): boolean {
  const last = chunks.at(-1) ?? Buffer.alloc(0);
  const tail = last.length < mark.length ? Buffer.concat(chunks) : last;
  return tail.subarray(-mark.length).toString('latin1') === mark;
}
