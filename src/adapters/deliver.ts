import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Answer } from '../app/ports.js';

/** A body that takes its time comes in so many pieces. */
const PIECES = 10;

/**
 * Sends an answer late, slowly, in part or not at all. Other answers go on meanwhile, and nothing is
 * left waiting once the connection is closed.
 *
 * @param begin writes the head, the whole length of the body included
 */
export function deliver(
  outgoing: ServerResponse,
  { body }: Pick<Answer, 'body'>,
  { delayMs = 0, bodyMs = 0, end }: NonNullable<Answer['delivery']>,
  begin: () => void,
): void {
  after(outgoing, delayMs, () => {
    if (end === 'nothing') {
      drop(outgoing);
      return;
    }
    begin();
    outgoing.flushHeaders();
    const isWhole = end === undefined;
    const sent = isWhole ? body : body.subarray(0, Math.floor(body.length / 2));
    sendPieces(outgoing, piecesOf(sent, bodyMs === 0 ? 1 : PIECES), bodyMs, () => {
      if (isWhole) {
        outgoing.end();
      } else {
        // Only once everything before it is on its way.
        outgoing.write('', () => outgoing.destroy());
      }
    });
  });
}

/** Closes the connection, once what was asked for before on it is answered. */
function drop(outgoing: ServerResponse): void {
  if (outgoing.socket === null) {
    // From Node 24 on, `destroy` of an answer that waits for an earlier one would leave the connection open.
    outgoing.once('socket', (socket: Socket) => socket.destroy());
  } else {
    outgoing.destroy();
  }
}

function piecesOf(bytes: Uint8Array, count: number): Uint8Array[] {
  const size = Math.max(1, Math.ceil(bytes.length / count));
  const pieces: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += size) {
    pieces.push(bytes.subarray(start, start + size));
  }
  return pieces;
}

/** Sends each piece after its part of the time. */
function sendPieces(
  outgoing: ServerResponse,
  [first, ...rest]: readonly Uint8Array[],
  totalMs: number,
  then: () => void,
): void {
  if (first === undefined) {
    then();
    return;
  }
  const pauseMs = totalMs / (rest.length + 1);
  after(outgoing, pauseMs, () => {
    outgoing.write(first);
    sendPieces(outgoing, rest, totalMs - pauseMs, then);
  });
}

/** Does it later, unless the connection is closed before. */
function after(outgoing: ServerResponse, ms: number, then: () => void): void {
  if (ms === 0) {
    then();
    return;
  }
  const cancel = (): void => {
    clearTimeout(timer);
  };
  const timer = setTimeout(() => {
    outgoing.off('close', cancel);
    then();
  }, ms);
  // An answer that waits for an earlier one of its connection never hears that this is closed.
  timer.unref();
  outgoing.once('close', cancel);
}
