import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createProxy, type Server as ProxyServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls, { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  onTestFinished,
  vi,
} from 'vitest';
import { nodeHttp } from '../../src/adapters/http-node.js';
import { pooledHttp, type PoolSettings } from '../../src/adapters/http-pool.js';
import type { HttpPort, PooledHttpPort, WireRequest } from '../../src/app/ports.js';
import { parseBaseUrl } from '../../src/core/base-url.js';
import { refusal } from '../app/refusal.js';
import { listen, portOf } from '../ports.js';
import { wireRequest } from './raw-server.js';

const OK = 'HTTP/1.1 200 OK\r\nX-API-Mode: sandbox\r\nContent-Length: 2\r\n\r\nok';
let folder = '';
let ca = '';
let api: TlsServer;
let proxy: ProxyServer;
let port = 0;
let answer: string | undefined;
/** What arrived inside TLS, and what the proxy was asked for. */
let received: Buffer[] = [];
let connected: string[] = [];
const sockets = new Set<Socket>();
const pools: PooledHttpPort[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vk-tls-'));
  const key = join(folder, 'key.pem');
  const cert = join(folder, 'cert.pem');
  const san = 'subjectAltName=IP:127.0.0.1';
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=vk-test',
      '-addext',
      san,
      '-keyout',
      key,
      '-out',
      cert,
    ],
    { stdio: 'ignore' },
  );
  ca = readFileSync(cert, 'utf8');
  api = createTlsServer({ key: readFileSync(key), cert: ca }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      received.push(Buffer.from(chunk));
      if (answer !== undefined && /\r\n\r\n/.test(Buffer.concat(received).toString('latin1'))) {
        socket.end(answer);
      }
    });
  });
  port = await listen(api);
  proxy = createProxy();
  proxy.on('connect', (asked, client: Socket) => {
    connected.push(asked.url ?? '');
    sockets.add(client);
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    sockets.add(upstream);
    for (const each of [client, upstream]) {
      each.on('error', () => undefined);
    }
  });
  await listen(proxy);
});

beforeEach(() => {
  answer = OK;
  received = [];
  connected = [];
});

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
  for (const socket of sockets) {
    socket.destroy();
  }
  sockets.clear();
});

afterAll(async () => {
  await Promise.all([api, proxy].map((server) => new Promise((done) => server.close(done))));
  rmSync(folder, { recursive: true });
});

function request(change: Partial<WireRequest> = {}): WireRequest {
  return wireRequest(port, { base: parseBaseUrl(`https://127.0.0.1:${port}`), ...change });
}

async function throughProxy(
  change: { ca?: string | undefined; noProxy?: string } = {},
): Promise<HttpPort> {
  const httpsProxy = `http://127.0.0.1:${portOf(proxy.address())}`;
  return await openPool({ httpsProxy, ...change });
}

async function openPool(change: Partial<PoolSettings>): Promise<HttpPort> {
  const settings = { connections: null, httpsProxy: undefined, noProxy: '', ca, ...change };
  const pool = await pooledHttp(request().base, settings);
  pools.push(pool);
  return pool;
}

function sent(): string {
  return Buffer.concat(received).toString('latin1');
}

describe('through a proxy', () => {
  it.each([
    '/wallet/balance?b=2&a=1&q=a%20b+c',
    '/a//b/./c/../d',
    '/%2e%2e/%2F/%zz/%',
    '/~user/!$&\'()*+,;=:@"<>[]^`{|}',
    '/?a=&&=b&?x=/y?z',
    '//double',
    '/latin1-\u00e9',
  ])('the target %s is sent as it is', async (target) => {
    const http = await throughProxy();
    const response = await http.send(request({ target: Buffer.from(target, 'latin1') }));
    expect(sent().split('\r\n')[0]).toBe(`GET ${target} HTTP/1.1`);
    expect(connected).toEqual([`127.0.0.1:${port}`]);
    expect(response).toMatchObject({ status: 200, statusText: 'OK' });
    expect(Buffer.from(response.body).toString()).toBe('ok');
  });

  it('headers keep order and case, and the body its bytes', async () => {
    const body = Buffer.from([0x7b, 0xff, 0x00, 0x0a]);
    const http = await throughProxy();
    const response = await http.send(
      request({
        method: 'POST',
        headers: [
          ['X-API-Key', 'k'],
          ['x-lower', '1'],
          ['X-Twice', 'a'],
          ['X-Twice', 'b'],
        ],
        body,
      }),
    );
    const lines = sent().split('\r\n');
    expect(lines.filter((line) => /^x-/i.test(line))).toEqual([
      'X-API-Key: k',
      'x-lower: 1',
      'X-Twice: a',
      'X-Twice: b',
    ]);
    expect(lines).toContain(`host: 127.0.0.1:${port}`);
    expect(lines).toContain('content-length: 4');
    expect(sent().endsWith(`\r\n\r\n${body.toString('latin1')}`)).toBe(true);
    expect(response.headers).toEqual([
      ['X-API-Mode', 'sandbox'],
      ['Content-Length', '2'],
    ]);
  });

  it.each([301, 302, 303, 307, 308])('%i is not followed', async (status) => {
    answer = `HTTP/1.1 ${status} Moved\r\nLocation: https://127.0.0.1:${port}/stolen\r\nContent-Length: 0\r\n\r\n`;
    const http = await throughProxy();
    expect((await http.send(request())).status).toBe(status);
    expect(connected).toHaveLength(1);
    expect(sent()).not.toContain('/stolen');
  });

  it('no answer in time is a timeout', async () => {
    answer = undefined;
    const http = await throughProxy();
    await expect(http.send(request({ timeoutMs: 150 }))).rejects.toEqual(
      refusal('timeout', 'did not answer within 0.15 s'),
    );
    await expect(http.send(request({ method: 'POST', timeoutMs: 150 }))).rejects.toEqual(
      refusal('timeout', '', 'Before you repeat a POST, find out whether it was done'),
    );
  });

  it('also where memory is collected meanwhile', async () => {
    answer = undefined;
    const http = await throughProxy();
    const sending = http.send(request({ timeoutMs: 500 }));
    await vi.waitFor(() => {
      expect(sent()).toContain('\r\n\r\n');
    });
    collectGarbage();
    await expect(sending).rejects.toEqual(refusal('timeout', 'did not answer within 0.5 s'));
  });

  it('ends before that where it is given up', async () => {
    answer = undefined;
    const http = await throughProxy();
    const ending = new AbortController();
    const sending = http.send(request({ timeoutMs: 60_000, signal: ending.signal }));
    ending.abort();
    await expect(sending).rejects.toEqual(refusal('network'));
    const late = http.send(request({ timeoutMs: 60_000, signal: ending.signal }));
    await expect(late).rejects.toEqual(refusal('network', 'it was given up'));
  });

  it('an unknown certificate is refused, and says what to do', async () => {
    const http = await throughProxy({ ca: undefined });
    await expect(http.send(request())).rejects.toEqual(refusal('network', '', 'SSL_CERT_FILE'));
    expect(received).toEqual([]);
  });

  it('is not gone where the host is an exception', async () => {
    const http = await throughProxy({ noProxy: '127.0.0.1' });
    expect((await http.send(request())).status).toBe(200);
    expect(connected).toEqual([]);
  });

  it('an empty header and a repeated one in another case are sent as they are', async () => {
    const http = await throughProxy();
    await http.send(
      request({
        headers: [
          ['X-Empty', ''],
          ['X-Twice', 'a'],
          ['x-twice', 'b'],
        ],
      }),
    );
    const lines = sent().split('\r\n');
    expect(lines.filter((line) => /^x-/i.test(line)).map((line) => line.trimEnd())).toEqual([
      'X-Empty:',
      'X-Twice: a',
      'x-twice: b',
    ]);
  });

  it('a proxy that is not there is a network error, and nothing was sent', async () => {
    const http = await openPool({ httpsProxy: 'http://127.0.0.1:1' });
    const sending = http.send(request({ method: 'POST' }));
    await expect(sending).rejects.toEqual(refusal('network', 'ECONNREFUSED'));
    await expect(sending).rejects.toEqual(NO_WARNING);
  });
});

it('certificates are read once, and not for each connection', async () => {
  const read = vi.spyOn(tls, 'createSecureContext');
  onTestFinished(() => {
    read.mockRestore();
  });
  const http = await openPool({});
  const answers = await Promise.all([1, 2, 3].map(() => http.send(request())));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  // What node makes a context by for a connection that brings none.
  expect(read).not.toHaveBeenCalled();
});

/** Nothing was sent, so nothing can have been done. */
const NO_WARNING: unknown = expect.not.objectContaining({
  remedy: expect.stringContaining('find out whether it was done'),
});

describe('node:https', () => {
  it('takes a further authority', async () => {
    const response = await nodeHttp(ca).send(request({ target: Buffer.from('/a/../b') }));
    expect(response.status).toBe(200);
    expect(sent().split('\r\n')[0]).toBe('GET /a/../b HTTP/1.1');
  });

  it('refuses an unknown certificate, and says what to do', async () => {
    const sending = nodeHttp().send(request({ method: 'POST' }));
    await expect(sending).rejects.toEqual(refusal('network', '', 'SSL_CERT_FILE'));
    await expect(sending).rejects.toEqual(NO_WARNING);
    expect(received).toEqual([]);
  });
});

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
}
