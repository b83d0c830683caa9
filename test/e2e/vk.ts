import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { ProviderId } from '../../src/index.js';
import { afterFile } from '../cleanups.js';
import { listen } from '../ports.js';
import { canBeWarm, runWarm } from './warm-vk.js';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const BIN = join(ROOT, 'bin/vk.js');

type Environment = Readonly<Record<string, string>>;

/** An empty folder that is removed after the file's last test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vk-e2e-'));
  afterFile(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** The file of the profiles in a home. */
export function profileFileOf(home: string): string {
  return join(home, '.config/vk/profiles.json');
}

export interface RunOptions {
  /** A fresh one if left out. */
  readonly home?: string;
  /** The home if left out. */
  readonly cwd?: string;
  readonly env?: Environment;
  /** Standard input; at its end at once if left out. */
  readonly input?: string | Uint8Array;
}

export interface Run {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as it came. */
  readonly bytes: Buffer;
  readonly home: string;
}

/**
 * Runs the built vk with nothing in its environment but PATH, HOME and what is given. Where it makes no
 * difference to vk, that is in a process that has run it before; VK_TEST_ALL=1 starts one for each.
 */
export async function vk(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const { home = newFolder(), cwd = home, env = {}, input } = options;
  const environment = cleanEnvironment(home, env);
  if (input !== undefined || !canBeWarm(environment)) {
    return await vkProcess(args, { ...options, home });
  }
  const { exitCode, stdout, stderr } = await runWarm({ bin: BIN, args, env: environment, cwd });
  return { exitCode, stdout: stdout.toString(), stderr: stderr.toString(), bytes: stdout, home };
}

/** The same in a process of its own, for what is about processes. */
export async function vkProcess(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  return await run(process.execPath, [BIN, ...args], options);
}

/** Runs any program in the same way. */
export async function run(
  file: string,
  args: readonly string[],
  { home = newFolder(), cwd = home, env = {}, input }: RunOptions = {},
): Promise<Run> {
  const result = await execa(file, args, {
    cwd,
    env: cleanEnvironment(home, env),
    extendEnv: false,
    encoding: 'buffer',
    stripFinalNewline: false,
    maxBuffer: 64 * 1024 * 1024,
    reject: false,
    ...(input === undefined ? { stdin: 'ignore' } : { input }),
  });
  const bytes = Buffer.from(result.stdout);
  return {
    exitCode: result.exitCode,
    stdout: bytes.toString(),
    stderr: Buffer.from(result.stderr).toString(),
    bytes,
    home,
  };
}

export function cleanEnvironment(home: string, env: Environment = {}): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: home, ...env };
}

/** Runs a line of bash in which `vk` is the built vk: a program, so that its process is the job's own. */
export async function bash(line: string, options: RunOptions = {}): Promise<Run> {
  const env = { PATH: `${programs()}:${process.env['PATH'] ?? ''}`, ...options.env };
  return await run('bash', ['-o', 'pipefail', '-c', line], { ...options, env });
}

let programFolder: string | undefined;

/** A folder with the built vk as a program. */
function programs(): string {
  if (programFolder === undefined) {
    programFolder = newFolder();
    afterFile(() => {
      programFolder = undefined;
    });
    const script = `#!/bin/sh\nexec "${process.execPath}" "${BIN}" "$@"\n`;
    writeFileSync(join(programFolder, 'vk'), script, { mode: 0o755 });
  }
  return programFolder;
}

/** Whether a program answers; for `it.skipIf`. */
export async function isInstalled(file: string, ...args: readonly string[]): Promise<boolean> {
  const { exitCode } = await execa(file, args, { reject: false, stdio: 'ignore' });
  return exitCode === 0;
}

export interface SandboxProcess {
  readonly process: ChildProcess;
  readonly servers: readonly SandboxServer[];
  /** The one server, for a sandbox that was started with one provider. */
  readonly server: SandboxServer;
  readonly readyFile: string;
  /** What it has said on standard output until it listened. */
  readonly stdout: string;
  /** Resolves with the first line of its log that matches. */
  readonly logged: (line: RegExp) => Promise<string>;
}

export interface SandboxServer {
  readonly provider: string;
  readonly baseUrl: string;
  readonly origin: string;
  readonly port: number;
  readonly env: Environment;
}

/** Starts `vk sandbox` for some providers, each on a free port, and ends it after the file's tests. */
export async function startSandbox(
  providers: readonly [ProviderId, ...ProviderId[]],
  { args = [], env = {} }: { readonly args?: readonly string[]; readonly env?: Environment } = {},
): Promise<SandboxProcess> {
  const home = newFolder();
  const readyFile = join(home, 'ready.json');
  const words = ['--provider', ...providers, '--port', '0', '--ready-file', readyFile, ...args];
  const child = spawn(process.execPath, [BIN, 'sandbox', ...words], {
    env: cleanEnvironment(home, env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  afterFile(() => stop(child));
  const log = collect(child.stderr);
  const said = collect(child.stdout);
  // At its exit, not all that it has said need have come.
  child.once('close', () => {
    said.fail(new Error(`vk sandbox ended before it listened: ${log.text()}`));
  });
  // The ready file is in place before the first word on standard output.
  await said.waitFor(/\n$/);
  const servers = readServers(readyFile);
  const [server] = servers;
  if (server === undefined) {
    throw new Error(`${readyFile} names no server`);
  }
  return { process: child, servers, server, readyFile, stdout: said.text(), logged: log.waitFor };
}

/** The server of a provider in a sandbox that has several. */
export function serverOf({ servers }: SandboxProcess, provider: ProviderId): SandboxServer {
  const found = servers.find((server) => server.provider === provider);
  if (found === undefined) {
    throw new Error(`the sandbox has no ${provider}`);
  }
  return found;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  await new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.kill('SIGKILL');
  });
}

function readServers(readyFile: string): SandboxServer[] {
  const data: unknown = JSON.parse(readFileSync(readyFile, 'utf8'));
  return items(member(data, 'servers')).map((server) => {
    const baseUrl = String(member(server, 'baseUrl'));
    return {
      provider: String(member(server, 'provider')),
      baseUrl,
      origin: new URL(baseUrl).origin,
      port: Number(member(server, 'port')),
      env: texts(member(server, 'env')),
    };
  });
}

/** A member somewhere inside JSON; undefined where it is not there. */
export function member(value: unknown, ...path: readonly (string | number)[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null) {
      return undefined;
    }
    found = Object.entries(found).find(([name]) => name === String(key))?.[1];
  }
  return found;
}

function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function texts(value: unknown): Environment {
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]))
    : {};
}

interface Collected {
  readonly text: () => string;
  readonly waitFor: (pattern: RegExp) => Promise<string>;
  readonly fail: (error: Error) => void;
}

/** Gathers what a stream says, and tells when it has said something. */
export function collect(stream: NodeJS.ReadableStream): Collected {
  let text = '';
  let failure: Error | undefined;
  const checks = new Set<() => void>();
  const notify = (): void => {
    for (const check of checks) {
      check();
    }
  };
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    notify();
  });
  return {
    text: () => text,
    fail: (error) => {
      failure = error;
      notify();
    },
    waitFor: (pattern) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const found = pattern.exec(text)?.[0];
          if (found !== undefined || failure !== undefined) {
            checks.delete(check);
          }
          if (found !== undefined) {
            resolve(found);
          } else if (failure !== undefined) {
            reject(failure);
          }
        };
        checks.add(check);
        check();
      }),
  };
}

/** A request exactly as it came over the wire. */
export interface Captured {
  readonly raw: Buffer;
  readonly method: string;
  readonly target: string;
  readonly body: Buffer;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
}

export interface CaptureServer {
  readonly port: number;
  readonly origin: string;
  readonly requests: Captured[];
  /** How many connections there were, whether or not they said anything. */
  readonly connections: () => number;
  /** Resolves when somebody has connected. */
  readonly connected: Promise<void>;
}

/** Bytes that answer a request; undefined for none, ever. */
export type Answerer = (request: Captured, index: number) => Uint8Array | undefined;

const SANDBOX_ANSWER = answer({ headers: { 'X-API-Mode': 'sandbox' }, body: '{"success":true}' });

/** A server that speaks no HTTP of its own: it keeps what it gets, and says what it is told to. */
export async function startCapture(
  respond: Answerer = () => SANDBOX_ANSWER,
): Promise<CaptureServer> {
  const requests: Captured[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    let received = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      const request = parseRequest(received);
      if (request !== undefined) {
        received = Buffer.alloc(0);
        requests.push(request);
        const bytes = respond(request, requests.length - 1);
        if (bytes !== undefined) {
          socket.end(bytes);
        }
      }
    });
    // A client may leave in the middle of an answer.
    socket.on('error', () => undefined);
  });
  const connected = new Promise<void>((resolve) => {
    server.once('connection', () => {
      resolve();
    });
  });
  const port = await listen(server);
  afterFile(
    () =>
      new Promise((resolve) => {
        for (const socket of sockets) {
          socket.destroy();
        }
        server.close(() => {
          resolve();
        });
      }),
  );
  const origin = `http://127.0.0.1:${port}`;
  return { port, origin, requests, connections: () => connections, connected };
}

function parseRequest(raw: Buffer): Captured | undefined {
  const end = raw.indexOf('\r\n\r\n');
  if (end === -1) {
    return undefined;
  }
  const [first = '', ...lines] = raw.subarray(0, end).toString('latin1').split('\r\n');
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const body = raw.subarray(end + 4);
  if (body.length < Number(headers.get('content-length') ?? 0)) {
    return undefined;
  }
  const [method = '', target = ''] = first.split(' ');
  return { raw, method, target, headers, body };
}

interface AnswerParts {
  readonly status?: number;
  readonly reason?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** An HTTP answer, byte by byte. */
export function answer({
  status = 200,
  reason = 'OK',
  headers = {},
  body = '',
}: AnswerParts): Buffer {
  const bytes = Buffer.from(body);
  const all = { ...headers, 'Content-Length': String(bytes.length), Connection: 'close' };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `HTTP/1.1 ${status} ${reason}\r\n${lines.join('')}\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes]);
}

/** A file of a fresh folder, or of the given one. */
export function writeTemporary(
  name: string,
  content: string | Uint8Array,
  folder = newFolder(),
): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Credentials for a server of ours, as the environment carries them. */
export const CREDENTIALS = {
  vistarkriya: {
    VK_PROVIDER: 'vistarkriya',
    VK_API_KEY: 'vk_live_e2e_key_000000',
    VK_API_SECRET: 'e2e-secret',
    VK_CODE: '123456',
  },
  kamiokash: {
    VK_PROVIDER: 'kamiokash',
    VK_API_KEY: 'kamio_e2e_key_0000000',
    VK_API_SECRET: 'e2e-secret',
  },
  influencemart: {
    VK_PROVIDER: 'influencemart',
    VK_API_KEY: 'ak_test_e2e_key_00000',
    VK_API_SECRET: 'e2e-secret',
  },
  payinout: {
    VK_PROVIDER: 'payinout',
    VK_API_KEY: 'public_token_e2e_0000',
    VK_API_SECRET: 'e2e-secret',
    VK_EMAIL: 'merchant@example.com',
  },
} as const satisfies Readonly<Record<ProviderId, Environment>>;
