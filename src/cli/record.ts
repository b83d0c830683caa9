import type { CallPorts } from '../app/call.js';
import { historyLine } from '../app/history-line.js';
import type { HistoryEntry } from '../app/history.js';
import { recordCall, type CallCircumstances } from '../app/record-call.js';
import { VkError } from '../core/error.js';
import type { Context, OptionSpec } from './command.js';
import { renderNote } from './render/error.js';
import { paletteFor } from './render/palette.js';
import type { Words } from './words.js';

/** For commands that send: what is kept of it. */
export const HISTORY_OPTIONS: readonly OptionSpec[] = [
  { flags: '--no-history', summary: 'keep no record of it' },
  { flags: '--keep-bodies', summary: 'keep the bodies of a live call too' },
];

/** What the user wants to be kept. */
export interface HistoryFlags {
  readonly isOff: boolean;
  readonly keepsBodies: boolean;
}

export function readHistoryFlags(words: Words): HistoryFlags {
  return { isOff: words.has('no-history'), keepsBodies: words.has('keep-bodies') };
}

/**
 * What keeps a record of each call. Where it cannot be written, that is said once: the call itself has
 * been made, and its answer is worth more than its record.
 *
 * @param hear is told of each call, whether a record is kept or not
 */
export async function openRecorder(
  { isOff, keepsBodies }: HistoryFlags,
  about: Pick<CallCircumstances, 'command' | 'isLocal' | 'digests'>,
  { terminal, deps }: Context,
  hear?: (entry: HistoryEntry) => void,
): Promise<Required<CallPorts>['record']> {
  if (isOff && hear === undefined) {
    return () => undefined;
  }
  const store = await deps.history();
  const palette = await paletteFor(terminal.stderr);
  // One sandbox answers all calls of a run, but for `vk call`, which makes only one.
  const shared = about.isLocal && about.command !== 'call' ? { sandbox: store.newId() } : {};
  const circumstances: CallCircumstances = { ...about, ...shared, keepsBodies };
  let hasFailed = false;
  return (made) => {
    try {
      const entry = recordCall(made, circumstances, store.newId());
      hear?.(entry);
      if (!isOff) {
        store.append(historyLine(entry));
      }
    } catch (error) {
      if (!hasFailed) {
        hasFailed = true;
        const why = error instanceof VkError ? error.message : 'a fault in vk itself';
        terminal.stderr.write(renderNote(`the call was not recorded: ${why}`, palette));
      }
    }
  };
}
