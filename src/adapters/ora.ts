import ora from 'ora';
import type { Spinner } from '../app/ports.js';

/** Starts a spinner on standard error, which leaves no trace when it stops. */
export function startSpinner(text: string): Spinner {
  // discardStdin would put the terminal into raw mode, and nothing is read meanwhile.
  const spinner = ora({ text, discardStdin: false }).start();
  return {
    say: (next) => {
      spinner.text = next;
    },
    stop: () => {
      spinner.stop();
    },
  };
}
