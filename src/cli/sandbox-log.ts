import type { SandboxLogEntry } from '../app/sandbox-log.js';
import { VkError } from '../core/error.js';
import type { Context } from './command.js';
import { paletteFor } from './render/palette.js';
import { renderError } from './render/error.js';
import { entryJson, renderEntry } from './render/sandbox-log.js';
import { openSummary, renderSummary, summaryJson } from './render/sandbox-summary.js';

export interface SandboxLogOptions {
  readonly file: string | undefined;
  readonly isJson: boolean;
  /** Whether several providers are served, so that each line has to name its own. */
  readonly hasSeveral: boolean;
}

export interface SandboxLog {
  readonly add: (entry: SandboxLogEntry) => void;
  /** Sums up. */
  readonly end: () => void;
}

/**
 * For so long entries are collected. To a person that is at once; a sandbox under load would spend more
 * on writing each of them than on answering.
 */
const COLLECTING_MS = 10;

/**
 * The log of `vk sandbox`, on standard error and in a file.
 *
 * @throws VkError `file` where the file cannot be written
 */
export async function openSandboxLog(
  { file, isJson, hasSeveral }: SandboxLogOptions,
  { terminal, deps }: Context,
): Promise<SandboxLog> {
  const palette = await paletteFor(terminal.stderr);
  const counter = openSummary();
  let path = file;
  let waiting: SandboxLogEntry[] = [];
  if (path !== undefined) {
    deps.files.append(path, new Uint8Array());
  }

  /** A file that is lost on the way is told of once; the sandbox goes on. */
  function append(lines: string): void {
    if (path === undefined) {
      return;
    }
    try {
      deps.files.append(path, Buffer.from(lines));
    } catch (error) {
      path = undefined;
      if (error instanceof VkError) {
        terminal.stderr.write(renderError(error, isJson, palette));
      }
    }
  }

  function flush(): void {
    const entries = waiting;
    waiting = [];
    const lines = isJson || path !== undefined ? entries.map(entryJson).join('') : '';
    const shown = isJson
      ? lines
      : entries.map((entry) => renderEntry(entry, hasSeveral, palette)).join('');
    terminal.stderr.write(shown);
    append(lines);
  }

  return {
    add: (entry) => {
      counter.add(entry);
      waiting.push(entry);
      if (waiting.length === 1) {
        deps.later(COLLECTING_MS, flush);
      }
    },
    end: () => {
      flush();
      const summary = counter.summary();
      terminal.stderr.write(isJson ? summaryJson(summary) : renderSummary(summary));
    },
  };
}
