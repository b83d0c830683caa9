import type { HistoryStore } from '../app/ports.js';

const GROUP_CHARACTERS = 64 * 1024;

/** A history that takes many lines by one write, and so loses some where the process is killed. */
export interface GroupedHistory {
  readonly store: HistoryStore;
  /** Writes what is held back. @throws VkError `file` or `state-file` */
  readonly flush: () => void;
}

/** Each line of its own would cost a batch more than the call does. */
export function groupedHistory(store: HistoryStore): GroupedHistory {
  let held = '';

  function flush(): void {
    const text = held;
    held = '';
    if (text !== '') {
      store.append(text);
    }
  }

  return {
    store: {
      ...store,
      append: (line) => {
        held += line;
        if (held.length > GROUP_CHARACTERS) {
          flush();
        }
      },
    },
    flush,
  };
}
