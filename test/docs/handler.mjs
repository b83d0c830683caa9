/** A handler of webhooks as a project has one: `handler.mjs --port PORT LIBRARY`. */
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

/** @type {typeof import('../../src/index.js')} */
const { kamiokash, verifyWebhook } = await import(pathToFileURL(process.argv[4] ?? '').href);
const secret = process.env.VK_WEBHOOK_SECRET ?? '';

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  const verdict = verifyWebhook(Buffer.concat(chunks), request.headers, secret, {
    provider: kamiokash,
  });
  response.writeHead(verdict.ok ? 200 : 401, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(verdict.ok ? { received: true } : { error: verdict.reason }));
}).listen(Number(process.argv[3]), '127.0.0.1');
