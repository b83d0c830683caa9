import { fstatSync, statSync, writeSync } from 'node:fs';
import { openProcessRedaction } from '../app/redaction.js';
import type { Environment } from '../app/value-sources.js';
import type { Redaction } from '../core/redact.js';

/** A place to print to. */
export interface Output {
  readonly isTerminal: boolean;
  readonly hasColour: boolean;
  /** Width in characters; 80 where it is not known. */
  readonly columns: () => number;
  /**
   * Writes, with `[secret]` in the place of each secret. Whatever could have one in it has to be written
   * at once: of two halves, neither would be known.
   */
  readonly write: (data: string | Uint8Array) => void;
  /** Why something could not be written; a reader that has gone away is no failure. */
  readonly failure: () => string | undefined;
  /** Resolves once a slow reader has caught up; with false where the reader has gone away. */
  readonly drained: () => Promise<boolean>;
}

/** The process as the commands see it; the only view of it that they have. */
export interface Terminal {
  /** The folder of vk's own program files. */
  readonly programFolder: string;
  /** What follows the command's name. */
  readonly argv: readonly string[];
  readonly env: Environment;
  readonly platform: NodeJS.Platform;
  /** `20.20.2`. */
  readonly nodeVersion: string;
  readonly cwd: () => string;
  readonly home: () => string;
  /** The user's number; undefined where the platform has none. */
  readonly uid: () => number | undefined;
  readonly stdout: Output;
  readonly stderr: Output;
  /** What keeps secrets out of both, and out of files. */
  readonly redaction: Redaction;
  /** Whether a person can be asked. */
  readonly isInteractive: boolean;
  readonly readStdin: () => Promise<Uint8Array>;
  /** Where prompts and spinners draw. */
  readonly promptStream: () => NodeJS.WritableStream;
  /** Resolves at the first Ctrl-C or SIGTERM. */
  readonly untilInterrupted: () => Promise<void>;
  /** Calls back at the first Ctrl-C or SIGTERM; returns what ends the waiting for it. */
  readonly onInterrupt: (listener: () => void) => () => void;
}

/** The real process. */
export function processTerminal(programFolder: string): Terminal {
  const redaction = openProcessRedaction(process.env);
  const stderr = new ProcessOutput(2, redaction, () => process.stderr);
  return {
    programFolder,
    argv: process.argv.slice(2),
    env: process.env,
    platform: process.platform,
    nodeVersion: process.versions.node,
    cwd: () => process.cwd(),
    uid: () => process.getuid?.(),
    home: () => process.env['HOME'] || process.getBuiltinModule('node:os').homedir(),
    stdout: new ProcessOutput(1, redaction, () => process.stdout),
    stderr,
    redaction,
    isInteractive: stderr.isTerminal && leadsToTerminal(0),
    readStdin,
    promptStream: () => process.stderr,
    untilInterrupted: () =>
      new Promise((resolve) => {
        onInterrupt(resolve);
      }),
    onInterrupt,
  };
}

function onInterrupt(listener: () => void): () => void {
  const stop = (): void => {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  };
  // Not `once`: the spinner restores the cursor and ends the process where it listens alone.
  const onSignal = (): void => {
    listener();
    setImmediate(stop);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return stop;
}

/**
 * Writes synchronously, which saves building a stream, until the reader is slow. From then on the
 * stream takes over, so that all of it arrives; it keeps the process alive until it has.
 */
class ProcessOutput implements Output {
  readonly isTerminal: boolean;
  readonly hasColour: boolean;
  readonly #fd: 1 | 2;
  readonly #redaction: Redaction;
  readonly #stream: () => NodeJS.WriteStream;
  #slow: NodeJS.WriteStream | undefined;
  #isClosed = false;
  #failure: string | undefined;

  constructor(fd: 1 | 2, redaction: Redaction, stream: () => NodeJS.WriteStream) {
    this.#fd = fd;
    this.#redaction = redaction;
    this.#stream = stream;
    this.isTerminal = leadsToTerminal(fd);
    this.hasColour = hasColour(process.env, this.isTerminal);
  }

  readonly columns = (): number => (this.isTerminal ? this.#stream().columns : 80);

  readonly failure = (): string | undefined => this.#failure;

  readonly drained = async (): Promise<boolean> => {
    const stream = this.#slow;
    if (stream?.writableNeedDrain === true && !this.#isClosed) {
      await new Promise<void>((resolve) => {
        stream.once('drain', resolve).once('error', () => {
          resolve();
        });
      });
    }
    return !this.#isClosed;
  };

  readonly write = (data: string | Uint8Array): void => {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    let rest = this.#redaction.redact(bytes);
    while (rest.length > 0 && !this.#isClosed) {
      if (this.#slow !== undefined) {
        this.#slow.write(rest);
        return;
      }
      rest = this.#writeNow(rest);
    }
  };

  /** Writes what the reader takes at once; gives back the rest. */
  #writeNow(data: Uint8Array): Uint8Array {
    try {
      return data.subarray(writeSync(this.#fd, data));
    } catch (error) {
      if (codeOf(error) === 'EAGAIN') {
        this.#slow = this.#stream().on('error', (later) => {
          this.#close(later);
        });
      } else {
        this.#close(error);
      }
      return data;
    }
  }

  #close(error: unknown): void {
    this.#isClosed = true;
    const code = codeOf(error);
    // EPIPE: the reader has seen enough, as `head -1` does.
    this.#failure ??= code === 'EPIPE' ? undefined : code;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

/** Loading node:tty costs two milliseconds, so it is asked only about what can be a terminal. */
function leadsToTerminal(fd: 0 | 1 | 2): boolean {
  try {
    const device = fstatSync(fd);
    const canBe = device.isCharacterDevice() && device.rdev !== nullDevice();
    return canBe && process.getBuiltinModule('node:tty').isatty(fd);
  } catch {
    return false;
  }
}

let nullDeviceNumber: number | undefined;

/** Output often leads to /dev/null, which is a device and no terminal; 0 where there is none. */
function nullDevice(): number {
  nullDeviceNumber ??= statSync('/dev/null', { throwIfNoEntry: false })?.rdev ?? 0;
  return nullDeviceNumber;
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
