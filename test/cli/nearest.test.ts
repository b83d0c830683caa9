import { expect, it } from 'vitest';
import { nearest } from '../../src/cli/nearest.js';

const KNOWN = 'call sign profile provider exit-codes environment errors zsh fish'.split(' ');

it.each([
  ['cal', 'call'],
  ['sing', 'sign'],
  ['SIGN', 'sign'],
  ['proifle', 'profile'],
  ['exit-code', 'exit-codes'],
  ['exitcodes', 'exit-codes'],
  ['env', 'environment'],
  ['error', 'errors'],
  ['fsh', 'fish'],
  ['zsj', 'zsh'],
  ['zzzzzz', undefined],
  ['', undefined],
  ['x'.repeat(10_000), undefined],
])('%j is near to %j', (word, expected) => {
  expect(nearest(word, KNOWN)).toBe(expected);
});
