import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { nodeHttp } from '../../src/adapters/http-node.js';
import { nodeServer } from '../../src/adapters/http-server.js';
import type { Answer, ReceivedRequest, RunningServer } from '../../src/app/ports.js';
import { refusal } from '../app/refusal.js';
import { wireRequest } from './raw-server.js';

const open: RunningServer[] = [];
const ANSWER: Answer = { status: 200, headers: [], body: new Uint8Array() };

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function serve(
  answer: Partial<Answer> = {},
): Promise<{ port: number; requests: ReceivedRequest[] }> {
  const requests: ReceivedRequest[] = [];
  const server = await nodeServer.listen(0, (request) => {
    requests.push(request);
    return { status: 200, headers: [], body: Buffer.from('ok'), ...answer };
  });
  open.push(server);
  return { port: server.port, requests };
}

/** Sends raw bytes and reads until the server hangs up. */
async function raw(port: number, bytes: string | Buffer): Promise<string> {
  return await new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => chunks.push(Buffer.from(chunk)));
    socket.on('error', reject);
    socket.on('close', () => {
      resolve(Buffer.concat(chunks).toString('latin1'));
    });
  });
}

it.each(['/a?b=%20+c', '/a/../b', '//x', '/%2e/%zz', '*'])(
  'hands over the target %s',
  async (target) => {
    const { port, requests } = await serve();
    await raw(
      port,
      Buffer.from(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`, 'latin1'),
    );
    expect(requests.map((request) => Buffer.from(request.target).toString('latin1'))).toEqual([
      target,
    ]);
  },
);

it('hands over headers in order and spelling, and the body as bytes', async () => {
  const { port, requests } = await serve();
  const head =
    'POST / HTTP/1.1\r\nHost: x\r\nX-Twice: a\r\nx-twice: b\r\nConnection: close\r\nContent-Length: 3\r\n\r\n';
  await raw(port, Buffer.concat([Buffer.from(head), Buffer.from([0xff, 0, 0x0a])]));
  expect(requests[0]?.headers).toEqual([
    ['Host', 'x'],
    ['X-Twice', 'a'],
    ['x-twice', 'b'],
    ['Connection', 'close'],
    ['Content-Length', '3'],
  ]);
  expect([...(requests[0]?.body ?? [])]).toEqual([0xff, 0, 0x0a]);
});

it('sends the answer as it is given, its own length added', async () => {
  const { port } = await serve({
    status: 418,
    headers: [
      ['X-B', '1'],
      ['x-a', '2'],
      ['Date', 'never'],
    ],
    body: Buffer.from([0xff, 0x0a]),
  });
  const text = await raw(port, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  expect(text).toMatch(
    /^HTTP\/1\.1 418 .*\r\nX-B: 1\r\nx-a: 2\r\nDate: never\r\nContent-Length: 2\r\n/,
  );
  expect(text.endsWith('\r\n\r\n\xff\n')).toBe(true);
  expect(text.match(/date:/gi)).toHaveLength(1);
});

it('adds no header but the length and what keeps the connection', async () => {
  const { port } = await serve();
  const text = await raw(port, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  expect(text).toBe('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok');
});

it('sends an answer of some megabytes whole', async () => {
  const body = Buffer.alloc(3_000_001, 'xyz');
  const { port } = await serve({ body });
  const response = await nodeHttp().send(wireRequest(port));
  expect(body.equals(response.body)).toBe(true);
});

it('refuses a body that is too large, and asks nobody', async () => {
  const { port, requests } = await serve();
  const body = Buffer.alloc(8 * 1024 * 1024 + 1);
  const response = await nodeHttp().send(wireRequest(port, { method: 'POST', body }));
  expect([response.status, requests.length]).toEqual([413, 0]);
});

it('answers it as it is told to, and ends the connection', async () => {
  const asked: ReceivedRequest[] = [];
  const server = await nodeServer.listen(
    0,
    () => ({ status: 200, headers: [], body: Buffer.from('ok') }),
    {
      tooLarge: (request) => {
        asked.push(request);
        return { status: 413, headers: [['X-Own', 'yes']], body: Buffer.from('{}') };
      },
    },
  );
  open.push(server);
  const body = Buffer.alloc(8 * 1024 * 1024 + 1);
  const {
    status,
    headers,
    body: answer,
  } = await nodeHttp().send(wireRequest(server.port, { method: 'POST', body }));
  expect([status, Buffer.from(answer).toString()]).toEqual([413, '{}']);
  expect(headers).toContainEqual(['X-Own', 'yes']);
  expect(headers).toContainEqual(['Connection', 'close']);
  expect(asked.map(({ method, body: { length } }) => [method, length])).toEqual([['POST', 0]]);
});

it('says where a request came from', async () => {
  const { port, requests } = await serve();
  await nodeHttp().send(wireRequest(port));
  expect(requests.map(({ remoteAddress }) => remoteAddress)).toEqual(['127.0.0.1']);
});

it.each([
  ['no HTTP', 'what is this\r\n\r\n', 400],
  ['two lengths', 'POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
  ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
  ['a proxy request', 'CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n', 405],
  ['too large a head', `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
] as const)('answers %s as it is told to, and goes on', async (_name, bytes, status) => {
  const server = await nodeServer.listen(0, () => ANSWER, {
    malformed: (given) => ({ status: given, headers: [['X-Own', 'yes']], body: Buffer.from('{}') }),
  });
  open.push(server);
  expect(await raw(server.port, bytes)).toMatch(
    new RegExp(`^HTTP/1\\.1 ${status} \\w[^]*\\r\\nX-Own: yes\\r\\n[^]*\\r\\n\\r\\n\\{\\}$`),
  );
  expect((await nodeHttp().send(wireRequest(server.port))).status).toBe(200);
});

it('answers it by a status alone where it is told nothing', async () => {
  const { port } = await serve();
  expect(await raw(port, 'what is this\r\n\r\n')).toBe(
    'HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
  );
});

it('answers a client that expects something', async () => {
  const { port, requests } = await serve();
  const head = 'GET / HTTP/1.1\r\nHost: x\r\nExpect: wonders\r\nConnection: close\r\n\r\n';
  expect(await raw(port, head)).toMatch(/^HTTP\/1\.1 200 /);
  expect(requests).toHaveLength(1);
});

it.each([
  ['a head', 'GET / HTTP/1.1\r\nHost: x\r\n'],
  ['a body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc'],
])('does not wait for ever for %s, and answers others meanwhile', async (_name, bytes) => {
  const server = await nodeServer.listen(0, () => ANSWER, {
    timeouts: { headMs: 200, requestMs: 200, checkMs: 20 },
  });
  open.push(server);
  const slow = raw(server.port, bytes);
  expect((await nodeHttp().send(wireRequest(server.port))).status).toBe(200);
  expect(await slow).toMatch(/^HTTP\/1\.1 408 /);
});

it('outlives a client that hangs up in mid-body', async () => {
  const { port, requests } = await serve();
  await new Promise<void>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc', () =>
        socket.destroy(),
      );
    });
    socket.on('close', () => {
      resolve();
    });
  });
  expect((await nodeHttp().send(wireRequest(port))).status).toBe(200);
  expect(requests).toHaveLength(1);
});

it('sends an answer that comes later, and 500 where none comes', async () => {
  const server = await nodeServer.listen(0, async ({ target }) => {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    if (Buffer.from(target).toString() === '/broken') {
      throw new Error('broken');
    }
    return { ...ANSWER, status: 202, body: Buffer.from('later') };
  });
  open.push(server);
  const head = 'HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
  expect(await raw(server.port, `POST / ${head}`)).toMatch(/^HTTP\/1\.1 202 [^]*\r\n\r\nlater$/);
  expect(await raw(server.port, `POST /broken ${head}`)).toMatch(/^HTTP\/1\.1 500 [^]*\r\n\r\n$/);
});

describe('listen', () => {
  it('says that a port is taken', async () => {
    const { port } = await serve();
    await expect(
      nodeServer.listen(port, () => ({ status: 200, headers: [], body: new Uint8Array() })),
    ).rejects.toEqual(
      refusal('network', `cannot listen on 127.0.0.1:${port}: the port is in use`, '--port'),
    );
  });

  it('is over after close, requests that are half there included', async () => {
    const server = await nodeServer.listen(0, () => ({
      status: 200,
      headers: [],
      body: new Uint8Array(),
    }));
    const half = connect(server.port, '127.0.0.1');
    const ended = new Promise((resolve) => half.on('close', resolve));
    half.on('error', () => undefined);
    await new Promise<void>((resolve) => {
      const request =
        'GET / HTTP/1.1\r\nHost: x\r\n\r\nPOST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc';
      half.once('data', () => {
        resolve();
      });
      half.write(request);
    });
    await server.close();
    await ended;
    await expect(nodeHttp().send(wireRequest(server.port))).rejects.toEqual(refusal('network'));
  });

  it('is over after close, connections that are kept alive included', async () => {
    const server = await nodeServer.listen(0, () => ({
      status: 200,
      headers: [],
      body: new Uint8Array(),
    }));
    const idle = connect(server.port, '127.0.0.1');
    const ended = new Promise((resolve) => idle.on('close', resolve));
    await new Promise((resolve) => {
      idle.once('data', resolve);
      idle.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    });
    await server.close();
    await ended;
    await expect(nodeHttp().send(wireRequest(server.port))).rejects.toEqual(refusal('network'));
  });
});
