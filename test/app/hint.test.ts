import { afterEach, describe, expect, it } from 'vitest';
import { hintOfReport } from '../../src/app/hint.js';
import type { Answer, HttpServerPort, ReceivedRequest } from '../../src/app/ports.js';
import type { AnswerEntry, DiagnosisEntry } from '../../src/app/sandbox-log.js';
import { serveSandbox, type SandboxOptions } from '../../src/app/serve-sandbox.js';
import { utf8 } from '../../src/core/bytes.js';
import { findHeader, type Header } from '../../src/core/headers.js';
import type { Provider } from '../../src/core/provider.js';
import { influencemart } from '../../src/providers/influencemart.js';
import { kamiokash } from '../../src/providers/kamiokash.js';
import { payinout } from '../../src/providers/payinout.js';
import { vistarkriya } from '../../src/providers/vistarkriya.js';
import { hmacHex } from '../hmac-hex.js';
import { influencemartRequest, vistarkriyaRequest } from '../sandbox/requests.js';
import { atOnce } from './at-once.js';

const NOW = 1_767_323_045_000;
const SECONDS = '1767323045';
const ISO = '2026-01-02T03:04:05.000Z';

const open: { readonly close: () => Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

type ExplainedEntry = AnswerEntry | DiagnosisEntry;

interface Served {
  readonly ask: (request: ReceivedRequest) => Answer;
  readonly entries: ExplainedEntry[];
  /** Resolves when a search has ended that went on after its answer. */
  readonly diagnosed: Promise<ExplainedEntry>;
}

/** A sandbox without a network, whose clock goes on by so much each time that it is read. */
async function serve(
  provider: Provider,
  tickMs = 0.02,
  change: Partial<SandboxOptions> = {},
): Promise<Served> {
  const entries: ExplainedEntry[] = [];
  let elapsed = 0;
  let ask: ((request: ReceivedRequest) => Answer) | undefined;
  const server: HttpServerPort = {
    nextTurn: turn,
    elapsedMs: () => (elapsed += tickMs),
    listen: async (_port, answer) => {
      ask = atOnce(answer);
      return await Promise.resolve({ port: 1, close: async () => await Promise.resolve() });
    },
  };
  const waiting: ((entry: ExplainedEntry) => void)[] = [];
  const diagnosed = new Promise<ExplainedEntry>((resolve) => {
    waiting.push(resolve);
  });
  const options: SandboxOptions = {
    provider,
    port: 0,
    settings: { mode: 'sandbox' },
    accounts: [],
    nowMs: () => NOW,
    log: (entry) => {
      if (entry.event === 'webhook') {
        throw new Error('no webhook was asked for');
      }
      entries.push(entry);
      if (entry.event === 'diagnosis') {
        waiting.pop()?.(entry);
      }
    },
    ...change,
  };
  open.push(await serveSandbox(options, server));
  if (ask === undefined) {
    throw new Error('nothing listens');
  }
  return { ask, entries, diagnosed };
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

interface Wrong {
  readonly signature?: string;
  readonly timestamp?: string;
  readonly key?: string;
  readonly code?: string;
  readonly body?: string;
  readonly without?: string;
}

function vistar({ body = '{"pan":"X"}', without = '', ...wrong }: Wrong): ReceivedRequest {
  const timestamp = wrong.timestamp ?? SECONDS;
  const right = hmacHex('vk-sandbox-demo-secret', `${timestamp}POST/api/v1/verify/pan${body}`);
  const headers: Header[] = [
    ['Host', '127.0.0.1:8787'],
    ['X-API-Key', wrong.key ?? 'vk_live_sandbox_demo'],
    ['X-Timestamp', timestamp],
    ['X-Signature', wrong.signature ?? right],
    ['X-Tenant-Code', wrong.code ?? '246810'],
    ['Content-Type', 'application/json'],
  ];
  return {
    method: 'POST',
    target: Buffer.from('/api/v1/verify/pan'),
    headers: headers.filter(([name]) => name !== without),
    body: Buffer.from(body),
  };
}

const signedWith = (message: string, secret = 'vk-sandbox-demo-secret'): ReceivedRequest =>
  vistar({ signature: hmacHex(secret, message) });

function hintOf({ headers }: Answer): string | undefined {
  return findHeader(headers, 'X-VK-Hint');
}

describe('a refused signature is explained in the answer', () => {
  it.each<[name: string, provider: Provider, request: ReceivedRequest, hint: string]>([
    [
      'a path without its base path',
      vistarkriya,
      signedWith(`${SECONDS}POST/verify/pan{"pan":"X"}`),
      'target/base-path-missing: the path was signed without its base path',
    ],
    [
      'two causes',
      vistarkriya,
      signedWith(`${SECONDS}post/verify/pan{"pan":"X"}`),
      'method/lower-case: the method was signed in lower case; target/base-path-missing: the path was signed without its base path',
    ],
    [
      "another account's secret",
      vistarkriya,
      signedWith(`${SECONDS}POST/api/v1/verify/pan{"pan":"X"}`, 'your_api_secret_here'),
      'secret/other-profile: another secret was used',
    ],
    [
      'no digest',
      vistarkriya,
      vistar({ signature: 'zz' }),
      'encoding: the signature is no digest, neither in hex nor in base64',
    ],
    [
      'parts in another order',
      kamiokash,
      {
        method: 'POST',
        target: Buffer.from('/payments'),
        headers: [
          ['X-API-Key', kamiokash.sandbox.demo.apiKey],
          ['X-Timestamp', ISO],
          ['X-Signature', hmacHex(kamiokash.sandbox.demo.secret, `${ISO}:{"a":1}`)],
          ['Content-Type', 'application/json'],
        ],
        body: Buffer.from('{"a":1}'),
      },
      'layout/order: the parts were joined in another order',
    ],
    [
      'a newline at the end',
      influencemart,
      {
        method: 'GET',
        target: Buffer.from('/v1/me'),
        headers: [
          ['X-API-Key', influencemart.sandbox.demo.apiKey],
          ['X-Timestamp', SECONDS],
          ['X-Signature', hmacHex(influencemart.sandbox.demo.secret, `${SECONDS}.\n`)],
        ],
        body: new Uint8Array(),
      },
      'layout/final-newline',
    ],
    [
      'milliseconds that were signed',
      payinout,
      {
        method: 'POST',
        target: Buffer.from('/balance'),
        headers: [
          ['X-App-Token', payinout.sandbox.demo.apiKey],
          ['X-App-Access-Ts', SECONDS],
          [
            'X-App-Access-Sig',
            hmacHex(payinout.sandbox.demo.secret, `${SECONDS}000${payinout.sandbox.demo.email}`),
          ],
          ['Content-Type', 'application/json'],
          ['Accept', 'application/json, text/plain'],
        ],
        body: Buffer.from('{}'),
      },
      'timestamp/milliseconds: the time was signed in milliseconds',
    ],
  ])('%s', async (_name, provider, request, hint) => {
    const { ask, entries } = await serve(provider);
    const answer = ask(request);
    expect([answer.status, hintOf(answer)]).toEqual([401, expect.stringContaining(hint)]);
    expect(entries).toMatchObject([{ refusal: 'signature', hint: hintOf(answer) }]);
  });

  it('with the strings that were expected and signed', async () => {
    const { ask, entries } = await serve(vistarkriya);
    ask(signedWith(`${SECONDS}POST/verify/pan{"pan":"X"}`));
    const [entry] = entries;
    expect(entry?.report).toMatchObject({
      verdict: 'explained',
      expected: utf8(`${SECONDS}POST/api/v1/verify/pan{"pan":"X"}`),
      signed: utf8(`${SECONDS}POST/verify/pan{"pan":"X"}`),
    });
  });

  it('and has no hint where all is right', async () => {
    const { ask } = await serve(vistarkriya);
    const answer = ask(vistar({}));
    expect([answer.status, hintOf(answer)]).toEqual([200, undefined]);
  });
});

describe('the time that an answer waits', () => {
  const WRONG = signedWith(`${SECONDS}POST/verify/pan{"pan":"X"}`);

  it('is bounded by the clock; the search goes on and is logged', async () => {
    const { ask, entries, diagnosed } = await serve(vistarkriya, 5);
    const answer = ask(WRONG);
    expect(hintOf(answer)).toBe('the search goes on; its end is in the log of vk sandbox');
    expect(entries).toMatchObject([{ event: 'answer', request: 1, status: 401 }]);
    expect(entries[0]?.report).toBeUndefined();
    // Read at the start and the end, and at each step until 25 ms are over.
    expect(entries[0]?.event === 'answer' && entries[0].ms).toBeLessThan(50);
    expect(await diagnosed).toMatchObject({
      request: 1,
      report: { verdict: 'explained', causes: [{ axis: 'target', id: 'base-path-missing' }] },
    });
  });

  it('ends at last where there is nothing to find', async () => {
    const { ask, diagnosed } = await serve(vistarkriya, 100);
    ask(vistar({ signature: 'ab'.repeat(32) }));
    expect((await diagnosed).report).toMatchObject({ verdict: 'unexplained', causes: [] });
  });

  describe('leaves out a body over 32 KiB, of which one spelling would hold up everybody else', () => {
    const body = JSON.stringify({ pan: 'X', text: 'é'.repeat(20_000) });

    it('but finds what is beside it', async () => {
      const { ask } = await serve(vistarkriya);
      const signature = hmacHex('vk-sandbox-demo-secret', `${SECONDS}POST/verify/pan${body}`);
      expect(hintOf(ask(vistar({ body, signature })))).toContain('target/base-path-missing');
    });

    it('and says so where it finds nothing', async () => {
      const { ask, diagnosed } = await serve(vistarkriya, 5);
      const indented = JSON.stringify(JSON.parse(body), null, 2);
      const text = `${SECONDS}POST/api/v1/verify/pan${indented}`;
      ask(vistar({ body, signature: hmacHex('vk-sandbox-demo-secret', text) }));
      const { report } = await diagnosed;
      expect(report?.verdict).toBe('unexplained');
      expect(report && hintOfReport(report)).toBe(
        'no cause found beside the body, which is too large to be varied here: see vk diagnose',
      );
    });
  });

  it('is not spent where too many searches wait already', async () => {
    const { ask, entries } = await serve(vistarkriya, 30);
    for (let index = 0; index < 19; index += 1) {
      ask(WRONG);
    }
    const reports = entries.flatMap(({ report }) => (report === undefined ? [] : [report.verdict]));
    expect(reports).toEqual(['not-searched']);
  });

  it('ends where the clock stands still, and so do the turns of the search that goes on', async () => {
    const { ask, entries } = await serve(vistarkriya, 0);
    expect(hintOf(ask(vistar({ signature: 'ab'.repeat(32) })))).toBe(
      'the search goes on; its end is in the log of vk sandbox',
    );
    await turn();
    await turn();
    expect(hintOf(ask(vistar({ key: 'nobody' })))).toMatch(/^unknown-key: /);
    expect(entries.map(({ event }) => event)).toEqual(['answer', 'answer']);
  });
});

describe('other refusals', () => {
  it.each<[name: string, wrong: Wrong, hint: string | undefined]>([
    ['no key', { without: 'X-API-Key' }, 'missing-header: X-API-Key is missing or empty'],
    ['no signature', { without: 'X-Signature' }, 'missing-header: X-Signature is missing or empty'],
    [
      'no code',
      { without: 'X-Tenant-Code' },
      'missing-header: X-Tenant-Code or X-Admin-Code is missing or empty',
    ],
    [
      'an unknown key',
      { key: 'nobody' },
      'unknown-key: the demo key of this sandbox is vk_live_sandbox_demo',
    ],
    [
      'a wrong code',
      { code: '000000' },
      'wrong-code: the code of the demo key is 246810; it goes out as X-Tenant-Code or X-Admin-Code',
    ],
    [
      'an old time',
      { timestamp: '1767322000' },
      "timestamp: the timestamp is 17 min behind the sandbox's clock, and 300 s is the tolerance",
    ],
    [
      'milliseconds',
      { timestamp: `${SECONDS}000` },
      'timestamp: X-Timestamp is in milliseconds; send Unix seconds',
    ],
    ['ISO 8601', { timestamp: ISO }, 'timestamp: X-Timestamp is ISO 8601; send Unix seconds'],
    [
      'something else',
      { timestamp: 'now' },
      'timestamp: X-Timestamp is of another form; send Unix seconds',
    ],
  ])('%s', async (_name, wrong, hint) => {
    const { ask } = await serve(vistarkriya);
    expect(hintOf(ask(vistar(wrong)))).toBe(hint);
  });
});

describe('refusals that come of the requests before, or of how the sandbox is set', () => {
  const order = influencemartRequest({ atMs: NOW });
  const withKey = (body: string): ReceivedRequest =>
    influencemartRequest({ headers: [['X-Idempotency-Key', 'k']], body, atMs: NOW });
  const from = (remoteAddress?: string): ReceivedRequest =>
    vistarkriyaRequest({ atMs: NOW, ...(remoteAddress !== undefined && { remoteAddress }) });
  const to = (target: string): ReceivedRequest => vistarkriyaRequest({ target, atMs: NOW });

  it.each<
    [
      name: string,
      provider: Provider,
      settings: Omit<SandboxOptions['settings'], 'mode'>,
      requests: readonly ReceivedRequest[],
      status: number,
      hint: string,
    ]
  >([
    [
      'a signature that was used',
      influencemart,
      {},
      [order, order],
      401,
      'replay: this signature was accepted before; wait for the next second or change the body, so that the signature differs',
    ],
    [
      'an idempotency key of another request',
      influencemart,
      {},
      [withKey('{"a":1}'), withKey('{"a":2}')],
      422,
      'idempotency-conflict: X-Idempotency-Key came before with another query or body; repeat those, or take a new key',
    ],
    [
      'a minute that is full',
      vistarkriya,
      { ratePerMinute: 2 },
      [from(), from(), from()],
      429,
      'rate-limited: the limit is 2 requests per minute; the next window begins in 55 s',
    ],
    [
      'an address that may not call',
      vistarkriya,
      { allowedIps: ['10.0.0.0/8'] },
      [from('203.0.113.7')],
      403,
      'ip-blocked: 203.0.113.7 is not among the addresses that may call; vk sandbox --allow-ip 203.0.113.7 lets it in',
    ],
    [
      'an address that nobody knows',
      vistarkriya,
      { allowedIps: ['10.0.0.0/8'] },
      [from()],
      403,
      'ip-blocked: the address of this request is not known, and so not among those that may call',
    ],
    [
      'a module that is not activated',
      vistarkriya,
      { modules: ['Micro Loan Services'] },
      [to('/api/v1/kamao/tasks')],
      403,
      'module-denied: Kamao is not open; vk sandbox --module "Kamao" opens it',
    ],
    [
      'a module without a subscription',
      vistarkriya,
      {},
      [to('/api/v1/mls/loans')],
      403,
      'module-denied: Micro Loan Services is not open; vk sandbox --module "Micro Loan Services" opens it',
    ],
  ])('%s', async (_name, provider, settings, requests, status, hint) => {
    const { ask } = await serve(provider, 0.02, { settings: { mode: 'sandbox', ...settings } });
    const answers = requests.map(ask);
    const last = answers.pop();
    expect(answers.map((answer) => [answer.status, hintOf(answer)])).toEqual(
      answers.map(() => [200, undefined]),
    );
    expect(last && [last.status, hintOf(last)]).toEqual([status, hint]);
  });
});

describe('the hint', () => {
  it('stands in the body where that is wanted, all other bytes as they were', async () => {
    const plain = await serve(vistarkriya);
    const explained = await serve(vistarkriya, 0.02, { isHintInBody: true });
    const request = vistar({ key: 'nobody' });
    const before = Buffer.from(plain.ask(request).body).toString();
    const after = Buffer.from(explained.ask(request).body).toString();
    const hint = 'unknown-key: the demo key of this sandbox is vk_live_sandbox_demo';
    expect(after).toBe(`${before.slice(0, -1)},"vk_hint":${JSON.stringify(hint)}}`);
  });

  it('is one line of at most 200 ASCII characters', () => {
    const cause = {
      axis: 'body',
      id: 'x',
      title: `é\n${'long '.repeat(60)}`,
      documented: '',
      signed: '',
      remedy: { any: '' },
      alternatives: [],
    } as const;
    const hint = hintOfReport({
      verdict: 'explained',
      causes: [cause, cause],
      expected: new Uint8Array(),
    });
    expect(hint).toMatch(/^body\/x: [\x20-\x7e]*\.\.\.$/);
    expect(hint).toHaveLength(200);
  });

  it('holds no secret, and neither does the log', async () => {
    const canary = 'canary-4711-secret';
    const own = { ...vistarkriya.sandbox.demo, apiKey: 'own', secret: canary };
    const provider: Provider = {
      ...vistarkriya,
      sandbox: { ...vistarkriya.sandbox, demo: own },
    };
    const { ask, entries } = await serve(provider, 0.2);
    const messages = [
      `${canary}${SECONDS}POST/api/v1/verify/pan{"pan":"X"}`,
      `${SECONDS}POST/api/v1/verify/pan{"pan":"X"}${canary}`,
      `${SECONDS}POST/verify/pan{"pan":"X"}`,
      'nothing of all that',
    ];
    const answers = messages.map((message) =>
      ask(vistar({ key: 'own', signature: hmacHex(canary, message) })),
    );
    answers.push(ask(vistar({ signature: hmacHex(canary, 'x') })));
    const shown = entries.map(({ report }) => [
      Buffer.from(report?.expected ?? '').toString(),
      Buffer.from(report?.signed ?? '').toString(),
    ]);
    expect(JSON.stringify([entries, answers, shown])).not.toContain(canary);
    expect(entries.length).toBe(5);
  });
});

it('a log that fails is no matter of the client', async () => {
  const { ask } = await serve(vistarkriya, 0.02, {
    log: () => {
      throw new Error('no');
    },
  });
  expect(ask(vistar({})).status).toBe(200);
});
