// Signs the JSON as it is logged, indented, and sends it compact.
import { createHmac } from 'node:crypto';

const { VK_URL = '', VK_KEY = '', VK_SECRET = '' } = process.env;
const event = { order_id: 1042, amount: 499, items: [{ sku: 'A-1', quantity: 2 }] };
const timestamp = String(Math.floor(Date.now() / 1000));
const signature = createHmac('sha256', VK_SECRET)
  .update(`${timestamp}.${JSON.stringify(event, null, 2)}`)
  .digest('hex');

const response = await fetch(`${VK_URL}/v1/webhooks/order`, {
  method: 'POST',
  headers: {
    'Content-Type': 'application/json',
    'X-API-Key': VK_KEY,
    'X-Timestamp': timestamp,
    'X-Signature': signature,
    'X-External-Event-Id': 'order-1042',
  },
  body: JSON.stringify(event),
});
process.stdout.write(`${response.status}\n`);
