import express from 'express';
import { kamiokash, verifyWebhook } from 'vk-cli';

export const app = express();

// Without express.json(): what a parser has read and printed again has other bytes.
app.post('/webhooks', express.raw({ type: () => true }), (request, response) => {
  const secret = process.env.KAMIOKASH_WEBHOOK_SECRET ?? '';
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const verdict = verifyWebhook(body, request.headers, secret, { provider: kamiokash });
  if (!verdict.ok) {
    response.status(401).json({ error: verdict.reason });
    return;
  }
  const event = JSON.parse(body.toString());
  response.json({ received: event.type });
});
