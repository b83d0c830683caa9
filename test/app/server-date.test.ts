import { expect, it } from 'vitest';
import { readServerDate } from '../../src/app/server-date.js';
import type { Header } from '../../src/core/headers.js';

const DATE: Header = ['Date', 'Fri, 02 Jan 2026 03:04:05 GMT'];
const MS = 1_767_323_045_000;

it.each<[what: string, headers: readonly Header[], read: unknown]>([
  ['a date', [DATE], MS],
  ['its name in lower case', [['date', DATE[1]]], MS],
  ['none', [['Server', 'x']], 'absent'],
  ['nothing in it', [['Date', '']], 'malformed'],
  ['garbage', [['Date', 'garbage 1']], 'malformed'],
  ['ISO 8601', [['Date', '2026-01-02T03:04:05Z']], 'malformed'],
  ['a day that is none', [['Date', 'Fri, 42 Jan 2026 03:04:05 GMT']], 'malformed'],
  ['another zone', [['Date', 'Fri, 02 Jan 2026 03:04:05 IST']], 'malformed'],
  ['Age', [DATE, ['Age', '0']], 'cached'],
  ['X-Cache: HIT', [DATE, ['X-Cache', 'HIT from edge']], 'cached'],
  ['CF-Cache-Status: HIT', [DATE, ['CF-Cache-Status', 'HIT']], 'cached'],
  ['Cache-Status', [DATE, ['Cache-Status', 'edge; hit; ttl=9']], 'cached'],
  ['X-Cache: MISS', [DATE, ['X-Cache', 'MISS']], MS],
])('%s', (_what, headers, read) => {
  expect(readServerDate(headers)).toBe(read);
});
