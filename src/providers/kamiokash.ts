import type { Provider } from '../core/provider.js';

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
  sandbox: {
    demo: {
      apiKey: 'kamio_sandbox_demo',
      secret: 'kamio-sandbox-demo-secret',
      webhookSecret: 'kamio-sandbox-demo-webhook-secret',
    },
    samples: [],
    refusals: {
      'missing-key': { status: 401, message: 'Missing X-API-Key', source: 'vk' },
      'missing-timestamp': { status: 401, message: 'Missing X-Timestamp', source: 'vk' },
      'missing-signature': { status: 401, message: 'Missing X-Signature', source: 'vk' },
      'unknown-key': { status: 401, message: 'Unknown API key', source: 'vk' },
      timestamp: { status: 401, message: 'Timestamp outside the tolerance', source: 'vk' },
      signature: { status: 401, message: 'Invalid signature', source: 'vk' },
      'not-found': { status: 404, message: 'Not found', source: 'vk' },
    },
    errorBody: '{"error":{{message}}}',
    routes: [
      {
        method: 'POST',
        path: '/orders/simple',
        status: 200,
        body: '{"id":"v_{{id}}","date":"{{now}}","owner":"cust_abc123","codes":[{"code":"SPEND_ME_NOW","codeRenderType":"text","isUsed":false,"expiresAt":"2030-01-27T09:23:06.659Z"}]}',
        source: 'api',
      },
      // The page names the resources and shows no answer of theirs: the following are the sandbox's own.
      {
        method: 'POST',
        path: '/member',
        status: 200,
        body: '{"id":"m_{{id}}","externalId":"cust_abc123","firstName":"Leo","lastName":"Kash"}',
        source: 'vk',
      },
      {
        method: 'GET',
        path: '/member*',
        status: 200,
        body: '{"externalId":"cust_abc123","firstName":"Leo","lastName":"Kash"}',
        source: 'vk',
      },
      {
        method: 'GET',
        path: '/orders*',
        status: 200,
        body: '[{"id":"v_xyz789","date":"2026-01-27T09:23:06.659Z","owner":"cust_abc123","codes":[{"code":"SPEND_ME_NOW","codeRenderType":"text","isUsed":false,"expiresAt":"2030-01-27T09:23:06.659Z"}]}]',
        source: 'vk',
      },
      {
        method: 'GET',
        path: '/wallet*',
        status: 200,
        body: '{"wallet_id":"w_123","owner":"cust_abc123"}',
        source: 'vk',
      },
      { method: 'GET', path: '/transactions*', status: 200, body: '[]', source: 'vk' },
      {
        method: 'GET',
        path: '/rewards*',
        status: 200,
        body: '[{"variantId":"VERY_COOL_GIFT_CARD_1"}]',
        source: 'vk',
      },
      { method: 'GET', path: '/campaigns*', status: 200, body: '[]', source: 'vk' },
      {
        method: 'POST',
        path: '/*',
        status: 200,
        body: '{"id":"sbx_{{id}}","receivedBytes":{{bytes}},"receivedSha256":"{{sha256}}"}',
        source: 'vk',
      },
    ],
  },
} as const satisfies Provider;
