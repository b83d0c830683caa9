import type { Spinner } from '../app/ports.js';
import type { Context } from './command.js';

/** A person who waits sees a sign of life; a script sees nothing, and pays nothing for it. */
export async function withSpinner<T>(
  isQuiet: boolean,
  { terminal, deps }: Context,
  action: () => Promise<T>,
): Promise<T> {
  if (isQuiet || !terminal.isInteractive) {
    return await action();
  }
  let spinner: Promise<Spinner> | undefined;
  const timer = setTimeout(() => {
    spinner = deps.spinner('waiting for the answer');
  }, SPINNER_DELAY_MS);
  try {
    return await action();
  } finally {
    clearTimeout(timer);
    (await spinner)?.stop();
  }
}

const SPINNER_DELAY_MS = 400;
