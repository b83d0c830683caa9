import { conclude, type Conclusion } from '../../../src/core/diagnose/conclude.js';
import {
  startSearch,
  type SearchOptions,
  type SearchState,
} from '../../../src/core/diagnose/search.js';
import { stagesUpTo } from '../../../src/core/diagnose/stages.js';
import type { Subject } from '../../../src/core/diagnose/variant.js';

/** Searches until all is explained, or all that is promised was tried. */
export function searchFor(
  subject: Subject,
  signatures: readonly string[],
  options: SearchOptions = { maxDifferences: 3 },
): SearchState {
  const search = startSearch(subject, signatures, options);
  const promised = stagesUpTo(options.maxDifferences).filter(({ isPromised }) => isPromised);
  const isPromiseKept = (): boolean => {
    const { done } = search.state();
    return promised.every(({ common, rare }) =>
      done.some((stage) => stage.common === common && stage.rare === rare),
    );
  };
  while (search.step() && !isPromiseKept()) {
    // Each step goes on by itself.
  }
  return search.state();
}

/** The conclusion about one signature. */
export function diagnosisOf(
  subject: Subject,
  signature: string,
  options: SearchOptions = { maxDifferences: 2 },
): Conclusion {
  return conclude(subject, signature, searchFor(subject, [signature], options));
}

/** Each finding's causes, as `body/left-out`; of several stories the first. */
export function causesOf({ findings }: Conclusion): string[][] {
  return findings.map(({ causes }) => causes.map(({ axis, id }) => `${axis}/${id}`));
}
