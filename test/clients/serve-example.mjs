// Serves an example of docs/examples on a free port, which it prints: serve-example.mjs FRAMEWORK FILE.
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

const [framework = '', file = ''] = process.argv.slice(2);
const example = await import(pathToFileURL(file).href);

/** @param {number} port */
function print(port) {
  process.stdout.write(`port ${port}\n`);
}

/** @param {import('node:http').RequestListener} listener */
function listen(listener) {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    print(typeof address === 'object' ? (address?.port ?? 0) : 0);
  });
}

switch (framework) {
  case 'express':
    listen(example.app);
    break;
  case 'fastify':
    await example.app.listen({ port: 0, host: '127.0.0.1' });
    print(example.app.server.address().port);
    break;
  case 'hono': {
    const { getRequestListener } = await import('@hono/node-server');
    listen(getRequestListener(example.app.fetch));
    break;
  }
  case 'next': {
    // What Next.js does with a route: a web Request in, a web Response out.
    const { getRequestListener } = await import('@hono/node-server');
    listen(getRequestListener(example.POST));
    break;
  }
}
