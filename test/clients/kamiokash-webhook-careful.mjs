// A handler that does all that can be asked of one: it verifies the raw body as KamioKash's page says,
// compares in constant time, and looks at the timestamp's age. It prints its port.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const SECRET = process.env['KAMIOKASH_WEBHOOK_SECRET'] ?? '';
const TOLERANCE_MS = 300_000;

/**
 * @param {import('node:http').IncomingHttpHeaders} headers
 * @param {Buffer} body
 */
function isGenuine(headers, body) {
  const timestamp = String(headers['x-timestamp'] ?? '');
  const signature = Buffer.from(String(headers['x-kamio-signature'] ?? ''));
  const expected = createHmac('sha256', SECRET).update(timestamp).update(body).digest('hex');
  return (
    signature.length === expected.length &&
    timingSafeEqual(signature, Buffer.from(expected)) &&
    Math.abs(Date.now() - Date.parse(timestamp)) <= TOLERANCE_MS
  );
}

const server = createServer(async (incoming, outgoing) => {
  /** @type {Buffer[]} */
  const chunks = [];
  for await (const chunk of incoming) {
    chunks.push(chunk);
  }
  outgoing.writeHead(isGenuine(incoming.headers, Buffer.concat(chunks)) ? 204 : 401).end();
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`port ${typeof address === 'object' ? address?.port : address}\n`);
});
