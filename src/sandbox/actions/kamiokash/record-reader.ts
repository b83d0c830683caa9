import type { Action, ActionCall } from '../../action.js';
import type { Json } from '../../json.js';
import type { StoredRecord } from '../../records.js';

/**
 * Answers with the record whose key is the route's parameter of that name.
 *
 * @param noun what a refusal calls it
 */
export function recordReader(
  collection: string,
  key: string,
  noun: string,
  toJson: (record: StoredRecord, call: ActionCall) => Json,
): Action {
  return (call) => {
    const id = call.params[key] ?? '';
    const record = call.records.get(collection, id);
    return record === undefined
      ? { reason: 'not-there', values: { what: `${noun} ${id}` } }
      : { body: toJson(record, call) };
  };
}
