import { expect, it } from 'vitest';
import { exitCodeOf, exitCodeOfStatus } from '../../src/app/errors.js';
import type { ErrorCode } from '../../src/core/error.js';

const EXITS: Readonly<Record<ErrorCode, number>> = {
  usage: 2,
  'bad-path': 2,
  'bad-url': 2,
  'bad-header': 2,
  'bad-body': 2,
  'bad-timestamp': 2,
  'bad-credential': 2,
  'missing-credential': 2,
  'missing-base-url': 2,
  'missing-value': 2,
  'method-not-allowed': 2,
  'unknown-provider': 2,
  'unknown-profile': 2,
  'profile-exists': 2,
  'profile-file': 2,
  'secret-store': 2,
  'project-file': 2,
  'state-file': 2,
  file: 2,
  query: 2,
  network: 3,
  timeout: 3,
  'live-guard': 6,
  'other-origin': 6,
  exposed: 6,
  'plain-http': 6,
  'unsafe-file': 6,
  internal: 70,
  cancelled: 130,
};
const codes = new Map<ErrorCode, number>();
for (const code in EXITS) {
  if (isCode(code)) {
    codes.set(code, EXITS[code]);
  }
}

function isCode(code: string): code is ErrorCode {
  return Object.hasOwn(EXITS, code);
}

it.each([...codes])('%s exits with %i', (code, exit) => {
  expect(exitCodeOf(code)).toBe(exit);
});

it.each([
  [200, 0],
  [204, 0],
  [299, 0],
  [300, 1],
  [304, 1],
  [308, 1],
  [400, 4],
  [404, 4],
  [499, 4],
  [500, 5],
  [599, 5],
])('an answer of %i exits with %i', (status, exit) => {
  expect(exitCodeOfStatus(status)).toBe(exit);
});
