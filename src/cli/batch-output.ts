import { VkError } from '../core/error.js';
import type { Context } from './command.js';
import { shownOn } from './render/text.js';

/** Where results go. */
export interface BatchOutput {
  /** Takes a line; false where nobody reads on. */
  readonly write: (line: string) => Promise<boolean>;
  /** Writes what is held back. */
  readonly flush: () => void;
}

const GROUP_CHARACTERS = 64 * 1024;
/** Nobody notices that a line is this late, and a write for each would cost more than signing. */
const LATE_MS = 20;

/**
 * Results on standard output, or in a file.
 *
 * @param path of the file; undefined for standard output
 * @param goesOn whether the file is added to: an earlier run has begun it
 * @param isAtOnce whether no line is held back: because what is journalled as done must have been said
 * @throws VkError `file`
 */
export function openBatchOutput(
  path: string | undefined,
  { goesOn, isAtOnce }: { readonly goesOn: boolean; readonly isAtOnce: boolean },
  { terminal: { stdout }, deps }: Context,
): BatchOutput {
  if (path !== undefined && !goesOn) {
    deps.files.write(path, new Uint8Array());
  }
  let held = '';
  let cancel: (() => void) | undefined;
  let fault: VkError | undefined;

  function flush(): void {
    cancel?.();
    cancel = undefined;
    const text = held;
    held = '';
    if (text === '') {
      return;
    }
    if (path === undefined) {
      // What comes from outside may not steer a terminal.
      stdout.write(shownOn(stdout, text));
    } else {
      deps.files.append(path, Buffer.from(text));
    }
  }

  /** A timer has nobody to tell: the next line hears of it. */
  function flushLate(): void {
    try {
      flush();
    } catch (error) {
      if (!(error instanceof VkError)) {
        throw error;
      }
      fault = error;
    }
  }

  return {
    write: async (line) => {
      if (fault !== undefined) {
        throw fault;
      }
      held += line;
      if (!isAtOnce && held.length < GROUP_CHARACTERS) {
        cancel ??= deps.later(LATE_MS, flushLate);
        return true;
      }
      flush();
      return path !== undefined || (await stdout.drained());
    },
    flush: () => {
      if (fault !== undefined) {
        throw fault;
      }
      flush();
    },
  };
}
