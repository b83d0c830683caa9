import type { ActionCall } from './action.js';
import type { StoredRecord } from './records.js';

const USUAL = 50;
const LONGEST = 500;

/**
 * The newest records first: `?limit=N` of them, 50 where that is not said, and only such as have the
 * values that other query parameters name.
 */
export function page(
  { query }: Pick<ActionCall, 'query'>,
  records: readonly StoredRecord[],
  filters: readonly string[] = [],
): readonly StoredRecord[] {
  const wanted = filters.flatMap((name) => {
    const value = query(name);
    return value === undefined ? [] : [{ name, value }];
  });
  const asked = query('limit') ?? '';
  const limit = /^[1-9]\d{0,5}$/.test(asked) ? Math.min(Number(asked), LONGEST) : USUAL;
  return records
    .filter((record) => wanted.every(({ name, value }) => record[name] === value))
    .slice(-limit)
    .toReversed();
}
