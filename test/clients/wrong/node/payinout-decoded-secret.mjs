// Takes the secret for base64, because another provider's is.
import { createHmac } from 'node:crypto';

const { VK_URL = '', VK_KEY = '', VK_SECRET = '', VK_EMAIL = '' } = process.env;
const timestamp = String(Math.floor(Date.now() / 1000));
const signature = createHmac('sha256', Buffer.from(VK_SECRET, 'base64'))
  .update(timestamp + VK_EMAIL)
  .digest('hex');

const response = await fetch(`${VK_URL}/balance`, {
  method: 'POST',
  headers: {
    'Content-Type': 'application/json',
    Accept: 'application/json, text/plain',
    'X-App-Token': VK_KEY,
    'X-App-Access-Ts': timestamp,
    'X-App-Access-Sig': signature,
  },
});
process.stdout.write(`${response.status}\n`);
