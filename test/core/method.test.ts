import { expect, it } from 'vitest';
import { isSafeMethod, repeatWarning } from '../../src/core/method.js';

it.each([
  ['GET', true],
  ['HEAD', true],
  ['POST', false],
  ['PUT', false],
  ['PATCH', false],
  ['DELETE', false],
  ['OPTIONS', false],
  ['get', false],
])('%s only reads: %s', (method, isSafe) => {
  expect(isSafeMethod(method)).toBe(isSafe);
  expect(repeatWarning(method)).toBe(
    isSafe ? '' : ` Before you repeat a ${method}, find out whether it was done.`,
  );
});
