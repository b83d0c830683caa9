import { openAssembly, type AssemblyInput } from './assemble.js';
import type { AxisChoices, Choice } from './choices.js';
import type { Stage } from './stages.js';

export interface Enumeration extends AssemblyInput {
  readonly axes: readonly AxisChoices[];
  readonly stages: readonly Stage[];
}

export interface Advance {
  readonly tried: number;
  readonly stageEnded: boolean;
}

type Steps = Generator<Advance, void, undefined>;

/**
 * Goes through all candidates, stage after stage, and has them computed in batches. What it holds does
 * not grow with their number.
 */
export function* enumerate(given: Enumeration): Steps {
  const { axes, documented, stages } = given;
  const batch = openAssembly(given);

  function* walk(first: number, common: number, rare: number): Steps {
    for (let index = first; index < axes.length; index += 1) {
      const axis = axes[index];
      if (axis === undefined || (mustDiffer && index > 0 && batch.isDocumentedConstruction())) {
        return;
      }
      if (batch.mentions(axis.axis)) {
        if (common > 0) {
          yield* each(axis.common, index, common - 1, rare);
        }
        if (rare > 0) {
          yield* each(isSingleRare ? axis.rare : axis.sociable, index, common, rare - 1);
        }
      }
    }
  }

  function* each(choices: readonly Choice[], index: number, common: number, rare: number): Steps {
    for (const choice of choices) {
      if (common + rare === 0) {
        if (batch.add(choice)) {
          yield { tried: batch.takeTried(), stageEnded: false };
        }
      } else {
        batch.pick(choice);
        yield* walk(index + 1, common, rare);
        batch.unpick();
      }
    }
  }

  const mustDiffer = !documented.isPossible;
  let isSingleRare = true;
  for (const { common, rare } of stages) {
    isSingleRare = rare < 2;
    if (common + rare > 0) {
      yield* walk(0, common, rare);
    } else if (!mustDiffer) {
      batch.add(undefined);
    }
    batch.flush();
    yield { tried: batch.takeTried(), stageEnded: true };
  }
}
