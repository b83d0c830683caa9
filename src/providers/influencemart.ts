import type { Provider } from '../core/provider.js';
import { sandbox } from './influencemart/sandbox.js';

/**
 * Influencemart's merchant API, documented on its page "Getting started, Authentication".
 * The page publishes no base URL.
 */
export const influencemart = {
  id: 'influencemart',
  name: 'Influencemart',
  summary: 'affiliate commerce',
  sources: {
    authentication: 'Influencemart, Getting started, Authentication',
    vk: "vk's own choice: the page is silent",
  },
  basePath: '',
  // "The signature": `${X-Timestamp}.${rawRequestBody}`; without a body `${timestamp}.`.
  scheme: {
    parts: ['timestamp', 'body'],
    separator: '.',
    algorithm: 'sha256',
    encoding: 'hex',
    timestamp: { format: 'unix-seconds', toleranceSeconds: 300 },
  },
  credential: [
    {
      id: 'apiKey',
      label: 'API key',
      shape: {
        pattern: /^ak_(?:test|live)_/,
        expected: 'a key that starts with ak_test_ or ak_live_',
        strict: false,
      },
      source: 'authentication',
    },
  ],
  keyKinds: [
    { prefix: 'ak_test_', name: 'test', mode: 'sandbox', source: 'authentication' },
    { prefix: 'ak_live_', name: 'live', mode: 'live', source: 'authentication' },
  ],
  headers: {
    auth: [
      { name: 'X-API-Key', carries: 'apiKey', source: 'authentication' },
      { name: 'X-Timestamp', carries: 'timestamp', source: 'authentication' },
      { name: 'X-Signature', carries: 'signature', source: 'authentication' },
    ],
    fixed: [{ name: 'Content-Type', value: 'application/json', when: 'with-body', source: 'vk' }],
    options: [
      {
        name: 'X-Request-ID',
        option: 'requestId',
        summary: 'correlation id, echoed into the API request logs',
        source: 'authentication',
      },
      {
        name: 'X-Idempotency-Key',
        option: 'idempotencyKey',
        summary: 'a repeat with the same key replays the first response for 24 h',
        source: 'authentication',
      },
      {
        name: 'X-External-Event-Id',
        option: 'externalEventId',
        summary: 'unique merchant event id that deduplicates /v1/webhooks/*',
        requiredUnder: '/v1/webhooks/',
        source: 'authentication',
      },
    ],
  },
  endpoints: [
    {
      method: 'POST',
      path: '/v1/webhooks/*',
      summary: 'report an event; deduplicated by X-External-Event-Id',
      source: 'authentication',
    },
  ],
  modules: [],
  errors: [
    {
      code: 'INVALID_KEY',
      status: 401,
      meaning: 'the key is disabled or revoked',
      remedy: 'Create a new key on the API Keys page, then revoke the old one.',
      source: 'authentication',
    },
  ],
  // The page points to an error reference that it does not show; this shape is the sandbox's own.
  errorShapes: [
    { id: 'nested', code: ['error', 'code'], message: ['error', 'message'], source: 'vk' },
  ],
  rateLimit: {
    perMinute: 600,
    perHour: 30_000,
    retryAfter: false,
    summary: '600 a minute and 30,000 an hour for each key; 429 without Retry-After',
    source: 'authentication',
  },
  ipAllowlist: {
    minimum: 0,
    summary: 'optional; an empty list allows all addresses',
    source: 'authentication',
  },
  replay: {
    singleUse: true,
    summary: 'each signature is accepted once inside its window: sign every request afresh',
    source: 'authentication',
  },
  idempotency: { option: 'idempotencyKey', hours: 24, source: 'authentication' },
  get sandbox() {
    return sandbox();
  },
} as const satisfies Provider;
