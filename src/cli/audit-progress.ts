import type { AuditProgress } from '../app/webhook-audit.js';
import type { Context } from './command.js';
import { renderAuditProgress } from './render/audit-progress.js';
import { count } from './render/text.js';

/** A line for a person who waits. */
export interface AuditProgressLine {
  readonly show: (progress: AuditProgress) => void;
  /** Says that causes are searched. */
  readonly showSearch: (lines: number) => void;
  readonly stop: () => Promise<void>;
}

/** An audit that is over sooner needs no sign of life. */
const DELAY_MS = 300;
const EVERY_MS = 100;

/** Draws on standard error where that is a terminal that nothing else is printed to meanwhile. */
export function openAuditProgress(
  { namesFailed, isJson }: { readonly namesFailed: boolean; readonly isJson: boolean },
  { terminal: { stdout, stderr }, deps }: Context,
): AuditProgressLine {
  const isShown = stderr.isTerminal && !isJson && !(namesFailed && stdout.isTerminal);
  let nextMs = deps.nowMs() + DELAY_MS;
  let spinner: ReturnType<typeof deps.spinner> | undefined;

  function say(text: string): void {
    spinner ??= deps.spinner(text);
    void spinner.then((shown) => {
      shown.say(text);
    });
  }

  return {
    show: (progress) => {
      if (isShown && deps.nowMs() >= nextMs) {
        nextMs = deps.nowMs() + EVERY_MS;
        say(renderAuditProgress(progress));
      }
    },
    showSearch: (lines) => {
      if (isShown) {
        say(`looking into ${count(lines, 'failing line')}`);
      }
    },
    stop: async () => {
      const shown = spinner;
      spinner = undefined;
      (await shown)?.stop();
    },
  };
}
