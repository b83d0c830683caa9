import { fstatSync, statSync, writeSync, type Stats } from 'node:fs';
import type { Environment } from '../app/value-sources.js';

/** A place to print to. */
export interface Output {
  readonly isTerminal: boolean;
  readonly hasColour: boolean;
  /** Width in characters; 80 where it is not known. */
  readonly columns: () => number;
  readonly write: (data: string | Uint8Array) => void;
  /** Why something could not be written; a reader that has gone away is no failure. */
  readonly failure: () => string | undefined;
}

/** The process as the commands see it; the only view of it that they have. */
export interface Terminal {
  /** What follows the command's name. */
  readonly argv: readonly string[];
  readonly env: Environment;
  readonly platform: NodeJS.Platform;
  readonly cwd: () => string;
  readonly home: () => string;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Whether a person can be asked. */
  readonly isInteractive: boolean;
  readonly readStdin: () => Promise<Uint8Array>;
  /** Where prompts and spinners draw. */
  readonly promptStream: () => NodeJS.WritableStream;
  /** Resolves at the first Ctrl-C or SIGTERM. */
  readonly untilInterrupted: () => Promise<void>;
}

/** The real process. */
export function processTerminal(): Terminal {
  const stderr = output(2, () => process.stderr);
  return {
    argv: process.argv.slice(2),
    env: process.env,
    platform: process.platform,
    cwd: () => process.cwd(),
    home: () => process.env['HOME'] ?? process.getBuiltinModule('node:os').homedir(),
    stdout: output(1, () => process.stdout),
    stderr,
    isInteractive: stderr.isTerminal && leadsToTerminal(0),
    readStdin,
    promptStream: () => process.stderr,
    untilInterrupted: () =>
      new Promise((resolve) => {
        process.once('SIGINT', () => {
          resolve();
        });
        process.once('SIGTERM', () => {
          resolve();
        });
      }),
  };
}

/**
 * Writes synchronously, which saves building a stream, until the reader is slow. From then on the
 * stream takes over, so that all of it arrives; it keeps the process alive until it has.
 */
function output(fd: 1 | 2, stream: () => NodeJS.WriteStream): Output {
  const isTty = leadsToTerminal(fd);
  let isClosed = false;
  let failure: string | undefined;
  const close = (error: unknown): void => {
    isClosed = true;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    // EPIPE: the reader has seen enough, as `head -1` does.
    failure ??= code === 'EPIPE' ? undefined : code;
  };
  let slow: NodeJS.WriteStream | undefined;
  const goSlow = (): NodeJS.WriteStream => stream().on('error', close);
  return {
    isTerminal: isTty,
    hasColour: hasColour(process.env, isTty),
    columns: () => (isTty ? stream().columns : 80),
    write: (data) => {
      let rest = typeof data === 'string' ? Buffer.from(data) : data;
      while (rest.length > 0 && !isClosed && slow === undefined) {
        try {
          rest = rest.subarray(writeSync(fd, rest));
        } catch (error) {
          if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') {
            slow = goSlow();
          } else {
            close(error);
          }
        }
      }
      if (rest.length > 0 && !isClosed) {
        slow?.write(rest);
      }
    },
    failure: () => failure,
  };
}

/** Loading node:tty costs two milliseconds, so it is asked only about what can be a terminal. */
function leadsToTerminal(fd: 0 | 1 | 2): boolean {
  try {
    const device = fstatSync(fd);
    const canBe = device.isCharacterDevice() && device.rdev !== nullDevice()?.rdev;
    return canBe && process.getBuiltinModule('node:tty').isatty(fd);
  } catch {
    return false;
  }
}

/** Standard output often leads there, and it is a device that is no terminal. */
function nullDevice(): Stats | undefined {
  return statSync('/dev/null', { throwIfNoEntry: false });
}

/** https://no-color.org, and FORCE_COLOR as Node itself reads it: it wins. */
export function hasColour(env: Environment, isTerminal: boolean): boolean {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) {
    return forced !== '0' && forced !== 'false';
  }
  if ((env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb') {
    return false;
  }
  return isTerminal;
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) {
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks);
}
