import { VkError } from '../core/error.js';
import type { Header } from '../core/headers.js';

/** Answers are held in memory; a larger one is refused rather than let grow. */
export const MAX_RESPONSE_BYTES = 256 * 1024 * 1024;

export function tooLarge(): VkError {
  return new VkError(
    'network',
    `the answer is larger than ${MAX_RESPONSE_BYTES / 1024 / 1024} MiB`,
    'Ask the API for less, or fetch it with vk sign --only curl.',
  );
}

/** Node's flat list of names and values as pairs, in the order and spelling of the wire. */
export function pairHeaders(flat: readonly string[]): Header[] {
  const pairs: Header[] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) {
    pairs.push([flat[index] ?? '', flat[index + 1] ?? '']);
  }
  return pairs;
}
