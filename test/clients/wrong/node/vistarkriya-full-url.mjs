// "Full endpoint path" was read as the URL.
import { createHmac } from 'node:crypto';

const { VK_URL = '', VK_KEY = '', VK_SECRET = '', VK_CODE = '' } = process.env;
const url = `${VK_URL}/wallet/balance`;
const timestamp = String(Math.floor(Date.now() / 1000));
const signature = createHmac('sha256', VK_SECRET).update(`${timestamp}GET${url}`).digest('hex');

const response = await fetch(url, {
  headers: {
    'X-API-Key': VK_KEY,
    'X-Timestamp': timestamp,
    'X-Signature': signature,
    'X-Tenant-Code': VK_CODE,
  },
});
process.stdout.write(`${response.status}\n`);
