import Fastify from 'fastify';
import { kamiokash, verifyWebhook } from 'vk-cli';

export const app = Fastify();

// Bodies come as they are, also those of application/json.
app.removeAllContentTypeParsers();
app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

app.post('/webhooks', (request, reply) => {
  const secret = process.env.KAMIOKASH_WEBHOOK_SECRET ?? '';
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const verdict = verifyWebhook(body, request.headers, secret, { provider: kamiokash });
  if (!verdict.ok) {
    return reply.code(401).send({ error: verdict.reason });
  }
  const event = JSON.parse(body.toString());
  return reply.send({ received: event.type });
});
