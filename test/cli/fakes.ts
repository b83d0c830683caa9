import type { FilePort, ProfileSet, WireResponse } from '../../src/app/ports.js';
import { VkError } from '../../src/core/error.js';
import { NODE_DIGESTS } from '../../src/core/hmac.js';
import { openRedaction } from '../../src/core/redact.js';
import type { Context } from '../../src/cli/command.js';
import type { Deps } from '../../src/cli/deps.js';
import type { Output, Terminal } from '../../src/cli/terminal.js';

export interface FakeOutput extends Output {
  readonly text: () => string;
  readonly bytes: () => Buffer;
}

export function fakeOutput(isTerminal = false, hasColour = false): FakeOutput {
  const written: Buffer[] = [];
  return {
    isTerminal,
    hasColour,
    columns: () => 80,
    write: (data) => {
      written.push(Buffer.from(data));
    },
    failure: () => undefined,
    drained: async () => await Promise.resolve(true),
    text: () => Buffer.concat(written).toString(),
    bytes: () => Buffer.concat(written),
  };
}

export interface FakeContext extends Context {
  readonly stdout: FakeOutput;
  readonly stderr: FakeOutput;
}

export interface FakeOptions {
  readonly argv?: readonly string[];
  readonly env?: Terminal['env'];
  readonly stdin?: Uint8Array;
  readonly files?: ReadonlyMap<string, Uint8Array>;
  readonly profiles?: ProfileSet;
  readonly stdout?: FakeOutput;
  readonly isInteractive?: boolean;
  readonly deps?: Partial<Deps>;
}

/** A process that is none: what is written is kept, and whatever is not given may not be used. */
export function fakeContext(options: FakeOptions = {}): FakeContext {
  const { argv = [], env = {}, files = new Map(), profiles = { profiles: new Map() } } = options;
  const stdout = options.stdout ?? fakeOutput();
  const stderr = fakeOutput();
  const terminal: Terminal = {
    programFolder: '/vk',
    argv,
    env,
    platform: 'linux',
    nodeVersion: '22.0.0',
    cwd: () => '/work',
    uid: () => undefined,
    home: () => '/home/me',
    stdout,
    stderr,
    redaction: openRedaction(),
    isInteractive: options.isInteractive ?? false,
    readStdin: async () => await given(options.stdin, 'standard input'),
    promptStream: () => unexpected('a prompt'),
    untilInterrupted: () => unexpected('an interruption'),
    onInterrupt: () => unexpected('an interruption'),
  };
  const deps: Deps = {
    nowMs: () => 1_767_323_045_000,
    elapsedMs: () => 0,
    later: () => unexpected('a pause'),
    random: () => unexpected('randomness'),
    digests: NODE_DIGESTS,
    files: fakeFiles(files, terminal.readStdin),
    profiles: { path: '/home/me/profiles.json', read: () => profiles, damage: () => undefined },
    secrets: () => unexpected('a secret that is kept elsewhere'),
    profileWriter: () => unexpected('a write of profiles'),
    project: () => undefined,
    projectPath: () => undefined,
    paths: () => unexpected('a look at a file'),
    scripts: () => unexpected('a script for another program'),
    connection: () => unexpected('a connection'),
    http: () => unexpected('a request'),
    pooledHttp: () => unexpected('a request'),
    server: () => unexpected('a server'),
    source: () => unexpected('a file'),
    journal: () => unexpected('a journal'),
    state: () => unexpected('kept state'),
    deliveries: () => unexpected('recorded webhooks'),
    prompts: () => unexpected('a prompt'),
    typing: () => unexpected('somebody who types'),
    query: () => unexpected('a query'),
    history: () => unexpected('the history'),
    audit: () => unexpected('an audit'),
    spinner: () => unexpected('a spinner'),
    ...options.deps,
  };
  return { terminal, deps, stdout, stderr };
}

export function fakeFiles(
  files: ReadonlyMap<string, Uint8Array>,
  readStdin: () => Promise<Uint8Array> = () => unexpected('standard input'),
): FilePort {
  return {
    read: (path) => {
      const bytes = files.get(path);
      if (bytes === undefined) {
        throw new VkError('file', `cannot read ${path}`, '');
      }
      return bytes;
    },
    write: () => unexpected('a write'),
    append: () => unexpected('a write'),
    readStdin,
  };
}

export function response(
  body: string | Uint8Array,
  change: Partial<WireResponse> = {},
): WireResponse {
  const headers = [['X-API-Mode', 'sandbox']] as const;
  return {
    status: 200,
    statusText: 'OK',
    headers,
    body: Buffer.from(body),
    elapsedMs: 12.4,
    ...change,
  };
}

async function given<T>(value: T | undefined, what: string): Promise<T> {
  return value === undefined ? unexpected(what) : await Promise.resolve(value);
}

function unexpected(what: string): never {
  throw new Error(`the test did not expect ${what}`);
}
