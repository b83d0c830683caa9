import { describe, expect, it } from 'vitest';
import type { CommandSpec } from '../../src/cli/command.js';
import {
  CREDENTIAL_OPTIONS,
  parseChoice,
  parseDuration,
  readCredentialFlags,
  readRequest,
  REQUEST_ARGUMENTS,
  REQUEST_OPTIONS,
} from '../../src/cli/flags.js';
import { parseWords, type Words } from '../../src/cli/words.js';
import { refusal } from '../app/refusal.js';

describe('parseDuration', () => {
  it.each([
    ['30', 30_000],
    ['30s', 30_000],
    ['1.5', 1500],
    ['0.5s', 500],
    ['500ms', 500],
    ['1ms', 1],
    ['2m', 120_000],
    ['35791m', 2_147_460_000],
  ])('%s is %i ms', (text, ms) => {
    expect(parseDuration('--timeout', text)).toBe(ms);
  });

  it.each([
    '',
    '0',
    '0s',
    '0.5ms',
    '-1',
    '1h',
    's',
    '1 s',
    ' 1',
    '1e3',
    'NaN',
    'Infinity',
    '1.',
    '.5',
    '35792m',
    '9'.repeat(400),
    '1constructor',
  ])('%j is refused', (text) => {
    expect(() => parseDuration('--timeout', text)).toThrow(
      refusal('usage', `--timeout ${JSON.stringify(text)} is no duration`, '500ms'),
    );
  });
});

describe('parseChoice', () => {
  it('gives the choice, or nothing where nothing was chosen', () => {
    expect(parseChoice('--mode', 'live', ['sandbox', 'live'])).toBe('live');
    expect(parseChoice('--mode', undefined, ['sandbox', 'live'])).toBeUndefined();
  });

  it.each(['', 'Live', 'liv', 'live '])('refuses %j and names the choices', (text) => {
    expect(() => parseChoice('--mode', text, ['sandbox', 'live'])).toThrow(
      refusal('usage', `--mode ${JSON.stringify(text)}`, 'The choices are sandbox, live.'),
    );
  });
});

function wordsOf(spec: Pick<CommandSpec, 'arguments' | 'options'>, argv: readonly string[]): Words {
  const words = parseWords({ ...spec, examples: [] }, argv);
  if (words === undefined) {
    throw new Error('these words do not fit');
  }
  return words;
}

const REQUEST = { arguments: REQUEST_ARGUMENTS, options: [REQUEST_OPTIONS] };
const CREDENTIAL = { arguments: [], options: [CREDENTIAL_OPTIONS] };

it('readRequest takes the words and the flags', () => {
  const argv =
    'POST /x a=1 b:=2 -d text --request-id r --idempotency-key i --external-event-id e --override-headers';
  expect(readRequest(wordsOf(REQUEST, argv.split(' ')))).toEqual({
    method: 'POST',
    path: '/x',
    items: ['a=1', 'b:=2'],
    data: 'text',
    options: { requestId: 'r', idempotencyKey: 'i', externalEventId: 'e' },
    overrideHeaders: true,
  });
  expect(readRequest(wordsOf(REQUEST, ['GET', '/x']))).toEqual({
    method: 'GET',
    path: '/x',
    items: [],
    data: undefined,
    options: {},
    overrideHeaders: false,
  });
});

// A word that no item is has to be refused, so it may not be lost on the way.
it.each(['undefined', 'null', ''])('readRequest keeps the item %j', (item) => {
  expect(readRequest(wordsOf(REQUEST, ['GET', '/x', item])).items).toEqual([item]);
});

it('readCredentialFlags has each flag that is given, and no other', () => {
  const argv =
    '-p prod --provider kamiokash --base-url u --code 1 --code-header admin --email e --allow-http --sandbox';
  expect(readCredentialFlags(wordsOf(CREDENTIAL, argv.split(' ')))).toEqual({
    profile: 'prod',
    provider: 'kamiokash',
    baseUrl: 'u',
    code: '1',
    codeHeader: 'admin',
    email: 'e',
    allowHttp: true,
    sandbox: true,
  });
  expect(readCredentialFlags(wordsOf(CREDENTIAL, []))).toEqual({});
});
