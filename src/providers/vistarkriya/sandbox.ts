import { lazy } from '../../core/lazy.js';
import type { SandboxDefinition } from '../../core/provider.js';

const DUMMY =
  '{"success":true,"data":{"reference":"SBX-{{id}}","status":"DUMMY","charged":0.00,"received_bytes":{{bytes}},"received_sha256":"{{sha256}}"}}';

// The reference page's example has it, and does not say that it is required.
const PAN = [{ name: 'pan', type: 'string', source: 'vk' }] as const;

/** What Vistar Kriya's sandbox needs beyond the pages; `source` cites as the definition does. */
export const sandbox = lazy(() => ({
  demo: { apiKey: 'vk_live_sandbox_demo', secret: 'vk-sandbox-demo-secret', code: '246810' },
  // The reference page's PHP sample, as it stands.
  samples: [
    { apiKey: 'vk_live_your_api_key_here', secret: 'your_api_secret_here', code: '123456' },
  ],
  refusals: {
    'missing-key': {
      status: 401,
      code: 'AUTH_MISSING_KEY',
      message: 'X-API-Key header not sent',
      source: 'workspace',
    },
    'unknown-key': {
      status: 401,
      code: 'AUTH_INVALID_KEY',
      message: 'API key not found',
      source: 'workspace',
    },
    timestamp: {
      status: 401,
      code: 'TIMESTAMP_EXPIRED',
      message: 'Timestamp older than 5 minutes',
      source: 'workspace',
    },
    signature: {
      status: 401,
      code: 'HMAC_INVALID',
      message: 'Signature verification failed',
      source: 'reference',
    },
    // "Missing any one will result in a 401 error": the codes of these are the sandbox's own choice.
    'missing-timestamp': {
      status: 401,
      code: 'HMAC_INVALID',
      message: 'X-Timestamp header not sent',
      source: 'vk',
    },
    'missing-signature': {
      status: 401,
      code: 'HMAC_INVALID',
      message: 'X-Signature header not sent',
      source: 'vk',
    },
    'missing-code': {
      status: 401,
      code: 'AUTH_MISSING_KEY',
      message: '{{headers}} header not sent',
      source: 'vk',
    },
    'wrong-code': {
      status: 401,
      code: 'AUTH_INVALID_KEY',
      message: 'the code does not belong to this API key',
      source: 'vk',
    },
    'not-found': {
      status: 404,
      code: 'NOT_FOUND',
      message: 'no such endpoint; the nearest is {{nearest}}',
      source: 'vk',
    },
    'method-not-allowed': {
      status: 405,
      code: 'METHOD_NOT_ALLOWED',
      message: 'this endpoint takes {{allow}}',
      source: 'vk',
    },
    'ip-blocked': {
      status: 403,
      code: 'AUTH_IP_BLOCKED',
      message: 'IP not whitelisted',
      source: 'workspace',
    },
    'rate-limited': {
      status: 429,
      code: 'RATE_LIMITED',
      message: 'Too many requests per minute',
      source: 'workspace',
    },
    'module-denied': {
      status: 403,
      code: 'MODULE_ACCESS_DENIED',
      message: 'Not authorized for this module: {{module}}',
      source: 'workspace',
    },
    // VALIDATION_ERROR is documented; which parameters it looks at is the sandbox's own choice.
    'invalid-body': {
      status: 422,
      code: 'VALIDATION_ERROR',
      message: 'Invalid or missing parameters: the body is not a JSON object',
      source: 'workspace',
    },
    'bad-parameter': {
      status: 422,
      code: 'VALIDATION_ERROR',
      message: 'Invalid or missing parameters: {{parameter}} has to be {{expected}}',
      source: 'workspace',
    },
    'balance-too-low': {
      status: 402,
      code: 'INSUFFICIENT_BALANCE',
      message: 'the wallet does not hold the price of {{price}}',
      source: 'vk',
    },
  },
  errorBodies: {
    flat: '{"success":false,"error_code":{{code}},"message":{{message}}}',
    nested:
      '{"success":false,"error":{"code":{{code}},"message":{{message}},"http_status":{{status}}}}',
  },
  // The page limits requests per key and minute, without a number: 60 is the sandbox's own.
  ratePerMinute: 60,
  // The page names the modules and none of their paths: these are the sandbox's own.
  modulePaths: [
    { module: 'Kamao', path: '/kamao', source: 'vk' },
    { module: 'Micro Loan Services', path: '/mls', source: 'vk' },
  ],
  routes: [
    {
      method: 'GET',
      path: '/wallet/balance',
      action: 'vistarkriya.balance',
      source: 'reference',
    },
    {
      method: 'GET',
      path: '/wallet/core/balance.php',
      action: 'vistarkriya.balance',
      source: 'reference',
    },
    // The page has "transactions" among what the wallet offers, and no path: this is the sandbox's own.
    {
      method: 'GET',
      path: '/wallet/transactions',
      action: 'vistarkriya.transactions',
      source: 'vk',
    },
    {
      method: 'POST',
      path: '/verify/pan',
      mode: 'sandbox',
      status: 200,
      body: DUMMY,
      parameters: PAN,
      source: 'workspace',
    },
    {
      method: 'POST',
      path: '/verify/pan',
      mode: 'live',
      action: 'vistarkriya.charge',
      parameters: PAN,
      source: 'workspace',
    },
    // The page documents that a POST gets a predefined dummy in sandbox mode, not what it holds, and
    // that it charges the wallet in live mode, not how much.
    {
      method: 'POST',
      path: '/*',
      mode: 'sandbox',
      status: 200,
      body: DUMMY,
      parameters: [],
      source: 'vk',
    },
    {
      method: 'POST',
      path: '/*',
      mode: 'live',
      action: 'vistarkriya.charge',
      parameters: [],
      source: 'vk',
    },
  ],
  collections: [
    // The balance of the reference page's answer.
    {
      name: 'wallet',
      key: 'id',
      initial: [{ id: 'main', balance: '15420.50', currency: 'INR' }],
      source: 'reference',
    },
    { name: 'transactions', key: 'id', initial: [], source: 'vk' },
    {
      name: 'prices',
      key: 'path',
      initial: [
        { path: '/verify/pan', price: '2.50' },
        { path: '*', price: '1.00' },
      ],
      source: 'vk',
    },
  ],
})) satisfies () => SandboxDefinition;
