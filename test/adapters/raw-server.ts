import { createServer, type Socket } from 'node:net';
import { parseBaseUrl } from '../../src/core/base-url.js';
import type { WireRequest } from '../../src/app/ports.js';
import { listen } from '../ports.js';

/** A server that reads bytes, and answers with bytes, and knows nothing of HTTP but where a head ends. */
export interface RawServer {
  readonly port: number;
  /** All bytes of each connection, in the order in which they were opened. */
  readonly received: () => readonly Buffer[];
  readonly close: () => Promise<void>;
}

/**
 * Listens on 127.0.0.1. `answer` is called once a connection has sent a whole request: its head, and
 * as many bytes of body as Content-Length says.
 */
export async function rawServer(
  answer: (socket: Socket, request: Buffer) => void,
): Promise<RawServer> {
  const connections: Buffer[][] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const chunks: Buffer[] = [];
    connections.push(chunks);
    sockets.add(socket);
    socket.on('error', () => undefined);
    let isAnswered = false;
    socket.on('data', (chunk) => {
      chunks.push(Buffer.from(chunk));
      const request = Buffer.concat(chunks);
      if (!isAnswered && isWhole(request)) {
        isAnswered = true;
        answer(socket, request);
      }
    });
  });
  const port = await listen(server);
  return {
    port,
    received: () => connections.map((chunks) => Buffer.concat(chunks)),
    close: async () => {
      for (const socket of sockets) {
        socket.destroy();
      }
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}

function isWhole(request: Buffer): boolean {
  const end = request.indexOf('\r\n\r\n');
  const length = /\r\ncontent-length: (\d+)/i.exec(request.toString('latin1'))?.[1] ?? '0';
  return end !== -1 && request.length >= end + 4 + Number(length);
}

/** A request to that port, with nothing in it but what the test is about. */
export function wireRequest(port: number, change: Partial<WireRequest> = {}): WireRequest {
  return {
    base: parseBaseUrl(`http://127.0.0.1:${port}`),
    method: 'GET',
    target: Buffer.from('/'),
    headers: [],
    body: new Uint8Array(),
    timeoutMs: 5000,
    ...change,
  };
}
