/** A set of candidates: those with so many common and so many rare differences. */
export interface Stage {
  readonly common: number;
  readonly rare: number;
  /** Whether a search is complete only with it: all singles, all pairs, and common ones beyond. */
  readonly isPromised: boolean;
}

/** All stages up to a number of differences, the simplest stories first. */
export function stagesUpTo(maxDifferences: number): Stage[] {
  const stages: Stage[] = [];
  for (let count = 0; count <= maxDifferences; count += 1) {
    for (let rare = 0; rare <= count; rare += 1) {
      stages.push({ common: count - rare, rare, isPromised: count <= 2 || rare === 0 });
    }
  }
  return stages.toSorted(
    (a, b) => weightOf(a) - weightOf(b) || differencesOf(a) - differencesOf(b),
  );
}

export function weightOf({ common, rare }: Stage): number {
  return common + 2 * rare;
}

function differencesOf({ common, rare }: Stage): number {
  return common + rare;
}

/** In words: `2 common differences`, `1 common and 1 rare difference`. */
export function describeStage({ common, rare }: Stage): string {
  const parts = [
    ...(common > 0 ? [`${common} common`] : []),
    ...(rare > 0 ? [`${rare} rare`] : []),
  ];
  return parts.length === 0
    ? 'as documented'
    : `${parts.join(' and ')} difference${common + rare === 1 ? '' : 's'}`;
}
