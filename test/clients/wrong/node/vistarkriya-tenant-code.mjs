// The code travels in a header of its own; here it is signed too.
import { createHmac } from 'node:crypto';

const { VK_URL = '', VK_KEY = '', VK_SECRET = '', VK_CODE = '' } = process.env;
const timestamp = String(Math.floor(Date.now() / 1000));
const url = new URL(`${VK_URL}/verify/pan`);
const body = JSON.stringify({ pan: 'ABCDE1234F' });
const parts = [timestamp, 'POST', url.pathname, body, VK_CODE];

const response = await fetch(url, {
  method: 'POST',
  headers: {
    'Content-Type': 'application/json',
    'X-API-Key': VK_KEY,
    'X-Timestamp': timestamp,
    'X-Signature': createHmac('sha256', VK_SECRET).update(parts.join('')).digest('hex'),
    'X-Tenant-Code': VK_CODE,
  },
  body,
});
process.stdout.write(`${response.status}\n`);
