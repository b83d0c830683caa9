// Signs with the PublicToken instead of the SecretToken.
import { createHmac } from 'node:crypto';

const { VK_URL = '', VK_KEY = '', VK_EMAIL = '' } = process.env;
const timestamp = String(Math.floor(Date.now() / 1000));
const signature = createHmac('sha256', VK_KEY)
  .update(timestamp + VK_EMAIL)
  .digest('hex');

const response = await fetch(`${VK_URL}/payout`, {
  method: 'POST',
  headers: {
    'Content-Type': 'application/json',
    'X-App-Token': VK_KEY,
    'X-App-Access-Ts': timestamp,
    'X-App-Access-Sig': signature,
  },
  body: '{"amount":100}',
});
process.stdout.write(`${response.status}\n`);
