import type { Choice } from './choices.js';
import type { Construction } from './construction.js';
import type { Layout, Piece } from './layout.js';

/** One combination of values: what it differs in, and what it comes to. */
export interface Candidate {
  readonly choices: readonly Choice[];
  readonly key: Uint8Array;
  readonly construction: Construction;
  readonly layout: Layout;
  readonly pieces: ReadonlyMap<Piece, Uint8Array>;
  readonly message: Uint8Array;
}

export interface Documented {
  readonly key: Uint8Array;
  readonly layout: Layout;
  readonly construction: Construction;
  /** Whether its digest has the length of the signature. */
  readonly isPossible: boolean;
  readonly pieces: ReadonlyMap<Piece, Uint8Array>;
}

/** The layout and the pieces of a candidate. */
export function piecesOf(
  documented: Documented,
  choices: readonly Choice[],
): Pick<Candidate, 'layout' | 'pieces'> {
  const pieces = new Map(documented.pieces);
  let { layout } = documented;
  for (const choice of choices) {
    if (choice.axis === 'layout') {
      layout = choice.value;
    } else if (choice.axis !== 'algorithm' && choice.axis !== 'secret') {
      pieces.set(choice.axis, choice.value);
    }
  }
  return { layout, pieces };
}
