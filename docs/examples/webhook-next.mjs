// app/webhooks/route.js
import { kamiokash, verifyWebhook } from 'vk-cli';

export async function POST(request) {
  const secret = process.env.KAMIOKASH_WEBHOOK_SECRET ?? '';
  const body = new Uint8Array(await request.arrayBuffer());
  const verdict = verifyWebhook(body, request.headers, secret, { provider: kamiokash });
  if (!verdict.ok) {
    return Response.json({ error: verdict.reason }, { status: 401 });
  }
  const event = JSON.parse(new TextDecoder().decode(body));
  return Response.json({ received: event.type });
}
