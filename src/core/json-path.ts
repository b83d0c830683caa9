import type { JsonTree } from './json-tree.js';
import { parseJson } from './parsed-json.js';

/** Names of members and positions in arrays, from the outside in. */
export type JsonPath = readonly (string | number)[];

/** One step: `.name`, `[0]`, `["a.b"]`, or a name at the very beginning. */
const STEP = /\.?([^\s.[\]"'=!~<>*]+)|\[(0|[1-9]\d{0,8})\]|\[("(?:[^"\\]|\\.)*")\]/y;

/**
 * Reads `data.items[0].name`, from a position on. A name with other characters is written
 * `["a.b"]`, as a JSON string.
 *
 * @returns the path and where it ends; a path of no steps where there is none
 */
export function readJsonPath(text: string, start = 0): { path: JsonPath; end: number } {
  const path: (string | number)[] = [];
  let end = start;
  for (;;) {
    STEP.lastIndex = end;
    const [whole, name, index, quoted] = STEP.exec(text) ?? [];
    // Only the first name stands without a dot.
    const isStep = whole !== undefined && (name === undefined || whole !== name || end === start);
    const step = isStep
      ? (name ?? (index === undefined ? unquoted(quoted) : Number(index)))
      : undefined;
    if (step === undefined) {
      return { path, end };
    }
    path.push(step);
    end += whole?.length ?? 0;
  }
}

function unquoted(text: string | undefined): string | undefined {
  const value = parseJson(text ?? '');
  return typeof value === 'string' ? value : undefined;
}

/** The same path as a person writes it. */
export function printJsonPath(path: JsonPath): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') {
        return `[${step}]`;
      }
      if (!PLAIN_NAME.test(step)) {
        return `[${JSON.stringify(step)}]`;
      }
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}

const PLAIN_NAME = /^[^\s.[\]"'=!~<>*]+$/;

/** The value at the end of a path; of members of one name the last counts, as with JSON.parse. */
export function atJsonPath(tree: JsonTree, path: JsonPath): JsonTree | undefined {
  let here: JsonTree | undefined = tree;
  for (const step of path) {
    here = here === undefined ? undefined : child(here, step);
  }
  return here;
}

function child(tree: JsonTree, step: string | number): JsonTree | undefined {
  if (tree.kind === 'object') {
    return tree.members.findLast(({ key }) => key.value === String(step))?.value;
  }
  if (tree.kind === 'array') {
    const index = typeof step === 'number' ? step : /^\d{1,9}$/.test(step) ? Number(step) : -1;
    return tree.items[index];
  }
  return undefined;
}
