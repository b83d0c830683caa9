import { compareDecimals } from './decimal.js';
import type { JsonPath } from './json-path.js';
import type { JsonArray, JsonObject, JsonTree } from './json-tree.js';

/** A place at which two JSON values differ. */
export interface JsonDifference {
  readonly path: JsonPath;
  /** Absent where the value was added. */
  readonly before?: JsonTree;
  /** Absent where the value was removed. */
  readonly after?: JsonTree;
}

/**
 * Where two JSON values differ, in the order of the first. The order of members means nothing, and a
 * number is its value: 1.0 is 1. Of members of one name the last counts, as with JSON.parse.
 */
export function differences(before: JsonTree, after: JsonTree): readonly JsonDifference[] {
  return compare(before, after, []);
}

function compare(before: JsonTree, after: JsonTree, path: JsonPath): readonly JsonDifference[] {
  if (before.kind === 'object' && after.kind === 'object') {
    return compareObjects(before, after, path);
  }
  if (before.kind === 'array' && after.kind === 'array') {
    return compareArrays(before, after, path);
  }
  return isSame(before, after) ? [] : [{ path, before, after }];
}

function compareObjects(
  before: JsonObject,
  after: JsonObject,
  path: JsonPath,
): readonly JsonDifference[] {
  const [old, now] = [membersOf(before), membersOf(after)];
  const kept = [...old].flatMap(([name, value]) => {
    const other = now.get(name);
    const here = [...path, name];
    return other === undefined ? [{ path: here, before: value }] : compare(value, other, here);
  });
  const added = [...now].flatMap(([name, value]) =>
    old.has(name) ? [] : [{ path: [...path, name], after: value }],
  );
  return [...kept, ...added];
}

function compareArrays(
  { items: old }: JsonArray,
  { items: now }: JsonArray,
  path: JsonPath,
): readonly JsonDifference[] {
  return Array.from({ length: Math.max(old.length, now.length) }, (_, index) => {
    const [before, after] = [old[index], now[index]];
    const here = [...path, index];
    if (before !== undefined && after !== undefined) {
      return compare(before, after, here);
    }
    return [{ path: here, ...(before && { before }), ...(after && { after }) }];
  }).flat();
}

function membersOf({ members }: JsonObject): ReadonlyMap<string, JsonTree> {
  return new Map(members.map(({ key, value }) => [key.value, value]));
}

function isSame(before: JsonTree, after: JsonTree): boolean {
  if (before.kind === 'number' && after.kind === 'number') {
    return before.text === after.text || compareDecimals(before.text, after.text) === 0;
  }
  if (before.kind === 'string' && after.kind === 'string') {
    return before.value === after.value;
  }
  return before.kind === 'word' && after.kind === 'word' && before.text === after.text;
}
