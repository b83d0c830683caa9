import { VkError } from '../core/error.js';
import { parseTimestamp } from '../core/timestamp.js';

/**
 * Reads a point in time: Unix seconds, milliseconds, or ISO 8601 with its zone.
 *
 * @returns milliseconds since 1970
 * @throws VkError `bad-timestamp`
 */
export function parsePointInTime(flag: string, text: string): number {
  const ms = /^\d{11,14}$/.test(text)
    ? Number(text)
    : (parseTimestamp(text, 'unix-seconds') ?? parseTimestamp(text, 'iso-8601'));
  if (ms === undefined) {
    throw new VkError(
      'bad-timestamp',
      `${flag} ${JSON.stringify(text)} is no time`,
      'Write it as 1767323045, 1767323045000 or 2026-01-02T03:04:05Z.',
    );
  }
  return ms;
}
