import { VkError } from '../core/error.js';
import { EXIT, exitCodeOf } from '../app/errors.js';
import { wireDeps } from './deps.js';
import { runCommand } from './run.js';
import { renderError, renderNote } from './render/error.js';
import { paletteFor } from './render/palette.js';
import { processTerminal, type Terminal } from './terminal.js';

/**
 * Runs vk in this process: the only place where errors are caught and the exit status is set.
 *
 * @param programFolder where the build has put this file
 */
export async function main(programFolder: string): Promise<void> {
  // Whatever is lost on the way must not look like success.
  process.exitCode = EXIT.internal;
  const terminal = processTerminal(programFolder);
  // A fault in a listener, which nobody waits for: it too is said in our words, and without secrets.
  process.once('uncaughtException', (error) => {
    void end(error, terminal);
  });
  process.exitCode = await run(terminal);
}

async function end(error: unknown, terminal: Terminal): Promise<void> {
  process.exit(await report(error, terminal));
}

async function run(terminal: Terminal): Promise<number> {
  const exit = await runGuarded(terminal);
  // In JSON, standard error is for one document.
  if (terminal.redaction.hasStruck() && !terminal.argv.includes('--json')) {
    terminal.stderr.write(renderNote(STRUCK, await paletteFor(terminal.stderr)));
  }
  return exit;
}

const STRUCK = 'a secret was about to be written, and [secret] stands in its place';

async function runGuarded(terminal: Terminal): Promise<number> {
  try {
    const exit = await runCommand({ terminal, deps: wireDeps(terminal) });
    const failure = terminal.stdout.failure();
    if (failure !== undefined) {
      throw new VkError('file', `the result could not be written: ${failure}`, WRITE_ELSEWHERE);
    }
    return exit;
  } catch (error) {
    return await report(error, terminal);
  }
}

async function report(error: unknown, { argv, env, stderr }: Terminal): Promise<number> {
  const shown = error instanceof VkError ? error : unexpected(error);
  stderr.write(renderError(shown, argv.includes('--json'), await paletteFor(stderr)));
  if (env['VK_DEBUG'] === '1') {
    stderr.write(trace(error));
  }
  return exitCodeOf(shown.code);
}

const WRITE_ELSEWHERE = 'The command itself may have been done. Write its output elsewhere.';

function trace(error: unknown): string {
  if (!(error instanceof Error)) {
    return '';
  }
  const cause = error.cause === undefined ? '' : `caused by ${trace(error.cause)}`;
  return `${error.stack ?? error.message}\n${cause}`;
}

function unexpected(error: unknown): VkError {
  return new VkError(
    'internal',
    `a fault in vk itself (${error instanceof Error ? error.name : typeof error})`,
    'Nothing of it is your fault. Please report it, with the trace that VK_DEBUG=1 adds.',
    { cause: error },
  );
}
