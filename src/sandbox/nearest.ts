import type { Endpoint } from '../core/provider.js';

/** Of a longer path, the beginning is compared: it is no misspelt one, and takes too long. */
const LONGEST = 200;

/** The documented endpoint whose path takes the fewest edits to reach; the first of equals. */
export function nearestEndpoint(
  path: string,
  endpoints: readonly Endpoint[],
): Endpoint | undefined {
  let nearest: Endpoint | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const endpoint of endpoints) {
    const edits = editDistance(path.slice(0, LONGEST), endpoint.path);
    if (edits < fewest) {
      nearest = endpoint;
      fewest = edits;
    }
  }
  return nearest;
}

/** How many letters have to be inserted, removed or replaced (Levenshtein). */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const other = Math.min(previous[column] ?? 0, current[column - 1] ?? 0) + 1;
      current.push(Math.min(replaced, other));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
