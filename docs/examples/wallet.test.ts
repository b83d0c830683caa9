import { startSandbox, type Sandbox } from 'vk-cli/sandbox';
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ provider: 'vistarkriya', mode: 'live' });
});

afterAll(() => sandbox.close());

// Yours would be here: a client that signs as the provider documents it.
async function call(method: string, path: string, body = '') {
  const { VK_API_KEY = '', VK_API_SECRET = '', VK_CODE = '' } = sandbox.env;
  const url = new URL(sandbox.baseUrl + path);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const response = await fetch(url, {
    method,
    headers: {
      'Content-Type': 'application/json',
      'X-API-Key': VK_API_KEY,
      'X-Timestamp': timestamp,
      'X-Signature': createHmac('sha256', VK_API_SECRET)
        .update(timestamp + method + url.pathname + body)
        .digest('hex'),
      'X-Tenant-Code': VK_CODE,
    },
    ...(body !== '' && { body }),
  });
  return {
    status: response.status,
    hint: response.headers.get('X-VK-Hint'),
    ...(await response.json()),
  };
}

test('a verification is charged to the wallet', async () => {
  expect(await call('POST', '/verify/pan', '{"pan":"ABCDE1234F"}')).toMatchObject({ status: 200 });
  expect(await call('GET', '/wallet/balance')).toMatchObject({ data: { balance: 15418 } });
});

test('a wrong signature says what is wrong', async () => {
  expect(await call('get', '/wallet/balance')).toMatchObject({
    status: 401,
    error_code: 'HMAC_INVALID',
  });
});
