import { IncomingMessage, ServerResponse } from 'node:http';
import { connect, Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { deliver } from '../../src/adapters/deliver.js';
import { nodeServer } from '../../src/adapters/http-server.js';
import type { Answer, RunningServer } from '../../src/app/ports.js';

const open: RunningServer[] = [];

afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(open.splice(0).map((server) => server.close()));
});

type Delivery = NonNullable<Answer['delivery']>;

/** A server that delivers its answer to each path as the table says. */
async function serve(
  table: Readonly<Record<string, Delivery>>,
  body: Uint8Array = Buffer.from('0123456789'),
): Promise<{ port: number; targets: string[] }> {
  const targets: string[] = [];
  const server = await nodeServer.listen(0, (request) => {
    const target = Buffer.from(request.target).toString();
    targets.push(target);
    const delivery = table[target];
    return { status: 200, headers: [], body, ...(delivery !== undefined && { delivery }) };
  });
  open.push(server);
  return { port: server.port, targets };
}

interface Heard {
  readonly bytes: Buffer;
  readonly ms: number;
}

/** Asks for paths over one connection, and hears until the server closes it. */
async function ask(port: number, ...targets: readonly string[]): Promise<Heard> {
  const startedMs = performance.now();
  return await new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => {
      const last = targets.length - 1;
      socket.write(
        targets
          .map((target, index) => {
            const close = index === last ? 'Connection: close\r\n' : '';
            return `GET ${target} HTTP/1.1\r\nHost: x\r\n${close}\r\n`;
          })
          .join(''),
      );
    });
    socket.on('data', (chunk) => pieces.push(Buffer.from(chunk)));
    socket.on('error', reject);
    socket.on('close', () => {
      const ms = performance.now() - startedMs;
      resolve({ bytes: Buffer.concat(pieces), ms });
    });
  });
}

function textOf({ bytes }: Heard): string {
  return bytes.toString('latin1');
}

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\n';
const FOREVER_MS = 3_600_000;
/** A timer may be a millisecond early by the finer clock. */
const EARLY_MS = 2;

describe('delivery', () => {
  it('late: whole, and not before its time', async () => {
    const { port } = await serve({ '/late': { delayMs: 40 } });
    const heard = await ask(port, '/late');
    expect(textOf(heard)).toBe(`${HEAD}0123456789`);
    expect(heard.ms).toBeGreaterThanOrEqual(40 - EARLY_MS);
  });

  it('late: does not keep others waiting, nor the server from closing', async () => {
    const { port, targets } = await serve({ '/late': { delayMs: FOREVER_MS } });
    const late = ask(port, '/late');
    const plain = await ask(port, '/');
    expect(textOf(plain)).toBe(`${HEAD}0123456789`);
    await vi.waitUntil(() => targets.includes('/late'));
    await Promise.all(open.splice(0).map((server) => server.close()));
    expect(textOf(await late)).toBe('');
  });

  it('nothing: the request is handled, and the connection closed', async () => {
    const { port, targets } = await serve({ '/drop': { end: 'nothing' } });
    expect(textOf(await ask(port, '/drop'))).toBe('');
    expect(targets).toEqual(['/drop']);
    expect(textOf(await ask(port, '/'))).toBe(`${HEAD}0123456789`);
  });

  it('nothing, after an answer on the same connection that comes whole', async () => {
    const { port } = await serve({ '/late': { delayMs: 20 }, '/drop': { end: 'nothing' } });
    const text = textOf(await ask(port, '/late', '/drop', '/'));
    expect(text.startsWith('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n')).toBe(true);
    expect(text.endsWith('\r\n\r\n0123456789')).toBe(true);
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });

  it('half: the whole length is announced', async () => {
    const { port } = await serve({ '/half': { end: 'half' } });
    expect(textOf(await ask(port, '/half'))).toBe(`${HEAD}01234`);
  });

  it('half of some megabytes, to the byte', async () => {
    const body = Buffer.alloc(3_000_001, 'xyz');
    const { port } = await serve({ '/half': { end: 'half' } }, body);
    const { bytes } = await ask(port, '/half');
    const sent = bytes.subarray(bytes.indexOf('\r\n\r\n') + 4);
    expect(sent.equals(body.subarray(0, 1_500_000))).toBe(true);
  });

  it('slow: the head at once', async () => {
    const { port } = await serve({ '/slow': { bodyMs: FOREVER_MS } });
    const first = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write('GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
      });
      socket.once('data', (chunk) => {
        resolve(chunk.toString());
      });
    });
    expect(first).toBe(HEAD);
  });

  it('slow: whole, and not before its time', async () => {
    const { port } = await serve({ '/slow': { bodyMs: 100 } });
    const heard = await ask(port, '/slow');
    expect(textOf(heard)).toBe(`${HEAD}0123456789`);
    expect(heard.ms).toBeGreaterThanOrEqual(100 - 10 * EARLY_MS);
  });

  it('slow, late and half at once', async () => {
    const { port } = await serve({ '/all': { delayMs: 20, bodyMs: 20, end: 'half' } });
    const heard = await ask(port, '/all');
    expect(textOf(heard)).toBe(`${HEAD}01234`);
    expect(heard.ms).toBeGreaterThanOrEqual(40 - 6 * EARLY_MS);
  });

  it.each<[name: string, delivery: Delivery, length: number]>([
    ['slow', { bodyMs: 5 }, 0],
    ['slow', { bodyMs: 5 }, 1],
    ['slow', { bodyMs: 5 }, 25],
    ['half', { end: 'half' }, 0],
    ['half', { end: 'half' }, 1],
  ])('%s, %j, of %i bytes ends', async (name, delivery, length) => {
    const body = Buffer.alloc(length, 'x');
    const { port } = await serve({ '/': delivery }, body);
    const expected = name === 'half' ? '' : 'x'.repeat(length);
    expect(textOf(await ask(port, '/')).split('\r\n\r\n')[1]).toBe(expected);
  });
});

describe('timers', () => {
  function answering(delivery: Delivery): ServerResponse {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const outgoing = new ServerResponse(new IncomingMessage(new Socket()));
    deliver(outgoing, { body: Buffer.from('0123456789') }, delivery, () => undefined);
    return outgoing;
  }

  it('wait as long as they are told', () => {
    answering({ delayMs: 400 });
    vi.advanceTimersByTime(399);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('spread a body evenly', () => {
    const outgoing = answering({ bodyMs: 1000 });
    const sent: string[] = [];
    vi.spyOn(outgoing, 'write').mockImplementation((chunk) => sent.push(String(chunk)) > 0);
    vi.advanceTimersByTime(499);
    expect(sent.join('')).toBe('0123');
    vi.advanceTimersByTime(501);
    expect(sent.join('')).toBe('0123456789');
  });

  it.each<Delivery>([{ delayMs: FOREVER_MS }, { bodyMs: FOREVER_MS }])(
    'of %j end with the connection',
    (delivery) => {
      const outgoing = answering(delivery);
      expect(vi.getTimerCount()).toBe(1);
      outgoing.emit('close');
      expect(vi.getTimerCount()).toBe(0);
    },
  );
});
