import type { Provider } from '../core/provider.js';
import { sandbox } from './vistarkriya/sandbox.js';

/**
 * Vistar Kriya, `https://vistarkriya.com/api/v1`.
 *
 * Two of its pages document the API: "API Workspace" (`workspace`) and the public API reference
 * (`reference`). They agree on the signature and differ in the name of the code header and in the
 * shape of an error.
 */
export const vistarkriya = {
  id: 'vistarkriya',
  name: 'Vistar Kriya',
  summary: 'wallet, verification, credit reports and marketplace',
  sources: {
    workspace: 'Vistar Kriya, API Workspace',
    reference: 'Vistar Kriya, API reference',
    vk: "vk's own choice: the pages are silent",
  },
  baseUrl: 'https://vistarkriya.com/api/v1',
  basePath: '/api/v1',
  // workspace, "How HMAC signing works": timestamp + HTTP method (uppercase) + full endpoint path
  // with query string + JSON body (empty string for GET); X-Timestamp within 5 minutes.
  scheme: {
    parts: ['timestamp', 'method', 'target', 'body'],
    separator: '',
    algorithm: 'sha256',
    encoding: 'hex',
    timestamp: { format: 'unix-seconds', toleranceSeconds: 300 },
  },
  credential: [
    {
      id: 'apiKey',
      label: 'API key',
      shape: { pattern: /^vk_live_/, expected: 'a key that starts with vk_live_', strict: false },
      source: 'workspace',
    },
    {
      id: 'code',
      label: '6-digit tenant code',
      shape: { pattern: /^\d{6}$/, expected: '6 digits', strict: true },
      source: 'workspace',
    },
  ],
  keyKinds: [],
  headers: {
    auth: [
      { name: 'X-API-Key', carries: 'apiKey', source: 'workspace' },
      { name: 'X-Timestamp', carries: 'timestamp', source: 'workspace' },
      { name: 'X-Signature', carries: 'signature', source: 'workspace' },
      {
        // workspace says X-Tenant-Code, reference X-Admin-Code; both: 6 digits, never signed.
        name: 'X-Tenant-Code',
        carries: 'code',
        dialects: { tenant: 'X-Tenant-Code', admin: 'X-Admin-Code' },
        source: 'workspace',
      },
    ],
    fixed: [
      { name: 'Content-Type', value: 'application/json', when: 'always', source: 'reference' },
    ],
    options: [],
  },
  mode: {
    header: 'X-API-Mode',
    probe: { method: 'GET', path: '/wallet/balance' },
    meaning: {
      sandbox: 'POST answers are dummies and nothing is charged; GET returns real data',
      live: 'POST charges the wallet',
    },
    source: 'workspace',
  },
  endpoints: [
    { method: 'GET', path: '/wallet/balance', summary: 'wallet balance', source: 'reference' },
    {
      method: 'GET',
      path: '/wallet/core/balance.php',
      summary: "wallet balance, as the PHP sample's path has it",
      source: 'reference',
    },
    { method: 'POST', path: '/verify/pan', summary: 'verify a PAN', source: 'reference' },
  ],
  modules: [
    { name: 'Wallet', access: 'free', source: 'workspace' },
    { name: 'UCB', access: 'free', source: 'workspace' },
    { name: 'UVS', access: 'free', source: 'workspace' },
    { name: 'Marketplace', access: 'free', source: 'workspace' },
    { name: 'B2C', access: 'free', source: 'workspace' },
    { name: 'Users', access: 'free', source: 'workspace' },
    { name: 'Kamao', access: 'activated', source: 'workspace' },
    { name: 'Micro Loan Services', access: 'subscription', source: 'workspace' },
  ],
  errors: [
    {
      code: 'AUTH_MISSING_KEY',
      status: 401,
      meaning: 'X-API-Key header not sent',
      remedy: 'Check that the key is set: vk profile show, or VK_API_KEY.',
      source: 'workspace',
    },
    {
      code: 'AUTH_INVALID_KEY',
      status: 401,
      meaning: 'API key not found',
      remedy: 'Compare the key with Admin Panel → API Access.',
      source: 'workspace',
    },
    {
      code: 'HMAC_INVALID',
      status: 401,
      meaning: 'Signature mismatch',
      remedy:
        'vk sign with the same words and --only string-to-sign shows what was signed; vk diagnose finds the cause.',
      source: 'workspace',
    },
    {
      code: 'TIMESTAMP_EXPIRED',
      status: 401,
      meaning: 'Timestamp older than 5 minutes',
      remedy: "Set this machine's clock by NTP; sign each request just before it is sent.",
      source: 'workspace',
    },
    {
      code: 'AUTH_IP_BLOCKED',
      status: 403,
      meaning: 'IP not whitelisted',
      remedy: 'Add the address that you call from (1 to 5 in all) in Admin Panel → API Access.',
      source: 'workspace',
    },
    {
      code: 'MODULE_ACCESS_DENIED',
      status: 403,
      meaning: 'Not authorized for this module',
      remedy: 'Kamao must be enabled by a Super Admin; Micro Loan Services need a subscription.',
      source: 'workspace',
    },
    {
      code: 'RATE_LIMITED',
      status: 429,
      meaning: 'Too many requests per minute',
      remedy: 'Wait a minute and try again.',
      source: 'workspace',
    },
    {
      code: 'VALIDATION_ERROR',
      status: 422,
      meaning: 'Invalid or missing parameters',
      remedy: "Compare the body with the endpoint's parameters.",
      source: 'workspace',
    },
  ],
  errorShapes: [
    { id: 'flat', code: ['error_code'], message: ['message'], source: 'workspace' },
    { id: 'nested', code: ['error', 'code'], message: ['error', 'message'], source: 'reference' },
  ],
  rateLimit: { summary: 'per API key per minute; no number is documented', source: 'workspace' },
  ipAllowlist: {
    minimum: 1,
    maximum: 5,
    summary: 'every API key needs 1 to 5 addresses',
    source: 'workspace',
  },
  get sandbox() {
    return sandbox();
  },
} as const satisfies Provider;
