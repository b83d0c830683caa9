import type { Context } from './command.js';

/** A line for a person who waits. */
export interface ProgressLine {
  /** Shows what is made when it is time for something new. */
  readonly show: (make: () => string) => void;
  /** Shows it at once. */
  readonly say: (text: string) => void;
  readonly stop: () => Promise<void>;
}

/** What is over sooner needs no sign of life. */
const DELAY_MS = 300;
const EVERY_MS = 100;

/** @param isShown whether standard error is a terminal that nothing else is printed to meanwhile */
export function openProgressLine(isShown: boolean, { deps }: Pick<Context, 'deps'>): ProgressLine {
  let nextMs = isShown ? deps.nowMs() + DELAY_MS : 0;
  let spinner: ReturnType<typeof deps.spinner> | undefined;

  function say(text: string): void {
    if (isShown) {
      spinner ??= deps.spinner(text);
      void spinner.then((shown) => {
        shown.say(text);
      });
    }
  }

  return {
    show: (make) => {
      if (isShown && deps.nowMs() >= nextMs) {
        nextMs = deps.nowMs() + EVERY_MS;
        say(make());
      }
    },
    say,
    stop: async () => {
      const shown = spinner;
      spinner = undefined;
      (await shown)?.stop();
    },
  };
}
