import ora from 'ora';

/** Starts a spinner on standard error and returns what stops it without a trace. */
export function startSpinner(text: string): () => void {
  // discardStdin would put the terminal into raw mode, and a call reads nothing.
  const spinner = ora({ text, discardStdin: false }).start();
  return () => {
    spinner.stop();
  };
}
