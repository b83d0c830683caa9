import { fingerprint, type Fingerprint } from '../app/batch/fingerprint.js';
import {
  beginJournal,
  journalInMemory,
  resumeJournal,
  type BatchIdentity,
  type BatchJournal,
} from '../app/batch/journal.js';
import { VkError } from '../core/error.js';
import type { Context } from './command.js';

export interface JournalChoices {
  /** The file of calls; `-` for standard input. */
  readonly path: string;
  readonly journal: string | undefined;
  readonly resume: string | undefined;
}

/** How far a batch has come, and where that is kept. */
export interface KeptProgress {
  readonly journal: BatchJournal;
  /** Undefined where the calls come from a pipe, which can be read once. */
  readonly file: Fingerprint | undefined;
  /** From now on, keeps in a file what only the memory has had; the file's path. */
  readonly save: () => Promise<string | undefined>;
  /** Ends it; a file that Ctrl-C has left goes where nothing is left to do. */
  readonly close: (isComplete: boolean) => void;
}

/**
 * Opens the journal that was asked for, or one in memory, which is saved when it is needed.
 *
 * @throws VkError `usage`, `file` or `state-file`
 */
export async function openProgress(
  choices: JournalChoices,
  about: Pick<BatchIdentity, 'provider' | 'origin'>,
  context: Context,
): Promise<KeptProgress> {
  const { deps } = context;
  const file = await identify(choices, context);
  const keySeed = Buffer.from(deps.random(SEED_BYTES)).toString('hex');
  const identity = file && { bytes: file.bytes, sha256: file.sha256, ...about };
  const named = choices.resume ?? choices.journal;
  if (named === undefined || identity === undefined) {
    await refuseUnfinished(choices.path, context);
    return inMemory(journalInMemory(keySeed), choices.path, file, identity, context);
  }
  const opened = await deps.journal(named, choices.resume === undefined);
  const journal = ((): BatchJournal => {
    try {
      return choices.resume === undefined
        ? beginJournal(opened, identity, keySeed)
        : resumeJournal(opened, identity);
    } catch (error) {
      opened.close();
      throw error;
    }
  })();
  return {
    journal,
    file,
    save: async () => await Promise.resolve(named),
    close: (isComplete) => {
      if (isComplete && named === leftName(choices.path)) {
        opened.remove();
      }
      journal.close();
    },
  };
}

const SEED_BYTES = 16;

async function identify(
  { path, journal, resume }: JournalChoices,
  { deps }: Context,
): Promise<Fingerprint | undefined> {
  if (path !== '-') {
    const source = await deps.source(path);
    if (source.size !== undefined) {
      return await fingerprint(source);
    }
    await source.close();
  }
  if (journal !== undefined || resume !== undefined) {
    throw new VkError(
      'usage',
      `--${resume === undefined ? 'journal' : 'resume'} needs a file of calls, and ${path} can be read only once`,
      'Save the calls to a file first.',
    );
  }
  return undefined;
}

/** Where Ctrl-C leaves what is needed to go on. */
function leftName(path: string): string {
  return `${path}.resume`;
}

async function refuseUnfinished(path: string, { deps }: Context): Promise<void> {
  const left = leftName(path);
  if (path !== '-' && (await deps.paths()).look(left) !== undefined) {
    throw new VkError(
      'state-file',
      `these calls were begun before: ${left} says how far they came`,
      `Go on with --resume ${left}, or remove it to make all of them again.`,
    );
  }
}

function inMemory(
  memory: BatchJournal,
  path: string,
  file: Fingerprint | undefined,
  identity: BatchIdentity | undefined,
  { deps }: Context,
): KeptProgress {
  let kept: BatchJournal | undefined;
  let saving: Promise<string | undefined> | undefined;

  async function save(): Promise<string | undefined> {
    if (identity === undefined) {
      return undefined;
    }
    const left = leftName(path);
    const opened = await deps.journal(left, true);
    kept = beginJournal(opened, identity, memory.keySeed, memory.snapshot());
    return left;
  }

  return {
    file,
    journal: {
      ...memory,
      mark: (call, state) => {
        memory.mark(call, state);
        kept?.mark(call, state);
      },
    },
    save: async () => await (saving ??= save()),
    close: () => {
      kept?.close();
    },
  };
}
