import { conclude, type Conclusion } from '../core/diagnose/conclude.js';
import { startSearch, type SearchState } from '../core/diagnose/search.js';
import { describeStage } from '../core/diagnose/stages.js';
import type { AxisId, Language, Subject } from '../core/diagnose/variant.js';

export interface DiagnoseOptions {
  readonly maxDifferences: number;
  readonly axes: readonly AxisId[] | undefined;
  readonly timeLimitMs: number;
  /** The language that the request was likely sent from: it chooses among stories of the same bytes. */
  readonly language?: Language | undefined;
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
  /** Whether the search came to its end: all that it was asked for was tried, as far as it mattered. */
  readonly isComplete: boolean;
  /** Whether the signature is an encoded digest at all. */
  readonly isDigest: boolean;
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
  { maxDifferences, axes, timeLimitMs, language }: DiagnoseOptions,
  ports: DiagnosePorts,
): Promise<DiagnoseOutcome> {
  const startedMs = ports.nowMs();
  const search = startSearch(subject, [signature], { maxDifferences, axes });
  // To make all values of a large request takes a while, in which a signal may have come.
  await ports.pause();
  let stopped: 'exhausted' | 'time-limit' | 'interrupted' = 'exhausted';
  let pausedMs = ports.nowMs();
  while (search.step()) {
    const nowMs = ports.nowMs();
    const isLate = nowMs - startedMs >= timeLimitMs;
    if (isLate || nowMs - pausedMs >= PAUSE_EVERY_MS) {
      ports.onProgress?.(search.state());
      await ports.pause();
      pausedMs = nowMs;
    }
    const isInterrupted = ports.isInterrupted();
    if (isInterrupted || isLate) {
      stopped = isInterrupted ? 'interrupted' : 'time-limit';
      break;
    }
  }
  const state = search.state();
  const conclusion = conclude(subject, signature, state, language);
  return {
    ...conclusion,
    search: {
      candidates: state.candidates,
      elapsedMs: ports.nowMs() - startedMs,
      isComplete: state.isComplete,
      isDigest: state.isDigest,
      stopped: stopped === 'exhausted' && conclusion.findings.length > 0 ? 'found' : stopped,
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
