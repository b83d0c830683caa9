import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { diagnoseWebhook, type WebhookDiagnosis } from '../../src/app/diagnose-webhook.js';
import { webhookSubjectOf } from '../../src/app/subject.js';
import { utf8 } from '../../src/core/bytes.js';
import { Secret } from '../../src/core/credential.js';
import { kamiokash } from '../../src/providers/kamiokash.js';

const SECRET = 'whsec';
const TIME = '2026-01-02T03:04:05.000Z';

const PORTS = { nowMs: () => 0, pause: () => Promise.resolve(), isInterrupted: () => false };

async function diagnosed(
  signed: string,
  given: string,
  { key = SECRET, samples = [], ports = PORTS, timeLimitMs = 60_000 }: Options = {},
): Promise<WebhookDiagnosis> {
  const signature = createHmac('sha256', key)
    .update(TIME + signed)
    .digest('hex');
  const request = { method: 'POST', target: utf8('/'), body: utf8(given), origin: undefined };
  const subject = webhookSubjectOf(
    { provider: kamiokash, definition: kamiokash.webhook },
    { ...request, timestamp: TIME },
    [
      { name: 'the secret from environment A', secret: Secret.of(SECRET) },
      { name: 'the secret from environment B', secret: Secret.of('second') },
      { name: 'the API secret', secret: Secret.of('api') },
    ],
  );
  const own = ['the secret from environment A', 'the secret from environment B'];
  const bodies = samples.map((body) => ({ name: 'sample', body }));
  return await diagnoseWebhook({ subject, signature }, own, bodies, timeLimitMs, ports);
}

interface Options {
  readonly key?: string;
  readonly samples?: readonly string[];
  readonly ports?: typeof PORTS;
  readonly timeLimitMs?: number;
}

function causes({ outcome }: WebhookDiagnosis): string[] {
  return (outcome.findings[0]?.causes ?? []).map(({ axis, id }) => `${axis} ${id}`);
}

const BODY = '{"type":"x","id":1}';

it('tells the change in the words of a receiver', async () => {
  const { outcome } = await diagnosed(BODY, `${BODY}\n`);
  expect(outcome.verdict).toBe('explained');
  expect(outcome.findings[0]?.causes).toMatchObject([
    {
      axis: 'body',
      id: 'trimmed',
      title: 'the payload was changed after it was signed: a newline at its end was added',
      alternatives: [],
    },
  ]);
});

it('takes a second secret that was given for no mistake', async () => {
  expect(causes(await diagnosed(BODY, `${BODY}\n`, { key: 'second' }))).toEqual(['body trimmed']);
  expect(causes(await diagnosed(BODY, BODY, { key: 'api' }))).toEqual(['secret other-profile']);
});

// Nine keys have 362,880 orders, of which the ordinary search tries a few hundred.
const WIDE = '{"h":1,"b":2,"g":3,"a":4,"f":5,"c":6,"e":7,"d":8}';
const WIDE_SORTED = '{"a":4,"b":2,"c":6,"d":8,"e":7,"f":5,"g":3,"h":1}';

describe('sorted keys', () => {
  it('are put into the order of the provider\u2019s own events', async () => {
    let pauses = 0;
    const pause = async (): Promise<void> => {
      pauses += 1;
      await Promise.resolve();
    };
    const samples = ['{"h":0,"b":0,"g":0,"a":0,"f":0,"c":0,"e":0,"d":0}'];
    const found = await diagnosed(WIDE, WIDE_SORTED, { samples, ports: { ...PORTS, pause } });
    expect(causes(found)).toEqual(['body key-order']);
    // The search through all orders pauses every thousand.
    expect(pauses).toBeLessThan(3);
  });

  it('are put into every order', async () => {
    expect(causes(await diagnosed(WIDE, WIDE_SORTED))).toEqual(['body key-order']);
  }, 30_000);

  it('are mentioned where no order explains the signature', async () => {
    const { outcome, remarks } = await diagnosed('{"b":1,"a":2,"c":0}', '{"a":2,"b":1,"z":[]}', {
      key: 'unknown',
      ports: { ...PORTS, nowMs: Date.now },
      timeLimitMs: 100,
    });
    expect(outcome.verdict).toBe('unexplained');
    expect(remarks.map(({ id }) => id)).toEqual(['keys-sorted']);
  });
});
