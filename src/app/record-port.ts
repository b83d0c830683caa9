/** Journals that outlive a process. */
export interface StatePort {
  /**
   * Opens one for this process alone; its folder is made where there is none.
   *
   * @throws VkError `state-file` where another process has it, `file` where it cannot be written
   */
  readonly open: (folder: string, name: string) => StateFile;
}

/** A journal that is read first, then written anew, and then added to. */
export interface StateFile {
  readonly path: string;
  /** All of it; nothing where there is none. */
  readonly read: () => Uint8Array;
  /** Replaces it in one step. */
  readonly rewrite: (pieces: Iterable<string>) => void;
  /** Adds a line, all of it or nothing, where it outlives this process. */
  readonly append: (line: string) => void;
  /** Whether it has grown much since it was written anew. */
  readonly isWorthRewriting: () => boolean;
  readonly close: () => void;
}

/** Received webhooks that outlive a process. Several processes may add to them at once. */
export interface DeliveryStore {
  readonly path: string;
  /** All lines; nothing where there are none. The last one may be torn. */
  readonly read: () => Uint8Array;
  /**
   * Adds a line that ends in a line break. Where there are too many, the older half is dropped.
   *
   * @throws VkError `file` or `state-file`
   */
  readonly append: (line: string) => void;
  /** A short id that no other delivery has. */
  readonly newId: () => string;
}

/** The calls that were made, a line of JSON each. Several processes may add to them at once. */
export interface HistoryStore {
  /** The folder of its files. */
  readonly path: string;
  /**
   * Adds a line that ends in a line break, in constant time. Files that are too old or too many go.
   *
   * @throws VkError `file` or `state-file`
   */
  readonly append: (line: string) => void;
  /** The lines without their line breaks, the newest first; reads no further than it is asked. */
  readonly newestFirst: () => Iterable<Uint8Array>;
  /** Forgets everything. @throws VkError `file` */
  readonly clear: () => void;
  /** A short id that no other call has. */
  readonly newId: () => string;
}

/** A journal that the user has named. */
export interface NamedJournal extends StateFile {
  /** Takes the file away. */
  readonly remove: () => void;
}
