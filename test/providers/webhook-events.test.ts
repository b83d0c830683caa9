import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { demoCredential } from '../../src/app/credential.js';
import { samplesOf } from '../../src/app/webhook-samples.js';
import { compactJson } from '../../src/core/json-text.js';
import { fillSample } from '../../src/core/webhook-sample.js';
import { kamiokash } from '../../src/providers/kamiokash.js';
import { payinout } from '../../src/providers/payinout.js';
import { handle, type SandboxResponse } from '../../src/sandbox/handle.js';
import { writeJson } from '../../src/sandbox/json.js';
import type { SandboxRequest } from '../../src/sandbox/rule.js';
import { newState } from '../../src/sandbox/state.js';
import { kamiokashRequest, sandboxOf, START, type Running } from '../sandbox/requests.js';

/** JSON in which only what tells one event from another of its kind is left out. */
function shapeOf(json: string): string {
  return json
    .replace(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, 'TIME')
    .replace(/"(evt_|m_|w_|t_|v_|in_|out_|dsp_)(?:[0-9a-f]{12}|123)"/g, '"$1ID"')
    .replace(/"(externalId|firstName|lastName|owner|orderId|code)":"[^"]*"/g, '"$1":TEXT')
    .replace(/"(points|balance)":\d+/g, '"$1":POINTS')
    .replace(/"amount":\d+\.\d\d(?!\d)/g, '"amount":MONEY');
}

/** What a sandbox tells of its customers' doings, by the events' names. */
function told(
  { send }: Running,
  requests: readonly ((known: ReadonlyMap<string, string>) => SandboxRequest)[],
): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  for (const request of requests) {
    for (const { name, body } of send(request(known), START).events ?? []) {
      known.set(name, writeJson(body));
    }
  }
  return known;
}

const kamiokashPost = (path: string, data: object) => () =>
  kamiokashRequest({ target: `/v1${path}`, body: JSON.stringify(data), atMs: START });

function kamiokashEvents(): ReadonlyMap<string, string> {
  const owner = 'cust_abc123';
  const order = { reference: 'r', date: '2026-01-27T09:23:06.658Z', owner, quantity: 1 };
  return told(sandboxOf(kamiokash), [
    kamiokashPost('/member', { externalId: owner, firstName: 'Leo', lastName: 'Kash' }),
    kamiokashPost('/wallet', { owner }),
    kamiokashPost('/transaction', { wallet_id: 'w_123', type: 'earn', points: 250 }),
    kamiokashPost('/orders/simple', { ...order, variantId: 'VERY_COOL_GIFT_CARD_1' }),
    kamiokashPost('/orders/redeem', { code: 'SPEND_ME_NOW' }),
  ]);
}

/** The dispute that was opened last. */
function disputed(known: ReadonlyMap<string, string>): object {
  return { id: /"(dsp_[^"]+)"/.exec(known.get('dispute.opened') ?? '')?.[1] };
}

function payinoutEvents(): ReadonlyMap<string, string> {
  const { apiKey, secret, email } = payinout.sandbox.demo;
  const timestamp = String(START / 1000);
  const signature = createHmac('sha256', secret)
    .update(timestamp + email)
    .digest('hex');
  const post =
    (path: string, data: (known: ReadonlyMap<string, string>) => object) =>
    (known: ReadonlyMap<string, string>): SandboxRequest => ({
      method: 'POST',
      target: Buffer.from(path),
      headers: [
        ['Content-Type', 'application/json'],
        ['Accept', 'application/json, text/plain'],
        ['X-App-Token', apiKey],
        ['X-App-Access-Ts', timestamp],
        ['X-App-Access-Sig', signature],
      ],
      body: Buffer.from(JSON.stringify(data(known))),
    });
  const state = newState([demoCredential(payinout.sandbox.demo)], { mode: 'sandbox' });
  const send = (request: SandboxRequest, nowMs: number): SandboxResponse =>
    handle(request, payinout, state, nowMs);
  return told({ state, send }, [
    post('/payin', () => ({ amount: 150.5, orderId: 'a' })),
    post('/payin', () => ({ amount: 499.01, orderId: 'b' })),
    post('/payout', () => ({ amount: 100, orderId: 'c' })),
    post('/payout', () => ({ amount: 100.01, orderId: 'd' })),
    post('/payin', () => ({ amount: 750.03, orderId: 'e' })),
    post('/disputes/contest', disputed),
    post('/payin', () => ({ amount: 750.03, orderId: 'f' })),
    post('/disputes/accept', disputed),
  ]);
}

describe.each([
  { provider: kamiokash, events: kamiokashEvents },
  { provider: payinout, events: payinoutEvents },
])('the sample events of $provider.name', ({ provider, events }) => {
  const samples = samplesOf(provider);
  const sent = events();

  it('are all that the sandbox sends', () => {
    expect(samples.map(({ name }) => name).toSorted()).toEqual([...sent.keys()].toSorted());
  });

  it.each(samples.map((sample) => [sample.name, sample] as const))(
    '%s has the shape of the sandbox’s, without a space',
    (name, sample) => {
      const body = fillSample(sample, START, 0);
      expect(shapeOf(body)).toBe(shapeOf(sent.get(name) ?? ''));
      expect(compactJson(body)).toBe(body);
    },
  );
});

it('the sample events of KamioKash are those of its page', () => {
  const documented = kamiokash.webhook.events.map(({ name }) => name);
  expect(
    samplesOf(kamiokash)
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(documented.toSorted());
});
