import type { Context } from './command.js';

/** What keeps long work from holding up the process. */
interface Interruption {
  /** Lets the process hear of Ctrl-C, and draw. */
  readonly pause: () => Promise<void>;
  readonly isInterrupted: () => boolean;
}

/** Does work that Ctrl-C ends early. */
export async function interruptible<T>(
  { terminal }: Pick<Context, 'terminal'>,
  work: (interruption: Interruption) => Promise<T>,
): Promise<T> {
  let isInterrupted = false;
  const stopListening = terminal.onInterrupt(() => {
    isInterrupted = true;
  });
  try {
    return await work({ pause: nextTurn, isInterrupted: () => isInterrupted });
  } finally {
    stopListening();
  }
}

async function nextTurn(): Promise<void> {
  await new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
}
