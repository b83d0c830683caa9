import { describe, expect, it } from 'vitest';
import { readHar } from '../../../src/app/paste/har.js';
import { refusal } from '../refusal.js';

/** A file with these requests. */
function har(...requests: unknown[]): string {
  return JSON.stringify({
    log: { version: '1.2', entries: requests.map((request) => ({ request })) },
  });
}

const REQUEST = { method: 'POST', url: 'https://h/a', headers: [] };

/** As Chrome 128 writes it. */
const CHROME = har({
  method: 'POST',
  url: 'https://api.example.com/v1/verify?a=%20b&a=2',
  httpVersion: 'http/2.0',
  headers: [
    { name: ':authority', value: 'api.example.com' },
    { name: ':method', value: 'POST' },
    { name: ':path', value: '/v1/verify?a=%20b&a=2' },
    { name: ':scheme', value: 'https' },
    { name: 'content-length', value: '14' },
    { name: 'content-type', value: 'application/json' },
    { name: 'x-api-key', value: 'k' },
    { name: 'x-twice', value: '1' },
    { name: 'x-twice', value: '2' },
    { name: 'x-empty', value: '' },
  ],
  queryString: [
    { name: 'a', value: '%20b' },
    { name: 'a', value: '2' },
  ],
  cookies: [],
  headersSize: -1,
  bodySize: 14,
  postData: { mimeType: 'application/json', text: '{"pan":"é\\n"}' },
});

/** As Firefox 130 writes it. */
const FIREFOX = har({
  bodySize: 7,
  method: 'POST',
  url: 'https://api.example.com/form',
  httpVersion: 'HTTP/1.1',
  headers: [
    { name: 'Host', value: 'api.example.com' },
    { name: 'Content-Type', value: 'application/x-www-form-urlencoded' },
    { name: 'Content-Length', value: '7' },
  ],
  cookies: [],
  queryString: [],
  headersSize: 100,
  postData: {
    mimeType: 'application/x-www-form-urlencoded',
    params: [
      { name: 'a', value: '1' },
      { name: 'b', value: '2' },
    ],
    text: 'a=1&b=2',
  },
});

it("reads Chrome's", () => {
  expect(readHar(CHROME, undefined)).toEqual({
    method: 'POST',
    target: '/v1/verify?a=%20b&a=2',
    origin: 'https://api.example.com',
    headers: [
      ['content-length', '14'],
      ['content-type', 'application/json'],
      ['x-api-key', 'k'],
      ['x-twice', '1'],
      ['x-twice', '2'],
      ['x-empty', ''],
    ],
    body: new Uint8Array(Buffer.from('{"pan":"é\\n"}')),
    notes: [],
  });
});

it("reads Firefox's", () => {
  expect(readHar(`\ufeff${FIREFOX}`, 1)).toEqual({
    method: 'POST',
    target: '/form',
    origin: 'https://api.example.com',
    headers: [
      ['Host', 'api.example.com'],
      ['Content-Type', 'application/x-www-form-urlencoded'],
      ['Content-Length', '7'],
    ],
    body: new Uint8Array(Buffer.from('a=1&b=2')),
    notes: [],
  });
});

it('reads the entry that is asked for', () => {
  const text = har(REQUEST, { ...REQUEST, method: 'get', url: 'http://H:80#x' });
  expect(readHar(text, 2)).toEqual({
    method: 'get',
    target: '/',
    origin: 'http://H:80',
    headers: [],
    body: new Uint8Array(),
    notes: [expect.stringContaining('fragment')],
  });
});

describe('the body', () => {
  it.each<[what: string, postData: unknown, body: string, notes: string[]]>([
    ['none', undefined, '', []],
    ['empty', { text: '' }, '', []],
    ['base64 by encoding', { text: '/wA=', encoding: 'base64' }, '\xff\0', []],
    ['base64 by _encoding', { text: '/wA=', _encoding: 'base64' }, '\xff\0', []],
    ['base64 by comment', { text: '/wA=', comment: 'Base64 encoded' }, '\xff\0', []],
    [
      'only parameters',
      { params: [{ name: 'a b', value: 'c&d%20' }, { name: 'e' }] },
      'a+b=c%26d+&e=',
      ['built again'],
    ],
    [
      'parameters beside an empty text',
      { text: '', params: [{ name: 'a', value: '1' }] },
      'a=1',
      ['built again'],
    ],
    ['what was no text', { text: '\ufffd' }, '\xef\xbf\xbd', ['its bytes are lost']],
    ['half a character', { text: '\ud800' }, '\xef\xbf\xbd', ['its bytes are lost']],
  ])('%s', (_what, postData, body, notes) => {
    const read = readHar(har({ ...REQUEST, postData }), undefined);
    expect(Buffer.from(read.body).toString('latin1')).toBe(body);
    expect(read.notes).toEqual(notes.map((note) => expect.stringContaining(note)));
  });

  it.each<[bodySize: number, length: string | undefined, isNoted: boolean]>([
    [2, undefined, false],
    [3, undefined, true],
    [-1, undefined, false],
    [0, '2', false],
    [0, '3', true],
    [-1, '3', true],
  ])('of bodySize %j and Content-Length %j', (bodySize, length, isNoted) => {
    const headers = length === undefined ? [] : [{ name: 'Content-Length', value: length }];
    const text = har({ ...REQUEST, headers, bodySize, postData: { text: 'é' } });
    expect(readHar(text, undefined).notes).toEqual(
      isNoted ? [expect.stringContaining('has 3 bytes, and what it holds has 2')] : [],
    );
  });
});

it.each<[text: string, entry: number | undefined, ...expected: Parameters<typeof refusal>]>([
  ['', undefined, 'usage', 'it is not JSON'],
  ['[]', undefined, 'usage', 'no log with entries'],
  [har(), undefined, 'usage', 'no log with entries'],
  [har({}), undefined, 'usage', 'no request with a method'],
  [har(null), undefined, 'usage', 'no request with a method'],
  [har({ ...REQUEST, method: 'A B' }), undefined, 'usage', 'no request with a method'],
  [har({ ...REQUEST, url: 'data:x' }), undefined, 'bad-url'],
  [har({ ...REQUEST, headers: [{ name: 'A' }] }), undefined, 'usage', 'a header of the entry'],
  [
    har({ ...REQUEST, headers: [{ name: 'A', value: 'b\nc' }] }),
    undefined,
    'bad-header',
    'the value of A',
  ],
  [
    har({ ...REQUEST, postData: { text: '*', encoding: 'base64' } }),
    undefined,
    'bad-body',
    'base64',
  ],
  [
    har({ ...REQUEST, postData: { mimeType: 'multipart/form-data', params: [{ name: 'a' }] } }),
    undefined,
    'bad-body',
    'multipart',
  ],
  [har(REQUEST), 2, 'usage', 'no entry 2: it has 1', '1  POST https://h/a'],
  [har(REQUEST), 0, 'usage', 'no entry 0'],
  [har(REQUEST), 1.5, 'usage', 'no entry 1.5'],
])('%s, entry %j, is refused', (text, entry, ...expected) => {
  expect(() => readHar(text, entry)).toThrow(refusal(...expected));
});

it('lists the first entries where one has to be chosen, and no secret of theirs', () => {
  const requests = Array.from({ length: 12 }, (_, index) => ({
    ...REQUEST,
    url: `https://me:hush@h/${index + 1}?token=hush`,
  }));
  const remedy = expect.objectContaining({
    message: 'the HAR file has 12 entries',
    remedy: [
      'Choose one with --entry N:',
      ...Array.from({ length: 10 }, (_, index) => `${index + 1}  POST https://h/${index + 1}`),
      '… and 2 more',
    ].join('\n'),
  });
  expect(() => readHar(har(...requests), undefined)).toThrow(remedy);
});

it('is not larger than 16 MiB', () => {
  expect(() => readHar(' '.repeat(2 ** 24 + 1), undefined)).toThrow(refusal('usage', '16 MiB'));
});
