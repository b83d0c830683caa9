import { connect, createServer, type Socket } from 'node:net';
import { listen } from '../ports.js';

/**
 * Puts a proxy in front of a port of this machine while somebody talks to it.
 *
 * @returns what was said to it, byte for byte
 */
export async function recorded(
  port: number,
  talk: (origin: string) => Promise<void>,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    client.on('data', (chunk) => {
      chunks.push(chunk);
    });
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      // Either may leave before the other is done.
      socket.on('error', () => undefined);
    }
  });
  const own = await listen(server);
  try {
    await talk(`http://127.0.0.1:${own}`);
  } finally {
    for (const socket of sockets) {
      socket.destroy();
    }
    server.close();
  }
  return Buffer.concat(chunks);
}
