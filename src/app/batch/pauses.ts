/** Waits that come to their end at once when somebody has had enough. */
export interface Pauses {
  /** In milliseconds. */
  readonly wait: (ms: number) => Promise<void>;
  readonly endAll: () => void;
}

/** @param later does something once so many milliseconds have passed; what it returns keeps it from it */
export function openPauses(later: (ms: number, work: () => void) => () => void): Pauses {
  const endings = new Set<() => void>();
  let isOver = false;
  return {
    wait: async (ms) => {
      if (isOver) {
        return;
      }
      await new Promise<void>((resolve) => {
        const end = (): void => {
          cancel();
          endings.delete(end);
          resolve();
        };
        const cancel = later(ms, end);
        endings.add(end);
      });
    },
    endAll: () => {
      isOver = true;
      for (const end of endings) {
        end();
      }
    },
  };
}
