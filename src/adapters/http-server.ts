import { createServer, STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type {
  Answer,
  HttpServerPort,
  ReceivedRequest,
  RunningServer,
  ServerOptions,
  ServerTimeouts,
} from '../app/ports.js';
import { errnoOf, VkError } from '../core/error.js';
import { deliver } from './deliver.js';
import { elapsedMs } from './elapsed.js';
import { receive } from './receive.js';

const TIMEOUTS: ServerTimeouts = {
  headMs: 10_000,
  requestMs: 30_000,
  checkMs: 5000,
};

/** A server that hands over raw bytes and sends back raw bytes. */
export const nodeServer: HttpServerPort = {
  listen: (port, answer, options = {}) => listen(port, answer, options),
  nextTurn: () =>
    new Promise((resolve) => {
      setImmediate(resolve);
    }),
  elapsedMs,
};

function listen(
  port: number,
  answer: (request: ReceivedRequest) => Answer | Promise<Answer>,
  {
    host = '127.0.0.1',
    tooLarge = () => emptyAnswer(413),
    malformed = emptyAnswer,
    timeouts = TIMEOUTS,
  }: ServerOptions,
): Promise<RunningServer> {
  const options = {
    headersTimeout: timeouts.headMs,
    requestTimeout: timeouts.requestMs,
    connectionsCheckingInterval: timeouts.checkMs,
    // Node's own answer to a request without one would have no body.
    requireHostHeader: false,
  };
  const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    if (incoming.httpVersion === '1.1' && incoming.headers.host === undefined) {
      sendLast(
        outgoing,
        answered(() => malformed(400)),
      );
      return;
    }
    receive(incoming, ({ request, isTooLarge }) => {
      if (isTooLarge) {
        sendLast(
          outgoing,
          answered(() => tooLarge(request)),
        );
      } else {
        const made = answered(() => answer(request));
        if (made instanceof Promise) {
          void sendLater(outgoing, made);
        } else {
          send(outgoing, made);
        }
      }
    });
  };
  const server = createServer(options, onRequest);
  // Whatever a client expects, it gets an answer.
  server.on('checkExpectation', onRequest);
  server.on('connect', (_incoming, socket) => {
    hangUp(
      socket,
      answered(() => malformed(405)),
    );
  });
  server.on('clientError', (error, socket) => {
    refuseMalformed(error, socket, malformed);
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(listenError(host, port, error));
    });
    server.listen(port, host, () => {
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
function answered<Made extends Answer | Promise<Answer>>(answer: () => Made): Made | Answer {
  try {
    return answer();
  } catch {
    return emptyAnswer(500);
  }
}

async function sendLater(outgoing: ServerResponse, making: Promise<Answer>): Promise<void> {
  send(outgoing, await making.catch(() => emptyAnswer(500)));
}

function emptyAnswer(status: number): Answer {
  return { status, headers: [], body: new Uint8Array() };
}

/** Answers what is no HTTP, where somebody is there to hear it. */
function refuseMalformed(error: Error, socket: Duplex, make: (status: number) => Answer): void {
  const code = errnoOf(error);
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  hangUp(
    socket,
    answered(() => make(MALFORMED[code] ?? 400)),
  );
}

const MALFORMED: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Answers on a connection of which Node makes no requests any more, and ends it. */
function hangUp(socket: Duplex, { status, headers, body }: Answer): void {
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    'Connection: close',
    `Content-Length: ${body.length}`,
  ];
  socket.on('error', () => socket.destroy());
  socket.write(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  socket.end(body, () => {
    socket.destroy();
  });
}

function sendLast(outgoing: ServerResponse, { headers, ...rest }: Answer): void {
  send(outgoing, { ...rest, headers: [...headers, ['Connection', 'close']] });
}

function send(outgoing: ServerResponse, answer: Answer): void {
  const { body, delivery } = answer;
  if (delivery === undefined) {
    sendHead(outgoing, answer);
    outgoing.end(body);
  } else {
    deliver(outgoing, answer, delivery, () => {
      sendHead(outgoing, answer);
    });
  }
}

function sendHead(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  outgoing.sendDate = false;
  const flat: string[] = [];
  for (const [name, value] of headers) {
    flat.push(name, value);
  }
  flat.push('Content-Length', String(body.length));
  outgoing.writeHead(status, flat);
}

function listenError(host: string, port: number, error: Error): VkError {
  const [why, remedy] = LISTEN_FAULTS[errnoOf(error)] ?? [
    error.message,
    'Choose another port with --port.',
  ];
  return new VkError('network', `cannot listen on ${host}:${port}: ${why}`, remedy, {
    cause: error,
  });
}

const LISTEN_FAULTS: Readonly<Record<string, readonly [why: string, remedy: string]>> = {
  EADDRINUSE: ['the port is in use', 'Choose another one with --port; 0 takes a free one.'],
  EADDRNOTAVAIL: ['no such address here', 'Give --listen an address of this machine.'],
  EACCES: ['permission is denied', 'Choose a port from 1024 with --port; 0 takes a free one.'],
};
