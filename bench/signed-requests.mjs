/** Signed requests as they go on the wire, made by node:crypto alone. */
import { createHmac } from 'node:crypto';

let made = 0;

/** A request of each provider, another one each time. */
export const SIGNED = {
  /** As Vistar Kriya's pages say: timestamp + method + target + body. */
  vistarkriya: () => {
    made += 1;
    const target = `/api/v1/wallet/balance?n=${made}`;
    const timestamp = seconds();
    const signature = hmac('vk-sandbox-demo-secret', `${timestamp}GET${target}`);
    return request('GET', target, '', [
      'X-API-Key: vk_live_sandbox_demo',
      `X-Timestamp: ${timestamp}`,
      `X-Signature: ${signature}`,
      'X-Tenant-Code: 246810',
    ]);
  },
  /** As Influencemart's page says: `${timestamp}.${body}`, and no signature twice. */
  influencemart: () => {
    made += 1;
    const body = `{"order":${made}}`;
    const timestamp = seconds();
    const signature = hmac('influencemart-sandbox-demo-secret', `${timestamp}.${body}`);
    return request('POST', '/v1/orders', body, [
      'X-API-Key: ak_test_sandbox_demo',
      `X-Timestamp: ${timestamp}`,
      `X-Signature: ${signature}`,
    ]);
  },
};

function seconds() {
  return String(Math.floor(Date.now() / 1000));
}

/**
 * @param {string} secret
 * @param {string} text
 */
function hmac(secret, text) {
  return createHmac('sha256', secret).update(text).digest('hex');
}

/**
 * @param {string} method
 * @param {string} target
 * @param {string} body
 * @param {readonly string[]} headers
 */
function request(method, target, body, headers) {
  const length = body === '' ? [] : [`Content-Length: ${body.length}`];
  const lines = [`${method} ${target} HTTP/1.1`, 'Host: 127.0.0.1', ...headers, ...length];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
