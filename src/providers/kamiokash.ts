import type { Provider } from '../core/provider.js';
import { sandbox } from './kamiokash/sandbox.js';

/**
 * KamioKash, `https://api.kamiokash.com/v1`, documented on its page "KamioKash API".
 *
 * The page's sample signs one body and sends others with the same headers, which cannot verify: each
 * request is signed over the body that it sends, and one without a body signs the empty string.
 */
export const kamiokash = {
  id: 'kamiokash',
  name: 'KamioKash',
  summary: 'loyalty wallets, vouchers and rewards',
  sources: {
    api: 'KamioKash, KamioKash API',
    vk: "vk's own choice: the page is silent",
  },
  baseUrl: 'https://api.kamiokash.com/v1',
  basePath: '/v1',
  // "Step 1: Authenticate with HMAC": body + ":" + new Date().toISOString().
  // The page gives no tolerance: 300 s is our choice.
  scheme: {
    parts: ['body', 'timestamp'],
    separator: ':',
    algorithm: 'sha256',
    encoding: 'hex',
    timestamp: { format: 'iso-8601', toleranceSeconds: 300 },
  },
  credential: [
    {
      id: 'apiKey',
      label: 'API key',
      shape: { pattern: /\S/, expected: 'the API key', strict: true },
      source: 'api',
    },
  ],
  keyKinds: [],
  headers: {
    auth: [
      { name: 'X-API-Key', carries: 'apiKey', source: 'api' },
      { name: 'X-Timestamp', carries: 'timestamp', source: 'api' },
      { name: 'X-Signature', carries: 'signature', source: 'api' },
    ],
    fixed: [{ name: 'Content-Type', value: 'application/json', when: 'with-body', source: 'vk' }],
    options: [],
  },
  endpoints: [
    { method: 'POST', path: '/member', summary: 'create a member', source: 'api' },
    {
      method: 'POST',
      path: '/orders/simple',
      summary: 'issue a voucher to a member',
      source: 'api',
    },
  ],
  modules: [],
  errors: [],
  // The page's own webhook handler answers {"error": "Invalid signature"}; it shows no API error.
  errorShapes: [{ id: 'plain', message: ['error'], source: 'vk' }],
  webhook: {
    // "Step 3: Receive webhook events": timestamp + body with the webhook secret.
    scheme: {
      parts: ['timestamp', 'body'],
      separator: '',
      algorithm: 'sha256',
      encoding: 'hex',
      timestamp: { format: 'iso-8601', toleranceSeconds: 300 },
    },
    signatureHeader: 'X-Kamio-Signature',
    timestampHeader: 'X-Timestamp',
    key: 'webhook',
    events: [
      { name: 'member.new', summary: 'a new member is created' },
      { name: 'wallet.new', summary: 'a new wallet is created for a member' },
      { name: 'transaction.successful', summary: 'a new transaction is completed' },
      { name: 'order.successful', summary: 'an order is created and vouchers have been issued' },
      { name: 'voucher_code.used', summary: 'a voucher is marked as used' },
    ],
    source: 'api',
  },
  get sandbox() {
    return sandbox();
  },
} as const satisfies Provider;
