import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { pooledHttp } from '../../src/adapters/http-pool.js';
import type { PooledHttpPort } from '../../src/app/ports.js';
import { parseBaseUrl } from '../../src/core/base-url.js';
import { VkError } from '../../src/core/error.js';
import { wasNeverSent } from '../../src/core/never-sent.js';
import { listen } from '../ports.js';
import { rawServer, wireRequest, type RawServer } from './raw-server.js';

const closings: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closings.splice(0).toReversed()) {
    await close();
  }
});

async function poolFor(port: number, connections = 2): Promise<PooledHttpPort> {
  const none = { httpsProxy: undefined, noProxy: undefined, ca: undefined };
  const base = parseBaseUrl(`http://127.0.0.1:${port}`);
  const pool = await pooledHttp(base, { connections, ...none });
  closings.push(pool.close);
  return pool;
}

async function raw(bytes: string | undefined): Promise<RawServer> {
  const server = await rawServer((socket) => {
    if (bytes === undefined) {
      return;
    }
    socket.end(Buffer.from(bytes, 'latin1'));
  });
  closings.push(server.close);
  return server;
}

async function faultOf(sending: Promise<unknown>): Promise<VkError> {
  try {
    await sending;
  } catch (error) {
    if (error instanceof VkError) {
      return error;
    }
  }
  throw new Error('it did not fail as it should');
}

describe('pooledHttp', () => {
  it('sends target, headers and body as they are', async () => {
    const server = await raw('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    const pool = await poolFor(server.port);
    await pool.send(
      wireRequest(server.port, {
        method: 'POST',
        target: Buffer.from('/a//b%2f?q=%e9&x="'),
        headers: [
          ['X-One', '1'],
          ['x-two', 'a'],
          ['x-two', 'b'],
        ],
        body: Buffer.from('{"a": 1.0}'),
      }),
    );
    const text = server.received()[0]?.toString('latin1') ?? '';
    expect(text).toContain('POST /a//b%2f?q=%e9&x=" HTTP/1.1\r\n');
    expect(text).toContain('X-One: 1\r\nx-two: a\r\nx-two: b\r\n');
    expect(text).toMatch(/\r\n\r\n\{"a": 1\.0\}$/);
  });

  it('gives the answer as it came', async () => {
    const server = await raw(
      'HTTP/1.1 418 Short \r\nX-Odd: \xe9\r\nx-odd: 2\r\nContent-Length: 3\r\n\r\n\xff\x00a',
    );
    const response = await (await poolFor(server.port)).send(wireRequest(server.port));
    expect(response).toMatchObject({
      status: 418,
      headers: [
        ['X-Odd', '\xe9'],
        ['x-odd', '2'],
        ['Content-Length', '3'],
      ],
      body: Buffer.of(0xff, 0, 0x61),
    });
    expect(response.elapsedMs).toBeGreaterThan(0);
  });

  it('keeps its connections, and opens no more than it may', async () => {
    const sockets = new Set<unknown>();
    const server = createServer((incoming, outgoing) => {
      sockets.add(incoming.socket);
      outgoing.end('{}');
    });
    const port = await listen(server);
    closings.push(
      () =>
        new Promise((resolve) => {
          server.close(resolve);
        }),
    );
    const pool = await poolFor(port, 3);
    await Promise.all(Array.from({ length: 30 }, () => pool.send(wireRequest(port))));
    expect(sockets.size).toBe(3);
  });

  it.each<[name: string, bytes: string | undefined, code: string]>([
    ['no answer', undefined, 'timeout'],
    ['half an answer', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab', 'network'],
    ['an end at once', '', 'network'],
    ['no HTTP', 'SSH-2.0-x\r\n', 'network'],
    [
      'another protocol',
      'HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
      'network',
    ],
  ])('fails after %s', async (_name, bytes, code) => {
    const server = await raw(bytes);
    const pool = await poolFor(server.port);
    const error = await faultOf(pool.send(wireRequest(server.port, { timeoutMs: 200 })));
    expect([error.code, wasNeverSent(error.cause)]).toEqual([code, false]);
  });

  it('says where a request was never sent', async () => {
    const server = await raw('');
    await server.close();
    const pool = await poolFor(server.port);
    const error = await faultOf(pool.send(wireRequest(server.port)));
    expect([error.code, wasNeverSent(error.cause)]).toEqual(['network', true]);
  });
});
