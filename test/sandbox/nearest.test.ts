import { expect, it } from 'vitest';
import { editDistance, nearestEndpoint } from '../../src/sandbox/nearest.js';

it.each<[a: string, b: string, distance: number]>([
  ['', '', 0],
  ['', 'abc', 3],
  ['abc', '', 3],
  ['kitten', 'sitting', 3],
  ['/walet', '/wallet', 1],
  ['/wallet', '/wallets', 1],
  ['abcd', 'badc', 3],
])('%j and %j are %i apart', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
  expect(editDistance(b, a)).toBe(distance);
});

it('takes the first of equals, and none of none', () => {
  const endpoints = ['/ab', '/ac'].map((path) => ({
    method: 'GET',
    path,
    summary: '',
    source: '',
  }));
  expect(nearestEndpoint('/ad', endpoints)?.path).toBe('/ab');
  expect(nearestEndpoint('/ac', endpoints)?.path).toBe('/ac');
  expect(nearestEndpoint('/ac', [])).toBeUndefined();
});
