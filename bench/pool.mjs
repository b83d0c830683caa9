/**
 * What a script would be that makes signed GETs over an undici Pool, and does nothing else:
 * `node bench/pool.mjs PORT CALLS CONNECTIONS`. Its credential is in the environment.
 */
import { createHmac } from 'node:crypto';
import { Pool } from 'undici';

const [port, calls = 0, connections = 1] = process.argv.slice(2).map(Number);
const { VK_API_KEY = '', VK_API_SECRET = '', VK_CODE = '' } = process.env;

const pool = new Pool(`http://127.0.0.1:${port}`, { connections });
let next = 0;
await Promise.all(Array.from({ length: connections }, work));
await pool.close();

async function work() {
  while (next < calls) {
    const path = `/api/v1/wallet/balance?n=${next}`;
    next += 1;
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac('sha256', VK_API_SECRET)
      .update(`${timestamp}GET${path}`)
      .digest('hex');
    const { statusCode, body } = await pool.request({
      method: 'GET',
      path,
      headers: {
        'X-API-Key': VK_API_KEY,
        'X-Timestamp': timestamp,
        'X-Signature': signature,
        'X-Tenant-Code': VK_CODE,
      },
    });
    const text = await body.text();
    if (statusCode !== 200) {
      throw new Error(text);
    }
  }
}
