import { historyStore } from '../../src/adapters/history-store.js';
import { nodeHttp } from '../../src/adapters/http-node.js';
import { nodeServer } from '../../src/adapters/http-server.js';
import { call } from '../../src/app/call.js';
import { historyLine } from '../../src/app/history-line.js';
import { OPEN_GUARD } from '../../src/app/live-guard.js';
import { recordCall } from '../../src/app/record-call.js';
import { planRequest, type RequestOptions } from '../../src/app/request.js';
import { serveSandbox } from '../../src/app/serve-sandbox.js';
import { resolveSettings } from '../../src/app/settings.js';
import type { SandboxSettings } from '../../src/sandbox/state.js';
import type { ProviderId } from '../../src/index.js';

interface Made {
  readonly method: string;
  readonly path: string;
  readonly data?: string;
  readonly options?: RequestOptions;
}

/** The calls of one provider by their number: some create, some read, and some are refused. */
const CALLS: Readonly<Record<ProviderId, (number: number) => Made>> = {
  vistarkriya: (number) =>
    pick(number, [
      { method: 'GET', path: '/wallet/balance' },
      { method: 'POST', path: '/verify/pan', data: '{"pan":"ABCDE1234F"}' },
      { method: 'GET', path: `/wallet/transactions?limit=${number}` },
      { method: 'POST', path: '/verify/pan', data: '{"name":"nobody"}' },
      { method: 'GET', path: '/no/such/path' },
    ]),
  kamiokash: (number) => {
    const round = Math.floor(number / 5);
    return pick(number, [
      { method: 'POST', path: '/member', data: `{"externalId":"cust_${round}"}` },
      {
        method: 'POST',
        path: '/orders/simple',
        data: `{"owner":"cust_${round}","variantId":"COFFEE_VOUCHER_1","quantity":2,"reference":"r${round % 7}"}`,
      },
      { method: 'GET', path: `/member/cust_${round + (round % 2)}` },
      { method: 'GET', path: '/orders?limit=2' },
      { method: 'GET', path: '/rewards' },
    ]);
  },
  influencemart: (number) =>
    pick(number, [
      {
        method: 'POST',
        path: '/v1/webhooks/shop',
        data: `{"order":${number % 7}}`,
        options: { externalEventId: `event-${number % 7}` },
      },
      { method: 'POST', path: '/v1/things', data: '{}', options: { idempotencyKey: 'key-1' } },
      {
        method: 'POST',
        path: '/v1/things',
        data: `{"n":${number}}`,
        options: { idempotencyKey: `key-${number % 3}`, requestId: `request-${number}` },
      },
      { method: 'GET', path: '/v1/me' },
      { method: 'POST', path: '/v1/webhooks/shop', data: '{}' },
    ]),
  payinout: (number) =>
    pick(number, [
      { method: 'POST', path: '/payin', data: `{"amount":${number}.50,"orderId":"o${number}"}` },
      { method: 'POST', path: '/payin/list', data: '{"limit":3}' },
      { method: 'POST', path: '/balance', data: '{}' },
      { method: 'POST', path: '/payin/complete', data: '{"id":"pi_nobody"}' },
      { method: 'POST', path: '/statistics', data: '{}' },
    ]),
};

function pick(number: number, list: readonly [Made, ...Made[]]): Made {
  return list[number % list.length] ?? list[0];
}

export interface Recording {
  /** The folder of `VK_STATE_DIR`. */
  readonly folder: string;
  readonly provider: ProviderId;
  readonly count: number;
  /** In milliseconds since 1970; each call is a second after the one before. */
  readonly startMs: number;
  readonly settings?: Partial<SandboxSettings>;
}

/** Makes calls to a sandbox of this process and writes them down as vk does. */
export async function recordCalls({
  folder,
  provider: id,
  count,
  startMs,
  settings: own,
}: Recording): Promise<void> {
  const settings = await resolveSettings({
    flags: { provider: id, sandbox: true },
    env: {},
    project: undefined,
    profiles: () => ({ profiles: new Map() }),
    fetchSecret: () => Promise.reject(new Error('the demo credential is at hand')),
  });
  const { provider } = settings;
  let nowMs = startMs;
  const sandbox = await serveSandbox(
    {
      provider,
      port: 0,
      settings: { mode: 'sandbox', ...own },
      accounts: [],
      nowMs: () => nowMs,
    },
    nodeServer,
  );
  const limits = { maxBytes: 1e9, maxAgeMs: 1e12 };
  const store = historyStore(`${folder}/history`, limits, { nowMs: Date.now, random: Math.random });
  const about = {
    command: 'batch',
    isLocal: true,
    sandbox: `of-${id}`,
    keepsBodies: false,
  } as const;
  try {
    for (let number = 0; number < count; number += 1) {
      nowMs += 1000;
      const { method, path, data, options = {} } = CALLS[id](number);
      const request = planRequest(provider, sandbox.base, provider.basePath, {
        method,
        path,
        query: [],
        headers: [],
        members: [],
        data: data === undefined ? undefined : Buffer.from(data),
        options,
        overrideHeaders: false,
      });
      await call(
        {
          settings,
          base: sandbox.base,
          request,
          timestamp: undefined,
          timeoutMs: 5000,
          userAgent: 'vk/test',
        },
        OPEN_GUARD,
        {
          http: nodeHttp(),
          nowMs: () => nowMs,
          record: (made) => {
            store.append(historyLine(recordCall(made, about, store.newId())));
          },
        },
      );
    }
  } finally {
    await sandbox.close();
  }
}
