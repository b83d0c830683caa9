import type { DiagnosePorts } from '../app/diagnose.js';
import { describeStage } from '../core/diagnose/stages.js';
import type { Context } from './command.js';
import { count } from './render/text.js';

/**
 * Runs a search that shows where it is to a person who waits, lets Ctrl-C end it early, and shares
 * the process with both.
 */
export async function withProgress<T>(
  isQuiet: boolean,
  { terminal, deps }: Context,
  search: (ports: Omit<DiagnosePorts, 'nowMs'>) => Promise<T>,
): Promise<T> {
  let isInterrupted = false;
  const stopListening = terminal.onInterrupt(() => {
    isInterrupted = true;
  });
  const startedMs = deps.nowMs();
  const isShown = terminal.isInteractive && !isQuiet;
  let spinner: ReturnType<typeof deps.spinner> | undefined;
  try {
    return await search({
      pause: nextTurn,
      isInterrupted: () => isInterrupted,
      onProgress: ({ candidates, stage }) => {
        if (isShown && deps.nowMs() - startedMs > SPINNER_DELAY_MS) {
          const text = `${count(candidates, 'candidate')}, now ${describeStage(stage)}`;
          spinner ??= deps.spinner(text);
          void spinner.then(({ say }) => {
            say(text);
          });
        }
      },
    });
  } finally {
    (await spinner)?.stop();
    stopListening();
  }
}

/** A search that is over sooner needs no sign of life. */
const SPINNER_DELAY_MS = 300;

async function nextTurn(): Promise<void> {
  await new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
}
