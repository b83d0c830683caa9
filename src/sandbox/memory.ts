/** What a sandbox remembers of the requests that it has seen. Each table is bounded by its window. */
export interface SandboxMemory {
  /** Signatures that were accepted, by API key and signature: until when they count as seen. */
  readonly signatures: Map<string, number>;
}

export function newMemory(): SandboxMemory {
  return { signatures: new Map() };
}
