import { describeHit, type Finding } from './finding.js';
import type { SearchState } from './search.js';
import type { Language, Subject } from './variant.js';

/**
 * `correct`: the signature is the documented one. `explained`: differences that reproduce it are
 * known. `unexplained`: nothing that was tried reproduces it.
 */
export type DiagnosisVerdict = 'correct' | 'explained' | 'unexplained';

export interface Conclusion {
  readonly verdict: DiagnosisVerdict;
  /** Every set of differences of the least weight; one without causes where all is right. */
  readonly findings: readonly Finding[];
}

/** What a search has shown about one of its signatures, in the words of a language where that fits. */
export function conclude(
  subject: Subject,
  signature: string,
  state: SearchState,
  language?: Language,
): Conclusion {
  const findings = state.hits
    .filter((hit) => hit.signature === signature)
    .map((hit) => describeHit(subject, hit, language));
  const correct = findings.find(({ causes }) => causes.length === 0);
  if (correct !== undefined) {
    return { verdict: 'correct', findings: [correct] };
  }
  return { verdict: findings.length === 0 ? 'unexplained' : 'explained', findings };
}
