import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildTarget, pathBelow, pathOf } from '../../src/core/target.js';
import { anyText, wellFormedText } from './arbitraries.js';

const BASE = '/api/v1';

describe('buildTarget', () => {
  it.each<[basePath: string, path: string, target: string]>([
    [BASE, '/wallet/balance', '/api/v1/wallet/balance'],
    [BASE, 'wallet/balance', '/api/v1/wallet/balance'],
    [BASE, '/api/v1/wallet/balance', '/api/v1/wallet/balance'],
    [BASE, 'api/v1/wallet/balance', '/api/v1/wallet/balance'],
    [BASE, '/api/v1', '/api/v1'],
    [BASE, '/api/v1?a=1', '/api/v1?a=1'],
    [BASE, '/api/v10/x', '/api/v1/api/v10/x'],
    [BASE, '/api/v1.1', '/api/v1/api/v1.1'],
    [BASE, '/API/V1/x', '/api/v1/API/V1/x'],
    [BASE, '/x?next=/api/v1/y', '/api/v1/x?next=/api/v1/y'],
    [BASE, '/', '/api/v1/'],
    ['', '/wallet', '/wallet'],
    ['', 'wallet', '/wallet'],
    ['', '', '/'],
    ['', '/wallet/', '/wallet/'],
    ['', '/a//b', '/a//b'],
    // Spaces and what is no ASCII are encoded once.
    ['', '/a b', '/a%20b'],
    ['', '/a  b', '/a%20%20b'],
    ['', '/é', '/%C3%A9'],
    ['', '/नाम?a=₹', '/%E0%A4%A8%E0%A4%BE%E0%A4%AE?a=%E2%82%B9'],
    ['', '/😀', '/%F0%9F%98%80'],
    ['/é', '/x', '/%C3%A9/x'],
    ['', '/\ud800x', '/%EF%BF%BDx'],
    ['', '/a\u202eb', '/a%E2%80%AEb'],
    // All else is kept: what was encoded, in either case, and what could have been.
    ['', '/a%20b', '/a%20b'],
    ['', '/%c3%a9/%C3%A9', '/%c3%a9/%C3%A9'],
    ['', '/%2F%2f%2e%2E', '/%2F%2f%2e%2E'],
    ['', '/100%', '/100%'],
    ['', '/%zz', '/%zz'],
    ['', '/a+b?c+d=e+f', '/a+b?c+d=e+f'],
    ['', '/~!$&\'()*,;=:@"<>^`{|}[]', '/~!$&\'()*,;=:@"<>^`{|}[]'],
    ['', '/?', '/?'],
    ['', '/x?b=2&a=1&b=1&&c', '/x?b=2&a=1&b=1&&c'],
    ['', '/x??a', '/x??a'],
    ['', '/x?a=../..\\', '/x?a=../..\\'],
    ['', '/.hidden/..x/x../...', '/.hidden/..x/x../...'],
    ['', '/x.php', '/x.php'],
    ['', '/redirect?to=https://elsewhere.example//', '/redirect?to=https://elsewhere.example//'],
  ])('%j and %j: %s', (basePath, path, target) => {
    expect(buildTarget(basePath, path).text).toBe(target);
  });

  it.each<[path: string, query: [string, string][], target: string]>([
    ['/x', [['a', '1']], '/x?a=1'],
    [
      '/x',
      [
        ['b', '2'],
        ['a', '1'],
        ['b', '1'],
      ],
      '/x?b=2&a=1&b=1',
    ],
    ['/x?z=0', [['a', '1']], '/x?z=0&a=1'],
    ['/x?', [['a', '1']], '/x?a=1'],
    ['/x?z=0&', [['a', '1']], '/x?z=0&a=1'],
    ['/x', [['a', '']], '/x?a='],
    ['/x', [['a b', 'c d']], '/x?a%20b=c%20d'],
    ['/x', [['a&b', 'c=d&e']], '/x?a%26b=c%3Dd%26e'],
    ['/x', [['a', '1+1']], '/x?a=1%2B1'],
    ['/x', [['a', '100%']], '/x?a=100%25'],
    ['/x', [['a', '%20']], '/x?a=%2520'],
    ['/x', [['a', '#?/\n']], '/x?a=%23%3F%2F%0A'],
    ['/x', [['é', '₹']], '/x?%C3%A9=%E2%82%B9'],
    ['/x', [['a', '\udfff']], '/x?a=%EF%BF%BD'],
  ])('%s with %j: %s', (path, query, target) => {
    expect(buildTarget('', path, query).text).toBe(target);
  });

  it.each<[what: string, paths: string[]]>([
    [
      'contains a control character',
      ['/a\nb', '/a\r\nb', '/a\tb', '/a\0', '/\x1b[0m', '/\x7f', '/a\u0085', '/\n', '\n', '/?a=\n'],
    ],
    [
      'begins or ends with a space',
      [' /a', '/a ', ' ', '/a\u00a0', '\u3000/a', '/a?b ', '\ufeff/a'],
    ],
    ['is a Windows file path', ['C:/Program Files/Git/wallet/balance', 'c:\\wallet', 'Z:/']],
    ['names another host', ['//evil.example/x', '//', '///x', '//api/v1/wallet']],
    ['has a fragment, which is never sent', ['/a#b', '#', '/a?b#c', '/#']],
    [
      'has a . or .. segment, which servers and proxies rewrite after it was signed',
      [
        '/../x',
        '/./x',
        '/a/..',
        '/a/.',
        '..',
        '.',
        '../x',
        '/%2e%2e/x',
        '/%2E/x',
        '/.%2e/x',
        '/%2e./x',
        '/api/v1/../x',
        '/a/..?b',
      ],
    ],
    [
      'has a backslash, which servers rewrite after it was signed',
      ['/a\\b', '\\a', '/\\evil.example', '/a\\?b'],
    ],
  ])('refuses a path that %s', (what, paths) => {
    for (const path of paths) {
      expect(() => buildTarget(BASE, path)).toThrow(
        expect.objectContaining({
          code: 'bad-path',
          message: `the path ${JSON.stringify(path)} ${what}`,
        }),
      );
    }
  });

  it('has the same bytes as text', () => {
    const { bytes, text } = buildTarget(BASE, '/é', [['a', '₹']]);
    expect(Buffer.from(bytes).toString()).toBe(text);
  });

  it('is printable ASCII after the base path, whatever it is given', () => {
    const query = fc.array(fc.tuple(anyText, anyText), { maxLength: 3 });
    fc.assert(
      fc.property(anyText, query, (path, pairs) => {
        const text = targetOrRefusal(path, pairs);
        if (text !== undefined) {
          expect(text).toMatch(/^\/api\/v1(?:[/?][\x21-\x7e]*)?$/);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('changes nothing when it is built again', () => {
    fc.assert(
      fc.property(plainPath, (path) => {
        const { text } = buildTarget(BASE, path);
        expect(buildTarget(BASE, text).text).toBe(text);
      }),
    );
  });

  it('gives the path back when it is decoded', () => {
    fc.assert(
      fc.property(plainPath, (path) => {
        const { text } = buildTarget(BASE, path);
        expect(decodeURIComponent(text)).toBe(`${BASE}/${path}`);
      }),
    );
  });

  it('gives the query back when it is decoded', () => {
    const query = fc.array(fc.tuple(wellFormedText, wellFormedText), { minLength: 1 });
    fc.assert(
      fc.property(query, (pairs) => {
        const { text } = buildTarget('', '/x?y=0', pairs);
        const decoded = text
          .slice(text.indexOf('&') + 1)
          .split('&')
          .map((pair) => pair.split('=').map(decodeURIComponent));
        expect(decoded).toEqual(pairs);
        expect([...new URL(text, 'https://a.example').searchParams].slice(1)).toEqual(pairs);
      }),
    );
  });

  it('keeps what is encoded already', () => {
    fc.assert(
      fc.property(wellFormedText, (path) => {
        const encoded = `/a${encodeURIComponent(path)}`;
        expect(buildTarget('', encoded).text).toBe(encoded);
      }),
    );
  });
});

it.each<[target: string, path: string]>([
  ['/a/b', '/a/b'],
  ['/a?b=/c', '/a'],
  ['/a?b?c', '/a'],
  ['/?', '/'],
  ['', ''],
])('pathOf %j is %j', (target, path) => {
  expect(pathOf(target)).toBe(path);
});

it.each<[basePath: string, target: string, path: string]>([
  [BASE, '/api/v1/wallet/balance', '/wallet/balance'],
  [BASE, '/api/v1/wallet/balance?a=1', '/wallet/balance'],
  [BASE, '/api/v1/', '/'],
  [BASE, '/api/v1', ''],
  [BASE, '/api/v1?a=1', ''],
  [BASE, '/api/v10/x', '/api/v10/x'],
  [BASE, '/other?x=/api/v1/y', '/other'],
  ['', '/api/v1/x', '/api/v1/x'],
])('pathBelow %j, %j is %j', (basePath, target, path) => {
  expect(pathBelow(basePath, target)).toBe(path);
});

/** Text that buildTarget takes as a path and has to encode, with nothing that is encoded already. */
const plainPath = wellFormedText
  .map((text) => text.replaceAll(/[\p{Cc}%#?\\./:]/gu, '').trim())
  .filter((text) => text !== '');

function targetOrRefusal(
  path: string,
  query: readonly (readonly [string, string])[],
): string | undefined {
  try {
    return buildTarget(BASE, path, query).text;
  } catch (error) {
    expect(error).toMatchObject({ code: 'bad-path' });
    return undefined;
  }
}
