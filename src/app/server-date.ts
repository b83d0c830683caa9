import { findHeader, type Header } from '../core/headers.js';
import { parseHttpDate } from '../core/time-text.js';

/**
 * When an answer was made, by its server's clock (RFC 9110 §6.6.1).
 *
 * @returns milliseconds since 1970, cut down to a second, or why the answer does not tell
 */
export function readServerDate(
  headers: readonly Header[],
): number | 'absent' | 'malformed' | 'cached' {
  const date = findHeader(headers, 'Date');
  if (date === undefined) {
    return 'absent';
  }
  // A cache adds Age (RFC 9111 §5.1) and leaves the Date of the answer that it kept.
  const isHit = CACHE_HEADERS.some((name) => /\bHIT\b/i.test(findHeader(headers, name) ?? ''));
  if (isHit || findHeader(headers, 'Age') !== undefined) {
    return 'cached';
  }
  const ms = parseHttpDate(date);
  return Number.isNaN(ms) ? 'malformed' : ms;
}

const CACHE_HEADERS = ['X-Cache', 'CF-Cache-Status', 'Cache-Status'];
