import { lazy } from '../../core/lazy.js';
import type { SandboxDefinition } from '../../core/provider.js';

/** What Influencemart's sandbox needs beyond the page; `source` cites as the definition does. */
export const sandbox = lazy(() => ({
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
})) satisfies () => SandboxDefinition;
