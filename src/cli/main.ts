import { VkError } from '../core/error.js';
import { exitCodeOf } from '../app/errors.js';
import { wireDeps } from './deps.js';
import { runCommand } from './run.js';
import { renderError } from './render/error.js';
import { paletteFor } from './render/palette.js';
import { processTerminal, type Terminal } from './terminal.js';

/** Runs vk in this process: the only place where errors are caught and the exit status is set. */
export async function main(): Promise<void> {
  const terminal = processTerminal();
  process.exitCode = await run(terminal);
}

async function run(terminal: Terminal): Promise<number> {
  try {
    return await runCommand({ terminal, deps: wireDeps(terminal) });
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
