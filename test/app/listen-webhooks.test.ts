import { describe, expect, it, onTestFinished } from 'vitest';
import {
  listenWebhooks,
  type ListenEntry,
  type ListenOptions,
} from '../../src/app/listen-webhooks.js';
import type {
  Answer,
  HttpServerPort,
  ReceivedRequest,
  RunningServer,
  ServerOptions,
  WireRequest,
  WireResponse,
} from '../../src/app/ports.js';
import type { WebhookRecord } from '../../src/app/webhook-log.js';
import { parseWebhookUrl } from '../../src/app/webhooks.js';
import { utf8 } from '../../src/core/bytes.js';
import { Secret } from '../../src/core/credential.js';
import { webhookHeaders } from '../../src/core/webhook.js';
import { kamiokash } from '../../src/providers/kamiokash.js';

const NOW = Date.UTC(2026, 0, 27, 9, 23, 6, 658);
const RIGHT = Secret.of('right');

interface Listening extends RunningServer {
  readonly receive: (request: ReceivedRequest) => Answer | Promise<Answer>;
  readonly server: ServerOptions;
  readonly entries: ListenEntry[];
  readonly kept: WebhookRecord[];
  readonly forwarded: WireRequest[];
  /** Lets the handler answer the next webhook that it has. */
  readonly answerNext: () => void;
}

/** How far the clock moves on each time that it is read: there is time for a search, or for none. */
const QUICK = 0.1;
const BUSY = 1000;

const IDLE = async (): Promise<void> => await Promise.resolve();

/** A listener without a network, whose handler answers when it is told to. */
async function start(
  change: Partial<ListenOptions> = {},
  { isForwarding = false, tickMs = BUSY } = {},
): Promise<Listening> {
  const entries: ListenEntry[] = [];
  const kept: WebhookRecord[] = [];
  const forwarded: WireRequest[] = [];
  const answers: (() => void)[] = [];
  const listening: Pick<Listening, 'receive' | 'server'>[] = [];
  let elapsed = 0;
  let count = 0;
  const server: HttpServerPort = {
    nextTurn: IDLE,
    elapsedMs: () => (elapsed += tickMs),
    listen: async (_port, receive, options = {}) => {
      listening.push({ receive, server: options });
      return await Promise.resolve({ port: 4321, close: IDLE });
    },
  };
  const send = (request: WireRequest): Promise<WireResponse> =>
    new Promise((resolve) => {
      forwarded.push(request);
      answers.push(() => {
        const more = { statusText: '', headers: [], body: utf8('taken'), elapsedMs: 1 };
        resolve({ status: 202, ...more });
      });
    });
  const forward = {
    target: parseWebhookUrl('http://127.0.0.1:3000/'),
    http: { send },
    timeoutMs: 1000,
  };
  const running = await listenWebhooks(
    {
      settings: {
        provider: kamiokash,
        definition: kamiokash.webhook,
        secrets: [
          { name: 'new', secret: RIGHT },
          { name: 'old', secret: Secret.of('rotated') },
        ],
      },
      otherSecrets: [{ name: 'the API secret', secret: Secret.of('of the API') }],
      port: 0,
      isAcceptingAll: false,
      nowMs: () => NOW + count,
      newId: () => `wh_${(count += 1)}`,
      keep: (record) => kept.push(record),
      log: (entry) => entries.push(entry),
      ...(isForwarding && { forward }),
      ...change,
    },
    server,
  );
  // What it searches for would go on behind the other tests.
  onTestFinished(running.close);
  const [first] = listening;
  if (first === undefined) {
    throw new Error('nothing listens');
  }
  return { ...running, ...first, entries, kept, forwarded, answerNext: () => answers.shift()?.() };
}

function webhook(text: string, secret = RIGHT, atMs = NOW): ReceivedRequest {
  const body = utf8(text);
  const headers = webhookHeaders(kamiokash.webhook, secret, body, atMs);
  return { method: 'POST', target: utf8('/hooks?x=1'), headers, body };
}

const EVENT = '{"id":"evt_1","type":"member.new"}';

describe('a listener without a handler', () => {
  it('records what verifies, and answers 200', async () => {
    const { receive, entries, kept, port } = await start();
    const answer = await receive(webhook(EVENT));
    expect([port, answer.status]).toEqual([4321, 200]);
    expect(Buffer.from(answer.body).toString()).toBe('{"received":true}');
    expect(kept).toMatchObject([
      {
        id: 'wh_1',
        timeMs: NOW,
        provider: 'kamiokash',
        method: 'POST',
        target: '/hooks?x=1',
        verdict: 'ok',
        event: 'member.new',
        eventId: 'evt_1',
      },
    ]);
    expect(entries).toEqual([{ type: 'delivery', record: kept[0], status: 200 }]);
  });

  it.each<[name: string, request: ReceivedRequest, verdict: string, hint: string]>([
    [
      'no signature',
      { ...webhook(EVENT), headers: [] },
      'missing-signature',
      'X-Kamio-Signature is missing or empty.',
    ],
    [
      'no timestamp',
      { ...webhook(EVENT), headers: webhook(EVENT).headers.slice(1) },
      'missing-timestamp',
      'X-Timestamp is missing or empty.',
    ],
    [
      'an old one',
      webhook(EVENT, RIGHT, NOW - 301_000),
      'timestamp-expired',
      'set the clocks by NTP',
    ],
    [
      'a later one',
      webhook(EVENT, RIGHT, NOW + 400_000),
      'timestamp-in-future',
      'ahead of this machine',
    ],
  ])('%s: 401 with the reason', async (_name, request, verdict, hint) => {
    const { receive, entries, kept } = await start();
    expect((await receive(request)).status).toBe(401);
    expect(kept).toMatchObject([{ verdict }]);
    expect(entries).toMatchObject([{ status: 401, hint: expect.stringContaining(hint) }]);
  });

  it('a wrong signature is diagnosed in place', async () => {
    const { receive, entries } = await start({}, { tickMs: QUICK });
    const changed = { ...webhook(EVENT), body: utf8(`${EVENT}\n`) };
    expect((await receive(changed)).status).toBe(401);
    expect(entries).toMatchObject([
      {
        record: { verdict: 'mismatch' },
        report: { verdict: 'explained', causes: [{ axis: 'body' }] },
      },
    ]);
    await receive(webhook(EVENT, Secret.of('of the API')));
    const [cause] = entries[1]?.type === 'delivery' ? (entries[1].report?.causes ?? []) : [];
    expect([cause?.axis, cause?.detail]).toEqual(['secret', 'the API secret']);
  });

  it('a search that takes longer goes on after the answer', async () => {
    const entries: ListenEntry[] = [];
    const waiting: ((entry: ListenEntry) => void)[] = [];
    const told = new Promise<ListenEntry>((resolve) => {
      waiting.push(resolve);
    });
    const log = (entry: ListenEntry): void => {
      entries.push(entry);
      if (entry.type === 'diagnosis') {
        waiting[0]?.(entry);
      }
    };
    const { receive } = await start({ log });
    await receive(webhook(EVENT, Secret.of('nobody knows it')));
    expect(entries).toMatchObject([{ type: 'delivery', status: 401 }]);
    expect(entries[0]).not.toHaveProperty('report');
    expect(await told).toMatchObject({ id: 'wh_1', report: { verdict: 'unexplained' } });
  });

  it('any of several secrets may have signed', async () => {
    const { receive, kept } = await start();
    expect((await receive(webhook(EVENT, Secret.of('rotated')))).status).toBe(200);
    expect(kept).toMatchObject([{ verdict: 'ok' }]);
  });

  it('an event that came before is marked; a forged one does not count', async () => {
    const { receive, kept } = await start();
    for (const secret of [Secret.of('forged'), RIGHT, RIGHT, Secret.of('forged')]) {
      await receive(webhook(EVENT, secret));
    }
    await receive(webhook(EVENT.replace('member', 'wallet')));
    await receive(webhook('{"type":"member.new"}'));
    await receive(webhook('{"type":"member.new"}'));
    expect(kept.map(({ duplicateOf }) => duplicateOf)).toEqual([
      undefined,
      undefined,
      'wh_2',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('what is none, or not asked for, is not recorded', async () => {
    const { receive, server, entries, kept } = await start({
      path: '/hooks',
      events: ['wallet.new'],
    });
    const request = webhook(EVENT);
    expect((await receive(request)).status).toBe(200);
    expect((await receive({ ...request, target: utf8('/hooks/') })).status).toBe(404);
    const refused = await receive({ ...request, method: 'PUT' });
    expect([refused.status, refused.headers]).toEqual([
      405,
      [
        ['Content-Type', 'application/json'],
        ['Allow', 'POST'],
      ],
    ]);
    expect(server.tooLarge?.(request).status).toBe(413);
    expect(server.malformed?.(431).status).toBe(431);
    expect(kept).toEqual([]);
    expect(entries).toMatchObject([
      { type: 'ignored', event: 'member.new', status: 200 },
      { type: 'refused', status: 404, target: '/hooks/' },
      { type: 'refused', status: 405, method: 'PUT' },
      { type: 'refused', status: 413 },
      { type: 'refused', status: 431, method: '', target: '' },
    ]);
    await receive(webhook(EVENT.replace('member', 'wallet')));
    expect(kept.length).toBe(1);
  });
});

describe('a listener with a handler', () => {
  it('gives the sender its answer, and tells of it then', async () => {
    const { receive, answerNext, entries, kept, forwarded } = await start(
      {},
      { isForwarding: true },
    );
    const answering = receive(webhook(EVENT));
    await IDLE();
    expect([entries, kept]).toEqual([[], []]);
    answerNext();
    const answer = await answering;
    expect([answer.status, Buffer.from(answer.body).toString()]).toEqual([202, 'taken']);
    expect(Buffer.from(forwarded[0]?.body ?? []).toString()).toBe(EVENT);
    expect(kept).toMatchObject([
      { forwarded: { to: 'http://127.0.0.1:3000/', status: 202, ms: 1 } },
    ]);
    expect(entries).toMatchObject([{ status: 202 }]);
  });

  it('passes on what does not verify only where all is accepted', async () => {
    const bad = webhook(EVENT, Secret.of('of the API'));
    const strict = await start({}, { isForwarding: true });
    expect((await strict.receive(bad)).status).toBe(401);
    expect(strict.forwarded).toEqual([]);
    const lenient = await start({ isAcceptingAll: true }, { isForwarding: true, tickMs: QUICK });
    const answering = lenient.receive(bad);
    await IDLE();
    lenient.answerNext();
    expect((await answering).status).toBe(202);
    expect(lenient.entries).toMatchObject([
      { record: { verdict: 'mismatch' }, report: { verdict: 'explained' } },
    ]);
  });

  it('records in the order of arrival, and at the end what has no answer yet', async () => {
    const { receive, entries, kept, close } = await start({}, { isForwarding: true });
    void receive(webhook(EVENT));
    await receive(webhook(EVENT, Secret.of('forged')));
    expect(entries).toMatchObject([{ record: { id: 'wh_2' } }]);
    expect(kept).toEqual([]);
    await close();
    expect(kept).toMatchObject([
      { id: 'wh_1', forwarded: { fault: 'vk was ended before the handler had answered' } },
      { id: 'wh_2' },
    ]);
  });
});
