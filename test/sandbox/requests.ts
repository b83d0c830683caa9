import { createHmac } from 'node:crypto';
import { Secret, type Credential } from '../../src/core/credential.js';
import type { Header } from '../../src/core/headers.js';
import type { DemoCredential, Provider } from '../../src/core/provider.js';
import { handle, type SandboxResponse } from '../../src/sandbox/handle.js';
import type { SandboxRequest } from '../../src/sandbox/rule.js';
import { newState, type SandboxSettings, type SandboxState } from '../../src/sandbox/state.js';

/** Midnight, so that minutes and hours begin with it. */
export const START = Date.UTC(2026, 0, 2);

export interface Call {
  readonly method?: string;
  readonly target?: string;
  readonly body?: string | Uint8Array;
  readonly headers?: readonly Header[];
  readonly remoteAddress?: string;
  readonly apiKey?: string;
  readonly secret?: string;
  /** The clock that the caller signs by, in milliseconds. */
  readonly atMs: number;
}

/** As Vistar Kriya's pages say: timestamp + method + target + body. */
export function vistarkriyaRequest({
  method = 'POST',
  target = '/api/v1/verify/pan',
  body = method === 'POST' ? '{"pan":"ABCDE1234F"}' : '',
  headers = [['X-Tenant-Code', '246810']],
  apiKey = 'vk_live_sandbox_demo',
  secret = 'vk-sandbox-demo-secret',
  atMs,
  ...rest
}: Call): SandboxRequest {
  const timestamp = String(Math.floor(atMs / 1000));
  const mac = createHmac('sha256', secret)
    .update(timestamp + method + target)
    .update(body);
  return build({ ...rest, method, target, body, headers }, apiKey, timestamp, mac.digest('hex'));
}

/** As Influencemart's page says: `${timestamp}.${body}`. */
export function influencemartRequest({
  method = 'POST',
  target = '/v1/orders',
  body = method === 'GET' ? '' : '{"a":1}',
  headers = [],
  apiKey = 'ak_test_sandbox_demo',
  secret = 'influencemart-sandbox-demo-secret',
  atMs,
  ...rest
}: Call): SandboxRequest {
  const timestamp = String(Math.floor(atMs / 1000));
  const mac = createHmac('sha256', secret).update(`${timestamp}.`).update(body);
  return build({ ...rest, method, target, body, headers }, apiKey, timestamp, mac.digest('hex'));
}

/** As KamioKash's page says: `body + ":" + timestamp`, in ISO 8601. */
export function kamiokashRequest({
  method = 'POST',
  target = '/v1/member',
  body = method === 'GET' ? '' : '{}',
  headers = [],
  apiKey = 'kamio_sandbox_demo',
  secret = 'kamio-sandbox-demo-secret',
  atMs,
  ...rest
}: Call): SandboxRequest {
  const timestamp = new Date(atMs).toISOString();
  const mac = createHmac('sha256', secret).update(body).update(`:${timestamp}`);
  return build({ ...rest, method, target, body, headers }, apiKey, timestamp, mac.digest('hex'));
}

function build(
  call: Required<Pick<Call, 'method' | 'target' | 'body' | 'headers'>> &
    Pick<Call, 'remoteAddress'>,
  apiKey: string,
  timestamp: string,
  signature: string,
): SandboxRequest {
  const { method, target, body, headers, remoteAddress } = call;
  return {
    method,
    target: Buffer.from(target),
    headers: [
      ['X-API-Key', apiKey],
      ['X-Timestamp', timestamp],
      ['X-Signature', signature],
      ...headers,
    ],
    body: Buffer.from(body),
    ...(remoteAddress !== undefined && { remoteAddress }),
  };
}

/** One sandbox that goes on from request to request. */
export interface Running {
  readonly state: SandboxState;
  readonly send: (request: SandboxRequest, nowMs: number) => SandboxResponse;
}

export function sandboxOf(provider: Provider, settings: Partial<SandboxSettings> = {}): Running {
  const { demo, samples } = provider.sandbox;
  const state = newState([demo, ...samples].map(account), { mode: 'sandbox', ...settings });
  return { state, send: (request, nowMs) => handle(request, provider, state, nowMs) };
}

function account({ apiKey, secret, code, email }: DemoCredential): Credential {
  return {
    fields: {
      apiKey,
      ...(code !== undefined && { code }),
      ...(email !== undefined && { email }),
    },
    secret: Secret.of(secret),
  };
}

export function text({ body }: SandboxResponse): string {
  return Buffer.from(body).toString();
}

export function headerOf({ headers }: SandboxResponse, name: string): string | undefined {
  return headers.find(([other]) => other === name)?.[1];
}
