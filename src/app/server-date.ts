import { findHeader, type Header } from '../core/headers.js';

// RFC 9110 §5.6.7. Date.parse alone takes "garbage 1" for a day in 2001.
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

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
  const ms = HTTP_DATE.test(date) ? Date.parse(date) : Number.NaN;
  return Number.isNaN(ms) ? 'malformed' : ms;
}

const CACHE_HEADERS = ['X-Cache', 'CF-Cache-Status', 'Cache-Status'];
