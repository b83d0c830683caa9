import { describe, expect, it } from 'vitest';
import { endToEnd, openForwarder, type Passed } from '../../src/app/forward-webhook.js';
import type { WireRequest, WireResponse } from '../../src/app/ports.js';
import { replayWebhook } from '../../src/app/replay-webhook.js';
import { parseWebhookUrl } from '../../src/app/webhooks.js';
import { utf8 } from '../../src/core/bytes.js';
import { Secret } from '../../src/core/credential.js';
import { VkError } from '../../src/core/error.js';
import type { Header } from '../../src/core/headers.js';
import { webhookHeaders } from '../../src/core/webhook.js';
import { kamiokash } from '../../src/providers/kamiokash.js';

const target = parseWebhookUrl('http://127.0.0.1:3000/hooks?x=%20');

interface Sent {
  readonly request: WireRequest;
  readonly answer: (response: Partial<WireResponse>) => void;
  readonly fail: (error: Error) => void;
}

/** A handler that answers when it is told to. */
function start(): { readonly sent: Sent[]; readonly pass: (body?: string) => Promise<Passed> } {
  const sent: Sent[] = [];
  const send = (request: WireRequest): Promise<WireResponse> =>
    new Promise((resolve, reject) => {
      sent.push({
        request,
        answer: (change) => {
          const whole = {
            status: 200,
            statusText: 'OK',
            headers: [],
            body: utf8(''),
            elapsedMs: 1,
          };
          resolve({ ...whole, ...change });
        },
        fail: reject,
      });
    });
  const { pass } = openForwarder({ target, http: { send }, timeoutMs: 1234 });
  return { sent, pass: async (body = '') => await pass({ headers: HEADERS, body: utf8(body) }) };
}

const HEADERS: readonly Header[] = [
  ['Host', 'vk'],
  ['x-ODD', 'a'],
  ['content-length', '3'],
  ['X-Odd', 'b'],
  ['Accept-Encoding', 'gzip'],
  ['Connection', 'close'],
];

/** Lets all that can go on do so. */
async function turns(): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}

describe('passing on', () => {
  it('sends the same bytes and headers, and gives back the handler\u2019s answer', async () => {
    const { sent, pass } = start();
    const passing = pass('{"a":1.0}\n');
    await turns();
    const { base, method, headers, body, timeoutMs, target: path } = sent[0]?.request ?? {};
    expect([base?.origin, method, timeoutMs]).toEqual(['http://127.0.0.1:3000', 'POST', 1234]);
    expect(Buffer.from(path ?? []).toString()).toBe('/hooks?x=%20');
    expect(headers).toEqual([
      ['x-ODD', 'a'],
      ['X-Odd', 'b'],
      ['Accept-Encoding', 'gzip'],
    ]);
    expect(Buffer.from(body ?? []).toString()).toBe('{"a":1.0}\n');
    sent[0]?.answer({
      status: 418,
      headers: [
        ['Content-Encoding', 'gzip'],
        ['Transfer-Encoding', 'chunked'],
      ],
      body: Uint8Array.of(0x1f, 0x8b),
      elapsedMs: 12.345,
    });
    expect(await passing).toEqual({
      forwarded: { to: 'http://127.0.0.1:3000/hooks?x=%20', status: 418, ms: 12.3 },
      answer: {
        status: 418,
        headers: [['Content-Encoding', 'gzip']],
        body: Uint8Array.of(0x1f, 0x8b),
      },
    });
  });

  it.each([
    ['network', 502],
    ['timeout', 504],
  ] as const)('%s: %i', async (code, status) => {
    const { sent, pass } = start();
    const passing = pass();
    await turns();
    sent[0]?.fail(new VkError(code, 'it is down', 'Start it.'));
    const { forwarded, answer } = await passing;
    expect(forwarded.fault).toBe('it is down');
    expect(answer.status).toBe(status);
  });

  it('has 20 with the handler at a time, and goes on in the order of arrival', async () => {
    const { sent, pass } = start();
    const passing = Array.from({ length: 45 }, (_pass, index) => pass(String(index)));
    await turns();
    expect(sent.length).toBe(20);
    sent[7]?.answer({});
    sent[3]?.fail(new Error('broken'));
    await turns();
    expect(sent.length).toBe(22);
    for (let next = 0; next < 45; next += 1) {
      sent[next]?.answer({});
      await turns();
    }
    await Promise.all(passing);
    expect(sent.map(({ request }) => Buffer.from(request.body).toString())).toEqual(
      Array.from({ length: 45 }, (_pass, index) => String(index)),
    );
  });
});

it('headers of one connection are left out, those that Connection names included', () => {
  const headers: readonly Header[] = [
    ['Connection', 'keep-alive, X-Hop'],
    ['x-hop', '1'],
    ['Keep-Alive', 'timeout=5'],
    ['TE', 'trailers'],
    ['Upgrade', 'h2c'],
    ['Expect', '100-continue'],
    ['Proxy-Connection', 'close'],
    ['Content-Type', 'application/json'],
    ['X-End', ''],
  ];
  expect(endToEnd(headers)).toEqual([
    ['Content-Type', 'application/json'],
    ['X-End', ''],
  ]);
});

describe('a replay', () => {
  const body = utf8('{"id":"evt_1"}');
  const definition = kamiokash.webhook;
  const secret = Secret.of('s');
  const nowMs = Date.UTC(2026, 0, 27);
  const [timestamp, signature] = webhookHeaders(definition, secret, body, nowMs);

  async function replayed(headers: readonly Header[], isFresh: boolean): Promise<WireRequest> {
    const requests: WireRequest[] = [];
    const record = { id: 'wh_1', timeMs: 0, provider: 'kamiokash', method: 'POST', target: '/' };
    const http = {
      send: async (request: WireRequest): Promise<WireResponse> => {
        requests.push(request);
        const answer = { status: 200, statusText: '', headers: [], body: utf8(''), elapsedMs: 1 };
        return await Promise.resolve(answer);
      },
    };
    const fresh = isFresh ? { definition, secret, nowMs } : undefined;
    await replayWebhook({ ...record, headers, body }, { target, http, timeoutMs: 1 }, fresh);
    const [request] = requests;
    if (request === undefined) {
      throw new Error('nothing was sent');
    }
    return request;
  }

  const OLD: readonly Header[] = [
    ['Host', 'vk'],
    ['x-kamio-signature', 'old'],
    ['A', '1'],
    ['X-Timestamp', 'then'],
    ['X-Kamio-Signature', 'older'],
    ['B', '2'],
  ];

  it('is signed afresh, in the place and spelling of the old headers', async () => {
    const { headers, body: sent } = await replayed(OLD, true);
    expect(headers).toEqual([
      ['x-kamio-signature', signature?.[1]],
      ['A', '1'],
      ['X-Timestamp', timestamp?.[1]],
      ['B', '2'],
    ]);
    expect(sent).toBe(body);
  });

  it('gets the headers that were missing', async () => {
    expect((await replayed([['A', '1']], true)).headers).toEqual([
      ['A', '1'],
      timestamp,
      signature,
    ]);
  });

  it('is the same to the letter where that is asked for', async () => {
    expect((await replayed(OLD, false)).headers).toEqual(OLD.slice(1));
  });
});
