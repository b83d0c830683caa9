// The handler of KamioKash's page, Step 3, behind node:http. It prints its port, and then a line for
// each delivery: the status that it answers, and what its two functions were called with.
import crypto from 'node:crypto';
import { createServer } from 'node:http';

/** @param {readonly unknown[]} words */
function print(...words) {
  process.stdout.write(`${words.join(' ')}\n`);
}

/** @param {unknown} data */
async function handleUpdatedWalletBalance(data) {
  print('wallet', JSON.stringify(data));
}

/** @param {unknown} data */
async function handleOrderPushNotification(data) {
  print('order', JSON.stringify(data));
}

/** @param {Request} request */
export async function POST(request) {
  const body = await request.text();
  const timestamp = request.headers.get('X-Timestamp');
  const signature = request.headers.get('X-Kamio-Signature');

  // Verify webhook signature
  const expectedSig = crypto
    .createHmac('sha256', process.env['KAMIOKASH_WEBHOOK_SECRET'] ?? '')
    .update(timestamp + body)
    .digest('hex');

  if (signature !== expectedSig) {
    return Response.json({ error: 'Invalid signature' }, { status: 401 });
  }

  const event = JSON.parse(body);

  switch (event.type) {
    case 'transaction.successful':
      await handleUpdatedWalletBalance(event.data);
      break;
    case 'order.successful':
      await handleOrderPushNotification(event.data);
      break;
    default:
      print('other', event.type);
  }

  return Response.json({ received: true });
}

const server = createServer(async (incoming, outgoing) => {
  /** @type {Buffer[]} */
  const chunks = [];
  for await (const chunk of incoming) {
    chunks.push(chunk);
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    headers.set(name, String(value));
  }
  const answer = await POST(
    new Request('http://handler.test/', { method: 'POST', headers, body: Buffer.concat(chunks) }),
  );
  outgoing.writeHead(answer.status).end(await answer.text());
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  print('port', typeof address === 'object' ? address?.port : address);
});
