import type { BatchOutcome, BatchProgress } from '../app/batch/run-batch.js';
import { VkError } from '../core/error.js';
import type { KeptProgress } from './batch-journal.js';
import type { Context } from './command.js';
import type { BatchFlags } from './commands/batch.js';
import { openProgressLine } from './progress-line.js';
import { batchDocument, renderBatchProgress, renderBatchSummary } from './render/batch.js';
import { renderNote } from './render/error.js';
import { paletteFor } from './render/palette.js';

/** What a person sees of a batch while it runs, and afterwards. */
export interface BatchWatch {
  readonly note: (notes: readonly string[]) => void;
  readonly show: (look: () => BatchProgress) => void;
  /** Calls back at the first Ctrl-C, once what is needed to go on is safe. A second one ends vk at once. */
  readonly onStop: (stop: () => void) => () => void;
  readonly stop: () => Promise<void>;
  readonly sum: (outcome: BatchOutcome) => Promise<void>;
}

export async function openBatchWatch(
  { output, path, isQuiet, isJson }: BatchFlags,
  { file, journal, save }: KeptProgress,
  context: Context,
): Promise<BatchWatch> {
  const { stdout, stderr, onInterrupt } = context.terminal;
  const palette = await paletteFor(stderr);
  const isShown = stderr.isTerminal && !isQuiet && !isJson;
  const line = openProgressLine(isShown && (output !== undefined || !stdout.isTerminal), context);
  const { upTo, beyond, started, open } = journal.snapshot();
  const doneBefore = upTo + beyond.length - started.length - open.length;
  let saved: Promise<string | undefined> | undefined;
  let told: Promise<void> | undefined;

  function note(notes: readonly string[]): void {
    for (const text of isQuiet ? [] : notes) {
      stderr.write(renderNote(text, palette));
    }
  }

  /** Where the batch can go on; undefined where it cannot. */
  async function keep(): Promise<string | undefined> {
    try {
      return await save();
    } catch (error) {
      if (!(error instanceof VkError)) {
        throw error;
      }
      note([`what was done could not be kept: ${error.message}`]);
      return undefined;
    }
  }

  return {
    note,
    show: (look) => {
      const columns = stderr.columns() - SPINNER_COLUMNS;
      line.show(() => renderBatchProgress(look(), file?.lines, doneBefore, columns));
    },
    onStop: (stop) =>
      onInterrupt(() => {
        stop();
        saved = keep();
        told = line.stop().then(() => {
          note(isJson ? [] : ['waiting for what is on its way; Ctrl-C again ends vk at once']);
        });
      }),
    stop: line.stop,
    sum: async (outcome) => {
      await told;
      const isCut = outcome.ended === 'interrupted' || outcome.ended === 'guard';
      const place = isCut ? await (saved ?? keep()) : undefined;
      if (isJson) {
        stderr.write(`${JSON.stringify(batchDocument(outcome, place))}\n`);
        return;
      }
      if (!isQuiet) {
        stderr.write(renderBatchSummary(outcome, file?.lines, palette));
      }
      if (isCut) {
        note([
          place === undefined
            ? CANNOT_GO_ON
            : `go on with: vk batch ${path} --resume ${place}, and the other flags of this run`,
        ]);
      }
    },
  };
}

/** The spinner, a space, and the last column, which a terminal may take for the next line's. */
const SPINNER_COLUMNS = 3;

const CANNOT_GO_ON = 'this batch cannot go on: the results say which calls were made';
