import { VkError } from '../core/error.js';
import { journalLine, readJournal, startJournal } from '../sandbox/journal.js';
import { changesOf, newMemory, type Change, type SandboxMemory } from '../sandbox/memory.js';
import type { StatePort } from './ports.js';

/** Where a sandbox keeps its state. */
export interface StateOptions {
  readonly port: StatePort;
  readonly folder: string;
  /** Is told once that state is no longer kept, and why; the sandbox goes on. */
  readonly onLost: (error: VkError) => void;
}

export interface KeptState {
  readonly memory: SandboxMemory;
  /** Does the work of one request. What it has changed is kept when this returns. */
  readonly during: <Result>(work: () => Result) => Result;
  readonly close: () => void;
}

/** A memory that goes with its process. */
export function inMemory(): KeptState {
  return { memory: newMemory(), during: (work) => work(), close: () => undefined };
}

/**
 * A memory that outlives its process: it begins with what was kept, and whatever a request changes is
 * kept as a whole, before its answer is sent.
 *
 * @throws VkError `state-file` or `file`
 */
export function keepState(provider: string, { port, folder, onLost }: StateOptions): KeptState {
  const file = port.open(folder, provider);
  let changes: Change[] = [];
  let isLost = false;

  function open(): SandboxMemory {
    try {
      const past = readJournal(file.read(), provider, file.path);
      const opened = newMemory(past, (change) => {
        changes.push(change);
      });
      file.rewrite(startJournal(provider, changesOf(opened)));
      return opened;
    } catch (error) {
      file.close();
      throw error;
    }
  }

  const memory = open();

  function keep(): void {
    const made = changes;
    changes = [];
    if (made.length === 0 || isLost) {
      return;
    }
    try {
      file.append(journalLine(made));
      if (file.isWorthRewriting()) {
        file.rewrite(startJournal(provider, changesOf(memory)));
      }
    } catch (error) {
      if (!(error instanceof VkError)) {
        throw error;
      }
      isLost = true;
      onLost(noLongerKept(error));
    }
  }

  return {
    memory,
    during: (work) => {
      try {
        return work();
      } finally {
        // Also where it failed: the memory holds what it has done until then.
        keep();
      }
    },
    close: file.close,
  };
}

function noLongerKept(error: VkError): VkError {
  const remedy = `The sandbox goes on, and its state is no longer kept. ${error.remedy}`;
  return new VkError(error.code, error.message, remedy, { cause: error });
}
