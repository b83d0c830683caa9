import { describe, expect, it } from 'vitest';
import { isLoopback, parseBaseUrl, pathOfUrl, type BaseUrl } from '../../src/core/base-url.js';

describe('parseBaseUrl', () => {
  it.each<[text: string, protocol: BaseUrl['protocol'], host: string, port: number, path: string]>([
    ['https://vistarkriya.com/api/v1', 'https:', 'vistarkriya.com', 443, '/api/v1'],
    ['https://api.kamiokash.com/v1', 'https:', 'api.kamiokash.com', 443, '/v1'],
    ['https://api.example.com', 'https:', 'api.example.com', 443, ''],
    ['https://api.example.com/', 'https:', 'api.example.com', 443, ''],
    ['https://api.example.com/v1/', 'https:', 'api.example.com', 443, '/v1'],
    ['https://api.example.com/v1//', 'https:', 'api.example.com', 443, '/v1'],
    ['https://api.example.com:8443/v1', 'https:', 'api.example.com', 8443, '/v1'],
    ['https://api.example.com:443', 'https:', 'api.example.com', 443, ''],
    ['HTTPS://API.Example.com/Api', 'https:', 'api.example.com', 443, '/Api'],
    // What is signed is what was written.
    ['https://api.example.com/%7Ea/%2f', 'https:', 'api.example.com', 443, '/%7Ea/%2f'],
    ['https://api.example.com/a..b/.c/...', 'https:', 'api.example.com', 443, '/a..b/.c/...'],
    ['https://api.example.com/@me/~x', 'https:', 'api.example.com', 443, '/@me/~x'],
    ['https://api-1.example.com', 'https:', 'api-1.example.com', 443, ''],
    ['https://api.example.com:1', 'https:', 'api.example.com', 1, ''],
    ['https://api.example.com:65535', 'https:', 'api.example.com', 65_535, ''],
    ['http://localhost', 'http:', 'localhost', 80, ''],
    ['http://localhost:8787', 'http:', 'localhost', 8787, ''],
    ['http://127.0.0.1:8787/api/v1', 'http:', '127.0.0.1', 8787, '/api/v1'],
    ['http://[::1]:8787/v1', 'http:', '::1', 8787, '/v1'],
    ['https://[2001:DB8::1]/v1', 'https:', '2001:db8::1', 443, '/v1'],
  ])('%s', (text, protocol, hostname, port, basePath) => {
    expect(parseBaseUrl(text)).toMatchObject({ protocol, hostname, port, basePath });
  });

  it.each<[text: string, origin: string]>([
    ['https://vistarkriya.com/api/v1', 'https://vistarkriya.com'],
    ['https://vistarkriya.com:443/api/v1', 'https://vistarkriya.com'],
    ['https://vistarkriya.com:8443', 'https://vistarkriya.com:8443'],
    ['HTTPS://VistarKriya.com:443', 'https://vistarkriya.com'],
    ['https://vistarkriya.com:80', 'https://vistarkriya.com:80'],
    ['http://127.0.0.1:80', 'http://127.0.0.1'],
    ['http://127.0.0.1:443', 'http://127.0.0.1:443'],
    ['http://[::1]:8787/v1', 'http://[::1]:8787'],
  ])('the origin of %s is %s', (text, origin) => {
    expect(parseBaseUrl(text).origin).toBe(origin);
  });

  it.each([
    '',
    'vistarkriya.com',
    '/api/v1',
    'https://',
    'https:///api',
    'https:/vistarkriya.com',
    'ftp://vistarkriya.com',
    'file:///etc/passwd',
    'javascript://vistarkriya.com',
    'https://vistarkriya.com/api?x=1',
    'https://vistarkriya.com?',
    'https://vistarkriya.com/#top',
    'https://vistarkriya.com/a\\b',
    'https://vistarkriya.com\\a',
    ' https://vistarkriya.com',
    'https://vistarkriya.com ',
    'https://vistarkriya.com/a b',
    'https://vistarkriya.com/\n',
    'https://vistar\tkriya.com/',
    'https://vistarkriya.com:99999',
    'https://vistarkriya.com:65536',
    'https://vistarkriya.com:0',
    'https://vistarkriya.com:',
    'https://vistarkriya.com:44x',
    'https://vistarkriya.com/a/../b',
    'https://vistarkriya.com/..',
    'https://vistarkriya.com/./b',
    'https://vistarkriya.com/é',
    'https://vistarkriya.com/a\0b',
    'https://vistarkriya.com/\x1b[0m',
    'https://vistarkriya.com\0',
    ...'"<>[]^`{|}'.split('').map((char) => `https://vistarkriya.com/a${char}b`),
    'https://-vistarkriya.com',
    'https://vistarkriya.com-',
    'https://विस्तार.com',
    'https://[::1',
    'https://[::1]x',
    'https://::1/',
    'xhttps://vistarkriya.com',
    'https://vistar kriya.com',
  ])('refuses %j', (text) => {
    expect(() => parseBaseUrl(text)).toThrow(expect.objectContaining({ code: 'bad-url' }));
  });

  it.each([
    'https://sesame@vistarkriya.com',
    'https://user:sesame@vistarkriya.com/api/v1',
    'https://:sesame@vistarkriya.com',
    'https://@vistarkriya.com',
    'https://user:sesame@vistarkriya.com/?x=1',
    'https://user:sesame@vistarkriya.com:99999/',
    'https://user:ses/ame@vistarkriya.com',
    'https:user:sesame@vistarkriya.com',
    'user:sesame@vistarkriya.com',
  ])('refuses %s and does not repeat the user information', (text) => {
    expect(() => parseBaseUrl(text)).toThrow(
      expect.objectContaining({
        code: 'bad-url',
        message: 'the base URL carries user information',
      }),
    );
  });

  it.each([
    'http://vistarkriya.com',
    'http://192.168.1.5:8787',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://0.0.0.0',
    'http://[::2]',
  ])('refuses %s without encryption, unless that is meant', (text) => {
    expect(() => parseBaseUrl(text)).toThrow(expect.objectContaining({ code: 'plain-http' }));
    expect(parseBaseUrl(text, true).protocol).toBe('http:');
  });
});

it.each<[hostname: string, is: boolean]>([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.255.255.254', true],
  ['::1', true],
  ['::2', false],
  ['128.0.0.1', false],
  ['127.0.0.1.example.com', false],
  ['1127.0.0.1', false],
  ['localhost.example.com', false],
  ['notlocalhost', false],
  ['', false],
])('isLoopback of %j is %s', (hostname, is) => {
  expect(isLoopback(hostname)).toBe(is);
});

describe('parseBaseUrl, paths that something would rewrite', () => {
  it.each(['https://h//evil', 'https://h/a/../b', 'https://h/a/%2e%2e/b', 'https://h/.'])(
    'refuses %s',
    (text) => {
      expect(() => parseBaseUrl(text)).toThrow(expect.objectContaining({ code: 'bad-url' }));
    },
  );

  it('takes no impossible address for this machine', () => {
    expect(isLoopback('127.999.999.999')).toBe(false);
    expect(isLoopback('127.255.0.9')).toBe(true);
  });
});

describe('pathOfUrl', () => {
  const base = 'https://vistarkriya.com/api/v1';

  it.each<[given: string, path: string | undefined]>([
    ['/wallet/balance', undefined],
    ['wallet/balance?a=1', undefined],
    ['', undefined],
    ['/redirect?to=https://elsewhere.example/', undefined],
    ['https://vistarkriya.com/api/v1/wallet/balance', '/api/v1/wallet/balance'],
    ['https://vistarkriya.com:443/api/v1/wallet?a=%2f', '/api/v1/wallet?a=%2f'],
    ['HTTPS://VistarKriya.com/Wallet', '/Wallet'],
    ['https://vistarkriya.com', '/'],
    ['https://vistarkriya.com?a=1', '/?a=1'],
    ['https://vistarkriya.com/a/../b', '/a/../b'],
    ['https://vistarkriya.com/@me', '/@me'],
  ])('%j is %j', (given, path) => {
    expect(pathOfUrl(base, given)).toBe(path);
  });

  it.each([
    'https://evil.example/api/v1',
    'http://vistarkriya.com/api/v1',
    'https://vistarkriya.com:8443/',
    'https://vistarkriya.com.evil.example/',
    'https://evil.example#vistarkriya.com',
    'https://evil.example?@vistarkriya.com',
    'https://user@vistarkriya.com/',
    'https://vistarkriya.com@evil.example/',
    'https://vistarkriya.com\\@evil.example/',
    'https://vistarkriya.com\\evil/x',
    'https://vistar\tkriya.com/x',
    'https://vistarkriya.com\n/x',
    'ftp://vistarkriya.com/',
    'https:///wallet',
    'https://vistarkriya.com:99999/x',
  ])('refuses %s', (given) => {
    expect(() => pathOfUrl(base, given)).toThrow(expect.objectContaining({ code: 'other-origin' }));
  });

  it('does not repeat user information', () => {
    expect(() => pathOfUrl(base, 'https://user:sesame@vistarkriya.com/')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('sesame') }),
    );
  });

  it('looks at the origin only, which may be this machine without encryption', () => {
    expect(pathOfUrl('http://127.0.0.1:8787', 'http://127.0.0.1:8787/x')).toBe('/x');
    expect(pathOfUrl('http://api.example.com', 'http://api.example.com/x')).toBe('/x');
  });

  it('names both places', () => {
    expect(() => pathOfUrl(base, 'https://evil.example/x')).toThrow(
      'https://evil.example is not where this credential belongs (https://vistarkriya.com)',
    );
  });
});
