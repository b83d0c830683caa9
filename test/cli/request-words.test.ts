import { describe, expect, it } from 'vitest';
import type { RequestWords } from '../../src/app/request.js';
import { readRequestWords, type RawRequest } from '../../src/cli/request-words.js';
import { refusal } from '../app/refusal.js';
import { fakeFiles } from './fakes.js';

const files = new Map<string, Uint8Array>([
  ['text', Buffer.from('line "one"\n')],
  ['json', Buffer.from('{"a": 1.0}\n')],
  ['binary', Buffer.from([0xff, 0x00])],
]);

async function readStdin(): Promise<Uint8Array> {
  return await Promise.resolve(Buffer.from('from stdin\n'));
}

async function read(change: Partial<RawRequest>): Promise<RequestWords> {
  const raw = {
    method: 'POST',
    path: '/x',
    items: [],
    data: undefined,
    options: {},
    overrideHeaders: false,
  };
  return await readRequestWords({ ...raw, ...change }, fakeFiles(files, readStdin));
}

it('sorts the items by what they are, each kind in its order', async () => {
  const items = ['b=1', 'q==2', 'X-B:3', 'a:=4', 'q==5', 'X-A:6'];
  const words = await read({ items });
  expect(words.query).toEqual([
    ['q', '2'],
    ['q', '5'],
  ]);
  expect(words.headers).toEqual([
    ['X-B', '3'],
    ['X-A', '6'],
  ]);
  expect(words.members.map(({ name, json }) => [name, json])).toEqual([
    ['b', '"1"'],
    ['a', '4'],
  ]);
  expect(words).toMatchObject({
    method: 'POST',
    path: '/x',
    data: undefined,
    overrideHeaders: false,
  });
});

it.each<[item: string, path: readonly string[], json: string]>([
  ['a=1', ['a'], '"1"'],
  ['a="x"\\', ['a'], '"\\"x\\"\\\\"'],
  ['a:=15420.50', ['a'], '15420.50'],
  ['a[b][]=x', ['a', 'b', ''], '"x"'],
  ['a=@text', ['a'], '"line \\"one\\"\\n"'],
  ['a:=@json', ['a'], '{"a": 1.0}\n'],
])('%s is a member of the body', async (item, path, json) => {
  expect((await read({ items: [item] })).members).toEqual([
    { name: path.length > 1 ? 'a[b][]' : 'a', path, json },
  ]);
});

describe('--data', () => {
  it.each<[data: string, bytes: Uint8Array]>([
    ['', Buffer.from('')],
    ['é\n', Buffer.from('é\n')],
    ['@binary', Buffer.from([0xff, 0x00])],
    ['@-', Buffer.from('from stdin\n')],
    ['-', Buffer.from('-')],
  ])('%j', async (data, bytes) => {
    const words = await read({ data });
    expect(Buffer.from(words.data ?? []).equals(bytes)).toBe(true);
  });

  it('is not there where it is not given, and standard input is not read', async () => {
    const raw = {
      method: 'GET',
      path: '/',
      items: [],
      data: undefined,
      options: {},
      overrideHeaders: true,
    };
    const words = await readRequestWords(raw, fakeFiles(files));
    expect(words).toMatchObject({ data: undefined, overrideHeaders: true });
  });
});

it.each<[change: Partial<RawRequest>, error: unknown]>([
  [{ items: ['a=@binary'] }, refusal('bad-body', 'binary is not UTF-8', '--data @FILE')],
  [{ items: ['a=@missing'] }, refusal('file', 'missing')],
  [{ items: ['a:=@missing'] }, refusal('file', 'missing')],
  [{ data: '@missing' }, refusal('file', 'missing')],
  [{ items: ['a['] }, refusal('usage', '"a["')],
  [{ items: ['a[=1'] }, refusal('bad-body', '"a["')],
])('refuses %j', async (change, error) => {
  await expect(read(change)).rejects.toEqual(error);
});
