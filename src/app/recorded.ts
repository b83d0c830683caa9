import { utf8 } from '../core/bytes.js';
import type { Header } from '../core/headers.js';

/** Recorded headers, pairs of texts; undefined where they are none. */
export function readHeaders(value: unknown): readonly Header[] | undefined {
  if (!Array.isArray(value)) {
    return undefined;
  }
  const pairs: Header[] = [];
  for (const pair of value) {
    const [name, text]: unknown[] = Array.isArray(pair) ? pair : [];
    if (typeof name !== 'string' || typeof text !== 'string') {
      return undefined;
    }
    pairs.push([name, text]);
  }
  return pairs;
}

/** A recorded body, in base64 where it was no UTF-8; undefined where it was not kept. */
export function readBody({
  body,
  bodyBase64,
}: Readonly<Record<string, unknown>>): Uint8Array | undefined {
  if (typeof body === 'string') {
    return utf8(body);
  }
  return typeof bodyBase64 === 'string' ? Buffer.from(bodyBase64, 'base64') : undefined;
}
