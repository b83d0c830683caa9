import { afterEach, describe, expect, it, vi } from 'vitest';
import { utf8 } from '../../../src/core/bytes.js';
import { Secret } from '../../../src/core/credential.js';
import { timestampVariants } from '../../../src/core/diagnose/axes/timestamp.js';
import type { Subject, Surroundings } from '../../../src/core/diagnose/variant.js';
import type { PartName, Scheme } from '../../../src/core/provider.js';
import { influencemart } from '../../../src/providers/influencemart.js';
import { kamiokash } from '../../../src/providers/kamiokash.js';
import { payinout } from '../../../src/providers/payinout.js';
import { vistarkriya } from '../../../src/providers/vistarkriya.js';
import { differencesOf, nameOf } from './differences.js';
import { bodySubject } from './subjects.js';

describe('the values of a variant', () => {
  it.each<[name: string, part: string, ...values: string[]]>([
    ['timestamp/milliseconds', '1739612345', '1739612345000'],
    ['timestamp/milliseconds', '2025-02-15T09:39:05.678Z', '1739612345678'],
    ['timestamp/seconds', '2025-02-15T09:39:05.678Z', '1739612345'],
    ['timestamp/seconds', '1739612345678', '1739612345'],
    ['timestamp/iso-8601', '1739612345', '2025-02-15T09:39:05.000Z'],
    ['timestamp/iso-8601-seconds', '2025-02-15T09:39:05.678Z', '2025-02-15T09:39:05Z'],
    ['timestamp/neighbour', '1739612345', '1739612344', '1739612346', '1739612343', '1739612347'],
    ['timestamp/missing', '1739612345', ''],
    ['timestamp/missing', 'no time at all', ''],
    ['timestamp/milliseconds', 'no time at all'],
    ['timestamp/milliseconds', '99999999999999999999'],
    ['timestamp/float', '1739612345005', '1739612345.005'],
    ['timestamp/float', '1739612345050', '1739612345.05'],
    ['timestamp/float', '1739612345500', '1739612345.5'],
    ['timestamp/float', '1739612345', '1739612345.0'],
    ['timestamp/milliseconds-lost', '1739612345678'],
    ['timestamp/milliseconds-lost', '2025-02-15T09:39:05Z'],
    ['timestamp/microseconds-lost', '2025-02-15T09:39:05Z'],
    ['timestamp/microseconds-lost', '1739612345'],
    ['timestamp/seconds', '2025-02-15T09:39:05', '1739612345'],
    ['timestamp/seconds', '2025-02-15T09:39:05.678', '1739612345'],
    ['timestamp/seconds', '2025-02-15T15:09:05+05:30', '1739612345'],
    ['timestamp/padded', '1739612345', '1739612345\n', '1739612345\r\n', '1739612345 '],
    ['method/lower-case', 'POST', 'post'],
    ['method/lower-case', 'post'],
    ['method/upper-case', 'post', 'POST'],
    ['method/another', 'POST', 'GET'],
    ['method/another', 'DELETE', 'GET', 'POST'],
    ['method/capitalised', 'POST', 'Post'],
    ['target/base-path-missing', '/api/v1/a?b=1', '/a?b=1'],
    ['target/base-path-missing', '/api/v12/a'],
    ['target/base-path-added', '/api/v1/a', '/api/v1/api/v1/a'],
    ['target/query-missing', '/a?b=1', '/a'],
    ['target/query-missing', '/a'],
    ['target/query-alone', '/a?b=1', '?b=1', 'b=1'],
    ['target/trailing-slash', '/a?b=1', '/a/?b=1'],
    ['target/trailing-slash', '/a/', '/a'],
    ['target/full-url', '/a?b=1', 'https://api.example.com/a?b=1'],
    ['target/full-url', 'https://api.example.com/a'],
    ['target/port', 'https://h/a', 'https://h:443/a'],
    ['target/port', 'http://h?b', 'http://h:80?b'],
    ['target/port', 'https://h:1234/a', 'https://h/a'],
    ['target/port', 'https://[::1]:1234/a', 'https://[::1]/a'],
    ['target/port', 'https://[::1]/a', 'https://[::1]:443/a'],
    ['target/query-sorted', '/a?c=1&b=2&b=1', '/a?b=1&b=2&c=1'],
    ['target/query-order', '/a?b=1&a=2', '/a?a=2&b=1'],
    ['target/query-order', '/a?e&d&c&b&a'],
    ['target/plus-for-space', '/a%20b?c=d%20e', '/a%20b?c=d+e'],
    ['target/percent-20-for-plus', '/a+b?c=d+e', '/a+b?c=d%20e'],
    ['target/decoded', '/a%2Fb?c=%E9'],
    ['target/decoded', '/a%2Fb?c=d+e', '/a/b?c=d+e', '/a/b?c=d e'],
    ['target/encoded-twice', '/a%2Fb', '/a%252Fb'],
    ['target/escape-case', '/%2f%2F', '/%2f%2f', '/%2F%2F'],
    ['target/base-path-part', '/api/v1/a', '/v1/a', '/api/a'],
    ['target/double-slash', '/api/v1/a', '//api/v1/a', '/api/v1//a'],
    ['target/double-slash', '/a//b', '//a//b', '/a/b'],
    [
      'target/php-file',
      '/api/v1/wallet?b=1',
      '/api/v1/wallet.php?b=1',
      '/api/v1/core/wallet.php?b=1',
    ],
    ['target/php-file', '/a.php', '/a'],
    ['target/host-and-path', '/a', 'api.example.com/a', 'api.example.com'],
    ['body/left-out', '{}', ''],
    ['body/left-out', ''],
    ['body/trimmed', ' {"a":1}\r\n', '{"a":1}'],
    ['body/empty-object', '', '{}'],
    ['body/line-ends', 'a\r\nb\n', 'a\r\nb\r\n', 'a\nb\n', 'ab'],
    ['body/byte-order-mark', '\ufeffa', 'a'],
    ['body/byte-order-mark', 'a', '\ufeffa'],
    [
      'body/form-encoded',
      '{"b":"x y","a":1.0}',
      'b=x+y&a=1.0',
      'b=x%20y&a=1.0',
      'b=x y&a=1.0',
      'a=1.0&b=x y',
    ],
    ['body/form-encoded', 'b=1&a=x+y'],
    ['body/json-for-form', 'b=1&a=x+y', '{"b":"1","a":"x y"}'],
    ['body/json-for-form', '{"b":"x y"}'],
    [
      'body/curl-data',
      '{  "a": [    1  ]}',
      '{\n  "a": [\n    1\n  ]\n}',
      '{\n  "a": [\n    1\n  ]\n}\n',
      '{\r\n  "a": [\r\n    1\r\n  ]\r\n}',
      '{\r\n  "a": [\r\n    1\r\n  ]\r\n}\r\n',
    ],
    [
      'body/curl-data',
      '{    "a": {}}',
      '{\n    "a": {}\n}',
      '{\n    "a": {}\n}\n',
      '{\r\n    "a": {}\r\n}',
      '{\r\n    "a": {}\r\n}\r\n',
    ],
    ['body/curl-data', '[\t1]', '[\n\t1\n]', '[\n\t1\n]\n', '[\r\n\t1\r\n]', '[\r\n\t1\r\n]\r\n'],
    ['body/curl-data', '{"a":1}'],
    ['body/curl-data', '{\n  "a": 1\n}'],
    ['body/curl-data', '{   "a": 1}'],
    ['body/curl-data', '{}'],
    ['body/curl-data', ''],
    ['body/encoded-twice', '{"a":"/"}', '"{\\"a\\":\\"/\\"}"', '"{\\"a\\":\\"\\/\\"}"'],
    ['body/unicode-form', 'e\u0301', 'é'],
    ['body/latin-1', 'a'],
    ['email/case', 'A@b.c', 'a@b.c', 'A@B.C'],
    ['email/case', 'a@b.c', 'A@B.C'],
    ['email/url-encoded', 'a+b@c.d', 'a%2Bb%40c.d'],
    ['email/missing', 'a@b.c', ''],
    ['secret/trailing-newline', 'k', 'k\n'],
    ['secret/trailing-crlf', 'k', 'k\r\n'],
    ['secret/quoted', 'k', '"k"', "'k'"],
    ['secret/base64-encoded', 'k', 'aw=='],
    ['secret/hex-encoded', 'k', '6b'],
    ['secret/api-key', 'k', 'key'],
    ['secret/other-case', 'k', 'K'],
    ['body/trailing-newline', 'a', 'a\n'],
    ['body/trailing-crlf', 'a', 'a\r\n'],
    ['secret/trimmed', ' k\n', 'k'],
    ['secret/unquoted', '"k"', 'k'],
    ['secret/unquoted', `"k'`],
    ['secret/without-prefix', 'whsec_abc', 'abc'],
    ['secret/without-prefix', 'sk_live_abc', 'abc'],
    ['secret/base64-decoded', 'c2VjcmV0IGtleQ==', 'secret key'],
    ['secret/base64-decoded', 'not base64!'],
    ['secret/hex-decoded', '736563726574', 'secret'],
    ['secret/hex-decoded', '7365637265740'],
    ['secret/url-encoded', 'a%2Fb', 'a%252Fb', 'a/b'],
    ['secret/url-encoded', '100%', '100%25'],
    ['secret/empty', 'k', ''],
  ])('%s of %j', (name, part, ...values) => {
    expect(textsOf(name, part)).toEqual(values);
  });

  it('are signed in Latin-1 only where that can write it', () => {
    expect(bytesOf('body/latin-1', 'é')).toEqual([
      Buffer.from([0xe9]),
      Buffer.from('Ã©'),
      Buffer.from('?'),
    ]);
    expect(bytesOf('body/latin-1', '₹')).toHaveLength(2);
  });

  it('are within the tolerance of the scheme', () => {
    const values = textsOf('timestamp/within-tolerance', '1739612345');
    expect(values).toHaveLength(2 * 300);
    expect(new Set(values.map((text) => Math.abs(Number(text) - 1_739_612_345))).size).toBe(300);
  });
});

describe('digits that were lost on the way to the header', () => {
  it.each<[name: string, header: string, first: string, last: string]>([
    ['milliseconds-lost', '1739612345', '1739612345001', '1739612345999'],
    [
      'microseconds-lost',
      '2025-02-15T09:39:05.678Z',
      '2025-02-15T09:39:05.678001+00:00',
      '2025-02-15T09:39:05.678999+00:00',
    ],
  ])('%s: all but 000', (id, header, first, last) => {
    const values = textsOf(`timestamp/${id}`, header);
    expect(values).toHaveLength(999);
    expect([values[0], values.at(-1)]).toEqual([first, last]);
  });

  it('are combined with common differences only', () => {
    const alone = timestampVariants.filter((variant) => 'alone' in variant && variant.alone);
    expect(alone.map(({ id }) => id)).toEqual([
      'another-millisecond',
      'milliseconds-lost',
      'microseconds-lost',
    ]);
  });
});

describe('a time without a zone', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.each(['UTC', 'Asia/Kolkata', 'America/New_York'])('is in UTC in %s too', (zone) => {
    vi.stubEnv('TZ', zone);
    expect(textsOf('timestamp/seconds', '2025-02-15T09:39:05')).toEqual(['1739612345']);
    expect(textsOf('timestamp/seconds', '2025-02-15T09:39:05.678')).toEqual(['1739612345']);
  });
});

describe('placeholders', () => {
  it.each([
    '$API_SECRET',
    '${API_SECRET}',
    '$SECRET',
    '$VK_API_SECRET',
    '$api_secret',
    '{{api_secret}}',
    '<your_api_secret>',
    'YOUR_API_SECRET_HERE',
    'xxx',
  ])('%s is one', (text) => {
    expect(textsOf('secret/placeholder', 'k')).toContain(text);
  });
});

describe('bytes that are no text', () => {
  it('have variants all the same, and break none', () => {
    const bytes = Uint8Array.of(0xff, 0x00, 0xfe);
    const subject: Subject = {
      ...subjectWith('body', ''),
      parts: { timestamp: bytes, method: bytes, target: bytes, body: bytes, email: bytes },
      secret: new Secret(bytes),
    };
    const names = new Set(differencesOf(subject).flat().map(nameOf));
    expect([...names]).toEqual(
      expect.arrayContaining([
        'secret/trailing-newline',
        'timestamp/missing',
        'timestamp/padded',
        'body/trailing-newline',
        'body/base64',
        'body/sha256',
        'layout/order',
      ]),
    );
  });
});

describe('layouts', () => {
  it.each<[name: string, Scheme, ...layouts: string[]]>([
    ['layout/part-missing', kamiokash.scheme, 'timestamp', 'body'],
    ['layout/order', kamiokash.scheme, 'timestamp + ":" + body'],
    [
      'layout/separator',
      influencemart.scheme,
      'timestamp + body',
      'timestamp + ":" + body',
      'timestamp + "\\n" + body',
      'timestamp + "|" + body',
    ],
    [
      'layout/joined-in',
      payinout.scheme,
      'code + timestamp + email',
      'timestamp + email + code',
      'apiKey + timestamp + email',
      'timestamp + email + apiKey',
      'secret + timestamp + email',
      'timestamp + email + secret',
    ],
    ['layout/part-missing', { ...kamiokash.scheme, parts: ['body'] }],
    ['layout/order', { ...kamiokash.scheme, parts: ['body'] }],
  ])('%s', (name, scheme, ...layouts) => {
    const subject = { ...subjectWith('body', '{}'), scheme };
    const found = differencesOf(subject)
      .flat()
      .filter((each) => nameOf(each) === name);
    expect(found.map(({ detail }) => detail)).toEqual(layouts);
  });

  it('have every order of four parts', () => {
    const subject = { ...subjectWith('body', '{}'), scheme: vistarkriya.scheme };
    const orders = differencesOf(subject)
      .flat()
      .filter((each) => nameOf(each) === 'layout/order');
    expect(new Set(orders.map(({ detail }) => detail)).size).toBe(23);
  });
});

const surroundings: Surroundings = {
  apiKey: 'key',
  code: '123456',
  otherSecrets: [],
  origins: ['https://api.example.com'],
  basePath: '/api/v1',
  endpoints: ['/wallet', '/core/wallet.php'],
  otherSchemes: [],
};

function subjectWith(name: PartName | 'secret', text: string): Subject {
  const scheme: Scheme = {
    parts: ['timestamp', 'method', 'target', 'body'],
    separator: '.',
    algorithm: 'sha256',
    encoding: 'hex',
  };
  return {
    ...bodySubject(''),
    scheme,
    parts: { email: utf8('a@b.c'), [name]: utf8(text) },
    secret: Secret.of(name === 'secret' ? text : 'sesame'),
    surroundings,
  };
}

function bytesOf(name: string, text: string): Buffer[] {
  const [axis] = name.split('/');
  const part = (['timestamp', 'method', 'target', 'body', 'email'] as const).find(
    (each) => each === axis,
  );
  return differencesOf(subjectWith(part ?? 'secret', text))
    .flat()
    .filter((each) => nameOf(each) === name)
    .flatMap((each) =>
      'value' in each && each.value instanceof Uint8Array ? [Buffer.from(each.value)] : [],
    );
}

/** The different values, in their order. */
function textsOf(name: string, text: string): string[] {
  return [...new Set(bytesOf(name, text).map(String))];
}
