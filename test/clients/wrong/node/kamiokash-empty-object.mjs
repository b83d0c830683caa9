// Signs {} where nothing is sent.
import { createHmac } from 'node:crypto';

const { VK_URL = '', VK_KEY = '', VK_SECRET = '' } = process.env;

/**
 * @param {string} method
 * @param {string} path
 * @param {Record<string, unknown>} [data]
 */
async function call(method, path, data = {}) {
  const timestamp = new Date().toISOString();
  const body = JSON.stringify(data);
  const signature = createHmac('sha256', VK_SECRET).update(`${body}:${timestamp}`).digest('hex');
  const headers = { 'X-API-Key': VK_KEY, 'X-Timestamp': timestamp, 'X-Signature': signature };
  return await fetch(VK_URL + path, { method, headers, ...(method !== 'GET' && { body }) });
}

const response = await call('GET', '/wallets');
process.stdout.write(`${response.status}\n`);
