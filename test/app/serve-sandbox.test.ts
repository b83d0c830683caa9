import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Answer, HttpServerPort, ReceivedRequest } from '../../src/app/ports.js';
import {
  sandboxVariables,
  serveSandbox,
  type SandboxOptions,
} from '../../src/app/serve-sandbox.js';
import { Secret } from '../../src/core/credential.js';
import { findHeader } from '../../src/core/headers.js';
import { providers } from '../../src/providers/registry.js';
import { vistarkriya } from '../../src/providers/vistarkriya.js';
import { atOnce } from './at-once.js';

const NOW = 1_767_323_045_000;

function fakeServer(): {
  readonly server: HttpServerPort;
  readonly ask: (request: ReceivedRequest) => Answer;
  readonly ports: number[];
} {
  const ports: number[] = [];
  let elapsed = 0;
  const answers: ((request: ReceivedRequest) => Answer)[] = [];
  return {
    ports,
    server: {
      nextTurn: async () => await Promise.resolve(),
      elapsedMs: () => (elapsed += 1),
      listen: async (port, answer) => {
        ports.push(port);
        answers.push(atOnce(answer));
        return await Promise.resolve({ port: 4321, close: async () => await Promise.resolve() });
      },
    },
    ask: (request) => {
      const [answer] = answers;
      if (answer === undefined) {
        throw new Error('nothing listens');
      }
      return answer(request);
    },
  };
}

function options(change: Partial<SandboxOptions> = {}): SandboxOptions {
  return {
    provider: vistarkriya,
    port: 0,
    settings: { mode: 'sandbox' },
    accounts: [],
    nowMs: () => NOW,
    ...change,
  };
}

function balance(apiKey: string, secret: string, code: string): ReceivedRequest {
  const signature = createHmac('sha256', secret)
    .update('1767323045GET/api/v1/wallet/balance')
    .digest('hex');
  return {
    method: 'GET',
    target: Buffer.from('/api/v1/wallet/balance'),
    headers: [
      ['X-API-Key', apiKey],
      ['X-Timestamp', '1767323045'],
      ['X-Signature', signature],
      ['X-Tenant-Code', code],
    ],
    body: new Uint8Array(),
  };
}

const mine = { fields: { apiKey: 'mine', code: '999999' }, secret: Secret.of('my secret') };

describe('serveSandbox', () => {
  it('says where it is, base path and all', async () => {
    const { server, ports } = fakeServer();
    const running = await serveSandbox(options({ port: 8787 }), server);
    expect(ports).toEqual([8787]);
    expect(running).toMatchObject({
      port: 4321,
      baseUrl: 'http://127.0.0.1:4321/api/v1',
      base: { origin: 'http://127.0.0.1:4321', basePath: '/api/v1' },
    });
  });

  it.each<[name: string, request: ReceivedRequest, status: number]>([
    ['the demo account', balance('vk_live_sandbox_demo', 'vk-sandbox-demo-secret', '246810'), 200],
    [
      "the sample's account",
      balance('vk_live_your_api_key_here', 'your_api_secret_here', '123456'),
      200,
    ],
    ["the user's account", balance('mine', 'my secret', '999999'), 200],
    ["the user's account with a wrong secret", balance('mine', 'x', '999999'), 401],
    ['nobody', balance('nobody', 'x', '999999'), 401],
  ])('answers %s', async (_name, request, status) => {
    const { server, ask } = fakeServer();
    await serveSandbox(options({ accounts: [mine] }), server);
    expect(ask(request).status).toBe(status);
  });

  it("lets the user's account stand in front of one of the same key", async () => {
    const { server, ask } = fakeServer();
    const own = { ...mine, fields: { apiKey: 'vk_live_sandbox_demo', code: '999999' } };
    await serveSandbox(options({ accounts: [own] }), server);
    expect(ask(balance('vk_live_sandbox_demo', 'my secret', '999999')).status).toBe(200);
  });

  it('says the mode, and tells each answer', async () => {
    const { server, ask } = fakeServer();
    const told: unknown[] = [];
    const log: NonNullable<SandboxOptions['log']> = (entry) => {
      told.push(entry);
    };
    await serveSandbox(options({ settings: { mode: 'live' }, log }), server);
    const answer = ask(balance('nobody', 'x', '1'));
    expect(findHeader(answer.headers, 'X-API-Mode')).toBe('live');
    expect(told).toEqual([
      {
        event: 'answer',
        request: 1,
        timeMs: NOW,
        provider: 'vistarkriya',
        method: 'GET',
        target: '/api/v1/wallet/balance',
        status: 401,
        refusal: 'unknown-key',
        code: 'AUTH_INVALID_KEY',
        ms: 1,
        hint: 'unknown-key: the demo key of this sandbox is vk_live_sandbox_demo',
      },
    ]);
  });
});

it.each(providers)('the variables of $id are all that a client needs', async (provider) => {
  const { server } = fakeServer();
  const variables = sandboxVariables(await serveSandbox(options({ provider }), server));
  const { apiKey, secret } = provider.sandbox.demo;
  expect(variables).toMatchObject({
    VK_PROVIDER: provider.id,
    VK_BASE_URL: `http://127.0.0.1:4321${provider.basePath}`,
    VK_API_KEY: apiKey,
    VK_API_SECRET: secret,
  });
  expect([variables['VK_CODE'], variables['VK_EMAIL'], variables['VK_WEBHOOK_SECRET']]).toEqual([
    provider.id === 'vistarkriya' ? '246810' : undefined,
    provider.id === 'payinout' ? 'merchant@example.com' : undefined,
    provider.id === 'kamiokash' ? 'kamio-sandbox-demo-webhook-secret' : undefined,
  ]);
});

/** What is told of so many requests, and what they were answered. */
async function day(
  change: Partial<SandboxOptions>,
  count: number,
): Promise<{ readonly answers: Answer[]; readonly told: unknown[] }> {
  const { server, ask } = fakeServer();
  const told: unknown[] = [];
  const log: NonNullable<SandboxOptions['log']> = (entry) => {
    told.push(entry.event === 'answer' ? entry.faults : entry);
  };
  await serveSandbox(options({ log, ...change }), server);
  const request = balance('vk_live_sandbox_demo', 'vk-sandbox-demo-secret', '246810');
  return { answers: Array.from({ length: count }, () => ask(request)), told };
}

describe('faults', () => {
  const faults = [
    { kind: 'drop', share: 0.3 },
    { kind: 'error-rate', share: 0.3 },
  ] as const;

  it('are delivered as the log says, and the same ones each time', async () => {
    const { answers, told } = await day({ faults }, 40);
    const seen = answers.map(({ status, delivery }) => {
      const kind = delivery?.end === 'nothing' ? 'drop' : status === 500 ? 'error-rate' : undefined;
      return kind === undefined ? undefined : [{ kind }];
    });
    expect(told).toEqual(seen);
    expect(new Set(seen.map((each) => each?.[0]?.kind)).size).toBe(3);
    expect((await day({ faults }, 40)).told).toEqual(told);
    expect((await day({ faults, faultSeed: 2 }, 40)).told).not.toEqual(told);
  });

  it('break a body after its hint is in it', async () => {
    const { answers } = await day(
      {
        faults: [{ kind: 'bad-json', share: 1 }],
        isHintInBody: true,
        settings: { mode: 'sandbox', strictCode: 'admin' },
      },
      1,
    );
    const body = Buffer.from(answers[0]?.body ?? []).toString();
    expect(body).toMatch(/"vk_hint":"[^"]*"$/);
  });

  it('move the clock by which timestamps are judged', async () => {
    for (const [seconds, status] of [
      [300, 200],
      [301, 401],
      [-300, 200],
      [-301, 401],
    ] as const) {
      const skew = { kind: 'clock-skew', offsetMs: seconds * 1000 } as const;
      const { answers } = await day({ faults: [skew] }, 1);
      expect([seconds, answers[0]?.status]).toEqual([seconds, status]);
    }
  });
});
