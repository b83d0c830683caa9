// Signs a request as KamioKash's webhooks are signed: timestamp, then body, and no colon.
import { createHmac } from 'node:crypto';

const { VK_URL = '', VK_KEY = '', VK_SECRET = '' } = process.env;
const timestamp = new Date().toISOString();
const body = JSON.stringify({ externalId: 'cust_abc123', firstName: 'Leo', lastName: 'Kash' });
const signature = createHmac('sha256', VK_SECRET)
  .update(timestamp + body)
  .digest('hex');

const response = await fetch(`${VK_URL}/member`, {
  method: 'POST',
  headers: {
    'Content-Type': 'application/json',
    'X-API-Key': VK_KEY,
    'X-Timestamp': timestamp,
    'X-Signature': signature,
  },
  body,
});
process.stdout.write(`${response.status}\n`);
