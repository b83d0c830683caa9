import { conclude, type Conclusion } from '../core/diagnose/conclude.js';
import { startSearch, type SearchState } from '../core/diagnose/search.js';
import { describeStage } from '../core/diagnose/stages.js';
import type { AxisId, Subject } from '../core/diagnose/variant.js';

export interface DiagnoseOptions {
  readonly maxDifferences: number;
  readonly axes: readonly AxisId[] | undefined;
  readonly timeLimitMs: number;
}

export interface DiagnosePorts {
  readonly nowMs: () => number;
  /** Lets the rest of the process have its turn. */
  readonly pause: () => Promise<void>;
  readonly isInterrupted: () => boolean;
  readonly onProgress?: (state: SearchState) => void;
}

export interface DiagnoseOutcome extends Conclusion {
  readonly search: SearchReport;
}

/** What was searched. */
export interface SearchReport {
  readonly candidates: number;
  readonly elapsedMs: number;
  /** Whether all that a search promises was tried, or a cause was found before. */
  readonly isComplete: boolean;
  readonly stopped: 'found' | 'exhausted' | 'time-limit' | 'interrupted';
  /** What was searched to its end: `1 common difference`. */
  readonly stages: readonly string[];
  readonly axes: readonly SearchedAxis[];
}

export interface SearchedAxis {
  readonly axis: AxisId;
  /** How many different values were tried. */
  readonly values: number;
  /** The records of the catalogue that gave them. */
  readonly variants: readonly string[];
  /** Whether the request was too large for all of them. */
  readonly isCut: boolean;
}

/** Searches for what reproduces a signature, until it is found or the time is over. */
export async function diagnose(
  subject: Subject,
  signature: string,
  { maxDifferences, axes, timeLimitMs }: DiagnoseOptions,
  ports: DiagnosePorts,
): Promise<DiagnoseOutcome> {
  const startedMs = ports.nowMs();
  const search = startSearch(subject, [signature], { maxDifferences, axes });
  let stopped: SearchReport['stopped'] = 'exhausted';
  let pausedMs = startedMs;
  while (search.step()) {
    const nowMs = ports.nowMs();
    if (nowMs - startedMs >= timeLimitMs) {
      stopped = 'time-limit';
      break;
    }
    if (nowMs - pausedMs >= PAUSE_EVERY_MS) {
      ports.onProgress?.(search.state());
      await ports.pause();
      pausedMs = nowMs;
    }
    if (ports.isInterrupted()) {
      stopped = 'interrupted';
      break;
    }
  }
  const state = search.state();
  const conclusion = conclude(subject, signature, state);
  return {
    ...conclusion,
    search: {
      candidates: state.candidates,
      elapsedMs: ports.nowMs() - startedMs,
      isComplete: state.isComplete,
      stopped: conclusion.verdict === 'unexplained' ? stopped : 'found',
      stages: state.done.map(describeStage),
      axes: state.axes.map(searched),
    },
  };
}

function searched({ axis, common, rare, isCut }: SearchState['axes'][number]): SearchedAxis {
  const choices = [...common, ...rare];
  const ids = choices.flatMap(({ stories }) => stories.map(({ variant }) => variant.id));
  return { axis, values: choices.length, variants: [...new Set(ids)], isCut };
}

const PAUSE_EVERY_MS = 50;
