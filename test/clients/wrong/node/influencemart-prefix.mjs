// Sends the signature as a webhook of GitHub would carry it.
import { createHmac } from 'node:crypto';

const { VK_URL = '', VK_KEY = '', VK_SECRET = '' } = process.env;
const timestamp = String(Math.floor(Date.now() / 1000));
const digest = createHmac('sha256', VK_SECRET).update(`${timestamp}.`).digest('hex');

const headers = {
  'X-API-Key': VK_KEY,
  'X-Timestamp': timestamp,
  'X-Signature': `sha256=${digest}`,
};
const response = await fetch(`${VK_URL}/v1/me`, { headers });
process.stdout.write(`${response.status}\n`);
