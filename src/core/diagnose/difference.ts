/** Where two byte strings part. */
export interface Difference {
  /** The first byte that differs; the length of the shorter one where it is the other's beginning. */
  readonly offset: number;
  readonly documented: Uint8Array;
  readonly signed: Uint8Array;
}

/** The first difference of two byte strings; undefined where they are equal. */
export function firstDifference(
  documented: Uint8Array,
  signed: Uint8Array,
): Difference | undefined {
  const shorter = Math.min(documented.length, signed.length);
  for (let offset = 0; offset < shorter; offset += 1) {
    if (documented[offset] !== signed[offset]) {
      return { offset, documented, signed };
    }
  }
  return documented.length === signed.length ? undefined : { offset: shorter, documented, signed };
}
