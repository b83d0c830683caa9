/**
 * A client that keeps its connections and does as little as it can with an answer: a library's client
 * takes longer for a request than a bare server, and would be what is measured.
 */
import { connect } from 'node:net';

/**
 * Sends all requests over some kept connections, the next one on each as soon as it has its answer.
 *
 * @param {number} port
 * @param {readonly Buffer[]} requests
 * @param {number} connections
 * @returns {Promise<{ rate: number, times: number[] }>} requests a second, and the milliseconds of each
 */
export async function load(port, requests, connections) {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  /** @type {number[]} */
  const times = [];
  let next = 0;
  const startedAt = performance.now();
  await Promise.all(
    sockets.map(async (socket) => {
      for (let request = requests[next]; request !== undefined; request = requests[next]) {
        next += 1;
        const sentAt = performance.now();
        await ask(socket, request);
        times.push(performance.now() - sentAt);
      }
    }),
  );
  const rate = (requests.length / (performance.now() - startedAt)) * 1000;
  for (const socket of sockets) {
    socket.destroy();
  }
  return { rate, times };
}

/**
 * One answer, head and body apart.
 *
 * @param {number} port
 * @param {Buffer} request
 */
export async function askOnce(port, request) {
  const socket = await open(port);
  const answer = await ask(socket, request);
  socket.destroy();
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  return { head: head.split('\r\n'), body };
}

/** @param {number} port */
async function open(port) {
  /** @type {import('node:net').Socket} */
  const socket = await new Promise((resolve, reject) => {
    const opened = connect({ port, host: '127.0.0.1', noDelay: true }, () => {
      resolve(opened);
    });
    opened.once('error', reject);
  });
  return socket;
}

/**
 * @param {import('node:net').Socket} socket
 * @param {Buffer} request
 * @returns {Promise<string>}
 */
function ask(socket, request) {
  return new Promise((resolve, reject) => {
    let received = '';
    const onData = (/** @type {Buffer} */ chunk) => {
      received += chunk.toString('latin1');
      if (isWhole(received)) {
        finish();
        if (received.startsWith('HTTP/1.1 200 ')) {
          resolve(received);
        } else {
          reject(new Error(received));
        }
      }
    };
    const onClose = () => {
      finish();
      reject(new Error(`the server hung up after ${JSON.stringify(received)}`));
    };
    const finish = () => {
      socket.off('data', onData);
      socket.off('close', onClose);
    };
    socket.on('data', onData);
    socket.on('close', onClose);
    socket.write(request);
  });
}

const LENGTH = /\r\ncontent-length: (\d+)/i;

/** @param {string} received */
function isWhole(received) {
  const end = received.indexOf('\r\n\r\n');
  const length = Number(LENGTH.exec(received)?.[1]);
  return end !== -1 && received.length >= end + 4 + length;
}
