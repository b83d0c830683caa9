// A template of the object itself: [object Object].
import { createHmac } from 'node:crypto';

const { VK_URL = '', VK_KEY = '', VK_SECRET = '', VK_CODE = '' } = process.env;

/**
 * @param {string} path
 * @param {any} data
 */
async function post(path, data) {
  const url = new URL(VK_URL + path);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const message = timestamp + 'POST' + url.pathname + data;
  return await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-API-Key': VK_KEY,
      'X-Timestamp': timestamp,
      'X-Signature': createHmac('sha256', VK_SECRET).update(message).digest('hex'),
      'X-Tenant-Code': VK_CODE,
    },
    body: JSON.stringify(data),
  });
}

const response = await post('/verify/pan', { pan: 'ABCDE1234F' });
process.stdout.write(`${response.status}\n`);
