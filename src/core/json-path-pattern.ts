import { readJsonPath, type JsonPath } from './json-path.js';

/** A path in which `null` stands for any name or position. */
export type JsonPathPattern = readonly (string | number | null)[];

/** Only at the very beginning does a star stand without a dot. */
const ANY_FIRST = /\[\*\]|\*/y;
const ANY = /\[\*\]|\.\*/y;

/** Reads `data.items[*].price` or `data.*`; undefined where it is none. */
export function readJsonPathPattern(text: string): JsonPathPattern | undefined {
  const pattern: (string | number | null)[] = [];
  let position = 0;
  while (position < text.length) {
    const { path, end } = readJsonPath(text, position);
    // Only the very first name stands without a dot.
    if (position > 0 && path.length > 0 && !/[.[]/.test(text.charAt(position))) {
      return undefined;
    }
    const any = anyAt(text, end);
    if (path.length === 0 && any === '') {
      return undefined;
    }
    pattern.push(...path, ...(any === '' ? [] : [null]));
    position = end + any.length;
  }
  return pattern.length === 0 ? undefined : pattern;
}

function anyAt(text: string, position: number): string {
  const any = position === 0 ? ANY_FIRST : ANY;
  any.lastIndex = position;
  return any.exec(text)?.[0] ?? '';
}

/** Whether a path is the pattern's, or leads on from there. */
export function isBelowPattern(path: JsonPath, pattern: JsonPathPattern): boolean {
  return (
    path.length >= pattern.length &&
    pattern.every((step, index) => step === null || step === path[index])
  );
}
