import type { Provider } from '../core/provider.js';

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
  sandbox: {
    demo: { apiKey: 'ak_test_sandbox_demo', secret: 'influencemart-sandbox-demo-secret' },
    // Live keys differ in their prefix only.
    samples: [{ apiKey: 'ak_live_sandbox_demo', secret: 'influencemart-sandbox-demo-live-secret' }],
    revoked: [{ apiKey: 'ak_test_sandbox_revoked', source: 'vk' }],
    refusals: {
      'missing-key': { status: 401, message: 'X-API-Key is missing', source: 'vk' },
      'missing-timestamp': { status: 401, message: 'X-Timestamp is missing', source: 'vk' },
      'missing-signature': { status: 401, message: 'X-Signature is missing', source: 'vk' },
      'unknown-key': {
        status: 401,
        code: 'INVALID_KEY',
        message: 'the key is unknown, disabled or revoked',
        source: 'authentication',
      },
      'revoked-key': {
        status: 401,
        code: 'INVALID_KEY',
        message: 'the key is disabled or revoked',
        source: 'authentication',
      },
      'ip-blocked': {
        status: 403,
        message: "the address is not on the key's allowlist",
        source: 'vk',
      },
      'rate-limited': { status: 429, message: 'Too Many Requests', source: 'authentication' },
      'idempotency-conflict': {
        status: 422,
        message: 'X-Idempotency-Key was used with another request',
        source: 'vk',
      },
      replay: {
        status: 401,
        message: 'this signature was used before; sign every request afresh',
        source: 'vk',
      },
      timestamp: {
        status: 401,
        message: 'X-Timestamp is not within 300 s of server time',
        source: 'vk',
      },
      signature: { status: 401, message: 'X-Signature does not match', source: 'vk' },
      'missing-option': {
        status: 400,
        message: 'X-External-Event-Id is required',
        source: 'vk',
      },
      'not-found': {
        status: 404,
        message: 'no such endpoint; the nearest is {{nearest}}',
        source: 'vk',
      },
      'method-not-allowed': { status: 405, message: 'this takes {{allow}}', source: 'vk' },
    },
    errorBodies: { nested: '{"error":{"code":{{code}},"message":{{message}}}}' },
    // The page echoes it into the request logs; here it comes back to the caller.
    echoes: [{ option: 'requestId', source: 'vk' }],
    routes: [
      {
        method: 'POST',
        path: '/v1/webhooks/*',
        status: 200,
        body: '{"received":true,"id":"evt_{{id}}","received_bytes":{{bytes}}}',
        // The page deduplicates; how that is answered, and for how long, is the sandbox's own.
        duplicate: {
          option: 'externalEventId',
          body: '{"received":true,"duplicate":true,"id":"evt_{{id}}"}',
          hours: 24,
          source: 'vk',
        },
        source: 'vk',
      },
      // The page names no other path: the sandbox answers any with what it documents about the key.
      {
        method: 'GET',
        path: '/*',
        status: 200,
        body: '{"key":{{apiKey}},"kind":"{{keyKind}}","rate_limits":{"per_minute":600,"per_hour":30000},"ip_allowlist":[]}',
        source: 'vk',
      },
      {
        method: '*',
        path: '/*',
        status: 200,
        body: '{"id":"sbx_{{id}}","received_bytes":{{bytes}},"received_sha256":"{{sha256}}"}',
        source: 'vk',
      },
    ],
  },
} as const satisfies Provider;
