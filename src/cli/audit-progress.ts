import type { AuditProgress } from '../app/webhook-audit.js';
import type { Context } from './command.js';
import { openProgressLine } from './progress-line.js';
import { renderAuditProgress } from './render/audit-progress.js';
import { count } from './render/text.js';

/** A line for a person who waits. */
export interface AuditProgressLine {
  readonly show: (progress: AuditProgress) => void;
  /** Says that causes are searched. */
  readonly showSearch: (lines: number) => void;
  readonly stop: () => Promise<void>;
}

/** Draws on standard error where that is a terminal that nothing else is printed to meanwhile. */
export function openAuditProgress(
  { namesFailed, isJson }: { readonly namesFailed: boolean; readonly isJson: boolean },
  context: Context,
): AuditProgressLine {
  const { stdout, stderr } = context.terminal;
  const isShown = stderr.isTerminal && !isJson && !(namesFailed && stdout.isTerminal);
  const line = openProgressLine(isShown, context);
  return {
    show: (progress) => {
      line.show(() => renderAuditProgress(progress));
    },
    showSearch: (lines) => {
      line.say(`looking into ${count(lines, 'failing line')}`);
    },
    stop: line.stop,
  };
}
