/** What is at a path. Of a link, mode and owner are those of what it leads to. */
export interface PathFacts {
  readonly kind: 'file' | 'folder' | 'other';
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
}

export interface PathPort {
  /** Undefined where there is nothing, or nothing that may be looked at. */
  readonly look: (path: string) => PathFacts | undefined;
  /** Whether both lead to one regular file, or would if it were there. */
  readonly isSame: (one: string, other: string) => boolean;
}
