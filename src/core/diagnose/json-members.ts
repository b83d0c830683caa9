import type { JsonMember } from '../json-tree.js';

/**
 * Each key once, with the last of its values in the place of the first: so do the insertion-ordered
 * maps of Python, PHP, Ruby, Java and C#.
 */
export function lastOfEachKey(members: readonly JsonMember[]): readonly JsonMember[] {
  const byKey = new Map<string, JsonMember>();
  for (const member of members) {
    byKey.set(member.key.value, member);
  }
  return byKey.size === members.length ? members : [...byKey.values()];
}

/** In the order of UTF-16 code units: JavaScript's, Java's and C#'s ordinal one. */
export function sortedByUtf16(members: readonly JsonMember[]): readonly JsonMember[] {
  return members.toSorted(({ key: a }, { key: b }) => compareUtf16(a.value, b.value));
}

/** In the order of code points, which is also the one of UTF-8 bytes: Python's and Go's. */
export function sortedByCodePoint(members: readonly JsonMember[]): readonly JsonMember[] {
  return members.toSorted(({ key: a }, { key: b }) => compareCodePoints(a.value, b.value));
}

function compareUtf16(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareCodePoints(a: string, b: string): number {
  const left = Array.from(a);
  const right = Array.from(b);
  for (const [index, char] of left.entries()) {
    const difference = (char.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? -1);
    if (difference !== 0) {
      return difference;
    }
  }
  return left.length - right.length;
}
