import { describe, expect, it } from 'vitest';
import { checkConnection, checkTls } from '../../../src/app/doctor/connection.js';
import { checkProxy } from '../../../src/app/doctor/proxy.js';
import type { ConnectionFacts, ConnectionPort, TlsFacts } from '../../../src/app/ports.js';
import { parseBaseUrl } from '../../../src/core/base-url.js';
import { VkError } from '../../../src/core/error.js';

const NOW = Date.parse('2026-01-02T03:04:05Z');
const base = parseBaseUrl('https://api.example.com/v1');
const TLS: TlsFacts = {
  protocol: 'TLSv1.3',
  issuer: 'R11',
  validToMs: Date.parse('2026-03-01T00:00:00Z'),
};
const CONNECTED: ConnectionFacts = { address: '192.0.2.1', elapsedMs: 12.4, tls: TLS };

function network(message: string): VkError {
  return new VkError('network', message, 'Check it.');
}

function fake(
  addresses: readonly string[] | Error,
  connected: ConnectionFacts | Error = CONNECTED,
): ConnectionPort {
  return { lookup: () => give(addresses), connect: () => give(connected) };
}

async function give<T>(value: T | Error): Promise<T> {
  return await (value instanceof Error ? Promise.reject(value) : Promise.resolve(value));
}

async function lines(port: ConnectionPort, change = {}): Promise<string[]> {
  const input = { base, timeoutMs: 1000, nowMs: NOW, hasProxy: false, ...change };
  const checks = await checkConnection(input, port);
  return checks.map(({ id, status, detail }) => `${id} ${status} ${detail}`);
}

describe('the way to a server', () => {
  it('is looked at step by step', async () => {
    expect(await lines(fake(['192.0.2.1', '192.0.2.2', '::1']))).toEqual([
      'dns ok api.example.com is 192.0.2.1 and 2 more',
      'tcp ok 192.0.2.1 port 443, after 12 ms',
      'tls ok TLSv1.3, certificate of R11, valid until 2026-03-01',
    ]);
  });

  it('ends at a name that is not known', async () => {
    expect(await lines(fake(network('getaddrinfo ENOTFOUND')))).toEqual([
      'dns fail getaddrinfo ENOTFOUND',
      'tcp skipped the name is not known',
      'tls skipped the name is not known',
    ]);
  });

  it('ends where nothing listens', async () => {
    expect(await lines(fake(['192.0.2.1'], network('refused')))).toEqual([
      'dns ok api.example.com is 192.0.2.1',
      'tcp fail refused',
      'tls skipped there is no connection',
    ]);
  });

  it('is not looked at behind a proxy', async () => {
    const port = fake(new Error('never asked'), new Error('never asked'));
    expect(await lines(port, { hasProxy: true })).toEqual([
      'dns skipped the proxy does that',
      'tcp skipped the proxy does that',
      'tls skipped the proxy does that',
    ]);
  });

  it.each(['http://127.0.0.1:8787', 'http://[::1]:8787'])('%s has no name', async (url) => {
    const port = fake(new Error('never asked'), { address: '127.0.0.1', elapsedMs: 1 });
    expect(await lines(port, { base: parseBaseUrl(url) })).toEqual([
      expect.stringMatching(/^dns skipped .* is an address$/),
      'tcp ok 127.0.0.1 port 8787, after 1 ms',
      'tls skipped plain http has none',
    ]);
  });

  it('does not take a fault of vk for one of the network', async () => {
    await expect(lines(fake(new TypeError('oops')))).rejects.toThrow('oops');
  });
});

describe('TLS', () => {
  it.each<[change: Partial<TlsFacts>, status: string, detail: string]>([
    [{}, 'ok', 'valid until 2026-03-01'],
    [{ validToMs: NOW + 9.5 * 86_400_000 }, 'warn', '9 days more'],
    [{ validToMs: NOW + 10.5 * 86_400_000 }, 'ok', 'valid until'],
    [
      { fault: 'CERT_HAS_EXPIRED', validToMs: Date.parse('2025-12-31') },
      'fail',
      'it has expired (2025-12-31)',
    ],
    [{ fault: 'CERT_NOT_YET_VALID' }, 'fail', 'not valid yet'],
    [{ fault: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'fail', 'signed by itself'],
    [{ fault: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'fail', 'signed by itself'],
    [{ fault: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, 'fail', 'authority is not known'],
    [{ fault: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'fail', 'for another name than api.example.com'],
    [{ fault: 'SOMETHING_NEW' }, 'fail', 'not trusted: SOMETHING_NEW'],
    [{ fault: 'SOMETHING_NEW', validToMs: Number.NaN }, 'fail', 'SOMETHING_NEW'],
  ])('%j: %s', (change, status, detail) => {
    expect(checkTls({ ...TLS, ...change }, base, NOW)).toMatchObject({
      status,
      detail: expect.stringContaining(detail),
    });
  });
});

describe('the proxy', () => {
  const P = 'http://me:hidden@proxy.corp:3128';

  it.each<[env: Record<string, string>, isUsed: boolean, detail: string]>([
    [{}, false, 'none is set'],
    [{ HTTPS_PROXY: P }, true, 'http://proxy.corp:3128 (HTTPS_PROXY) stands between'],
    [{ https_proxy: P }, true, 'http://proxy.corp:3128 (https_proxy) stands between'],
    [{ HTTPS_PROXY: P, NO_PROXY: '*' }, false, 'not for api.example.com: NO_PROXY names it'],
    [{ HTTPS_PROXY: P, no_proxy: 'a, .example.com' }, false, 'no_proxy names it'],
    [{ HTTPS_PROXY: P, NO_PROXY: 'example.com' }, false, 'NO_PROXY names it'],
    [{ HTTPS_PROXY: P, NO_PROXY: 'API.example.com:443' }, false, 'NO_PROXY names it'],
    [{ HTTPS_PROXY: P, NO_PROXY: 'api.example.com:8443' }, true, 'stands between'],
    [{ HTTPS_PROXY: P, NO_PROXY: 'ample.com,other' }, true, 'stands between'],
  ])('%j', (env, isUsed, detail) => {
    const found = checkProxy(env, base);
    expect(found).toMatchObject({ isUsed, check: { status: 'ok' } });
    expect(found.check.detail).toContain(detail);
    expect(JSON.stringify(found)).not.toContain('hidden');
  });

  it('is for https only', () => {
    const found = checkProxy({ HTTPS_PROXY: P }, parseBaseUrl('http://127.0.0.1:1'));
    expect(found).toMatchObject({ isUsed: false, check: { status: 'ok' } });
  });

  it.each(['proxy', 'me:hidden@proxy:1', 'ftp://hidden@x', '://hidden'])('%s is none', (text) => {
    const { check } = checkProxy({ HTTPS_PROXY: text }, base);
    expect(check).toMatchObject({ status: 'fail' });
    expect(JSON.stringify(check)).not.toContain('hidden');
  });
});
