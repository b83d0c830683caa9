import { format, inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret, type Credential } from '../../src/core/credential.js';

const KEY = 'sesame-0123456789';
const secret = Secret.of(KEY);
const credential: Credential = { fields: { apiKey: 'k' }, secret, webhookSecret: secret };

/** The key, and what a leak of its bytes would look like. */
const traces = [
  KEY,
  Buffer.from(KEY).toString('hex'),
  Buffer.from(KEY).toString('base64'),
  [...Buffer.from(KEY)].join(','),
  '115, 101, 115',
  '73 65 73',
];

describe('a secret is not shown by', () => {
  it.each<[how: string, print: () => string]>([
    ['String()', () => String(secret)],
    ['join', () => [secret, secret].join(' ')],
    ['JSON.stringify', () => JSON.stringify(secret)],
    ['JSON.stringify of its credential', () => JSON.stringify(credential)],
    ['inspect', () => inspect(secret)],
    ['inspect of its credential', () => inspect(credential, { depth: 9 })],
    ['inspect with hidden members', () => inspect(secret, { showHidden: true })],
    ['format %s', () => format('%s', secret)],
    ['format %o', () => format('%o', secret)],
    ['format %O', () => format('%O', credential)],
    ['format %j', () => format('%j', secret)],
  ])('%s', (_how, print) => {
    const printed = print();
    expect(printed).toContain('[secret]');
    expect(traces.filter((trace) => printed.includes(trace))).toEqual([]);
  });

  it('its members', () => {
    expect(Object.getOwnPropertyNames(secret)).toEqual([]);
    expect(Object.entries(secret)).toEqual([]);
    expect(inspect(secret, { customInspect: false })).not.toContain('115');
  });
});

describe('reveal', () => {
  it.each<[text: string, bytes: number[]]>([
    ['', []],
    ['a', [0x61]],
    ['a\n', [0x61, 0x0a]],
    ['é', [0xc3, 0xa9]],
    ['e\u0301', [0x65, 0xcc, 0x81]],
  ])('gives the bytes of %j', (text, bytes) => {
    expect([...Secret.of(text).reveal()]).toEqual(bytes);
  });

  it('gives bytes that are no text as they are', () => {
    expect([...new Secret(Uint8Array.of(0xff, 0, 0x80)).reveal()]).toEqual([0xff, 0, 0x80]);
  });
});

it.each<[text: string, isEmpty: boolean]>([
  ['', true],
  [' ', false],
  ['\0', false],
])('isEmpty of %j is %s', (text, isEmpty) => {
  expect(Secret.of(text).isEmpty).toBe(isEmpty);
});
