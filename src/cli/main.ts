import { VkError } from '../core/error.js';
import { EXIT, exitCodeOf } from '../app/errors.js';
import { wireDeps } from './deps.js';
import { runCommand } from './run.js';
import { renderError } from './render/error.js';
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
  process.exitCode = await run(terminal);
}

async function run(terminal: Terminal): Promise<number> {
  try {
    const exit = await runCommand({ terminal, deps: wireDeps(terminal) });
    const failure = terminal.stdout.failure();
    if (failure !== undefined) {
      throw new VkError('file', `the result could not be written: ${failure}`, WRITE_ELSEWHERE);
    }
    return exit;
  } catch (error) {
    const shown = error instanceof VkError ? error : unexpected(error);
    const isJson = terminal.argv.includes('--json');
    const palette = await paletteFor(terminal.stderr);
    terminal.stderr.write(renderError(shown, isJson, palette));
    if (terminal.env['VK_DEBUG'] === '1') {
      terminal.stderr.write(trace(error));
    }
    return exitCodeOf(shown.code);
  }
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
