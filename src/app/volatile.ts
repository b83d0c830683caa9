import type { JsonDifference } from '../core/json-difference.js';
import type { JsonPath } from '../core/json-path.js';
import type { JsonTree } from '../core/json-tree.js';
import { HTTP_DATE } from '../core/time-text.js';

/** What two answers were given to, and when. */
export interface AnswerTimes {
  /** In milliseconds since 1970. */
  readonly beforeMs: number;
  readonly afterMs: number;
}

/**
 * Whether a value changes from call to call and means nothing: an id or a time. Ids go by the name of
 * their member, and times by that or by their look. A value that is there in one answer only, or of
 * another type, is no such change.
 *
 * @param isNamed whether the request itself names a value: then the answer has it from there
 */
export function isVolatile(
  { path, before, after }: JsonDifference,
  times: AnswerTimes,
  isNamed: (value: string) => boolean,
): boolean {
  const [old, now] = [textOf(before), textOf(after)];
  if (old === undefined || now === undefined || before?.kind !== after?.kind) {
    return false;
  }
  const isOfThatName = VOLATILE_NAMES.test(lastName(path));
  return (
    (isOfThatName && !isNamed(old)) || (isTime(old, times.beforeMs) && isTime(now, times.afterMs))
  );
}

/** docs/history.md lists them. */
const VOLATILE_NAMES =
  /^(?:_?id|uuid|guid|nonce|reference|time|timestamp|date|created|updated|modified|last_?updated)$|_(?:id|uuid|at|time|date|timestamp)$|[a-z](?:Id|ID|Uuid|UUID|At|Time|Date|Timestamp)$/;

function lastName(path: JsonPath): string {
  const name = path.findLast((step) => typeof step === 'string');
  return typeof name === 'string' ? name : '';
}

function textOf(tree: JsonTree | undefined): string | undefined {
  switch (tree?.kind) {
    case 'string':
      return tree.value;
    case 'number':
      return tree.text;
    default:
      return undefined;
  }
}

const ISO_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$/;
const DAY_MS = 86_400_000;

/** A time that is written as one, or seconds or milliseconds since 1970 of about that time. */
function isTime(text: string, aboutMs: number): boolean {
  if (ISO_TIME.test(text) || HTTP_DATE.test(text)) {
    return true;
  }
  const ms = /^\d{10}(?:\.\d+)?$/.test(text)
    ? Number(text) * 1000
    : /^\d{13}$/.test(text)
      ? Number(text)
      : Number.NaN;
  return Math.abs(ms - aboutMs) < DAY_MS;
}
