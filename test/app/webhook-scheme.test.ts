import { expect, it } from 'vitest';
import { parseScheme } from '../../src/app/webhook-scheme.js';
import type { Scheme } from '../../src/core/provider.js';

const UNIX = { timestamp: { format: 'unix-seconds', toleranceSeconds: 300 } } as const;
const ISO = { timestamp: { format: 'iso-8601', toleranceSeconds: 300 } } as const;

it.each<[string, Scheme]>([
  ['{body}', { parts: ['body'], separator: '', algorithm: 'sha256', encoding: 'hex' }],
  [
    '{timestamp}.{body}',
    { parts: ['timestamp', 'body'], separator: '.', algorithm: 'sha256', encoding: 'hex', ...UNIX },
  ],
  [
    '{body}::{timestamp:iso}',
    { parts: ['body', 'timestamp'], separator: '::', algorithm: 'sha256', encoding: 'hex', ...ISO },
  ],
  [
    'sha512:base64:{timestamp:unix}{body}',
    {
      parts: ['timestamp', 'body'],
      separator: '',
      algorithm: 'sha512',
      encoding: 'base64',
      ...UNIX,
    },
  ],
  [
    'base64url:{body}',
    { parts: ['body'], separator: '', algorithm: 'sha256', encoding: 'base64url' },
  ],
])('%s', (text, scheme) => {
  expect(parseScheme(text)).toEqual(scheme);
});

it.each([
  '',
  'body',
  '{timestamp}',
  '{body}{body}',
  '{timestamp}.{timestamp:iso}',
  '{method}.{body}',
  'sha3:{body}',
  'sha224:{body}',
  '{body}.',
  'x{body}',
  '{timestamp}.{body}.{timestamp}',
])('%j is no scheme', (text) => {
  expect(() => parseScheme(text)).toThrow(expect.objectContaining({ code: 'usage' }));
});
