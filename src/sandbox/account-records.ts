import type { Provider } from '../core/provider.js';
import type { AccountRecords } from './action.js';
import type { StoredRecord } from './records.js';
import type { SandboxState } from './state.js';

/** The records of one API key. A collection begins with what the settings or the definition put there. */
export function accountRecords(
  provider: Provider,
  { memory, settings }: SandboxState,
  apiKey: string,
): AccountRecords {
  const { records } = memory;
  const collections = provider.sandbox.collections ?? [];

  /** The table's own name of a collection, which is filled when it is first asked for. */
  function opened(name: string): string {
    const place = JSON.stringify([apiKey, name]);
    if (!records.has(place)) {
      const definition = collections.find((collection) => collection.name === name);
      const key = definition?.key ?? 'id';
      const initial: readonly StoredRecord[] = settings.seed?.[name] ?? definition?.initial ?? [];
      for (const record of initial) {
        records.put(place, record[key] ?? '', record);
      }
    }
    return place;
  }

  return {
    get: (collection, id) => records.get(opened(collection), id),
    list: (collection) => records.list(opened(collection)),
    put: (collection, id, record) => {
      records.put(opened(collection), id, record);
    },
  };
}
