import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';

/** Has a server listen on 127.0.0.1, on a free port where none is given; rejects where it cannot. */
export async function listen(server: Server, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return portOf(server.address());
}

/** The port of what `server.address()` gives. @throws where that is none */
export function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') {
    throw new Error('the server listens on no port');
  }
  return address.port;
}

/** A port on which nothing listens; a moment ago it was free. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}
