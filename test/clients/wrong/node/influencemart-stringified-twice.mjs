// sign() serialises what it is given, and it is given text already.
import { createHmac } from 'node:crypto';

const { VK_URL = '', VK_KEY = '', VK_SECRET = '' } = process.env;

/**
 * @param {string} timestamp
 * @param {unknown} payload
 */
function sign(timestamp, payload) {
  const message = `${timestamp}.${JSON.stringify(payload)}`;
  return createHmac('sha256', VK_SECRET).update(message).digest('hex');
}

const body = JSON.stringify({ order_id: 1042, url: 'https://shop.example/o/1042' });
const timestamp = String(Math.floor(Date.now() / 1000));
const response = await fetch(`${VK_URL}/v1/orders`, {
  method: 'POST',
  headers: {
    'Content-Type': 'application/json',
    'X-API-Key': VK_KEY,
    'X-Timestamp': timestamp,
    'X-Signature': sign(timestamp, body),
  },
  body,
});
process.stdout.write(`${response.status}\n`);
