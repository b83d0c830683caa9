import { describe, expect, it } from 'vitest';
import { fitsFilter, shortPath, type HistoryFilter } from '../../src/app/history-filter.js';
import { entryOf } from './history-entry.js';

const NOW_MS = Date.UTC(2026, 0, 2, 3, 4, 5);

const entry = entryOf({
  timeMs: NOW_MS,
  profile: 'dev',
  request: { method: 'GET', target: '/api/v1/wallet/balance?a=1', headers: [], bodyBytes: 0 },
  status: 404,
});

describe('a call', () => {
  const table: readonly (readonly [fits: boolean, filter: HistoryFilter])[] = [
    [true, {}],
    [true, { statuses: ['404'] }],
    [true, { statuses: ['200', '4xx'] }],
    [false, { statuses: ['5xx', '40'] }],
    [true, { path: '/wallet' }],
    [true, { path: 'wallet/' }],
    [true, { path: '/api/v1/wallet' }],
    [false, { path: '/balance' }],
    [true, { path: '*/balance' }],
    [true, { path: '/*lance' }],
    [false, { path: '/wallet*x' }],
    [false, { path: '/wallet.balance*' }],
    [true, { method: 'GET' }],
    [false, { method: 'POST' }],
    [true, { provider: 'vistarkriya' }],
    [false, { provider: 'kamiokash' }],
    [true, { profile: 'dev' }],
    [false, { profile: 'de' }],
    [true, { sinceMs: NOW_MS }],
    [false, { sinceMs: NOW_MS + 1 }],
    [true, { isFailed: true }],
    [true, { isFirsthand: true }],
    [false, { mode: 'sandbox' }],
    [false, { statuses: ['404'], method: 'POST' }],
  ];
  it.each(table)('%s: %j', (fits, filter) => {
    expect(fitsFilter(entry, filter)).toBe(fits);
  });

  it.each([
    [200, undefined, false],
    [399, undefined, false],
    [400, undefined, true],
    [undefined, { code: 'network', message: 'refused' }, true],
  ])('with %s and %j has failed: %s', (status, error, fits) => {
    const other = entryOf({ status, ...(error && { error }) });
    expect(fitsFilter(other, { isFailed: true })).toBe(fits);
  });

  it.each([
    ['Live', false, 'live', true],
    ['live', false, 'sandbox', false],
    [undefined, true, 'sandbox', true],
  ])('with the mode %s, local %s, is of %s: %s', (mode, isLocal, wanted, fits) => {
    const other = entryOf({ isLocal, ...(mode !== undefined && { mode }) });
    expect(fitsFilter(other, { mode: wanted })).toBe(fits);
  });

  it('that was made again is no first-hand one', () => {
    expect(fitsFilter(entryOf({ command: 'replay' }), { isFirsthand: true })).toBe(false);
  });

  it('has a path without base path and query', () => {
    expect(shortPath(entry)).toBe('/wallet/balance');
    expect(shortPath({ ...entry, provider: 'gone' })).toBe('/api/v1/wallet/balance');
  });
});
