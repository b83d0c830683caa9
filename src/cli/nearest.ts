import { editDistance } from '../sandbox/nearest.js';

/** The word that a misspelt one is most likely meant to be; undefined where none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const wanted = word.toLowerCase().slice(0, LONGEST);
  // Of two that are as near, the one with the same first letter: few people miss that.
  const begins = (each: string): boolean => each.startsWith(wanted.charAt(0));
  const [best] = known
    .map((each) => ({
      each,
      edits: each.startsWith(wanted) && wanted !== '' ? 0.5 : editDistance(wanted, each),
    }))
    .filter(({ each, edits }) => edits <= Math.max(each.length, wanted.length) * MOST_CHANGED)
    .toSorted((a, b) => a.edits - b.edits || Number(begins(b.each)) - Number(begins(a.each)));
  return best?.each;
}

/** More than that takes time, and is no misspelt word of ours. */
const LONGEST = 40;

/** What part of a word may be wrong. */
const MOST_CHANGED = 0.5;
