// Two roundings of one clock: down for the signature, up for the header, "so that it is never old".
import { createHmac } from 'node:crypto';

const { VK_URL = '', VK_KEY = '', VK_SECRET = '', VK_EMAIL = '' } = process.env;
const now = Date.now();
const signature = createHmac('sha256', VK_SECRET)
  .update(Math.floor(now / 1000) + VK_EMAIL)
  .digest('hex');

const response = await fetch(`${VK_URL}/statistics`, {
  method: 'POST',
  headers: {
    'Content-Type': 'application/json',
    'X-App-Token': VK_KEY,
    'X-App-Access-Ts': String(Math.floor(now / 1000) + 1),
    'X-App-Access-Sig': signature,
  },
  body: '{}',
});
process.stdout.write(`${response.status}\n`);
