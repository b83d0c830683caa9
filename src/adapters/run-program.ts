import { spawn } from 'node:child_process';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A program to run without a shell. */
export interface ProgramRun {
  readonly argv: readonly [string, ...string[]];
  readonly env: Environment;
  /** What it reads; a secret may be in it, which no argument and no variable may be. */
  readonly input: Uint8Array | string;
  /** What it says on standard error is shown, or dropped. */
  readonly stderr: 'inherit' | 'ignore';
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

export type ProgramResult =
  | { readonly kind: 'ended'; readonly exitCode: number; readonly stdout: Uint8Array }
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'not-started'; readonly errno: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'too-much' };

/** Runs a program to its end, and stops it where it takes or prints too much. */
export async function runProgram(run: ProgramRun): Promise<ProgramResult> {
  return await new Promise((resolve) => {
    const [program, ...args] = run.argv;
    const child = spawn(program, args, {
      env: run.env,
      stdio: ['pipe', 'pipe', run.stderr],
      windowsHide: true,
    });
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = (result: ProgramResult): void => {
      clearTimeout(timer);
      resolve(result);
      child.kill('SIGKILL');
      // A program of its own that it started may hold these, and would keep this process waiting.
      child.stdout.destroy();
      child.unref();
    };
    const timer = setTimeout(stop, run.timeoutMs, { kind: 'timeout' });
    child.on('error', (error) => {
      stop({ kind: 'not-started', errno: 'code' in error ? String(error.code) : error.name });
    });
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > run.maxBytes) {
        stop({ kind: 'too-much' });
      }
    });
    child.on('close', (exitCode, signal) => {
      clearTimeout(timer);
      resolve(
        exitCode === null
          ? { kind: 'signal', signal: signal ?? '' }
          : { kind: 'ended', exitCode, stdout: Buffer.concat(chunks) },
      );
    });
    // One that does not read what it is given is no fault.
    child.stdin.on('error', () => undefined);
    child.stdin.end(run.input);
  });
}
