import type { IncomingMessage } from 'node:http';
import type { ReceivedRequest } from '../app/ports.js';
import { pairHeaders } from './response.js';

/** Far more than a request of these APIs has; the sandbox holds it in memory. */
const MAX_REQUEST_BYTES = 8 * 1024 * 1024;
/** Of what is too large, so much is read and dropped: a client that still sends hears no answer. */
const MAX_DROPPED_BYTES = 128 * 1024 * 1024;

export interface Received {
  readonly request: ReceivedRequest;
  /** Whether its body is larger than it may be, and is left out. */
  readonly isTooLarge: boolean;
}

/** Reads a request to its end. One that never ends is not heard of: the server's timeouts are for it. */
export function receive(incoming: IncomingMessage, then: (received: Received) => void): void {
  let chunks: Buffer[] = [];
  let length = 0;
  incoming.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= MAX_REQUEST_BYTES) {
      chunks.push(chunk);
    } else {
      chunks = [];
    }
    if (length > MAX_DROPPED_BYTES) {
      incoming.destroy();
    }
  });
  incoming.on('end', () => {
    const { remoteAddress } = incoming.socket;
    const request = {
      method: incoming.method ?? '',
      // Node decodes the request line as latin1, a byte a character.
      target: Buffer.from(incoming.url ?? '', 'latin1'),
      headers: pairHeaders(incoming.rawHeaders),
      body: Buffer.concat(chunks),
      ...(remoteAddress !== undefined && { remoteAddress }),
    };
    then({ request, isTooLarge: length > MAX_REQUEST_BYTES });
  });
}
