import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Answer, HttpServerPort, ReceivedRequest, RunningServer } from '../app/ports.js';
import { VkError } from '../core/error.js';
import { pairHeaders } from './response.js';

const MAX_REQUEST_BYTES = 16 * 1024 * 1024;

/** A server on 127.0.0.1 that hands over raw bytes and sends back raw bytes. */
export const nodeServer: HttpServerPort = {
  listen: (port, answer) => listen(port, answer),
};

function listen(
  port: number,
  answer: (request: ReceivedRequest) => Answer,
): Promise<RunningServer> {
  const server = createServer((incoming, outgoing) => {
    receive(incoming).then(
      (request) => {
        send(outgoing, request === undefined ? PAYLOAD_TOO_LARGE : answered(request, answer));
      },
      () => outgoing.destroy(),
    );
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(listenError(port, error));
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : port,
        close: () =>
          new Promise((done) => {
            server.close(() => {
              done();
            });
            server.closeAllConnections();
          }),
      });
    });
  });
}

/** A fault of ours is an answer too: one request must not end the server. */
function answered(request: ReceivedRequest, answer: (request: ReceivedRequest) => Answer): Answer {
  try {
    return answer(request);
  } catch {
    return { status: 500, headers: [], body: new Uint8Array() };
  }
}

const PAYLOAD_TOO_LARGE: Answer = {
  status: 413,
  headers: [['Connection', 'close']],
  body: new Uint8Array(),
};

/** The whole request, or undefined where its body is too large. */
async function receive(incoming: IncomingMessage): Promise<ReceivedRequest | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > MAX_REQUEST_BYTES) {
      return undefined;
    }
    chunks.push(bytes);
  }
  return {
    method: incoming.method ?? '',
    // Node decodes the request line as latin1, a byte a character.
    target: Buffer.from(incoming.url ?? '', 'latin1'),
    headers: pairHeaders(incoming.rawHeaders),
    body: Buffer.concat(chunks),
  };
}

function send(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  outgoing.sendDate = false;
  outgoing.writeHead(status, [
    ...headers.flatMap(([name, value]) => [name, value]),
    'Content-Length',
    String(body.length),
  ]);
  outgoing.end(body);
}

function listenError(port: number, error: Error): VkError {
  const isTaken = 'code' in error && error.code === 'EADDRINUSE';
  return new VkError(
    'network',
    `cannot listen on 127.0.0.1:${port}: ${isTaken ? 'the port is in use' : error.message}`,
    'Choose another one with --port; 0 takes a free one.',
    { cause: error },
  );
}
