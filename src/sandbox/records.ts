/**
 * Something that a sandbox holds: a member, a wallet, a transaction. Values are text, amounts of money
 * as `15420.50`, so that nothing is rounded and everything can be stored.
 */
export type StoredRecord = Readonly<Record<string, string>>;

/** How many records a collection holds; a test that goes on for days must not fill the memory. */
const MAX_RECORDS = 100_000;

/** Is told of each record that is put. */
export type RecordListener = (collection: string, id: string, record: StoredRecord) => void;

/** Records by collection and id, in the order in which they were first put. */
export class RecordTable {
  readonly #collections = new Map<string, Map<string, StoredRecord>>();
  readonly #onPut: RecordListener;

  constructor(onPut: RecordListener = () => undefined) {
    this.#onPut = onPut;
  }

  /** Whether anything was ever put there. */
  has(collection: string): boolean {
    return this.#collections.has(collection);
  }

  get(collection: string, id: string): StoredRecord | undefined {
    return this.#collections.get(collection)?.get(id);
  }

  /** From the oldest to the newest. */
  list(collection: string): readonly StoredRecord[] {
    return [...(this.#collections.get(collection)?.values() ?? [])];
  }

  /** Adds a record, or replaces it in its place; the oldest make room where there are too many. */
  put(collection: string, id: string, record: StoredRecord): void {
    const records = this.#collections.get(collection) ?? new Map<string, StoredRecord>();
    this.#collections.set(collection, records.set(id, record));
    for (const oldest of records.keys()) {
      if (records.size <= MAX_RECORDS) {
        break;
      }
      records.delete(oldest);
    }
    this.#onPut(collection, id, record);
  }

  /** All that it holds, in the order in which putting it again makes the same table. */
  *entries(): Generator<readonly [collection: string, id: string, record: StoredRecord]> {
    for (const [collection, records] of this.#collections) {
      for (const [id, record] of records) {
        yield [collection, id, record];
      }
    }
  }
}
