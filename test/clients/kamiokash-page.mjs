// The KamioKash page's sample: create a member, issue a voucher to it. The page signs one body and
// sends others with the same headers; here each request is signed over the body that it sends.
import crypto from 'crypto';

const apiKey = process.env.VK_API_KEY ?? '';
const secret = process.env.VK_API_SECRET ?? '';
const baseUrl = process.env.VK_BASE_URL ?? '';

/** @param {string} body */
function sign(body) {
  const timestamp = new Date().toISOString();
  const signature = crypto
    .createHmac('sha256', secret)
    .update(body + ':' + timestamp)
    .digest('hex');
  return {
    'X-API-Key': apiKey,
    'X-Timestamp': timestamp,
    'X-Signature': signature,
  };
}

/**
 * @param {string} path
 * @param {unknown} data
 */
async function post(path, data) {
  const body = JSON.stringify(data);
  const headers = sign(body);
  const response = await fetch(baseUrl + path, { method: 'POST', headers, body });
  process.stdout.write(`${response.status} ${await response.text()}\n`);
}

await post('/member', {
  externalId: 'cust_abc123',
  firstName: 'Leo',
  lastName: 'Kash',
});
await post('/orders/simple', {
  reference: 'instant_1',
  date: '2026-01-27T09:23:06.658Z',
  owner: 'cust_abc123',
  variantId: 'VERY_COOL_GIFT_CARD_1',
  quantity: 1,
});
