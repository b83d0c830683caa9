import { describe, expect, it } from 'vitest';
import { takeSecret, type SecretSources, type GivenSecret } from '../../src/cli/secret-input.js';
import { Secret } from '../../src/core/credential.js';
import { refusal } from '../app/refusal.js';
import { fakeContext } from './fakes.js';

const nowhere: SecretSources = { fromStdin: false, fromVariable: undefined, fromFile: undefined };

async function take(
  sources: Partial<SecretSources>,
  content: string | Uint8Array,
  keepNewline = false,
): Promise<GivenSecret | undefined> {
  const bytes = Buffer.from(content);
  const context = fakeContext({
    stdin: bytes,
    env: { SECRET: bytes.toString(), EMPTY: '' },
    files: new Map([['file', bytes]]),
  });
  return await takeSecret({ ...nowhere, ...sources }, keepNewline, context);
}

function bytesOf(taken: GivenSecret | undefined): Buffer {
  return Buffer.from(taken?.secret instanceof Secret ? taken.secret.reveal() : []);
}

describe.each<[name: string, sources: Partial<SecretSources>]>([
  ['standard input', { fromStdin: true }],
  ['a variable', { fromVariable: 'SECRET' }],
  ['a file', { fromFile: 'file' }],
])('from %s', (_name, sources) => {
  it.each<[content: string, kept: boolean, secret: string, wasTrimmed: boolean]>([
    ['s3cret', false, 's3cret', false],
    ['s3cret\n', false, 's3cret', true],
    ['s3cret\r\n', false, 's3cret', true],
    ['s3cret\n\n', false, 's3cret', true],
    ['s3cret\n', true, 's3cret\n', false],
    ['a\nb', false, 'a\nb', false],
    ['\ns3cret', false, '\ns3cret', false],
    [' s3cret ', false, ' s3cret ', false],
    ['₹😀', false, '₹😀', false],
    ['\n', false, '', true],
  ])('%j, kept: %s', async (content, kept, secret, wasTrimmed) => {
    const taken = await take(sources, content, kept);
    expect(bytesOf(taken).toString()).toBe(secret);
    expect(taken?.wasTrimmed).toBe(wasTrimmed);
  });
});

it('takes bytes that are no text', async () => {
  const bytes = Buffer.from([0xff, 0x00, 0x0a, 0xfe]);
  const taken = await take({ fromFile: 'file' }, bytes);
  expect(bytesOf(taken).equals(bytes)).toBe(true);
});

it('takes a command for a place, and runs nothing', async () => {
  expect(await take({ fromCommand: `op read "op://a b/c" 'd e'` }, 'x')).toEqual({
    secret: { store: 'command', argv: ['op', 'read', 'op://a b/c', 'd e'] },
    wasTrimmed: false,
  });
});

it('takes nothing where nothing is named', async () => {
  expect(await take({}, 'x')).toBeUndefined();
});

it.each<[sources: Partial<SecretSources>, error: unknown]>([
  [{ fromStdin: true, fromFile: 'file' }, refusal('usage', 'several places', 'only one')],
  [{ fromVariable: 'SECRET', fromFile: 'file' }, refusal('usage', 'several places')],
  [{ fromStdin: true, fromVariable: 'SECRET' }, refusal('usage', 'several places')],
  [{ fromCommand: 'op', fromFile: 'file' }, refusal('usage', 'several places')],
  [{ fromCommand: 'op | tr a b' }, refusal('usage', 'a pipe', 'without a shell')],
  [{ fromVariable: 'MISSING' }, refusal('missing-value', 'MISSING is not set')],
  [{ fromVariable: 'EMPTY' }, refusal('missing-value', 'EMPTY is not set')],
  [{ fromFile: 'missing' }, refusal('file', 'missing')],
])('refuses %j', async (sources, error) => {
  await expect(take(sources, 'x')).rejects.toEqual(error);
});
