import { describe, expect, it } from 'vitest';
import type { Provider, RefusalReason } from '../../src/core/provider.js';
import { findProvider, type ProviderId } from '../../src/providers/registry.js';
import type { SandboxResponse } from '../../src/sandbox/handle.js';
import type { SandboxSettings } from '../../src/sandbox/state.js';
import { atMost } from '../thorough.js';
import { fuzzRequest, randomOf } from './fuzz-requests.js';
import { sandboxOf, START, text } from './requests.js';

const REQUESTS = atMost(11_500, 2500);

// All of them are, with those over sockets in test/e2e/sandbox-fuzz.test.ts, 50,000.
describe.each<[id: ProviderId, settings: SandboxSettings, reasons: readonly RefusalReason[]]>([
  [
    'vistarkriya',
    { mode: 'live', errorShape: 'nested' },
    ['missing-code', 'ip-blocked', 'rate-limited', 'method-not-allowed', 'invalid-body'],
  ],
  ['kamiokash', { mode: 'sandbox' }, ['bad-parameter', 'not-there', 'not-found', 'invalid-body']],
  [
    'influencemart',
    { mode: 'sandbox' },
    ['replay', 'idempotency-conflict', 'missing-option', 'rate-limited', 'ip-blocked'],
  ],
  [
    'payinout',
    { mode: 'sandbox' },
    ['method-not-allowed', 'content-type', 'not-acceptable', 'bad-parameter', 'not-there'],
  ],
])('%s', (id, settings, reasons) => {
  it(`answers ${REQUESTS} requests that may be anything`, { timeout: 60_000 }, () => {
    const provider = findProvider(id);
    const { send } = sandboxOf(provider, {
      ratePerMinute: 320,
      allowedIps: ['127.0.0.1'],
      ...settings,
    });
    const random = randomOf(20_260_102);
    const seen = new Map<string, number>();
    let nowMs = START;
    for (let index = 0; index < REQUESTS; index += 1) {
      nowMs += random.below(200);
      const request = fuzzRequest(provider, nowMs, random, { hasWrongSignatures: true });
      const response = send(request, nowMs);
      const fault = faultOf(response, provider, settings, request.method);
      if (fault !== undefined) {
        const { method, target, headers, body } = request;
        const shown = { method, target: String(target), headers, body: String(body) };
        expect.fail(`request ${index}: ${fault}\n${JSON.stringify(shown)}\n${text(response)}`);
      }
      const outcome = response.refusal ?? 'accepted';
      seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
    }
    // Whatever refuses nearly all of them would test nothing but itself.
    expect(seen.get('accepted')).toBeGreaterThan(REQUESTS / 10);
    expect([...seen.keys()]).toEqual(
      expect.arrayContaining<string>([
        ...reasons,
        'unknown-key',
        'missing-key',
        'missing-timestamp',
        'missing-signature',
        'signature',
        'timestamp',
      ]),
    );
  });
});

/** What is wrong with an answer; undefined for one that is as the provider answers. */
function faultOf(
  { status, headers, body, refusal }: SandboxResponse,
  provider: Provider,
  { errorShape }: SandboxSettings,
  method: string,
): string | undefined {
  const isRefusal = status >= 400 && status < 500;
  if (!isRefusal && !(status >= 200 && status < 300)) {
    return `the status is ${status}`;
  }
  if (isRefusal !== (refusal !== undefined)) {
    return `the status is ${status}, and the refusal ${refusal}`;
  }
  if (headers.some(([, value]) => !/^[\t\x20-\x7e\x80-\xff]*$/.test(value))) {
    return 'a header cannot be sent';
  }
  if (!headers.some(([name, value]) => name === 'Content-Type' && value === 'application/json')) {
    return 'the answer is not declared as JSON';
  }
  if (method === 'HEAD') {
    return body.length === 0 ? undefined : 'HEAD has a body';
  }
  const shape = provider.errorShapes.find(({ id }) => id === errorShape) ?? provider.errorShapes[0];
  const answer = parsed(body);
  if (answer === undefined) {
    return 'the body is no JSON';
  }
  return isRefusal && typeof memberAt(answer, shape?.message ?? []) !== 'string'
    ? 'the refusal has another shape'
    : undefined;
}

function parsed(body: Uint8Array): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return value;
  } catch {
    return undefined;
  }
}

function memberAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, name) => Object.entries(Object(found)).find(([key]) => key === name)?.[1],
    value,
  );
}
