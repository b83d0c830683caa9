// Sorts the parameters for the signature, as AWS wants it, and sends them as they came.
import { createHmac } from 'node:crypto';

const { VK_URL = '', VK_KEY = '', VK_SECRET = '', VK_CODE = '' } = process.env;
const url = new URL(`${VK_URL}/wallet/balance?to=2026-11-30&from=2026-11-01&page=1`);
const sorted = new URLSearchParams(url.search);
sorted.sort();
const timestamp = String(Math.floor(Date.now() / 1000));
const signature = createHmac('sha256', VK_SECRET)
  .update(`${timestamp}GET${url.pathname}?${sorted.toString()}`)
  .digest('hex');

const response = await fetch(url, {
  headers: {
    'X-API-Key': VK_KEY,
    'X-Timestamp': timestamp,
    'X-Signature': signature,
    'X-Tenant-Code': VK_CODE,
  },
});
process.stdout.write(`${response.status}\n`);
