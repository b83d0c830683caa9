import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { HttpPort, WireRequest, WireResponse } from '../../src/app/ports.js';
import type { SandboxLogEntry, WebhookEntry } from '../../src/app/sandbox-log.js';
import { openWebhooks, parseWebhookUrl, type Webhooks } from '../../src/app/webhooks.js';
import { Secret, type Credential } from '../../src/core/credential.js';
import { VkError } from '../../src/core/error.js';
import { findHeader } from '../../src/core/headers.js';
import type { Provider } from '../../src/core/provider.js';
import { kamiokash } from '../../src/providers/kamiokash.js';
import { payinout } from '../../src/providers/payinout.js';
import { vistarkriya } from '../../src/providers/vistarkriya.js';
import type { SandboxEvent } from '../../src/sandbox/action.js';

describe('the URL of a handler', () => {
  it.each([
    ['http://127.0.0.1:3000/webhooks', 'http://127.0.0.1:3000', '/webhooks'],
    ['http://localhost:3000', 'http://localhost:3000', '/'],
    ['https://example.com/hooks/?a=1&b=%20', 'https://example.com', '/hooks/?a=1&b=%20'],
    ['https://example.com?a=1', 'https://example.com', '/?a=1'],
    ['http://handler.test:8080//x', 'http://handler.test:8080', '//x'],
  ])('%s', (text, origin, path) => {
    const target = parseWebhookUrl(text);
    expect([target.base.origin, target.path]).toEqual([origin, path]);
  });

  it.each([
    '',
    '/webhooks',
    'localhost:3000',
    'ftp://example.com/',
    'http://',
    'http://example.com/#top',
    'http://example.com/a b',
    'http://example.com/\r\nX: y',
    'http://user:password@example.com/',
    'http://example.com:99999/',
  ])('refuses %j', (text) => {
    expect(() => parseWebhookUrl(text)).toThrow(expect.objectContaining({ code: 'bad-url' }));
  });

  it('never repeats user information', () => {
    let message = '';
    try {
      parseWebhookUrl('http://user:hunter2@example.com/');
    } catch (error) {
      message = error instanceof VkError ? `${error.message} ${error.remedy}` : 'another error';
    }
    expect(message).toContain('user information');
    expect(message).not.toContain('hunter2');
  });
});

const NOW = Date.UTC(2026, 0, 27, 9, 23, 6, 658);
const ACCOUNT: Credential = {
  fields: { apiKey: 'k' },
  secret: Secret.of('api secret'),
  webhookSecret: Secret.of('webhook secret'),
};

type Reply = number | Error;

interface Sending extends Webhooks {
  readonly sent: WireRequest[];
  readonly entries: WebhookEntry[];
  /** Resolves once so many deliveries were logged. */
  readonly logged: (count: number) => Promise<void>;
  /** Lets the next delivery get its answer. */
  readonly release: () => void;
}

/** Webhooks to a handler that answers when it is told to. */
function start(
  provider: Provider,
  replies: readonly Reply[],
  onLog: (entry: SandboxLogEntry) => void = () => undefined,
): Sending {
  const sent: WireRequest[] = [];
  const entries: WebhookEntry[] = [];
  const gates: (() => void)[] = [];
  const released: number[] = [];
  const listeners: (() => void)[] = [];
  const http: HttpPort = {
    send: async (request) => {
      const reply = replies[sent.length] ?? 200;
      sent.push(request);
      if (released.pop() === undefined) {
        await new Promise<void>((resolve) => gates.push(resolve));
      }
      if (typeof reply !== 'number') {
        throw reply;
      }
      return response(reply);
    },
  };
  const webhooks = openWebhooks(
    {
      provider,
      target: parseWebhookUrl('http://127.0.0.1:3000/hook?x=1'),
      http,
      nowMs: () => NOW,
      log: (entry) => {
        entries.push(entry);
        listeners.forEach((listener) => {
          listener();
        });
        onLog(entry);
      },
    },
    {
      elapsedMs: () => 0,
      nextTurn: () =>
        new Promise((resolve) => {
          setImmediate(resolve);
        }),
    },
  );
  return {
    ...webhooks,
    sent,
    entries,
    release: () => {
      const gate = gates.shift();
      if (gate === undefined) {
        released.push(1);
      } else {
        gate();
      }
    },
    logged: (count) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (entries.length >= count) {
            resolve();
          }
        };
        listeners.push(check);
        check();
      }),
  };
}

function response(status: number): WireResponse {
  return { status, statusText: '', headers: [], body: new Uint8Array(), elapsedMs: 1.26 };
}

function event(name: string): SandboxEvent {
  return { name, body: { type: name, data: { n: 1, text: 'é' } } };
}

describe('a delivery', () => {
  it.each([
    [kamiokash, 'X-Kamio-Signature', 'webhook secret', '2026-01-27T09:23:06.658Z'],
    [payinout, 'X-Signature', 'api secret', ''],
  ])('%o is signed over the bytes that go out', async (provider, header, secret, timestamp) => {
    const sending = start(provider, [204]);
    sending.send(7, ACCOUNT, [event('member.new')]);
    sending.release();
    await sending.logged(1);
    const [request] = sending.sent;
    const body = '{"type":"member.new","data":{"n":1,"text":"é"}}';
    expect(request?.method).toBe('POST');
    expect(Buffer.from(request?.target ?? []).toString()).toBe('/hook?x=1');
    expect(Buffer.from(request?.body ?? []).toString()).toBe(body);
    const headers = request?.headers ?? [];
    expect(findHeader(headers, 'Content-Type')).toBe('application/json');
    expect(findHeader(headers, header)).toBe(
      createHmac('sha256', secret)
        .update(timestamp + body)
        .digest('hex'),
    );
    expect(sending.entries).toEqual([
      {
        event: 'webhook',
        request: 7,
        timeMs: NOW,
        provider: provider.id,
        name: 'member.new',
        status: 204,
        ms: 1.3,
      },
    ]);
  });

  it('takes the demo’s webhook secret for an account that has none', async () => {
    const sending = start(kamiokash, []);
    const { fields, secret } = ACCOUNT;
    sending.send(1, { fields, secret }, [event('member.new')]);
    sending.release();
    await sending.logged(1);
    const { body = new Uint8Array(), headers = [] } = sending.sent[0] ?? {};
    expect(findHeader(headers, 'X-Kamio-Signature')).toBe(
      createHmac('sha256', 'kamio-sandbox-demo-webhook-secret')
        .update('2026-01-27T09:23:06.658Z')
        .update(body)
        .digest('hex'),
    );
  });

  it('that fails is logged with why, and does not stop the next one', async () => {
    const refused = new VkError('network', 'cannot connect to 127.0.0.1:3000', '');
    const sending = start(kamiokash, [refused, new Error('surprise'), 500, 302]);
    sending.send(1, ACCOUNT, ['a', 'b', 'c', 'd'].map(event));
    for (let index = 0; index < 4; index += 1) {
      sending.release();
      await sending.logged(index + 1);
    }
    expect(sending.entries.map(({ name, status, fault }) => [name, status, fault])).toEqual([
      ['a', undefined, 'cannot connect to 127.0.0.1:3000'],
      ['b', undefined, 'it could not be sent'],
      ['c', 500, undefined],
      ['d', 302, undefined],
    ]);
  });
});

describe('several deliveries', () => {
  it('go out one after the other, in order', async () => {
    const sending = start(kamiokash, []);
    sending.send(1, ACCOUNT, [event('a'), event('b')]);
    sending.send(2, ACCOUNT, [event('c')]);
    for (const [index, name] of ['a', 'b', 'c'].entries()) {
      sending.release();
      await sending.logged(index + 1);
      expect(sending.entries.map((entry) => entry.name).at(-1)).toBe(name);
      expect(sending.sent.length).toBeLessThanOrEqual(index + 2);
    }
    expect(sending.entries.map(({ request }) => request)).toEqual([1, 1, 2]);
  });

  it('are dropped where a thousand wait already, and that is logged', () => {
    const sending = start(kamiokash, []);
    const events = Array.from({ length: 1003 }, (_, index) => event(`e${index}`));
    sending.send(1, ACCOUNT, events);
    expect(sending.entries.map(({ name, fault }) => [name, fault])).toEqual(
      ['e1000', 'e1001', 'e1002'].map((name) => [name, '1000 webhooks are waiting already']),
    );
    sending.close();
  });

  it('end with the sandbox', async () => {
    const sending = start(kamiokash, []);
    sending.send(1, ACCOUNT, [event('a'), event('b')]);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    expect(sending.sent[0]?.signal?.aborted).toBe(false);
    sending.close();
    expect(sending.sent[0]?.signal?.aborted).toBe(true);
    sending.release();
    sending.send(2, ACCOUNT, [event('c')]);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    expect([sending.sent.length, sending.entries]).toEqual([1, []]);
  });
});

it('sends nothing where the provider documents no webhook', async () => {
  const sending = start(vistarkriya, []);
  sending.send(1, ACCOUNT, [event('a')]);
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  expect(sending.sent).toEqual([]);
});
