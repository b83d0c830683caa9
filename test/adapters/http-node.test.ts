import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { nodeHttp } from '../../src/adapters/http-node.js';
import type { WireRequest, WireResponse } from '../../src/app/ports.js';
import { refusal } from '../app/refusal.js';
import { listen } from '../ports.js';
import { rawServer, wireRequest, type RawServer } from './raw-server.js';

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
const EMPTY = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
const open: RawServer[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function serve(answer: (socket: Socket, request: Buffer) => void): Promise<RawServer> {
  const server = await rawServer(answer);
  open.push(server);
  return server;
}

/** Sends one request to a server that gives that answer, and says what went over the wire. */
async function exchange(
  change: Partial<WireRequest>,
  answer: string | Buffer = OK,
): Promise<{ readonly response: WireResponse; readonly sent: string; readonly port: number }> {
  const server = await serve((socket) => socket.end(answer));
  const response = await nodeHttp().send(wireRequest(server.port, change));
  const [sent] = server.received();
  return { response, sent: sent?.toString('latin1') ?? '', port: server.port };
}

function text({ body }: WireResponse): string {
  return Buffer.from(body).toString('latin1');
}

describe('the bytes on the wire', () => {
  it('are the request line, Host, the headers in their order and spelling, and the body', async () => {
    const { sent, port } = await exchange({
      method: 'POST',
      target: Buffer.from('/api/v1/verify/pan'),
      headers: [
        ['User-Agent', 'vk/1'],
        ['X-API-Key', 'k'],
        ['x-lower', '1'],
        ['X-UPPER', '2'],
        ['X-Twice', 'a'],
        ['X-Twice', 'b'],
        ['Content-Type', 'application/json'],
      ],
      body: Buffer.from('{"a": 1.0}\n'),
    });
    expect(sent).toBe(
      `POST /api/v1/verify/pan HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUser-Agent: vk/1\r\nX-API-Key: k\r\n` +
        'x-lower: 1\r\nX-UPPER: 2\r\nX-Twice: a\r\nX-Twice: b\r\nContent-Type: application/json\r\n' +
        'Connection: close\r\nContent-Length: 11\r\n\r\n{"a": 1.0}\n',
    );
  });

  it.each([
    '/wallet/balance?b=2&a=1&q=a%20b+c',
    '/a//b///c',
    '/a/./b/../c',
    '/%2e%2e/%2F/%zz/%',
    '/~user/!$&\'()*+,;=:@"<>[]\\^`{|}',
    '/?',
    '/?a=&&=b&?x=/y?z',
    '/a;b=c/d',
    '//double',
    '/#not-a-fragment',
    '*',
    '/%E2%82%B9',
    '/latin1-\u00e9-\u00ff',
    `/${'long/'.repeat(1500)}`,
  ])('have the target %s as it is', async (target) => {
    const { sent } = await exchange({ target: Buffer.from(target, 'latin1') });
    expect(sent.split('\r\n')[0]).toBe(`GET ${target} HTTP/1.1`);
  });

  it.each<[method: string, body: string, length: string | undefined]>([
    ['GET', '', undefined],
    ['HEAD', '', undefined],
    ['GET', '{}', '2'],
    ['POST', '', '0'],
    ['POST', 'é', '2'],
    ['PUT', '', '0'],
    ['PATCH', 'abc', '3'],
    ['DELETE', '', '0'],
    ['DELETE', '{}', '2'],
    ['OPTIONS', '', '0'],
    ['PURGE', '', '0'],
  ])('%s with body %j has Content-Length %s', async (method, body, length) => {
    const { sent } = await exchange({ method, body: Buffer.from(body) }, EMPTY);
    expect(sent).toMatch(new RegExp(`^${method} / HTTP/1.1\r\n`));
    expect(/Content-Length: (\d+)/.exec(sent)?.[1]).toBe(length);
    expect(sent).not.toMatch(/transfer-encoding/i);
    expect(sent.endsWith(`\r\n\r\n${Buffer.from(body).toString('latin1')}`)).toBe(true);
  });

  it('have every byte of a body', async () => {
    const body = Buffer.from(Array.from({ length: 70_000 }, (_, index) => index % 256));
    const server = await serve((socket) => socket.end(OK));
    await nodeHttp().send(wireRequest(server.port, { method: 'POST', body }));
    expect(server.received()[0]?.subarray(-body.length).equals(body)).toBe(true);
  });

  it.each<[what: string, change: Partial<WireRequest>]>([
    ['a line break in the target', { target: Buffer.from('/a\r\nX: y') }],
    ['a space in the target', { target: Buffer.from('/a b') }],
    ['a line break in a header', { headers: [['X-A', 'b\r\nX-C: d']] }],
  ])('do not go out at all with %s', async (_what, change) => {
    const server = await serve((socket) => socket.end(OK));
    await expect(nodeHttp().send(wireRequest(server.port, change))).rejects.toThrow(/./);
    expect(server.received()).toEqual([]);
  });
});

/** How many timers would keep the process waiting. */
function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}

describe('an answer', () => {
  it('keeps its headers in their order and spelling, and its body', async () => {
    const { response } = await exchange(
      {},
      'HTTP/1.1 207 Some Words\r\nX-API-Mode: sandbox\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nContent-Length: 4\r\n\r\n\0\xff\r\n',
    );
    expect(response).toMatchObject({ status: 207, statusText: 'Some Words' });
    expect(response.headers).toEqual([
      ['X-API-Mode', 'sandbox'],
      ['Set-Cookie', 'a=1'],
      ['set-cookie', 'b=2'],
      ['Content-Length', '4'],
    ]);
    expect(response.elapsedMs).toBeGreaterThan(0);
  });

  it.each<[what: string, answer: string, body: string]>([
    ['with a length', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc', 'abc'],
    [
      'in chunks',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n',
      'abcde',
    ],
    ['that ends with the connection', 'HTTP/1.1 200 OK\r\n\r\nto the end', 'to the end'],
    ['without a body', 'HTTP/1.1 204 No Content\r\n\r\n', ''],
    ['after a provisional one', `HTTP/1.1 103 Early Hints\r\n\r\n${OK}`, 'ok'],
    ['without a reason', 'HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n', ''],
    ['of HTTP/1.0', 'HTTP/1.0 200 OK\r\n\r\nold', 'old'],
  ])('%s', async (_what, answer, body) => {
    const { response } = await exchange({}, answer);
    expect(text(response)).toBe(body);
  });

  it('of some megabytes arrives whole', async () => {
    const body = Buffer.alloc(5_000_001, 'abc');
    const head = `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`;
    const { response } = await exchange({}, Buffer.concat([Buffer.from(head), body]));
    expect(body.equals(response.body)).toBe(true);
  });

  it('in pieces arrives whole', async () => {
    const server = await serve((socket) => {
      const [first, ...rest] = ['HTTP/1.1 200 OK\r\nContent-', 'Length: 4\r\n\r', '\nab', 'cd'];
      socket.write(first);
      const next = (): void => {
        const piece = rest.shift();
        if (piece !== undefined) {
          socket.write(piece, () => setImmediate(next));
        }
      };
      next();
    });
    expect(text(await nodeHttp().send(wireRequest(server.port)))).toBe('abcd');
  });

  it.each([301, 302, 303, 307, 308])('%i is not followed', async (status) => {
    const elsewhere = await serve((socket) => socket.end(OK));
    const location = `http://127.0.0.1:${elsewhere.port}/stolen`;
    const { response } = await exchange(
      { method: 'POST', headers: [['X-API-Key', 'k']], body: Buffer.from('{}') },
      `HTTP/1.1 ${status} Moved\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`,
    );
    expect(response.status).toBe(status);
    expect(response.headers).toContainEqual(['Location', location]);
    expect(elsewhere.received()).toEqual([]);
  });

  it('leaves no timer behind, which would keep the process waiting', async () => {
    const before = timers();
    await exchange({ timeoutMs: 60_000 });
    expect(timers()).toBeLessThanOrEqual(before);
    const failed = await serve((socket) => socket.end());
    await expect(nodeHttp().send(wireRequest(failed.port))).rejects.toThrow(/./);
    expect(timers()).toBeLessThanOrEqual(before);
  });

  it('of 401 with a challenge is not answered', async () => {
    const { response, sent } = await exchange(
      {},
      'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n',
    );
    expect(response.status).toBe(401);
    expect(sent.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });
});

const SWITCH = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n';
const NO_WARNING: unknown = expect.not.objectContaining({
  remedy: expect.stringContaining('Before you repeat'),
});

describe('a failure', () => {
  it('to answer in time', async () => {
    const server = await serve(() => undefined);
    const sent = nodeHttp().send(wireRequest(server.port, { timeoutMs: 50 }));
    await expect(sent).rejects.toEqual(
      refusal(
        'timeout',
        `http://127.0.0.1:${server.port} did not answer within 0.05 s`,
        '--timeout',
      ),
    );
  });

  it('to finish the answer in time', async () => {
    const server = await serve((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc');
    });
    const sent = nodeHttp().send(wireRequest(server.port, { timeoutMs: 50 }));
    await expect(sent).rejects.toEqual(refusal('timeout', 'did not answer within 0.05 s'));
  });

  it('because it was given up', async () => {
    const ending = new AbortController();
    const server = await serve(() => {
      ending.abort();
    });
    const { signal } = ending;
    const sent = nodeHttp().send(wireRequest(server.port, { timeoutMs: 60_000, signal }));
    await expect(sent).rejects.toEqual(refusal('network'));
  });

  it('to listen', async () => {
    const server = createServer();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    const sending = nodeHttp().send(wireRequest(port, { method: 'POST' }));
    await expect(sending).rejects.toEqual(
      refusal('network', `http://127.0.0.1:${port} could not be reached`, 'Nothing listens there'),
    );
    // Nothing was sent, so nothing can have been done.
    await expect(sending).rejects.toEqual(NO_WARNING);
  });

  it.each<[what: string, answer: (socket: Socket) => void]>([
    ['a reset', (socket) => socket.resetAndDestroy()],
    ['a hang-up', (socket) => socket.end()],
    ['a hang-up in mid-head', (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-')],
    ['a hang-up after a provisional answer', (socket) => socket.end('HTTP/1.1 103 Hints\r\n\r\n')],
    ['101 and a hang-up', (socket) => socket.end(SWITCH)],
    ['101 and silence', (socket) => socket.write(SWITCH)],
    ['101 and more', (socket) => socket.write(`${SWITCH}\0\u0001rest`)],
    [
      'a reset in mid-answer',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc', () =>
          socket.resetAndDestroy(),
        );
      },
    ],
    [
      'a hang-up in mid-answer',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'),
    ],
    [
      'a hang-up in mid-chunk',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab'),
    ],
    ['what is not HTTP', (socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n')],
  ])('%s is a network error', async (_what, answer) => {
    const server = await serve(answer);
    const before = timers();
    // Long before the time is up, or there would be nothing left that could end the wait.
    const sending = nodeHttp().send(wireRequest(server.port, { timeoutMs: 60_000 }));
    await expect(sending).rejects.toEqual(refusal('network'));
    expect(server.received()).toHaveLength(1);
    expect(timers()).toBeLessThanOrEqual(before);
  });

  it.each(['upgrade', 'websocket'])('that is a change to %s says so', async (protocol) => {
    const server = await serve((socket) =>
      socket.write(SWITCH.replace('Upgrade: x', `Upgrade: ${protocol}`)),
    );
    await expect(nodeHttp().send(wireRequest(server.port, { method: 'POST' }))).rejects.toEqual(
      refusal('network', 'another protocol', 'Before you repeat a POST'),
    );
  });

  it('to answer a write in time says that it may have been done', async () => {
    const server = await serve(() => undefined);
    const sending = nodeHttp().send(wireRequest(server.port, { method: 'POST', timeoutMs: 50 }));
    await expect(sending).rejects.toEqual(
      refusal('timeout', '', 'Before you repeat a POST, find out whether it was done'),
    );
  });

  it.each<[method: string, isWarned: boolean]>([
    ['GET', false],
    ['HEAD', false],
    ['POST', true],
    ['DELETE', true],
  ])('of a %s says whether it may be repeated', async (method, isWarned) => {
    const server = await serve((socket) => socket.resetAndDestroy());
    const warning = `Before you repeat a ${method}`;
    await expect(nodeHttp().send(wireRequest(server.port, { method }))).rejects.toEqual(
      isWarned ? refusal('network', '', warning) : NO_WARNING,
    );
  });
});
