import { concatBytes, utf8 } from './bytes.js';
import { VkError } from './error.js';
import type { PartName, Scheme } from './provider.js';

/** The values of a request's parts, as bytes. Those that the scheme does not name are not read. */
export type Parts = Readonly<Partial<Record<PartName, Uint8Array | undefined>>>;

/** One part inside the string-to-sign. */
export interface Segment {
  readonly name: PartName;
  readonly bytes: Uint8Array;
  /** Where its first byte is in the string-to-sign. */
  readonly offset: number;
}

export interface StringToSign {
  readonly segments: readonly Segment[];
  readonly bytes: Uint8Array;
}

/** Joins the parts that a scheme names, in its order, with its separator between them. */
export function buildStringToSign(scheme: Scheme, parts: Parts): StringToSign {
  const separator = utf8(scheme.separator);
  const segments: Segment[] = [];
  const chunks: Uint8Array[] = [];
  let offset = 0;
  for (const name of scheme.parts) {
    if (segments.length > 0) {
      chunks.push(separator);
      offset += separator.length;
    }
    const bytes = partBytes(parts, name);
    segments.push({ name, bytes, offset });
    chunks.push(bytes);
    offset += bytes.length;
  }
  return { segments, bytes: concatBytes(chunks) };
}

function partBytes(parts: Parts, name: PartName): Uint8Array {
  const bytes = parts[name];
  if (bytes === undefined) {
    throw new VkError(
      'missing-value',
      `the signature covers the ${name}, and none was given`,
      `Give the ${name}.`,
    );
  }
  return bytes;
}
