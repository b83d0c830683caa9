import { Hono } from 'hono';
import { kamiokash, verifyWebhook } from 'vk-cli';

export const app = new Hono();

app.post('/webhooks', async (context) => {
  const secret = process.env.KAMIOKASH_WEBHOOK_SECRET ?? '';
  const body = new Uint8Array(await context.req.arrayBuffer());
  const { headers } = context.req.raw;
  const verdict = verifyWebhook(body, headers, secret, { provider: kamiokash });
  if (!verdict.ok) {
    return context.json({ error: verdict.reason }, 401);
  }
  const event = JSON.parse(new TextDecoder().decode(body));
  return context.json({ received: event.type });
});
