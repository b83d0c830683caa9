import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/core/credential.js';
import { payinout } from '../../../src/providers/payinout.js';
import { handle } from '../../../src/sandbox/handle.js';
import { writeJson } from '../../../src/sandbox/json.js';
import { newState, type SandboxSettings } from '../../../src/sandbox/state.js';
import { atMost } from '../../thorough.js';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
const AT = '2026-01-02T03:04:05.000Z';

interface Merchant {
  readonly apiKey: string;
  readonly secret: string;
  readonly email: string;
}

const ONE = { apiKey: 'token-one', secret: 'secret-one', email: 'one@example.com' };
const TWO = { apiKey: 'token-two', secret: 'secret-two', email: 'two@example.com' };

interface Answer {
  readonly status: number;
  readonly body: string;
  /** Names and bodies of the callbacks, in their order. */
  readonly events: readonly (readonly [name: string, body: string])[];
}

interface Sandbox {
  /** Sends what a merchant has signed as the page says: timestamp + email. */
  readonly post: (path: string, body?: unknown, merchant?: Merchant) => Answer;
  readonly balance: (merchant?: Merchant) => string;
}

/** Ids that are new in it are called `in_1`, `in_2`, `out_1` ..., in answers and in what is sent. */
function sandbox(settings: Partial<SandboxSettings> = {}): Sandbox {
  const accounts = [ONE, TWO].map(({ apiKey, secret, email }) => ({
    fields: { apiKey, email },
    secret: Secret.of(secret),
  }));
  const state = newState(accounts, { mode: 'sandbox', ...settings });
  const ids = namedIds();

  function post(path: string, body: unknown = {}, merchant: Merchant = ONE): Answer {
    const timestamp = String(NOW / 1000);
    const mac = createHmac('sha256', merchant.secret).update(timestamp).update(merchant.email);
    const sent = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = handle(
      {
        method: 'POST',
        target: Buffer.from(path),
        headers: [
          ['Content-Type', 'application/json'],
          ['Accept', '*/*'],
          ['X-App-Token', merchant.apiKey],
          ['X-App-Access-Ts', timestamp],
          ['X-App-Access-Sig', mac.digest('hex')],
        ],
        body: Buffer.from(ids.real(sent)),
      },
      payinout,
      state,
      NOW,
    );
    return {
      status: answer.status,
      body: ids.named(Buffer.from(answer.body).toString()),
      events: (answer.events ?? []).map(({ name, body: told }) => [
        name,
        ids.named(writeJson(told)),
      ]),
    };
  }

  return {
    post,
    balance: (merchant) =>
      /"balance":([\d.]+)/.exec(post('/balance', {}, merchant).body)?.[1] ?? '',
  };
}

interface NamedIds {
  readonly named: (text: string) => string;
  readonly real: (text: string) => string;
}

function namedIds(): NamedIds {
  const initial = JSON.stringify(payinout.sandbox.collections);
  const counts = new Map<string, number>();
  const names = new Map<string, string>();
  const ids = new Map<string, string>();
  return {
    named: (text) =>
      text.replace(/(in|out|dsp)_[0-9a-f]{12}/g, (id, kind: string) => {
        if (!names.has(id) && !initial.includes(id)) {
          const count = (counts.get(kind) ?? 0) + 1;
          counts.set(kind, count);
          names.set(id, `${kind}_${count}`);
          ids.set(`${kind}_${count}`, id);
        }
        return names.get(id) ?? id;
      }),
    real: (text) => text.replace(/(?:in|out|dsp)_\d+/g, (name) => ids.get(name) ?? name),
  };
}

/** A record as an answer or a callback has it. */
function transfer(
  type: 'PayIn' | 'PayOut',
  id: string,
  status: string,
  amount: string,
  orderId?: string,
): string {
  const order = orderId === undefined ? '' : `"orderId":${JSON.stringify(orderId)},`;
  return `"id":"${id}","type":"${type}","status":"${status}","amount":${amount},"currency":"INR",${order}"createdAt":"${AT}","updatedAt":"${AT}"`;
}

function dispute(id: string, status: string, payInId: string, amount: string): string {
  return `"id":"${id}","status":"${status}","payInId":"${payInId}","amount":${amount},"currency":"INR","reason":"unrecognised_payment","createdAt":"${AT}","updatedAt":"${AT}"`;
}

function event(name: string, members: string): readonly [string, string] {
  return [name, `{"event":"${name}",${members}}`];
}

function ok(members: string): string {
  return `{"success":true,${members}}`;
}

function refused(message: string): string {
  return `{"success":false,"message":${JSON.stringify(message)}}`;
}

describe('POST /payin', () => {
  it.each<[amount: string, written: string, status: string, balance: string]>([
    ['100', '100.00', 'completed', '250100.00'],
    ['"100.5"', '100.50', 'completed', '250100.50'],
    ['100.10', '100.10', 'completed', '250100.10'],
    ['0.99', '0.99', 'completed', '250000.99'],
    ['100.01', '100.01', 'declined', '250000.00'],
    ['0.01', '0.01', 'declined', '250000.00'],
    ['100.02', '100.02', 'pending', '250000.00'],
    ['100.03', '100.03', 'completed', '250100.03'],
    ['100.04', '100.04', 'completed', '250100.04'],
    ['100.11', '100.11', 'completed', '250100.11'],
    ['100.32', '100.32', 'completed', '250100.32'],
  ])('%s is answered as created, and then is what its amount says', (...row) => {
    const [amount, written, status, left] = row;
    const { post, balance } = sandbox();
    const created = post('/payin', `{"amount":${amount}}`);
    expect([created.status, created.body]).toEqual([
      200,
      ok(
        `${transfer('PayIn', 'in_1', 'created', written)},"paymentUrl":"https://pay.example/in_1"`,
      ),
    ]);
    const settled = transfer('PayIn', 'in_1', status, written);
    const told = status === 'pending' ? [] : [event(`payin.${status}`, settled)];
    const opened = event('dispute.opened', dispute('dsp_1', 'open', 'in_1', written));
    expect(created.events).toEqual(written === '100.03' ? [...told, opened] : told);
    expect(post('/payin/status', { id: 'in_1' }).body).toBe(ok(settled));
    expect(balance()).toBe(left);
  });

  it('waits for POST /payin/complete where its amount ends in .02', () => {
    const { post, balance } = sandbox();
    post('/payin', { amount: 1000.02, orderId: 'A-1' });
    const completed = transfer('PayIn', 'in_1', 'completed', '1000.02', 'A-1');
    expect(post('/payin/complete', { id: 'in_1' })).toEqual({
      status: 200,
      body: ok(completed),
      events: [event('payin.completed', completed)],
    });
    expect(balance()).toBe('251000.02');
    expect(post('/payin/complete', { id: 'in_1' })).toEqual({
      status: 409,
      body: refused('in_1 is completed: only what is pending can be completed'),
      events: [],
    });
    expect(balance()).toBe('251000.02');
  });
});

describe('POST /payout', () => {
  it.each<[amount: string, written: string, status: string, balance: string]>([
    ['100', '100.00', 'completed', '249900.00'],
    ['"0.5"', '0.50', 'completed', '249999.50'],
    ['250000.00', '250000.00', 'completed', '0.00'],
    ['100.01', '100.01', 'declined', '250000.00'],
    ['100.02', '100.02', 'processing', '249899.98'],
    ['100.03', '100.03', 'completed', '249899.97'],
  ])('%s is answered as processing, and then is what its amount says', (...row) => {
    const [amount, written, status, left] = row;
    const { post, balance } = sandbox();
    const settled = transfer('PayOut', 'out_1', status, written);
    expect(post('/payout', `{"amount":${amount}}`)).toEqual({
      status: 200,
      body: ok(transfer('PayOut', 'out_1', 'processing', written)),
      events: status === 'processing' ? [] : [event(`payout.${status}`, settled)],
    });
    expect(post('/payout/status', { id: 'out_1' }).body).toBe(ok(settled));
    expect(balance()).toBe(left);
  });

  it('waits for POST /payout/complete where its amount ends in .02, its money gone', () => {
    const { post, balance } = sandbox();
    post('/payout', { amount: 1000.02 });
    const completed = transfer('PayOut', 'out_1', 'completed', '1000.02');
    expect(post('/payout/complete', { id: 'out_1' })).toEqual({
      status: 200,
      body: ok(completed),
      events: [event('payout.completed', completed)],
    });
    expect(post('/payout/complete', { id: 'out_1' }).status).toBe(409);
    expect(balance()).toBe('248999.98');
  });

  it('can spend what came in, to the last paisa and not beyond', () => {
    const { post, balance } = sandbox();
    post('/payin', { amount: '0.50' });
    expect(post('/payout', { amount: '250000.51' }).status).toBe(422);
    expect(post('/payout', { amount: '250000.50' }).status).toBe(200);
    expect(balance()).toBe('0.00');
    expect(post('/payout', { amount: '0.10' }).body).toBe(
      refused('the balance of 0.00 is less than 0.10'),
    );
  });
});

describe('an orderId', () => {
  it.each<[path: string, type: string, id: string]>([
    ['/payin', 'PayIn', 'in_1'],
    ['/payout', 'PayOut', 'out_1'],
  ])('is taken once by POST %s, whatever became of it', (path, type, id) => {
    for (const amount of ['100.00', '100.01', '100.02']) {
      const { post, balance } = sandbox();
      expect(post(path, { amount, orderId: 'A-1' }).status).toBe(200);
      const left = balance();
      expect(post(path, { amount: '5', orderId: 'A-1' })).toEqual({
        status: 409,
        body: refused(`there already is a ${type} with this orderId: ${id}`),
        events: [],
      });
      expect(balance()).toBe(left);
      expect(post(path, { amount, orderId: 'a-1' }).status).toBe(200);
    }
  });

  it('may be that of a deposit and of a withdrawal', () => {
    const { post } = sandbox();
    expect(post('/payin', { amount: 1, orderId: 'A-1' }).status).toBe(200);
    expect(post('/payout', { amount: 1, orderId: 'A-1' }).status).toBe(200);
  });

  it('finds what it belongs to, characters of any kind kept', () => {
    const { post } = sandbox();
    const orderId = 'é"\\\u2028😀 __proto__';
    const { events } = post('/payin', { amount: 7, orderId });
    const settled = transfer('PayIn', 'in_1', 'completed', '7.00', orderId);
    expect(events).toEqual([event('payin.completed', settled)]);
    expect(post('/payin/list', { orderId }).body).toBe(ok(`"payIns":[{${settled}}]`));
  });

  it('of what the account holds at first is taken too', () => {
    const answer = sandbox().post('/payin', { amount: 1, orderId: 'INV-2025-0041' });
    expect(answer.body).toBe(
      refused('there already is a PayIn with this orderId: in_4c1d2b7a90e3'),
    );
  });
});

describe('lists', () => {
  it.each<[path: string, body: object, ids: string[]]>([
    ['/payin/list', {}, ['in_3', 'in_2', 'in_1', 'in_d90c6', 'in_b27e5', 'in_8f60a', 'in_4c1d2']],
    ['/payin/list', { limit: 2 }, ['in_3', 'in_2']],
    ['/payin/list', { status: 'declined' }, ['in_2', 'in_b27e5']],
    ['/payin/list', { status: 'declined', limit: 1 }, ['in_2']],
    ['/payin/list', { status: 'pending' }, ['in_3']],
    ['/payin/list', { orderId: 'INV-2025-0042' }, ['in_8f60a']],
    ['/payin/list', { status: 'nothing' }, []],
    ['/payout/list', {}, ['out_2', 'out_1', 'out_a3f9', 'out_61b8']],
    ['/payout/list', { status: 'processing' }, ['out_2']],
    ['/payout/list', { orderId: 'SAL-2025-12' }, ['out_61b8']],
    ['/disputes', {}, ['dsp_1', 'dsp_7e02']],
    ['/disputes', { limit: 1 }, ['dsp_1']],
    ['/disputes', { status: 'contested' }, ['dsp_7e02']],
    ['/disputes', { status: 'open' }, ['dsp_1']],
  ])('%s %j gives %j, the newest first', (path, body, ids) => {
    const { post } = sandbox();
    for (const amount of ['1.03', '1.01', '1.02']) {
      post('/payin', { amount });
    }
    post('/payout', { amount: '1' });
    post('/payout', { amount: '1.02' });
    post('/disputes/contest', { id: 'dsp_7e02b4c8a19f' });
    const answer = post(path, body);
    const found = [...answer.body.matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id?.slice(0, 8));
    expect([answer.status, found]).toEqual([200, ids]);
  });

  it('has 50 where nothing else is asked for', () => {
    const { post } = sandbox();
    for (let index = 0; index < 60; index += 1) {
      post('/payin', { amount: 1 });
    }
    const { body } = post('/payin/list');
    expect([...body.matchAll(/"id":"(in_\d+)"/g)].map(([, id]) => id)).toEqual(
      Array.from({ length: 50 }, (_, index) => `in_${60 - index}`),
    );
  });
});

/** With an open dispute over a deposit that was paid. */
function disputed(): Sandbox {
  const begun = sandbox();
  begun.post('/payin', { amount: '1000.03' });
  return begun;
}

describe('disputes', () => {
  const FIRST = 'dsp_7e02b4c8a19f';
  it('are read', () => {
    const { post } = disputed();
    const open = dispute('dsp_1', 'open', 'in_1', '1000.03');
    expect(post('/disputes/get', { id: 'dsp_1' }).body).toBe(ok(open));
    expect(post('/disputes', { limit: 1 }).body).toBe(ok(`"disputes":[{${open}}]`));
  });

  it('that are accepted give the money back', () => {
    const { post, balance } = disputed();
    const accepted = dispute('dsp_1', 'accepted', 'in_1', '1000.03');
    const refunded = transfer('PayIn', 'in_1', 'refunded', '1000.03');
    expect(balance()).toBe('251000.03');
    expect(post('/disputes/accept', { id: 'dsp_1' })).toEqual({
      status: 200,
      body: ok(accepted),
      events: [event('dispute.accepted', accepted), event('payin.refunded', refunded)],
    });
    expect(balance()).toBe('250000.00');
    expect(post('/payin/status', { id: 'in_1' }).body).toBe(ok(refunded));
    expect(post('/disputes/get', { id: 'dsp_1' }).body).toBe(ok(accepted));
  });

  it('that are contested keep it', () => {
    const { post, balance } = disputed();
    const contested = dispute('dsp_1', 'contested', 'in_1', '1000.03');
    expect(post('/disputes/contest', { id: 'dsp_1' })).toEqual({
      status: 200,
      body: ok(contested),
      events: [event('dispute.contested', contested)],
    });
    expect(balance()).toBe('251000.03');
    expect(post('/payin/status', { id: 'in_1' }).body).toContain('"status":"completed"');
    expect(post('/disputes/get', { id: 'dsp_1' }).body).toBe(ok(contested));
  });

  it.each<[first: string, second: string, status: string]>([
    ['accept', 'accept', 'accepted'],
    ['accept', 'contest', 'accepted'],
    ['contest', 'accept', 'contested'],
    ['contest', 'contest', 'contested'],
  ])('end once: %s, then %s', (first, second, status) => {
    const { post, balance } = disputed();
    post(`/disputes/${first}`, { id: 'dsp_1' });
    const left = balance();
    expect(post(`/disputes/${second}`, { id: 'dsp_1' })).toEqual({
      status: 409,
      body: refused(`dsp_1 is ${status}: only an open dispute can be accepted or contested`),
      events: [],
    });
    expect(balance()).toBe(left);
    expect(post('/disputes/get', { id: 'dsp_1' }).body).toContain(`"status":"${status}"`);
  });

  it('cannot be accepted without the money, and stay open', () => {
    const { post, balance } = disputed();
    post('/payout', { amount: balance() });
    expect(post('/disputes/accept', { id: 'dsp_1' })).toEqual({
      status: 422,
      body: refused('the balance of 0.00 is less than 1000.03'),
      events: [],
    });
    expect(post('/disputes/get', { id: 'dsp_1' }).body).toContain('"status":"open"');
    expect(post('/payin/status', { id: 'in_1' }).body).toContain('"status":"completed"');
    expect(post('/disputes/contest', { id: 'dsp_1' }).status).toBe(200);
  });

  it('of the account at first belong to a deposit of it', () => {
    const { post, balance } = sandbox();
    expect(post('/disputes/accept', { id: FIRST }).events.map(([name]) => name)).toEqual([
      'dispute.accepted',
      'payin.refunded',
    ]);
    expect(balance()).toBe('249249.97');
  });

  it('are accepted where their deposit is no longer there', () => {
    const { post, balance } = sandbox({ seed: { payins: [] } });
    expect(post('/disputes/accept', { id: FIRST }).events.map(([name]) => name)).toEqual([
      'dispute.accepted',
    ]);
    expect(balance()).toBe('249249.97');
  });
});

describe('POST /statistics', () => {
  const none = '{"count":0,"total":0.00}';

  it('is worked out from what there is', () => {
    const { post } = sandbox();
    expect(post('/statistics').body).toBe(
      ok(
        `"payIn":{"count":4,"total":49749.79,"completed":{"count":3,"total":49250.78},"pending":${none},"declined":{"count":1,"total":499.01},"refunded":${none}},` +
          `"payOut":{"count":2,"total":9100.00,"completed":{"count":2,"total":9100.00},"processing":${none},"declined":${none}}`,
      ),
    );
    for (const amount of ['0.10', '0.20', '1.01', '2.02', '3.03']) {
      post('/payin', { amount });
      post('/payout', { amount });
    }
    post('/disputes/accept', { id: 'dsp_1' });
    expect(post('/statistics').body).toBe(
      ok(
        `"payIn":{"count":9,"total":49756.15,"completed":{"count":5,"total":49251.08},"pending":{"count":1,"total":2.02},"declined":{"count":2,"total":500.02},"refunded":{"count":1,"total":3.03}},` +
          `"payOut":{"count":7,"total":9106.36,"completed":{"count":5,"total":9103.33},"processing":{"count":1,"total":2.02},"declined":{"count":1,"total":1.01}}`,
      ),
    );
  });

  it.each<[days: object, payIns: number, payOuts: number]>([
    [{}, 5, 2],
    [{ from: '2025-12-30' }, 4, 2],
    [{ to: '2025-12-30' }, 3, 0],
    [{ from: '2025-12-30', to: '2025-12-30' }, 2, 0],
    [{ from: '2025-12-31', to: '2026-01-01' }, 1, 2],
    [{ from: '2026-01-02' }, 1, 0],
    [{ from: '2026-01-03' }, 0, 0],
  ])('of the days %j', (days, payIns, payOuts) => {
    const { post } = sandbox();
    post('/payin', { amount: 1 });
    const { body } = post('/statistics', days);
    expect(
      [...body.matchAll(/"pay(?:In|Out)":\{"count":(\d+)/g)].map(([, count]) => count),
    ).toEqual([String(payIns), String(payOuts)]);
  });
});

it('POST /balance says how much there is, of what, and since when', () => {
  const { post } = sandbox();
  const body = ok(`"balance":250000.00,"currency":"INR","updatedAt":"${AT}"`);
  expect(post('/balance')).toEqual({ status: 200, body, events: [] });
  expect(post('/balance', '').body).toBe(body);
});

it('POST anything else says what arrived, whatever it is', () => {
  const { post } = sandbox();
  expect(post('/payin/other', 'x').body).toMatch(
    /^\{"success":true,"id":"sbx_[0-9a-f]{12}","receivedBytes":1,"receivedSha256":"2d711642/,
  );
});

describe('refuses, and changes nothing', () => {
  const AMOUNT = 'amount has to be an amount above 0 with at most two decimals';
  const TEXT = 'has to be a string that is not empty';
  const COUNT = 'limit has to be a whole number from 1';
  const DAY = 'has to be a day such as 2026-01-31';
  const NEW = ['/payin', '/payout'];
  const NAMED = [
    '/payin/status',
    '/payin/complete',
    '/payout/status',
    '/payout/complete',
    '/disputes/get',
    '/disputes/accept',
    '/disputes/contest',
  ];
  const ALL = [
    ...NEW,
    ...NAMED,
    '/payin/list',
    '/payout/list',
    '/balance',
    '/statistics',
    '/disputes',
  ];

  it.each<[paths: readonly string[], body: string, status: number, message: string]>([
    [ALL, '[]', 422, 'the body is not a JSON object'],
    [ALL, 'amount=1', 422, 'the body is not a JSON object'],
    [NEW, '', 422, AMOUNT],
    [NEW, '{}', 422, AMOUNT],
    [NEW, '{"amount":null}', 422, AMOUNT],
    [NEW, '{"amount":0}', 422, AMOUNT],
    [NEW, '{"amount":-1}', 422, AMOUNT],
    [NEW, '{"amount":1.001}', 422, AMOUNT],
    [NEW, '{"amount":1e2}', 422, AMOUNT],
    [NEW, '{"amount":"1,00"}', 422, AMOUNT],
    [NEW, '{"amount":1000000000000000}', 422, AMOUNT],
    [NEW, '{"Amount":1}', 422, AMOUNT],
    [
      NEW,
      '{"amount":1,"currency":"USD"}',
      422,
      'currency has to be INR, the currency of the balance',
    ],
    [
      NEW,
      '{"amount":1,"currency":"inr"}',
      422,
      'currency has to be INR, the currency of the balance',
    ],
    [NEW, '{"amount":1,"currency":5}', 422, `currency ${TEXT}`],
    [NEW, '{"amount":1,"orderId":7}', 422, `orderId ${TEXT}`],
    [NEW, '{"amount":1,"orderId":""}', 422, `orderId ${TEXT}`],
    [['/payout'], '{"amount":250000.01}', 422, 'the balance of 250000.00 is less than 250000.01'],
    [['/payout'], '{"amount":999999.01}', 422, 'the balance of 250000.00 is less than 999999.01'],
    [
      ['/payin'],
      '{"amount":999999999999999}',
      409,
      'the balance cannot be more than 999999999999999.99',
    ],
    [NAMED, '{}', 422, `id ${TEXT}`],
    [NAMED, '{"id":1}', 422, `id ${TEXT}`],
    [['/payin/status', '/payin/complete'], '{"id":"in_0"}', 404, 'there is no PayIn with this id'],
    [['/payin/status'], '{"id":"out_61b8d0e4f37a"}', 404, 'there is no PayIn with this id'],
    [['/payin/status'], '{"id":"__proto__"}', 404, 'there is no PayIn with this id'],
    [
      ['/payout/status', '/payout/complete'],
      '{"id":"out_0"}',
      404,
      'there is no PayOut with this id',
    ],
    [NAMED.slice(4), '{"id":"dsp_0"}', 404, 'there is no dispute with this id'],
    [
      ['/payin/complete'],
      '{"id":"in_b27e5149fd08"}',
      409,
      'in_b27e5149fd08 is declined: only what is pending can be completed',
    ],
    [
      ['/payout/complete'],
      '{"id":"out_61b8d0e4f37a"}',
      409,
      'out_61b8d0e4f37a is completed: only what is processing can be completed',
    ],
    [['/payin/list', '/payout/list', '/disputes'], '{"limit":0}', 422, COUNT],
    [['/payin/list', '/payout/list', '/disputes'], '{"limit":"5"}', 422, COUNT],
    [['/payin/list', '/payout/list', '/disputes'], '{"status":1}', 422, `status ${TEXT}`],
    [['/statistics'], '{"from":"2026-02-30"}', 422, `from ${DAY}`],
    [['/statistics'], '{"from":"2026-13-01"}', 422, `from ${DAY}`],
    [['/statistics'], '{"from":"02.01.2026"}', 422, `from ${DAY}`],
    [['/statistics'], '{"to":"2026-01-02T00:00:00Z"}', 422, `to ${DAY}`],
    [['/statistics'], '{"to":20260102}', 422, `to ${TEXT}`],
    [
      ['/statistics'],
      '{"from":"2026-01-02","to":"2026-01-01"}',
      422,
      'to has to be the day of from, 2026-01-02, or a later one',
    ],
  ])('%j %s', (paths, body, status, message) => {
    for (const path of paths) {
      const { post } = sandbox();
      const before = everything(post);
      expect(post(path, body)).toEqual({ status, body: refused(message), events: [] });
      expect(everything(post)).toEqual(before);
    }
  });

  it('also what a seed left no room for', () => {
    const { post, balance } = sandbox({
      seed: { balance: [{ id: 'main', balance: '999999999999999.00', currency: 'EUR' }] },
    });
    expect(post('/payin', { amount: '0.98', currency: 'EUR' }).status).toBe(200);
    expect(post('/payin', { amount: '0.02' }).status).toBe(409);
    expect(post('/payout', { amount: '0.50' }).status).toBe(200);
    expect(post('/payin', { amount: '0.02' }).status).toBe(200);
    expect(post('/payin', { amount: '0.45' }).status).toBe(200);
    expect(post('/payin/complete', { id: 'in_2' }).status).toBe(200);
    expect(balance()).toBe('999999999999999.95');
  });

  it('also what a pending deposit finds no room for any more', () => {
    const { post, balance } = sandbox({
      seed: { balance: [{ id: 'main', balance: '999999999999999.90', currency: 'INR' }] },
    });
    post('/payin', { amount: '0.02' });
    post('/payin', { amount: '0.08' });
    expect(post('/payin/complete', { id: 'in_1' }).status).toBe(409);
    expect(post('/payin/status', { id: 'in_1' }).body).toContain('"status":"pending"');
    expect(balance()).toBe('999999999999999.98');
  });
});

/** Whatever can be read. */
function everything(post: Sandbox['post']): string[] {
  return ['/balance', '/statistics', '/payin/list', '/payout/list', '/disputes'].map(
    (path) => post(path).body,
  );
}

/** Some seconds; more where others use the machine. */
const LONG = { timeout: 120_000 };

const MOVES = atMost(10_000, 2500);
const WITHDRAWALS = Math.ceil(MOVES / 3);

it(`keeps the balance to the paisa in ${MOVES} deposits and withdrawals`, LONG, () => {
  const { post, balance } = sandbox();
  let expected = 25_000_000n;
  for (let index = 0; index < MOVES; index += 1) {
    const isDeposit = index % 3 !== 0;
    const paise = BigInt((index * 7919) % 9973) + 4n;
    const amount = `${paise / 100n}.${String(paise % 100n).padStart(2, '0')}`;
    expect(post(isDeposit ? '/payin' : '/payout', `{"amount":${amount}}`).status).toBe(200);
    const fate = paise % 100n;
    const moved = fate === 1n || (fate === 2n && isDeposit) ? 0n : paise;
    expected += isDeposit ? moved : -moved;
  }
  expect(balance().replace('.', '')).toBe(String(expected));
  const { body } = post('/statistics');
  const counts = [...body.matchAll(/"pay(?:In|Out)":\{"count":(\d+)/g)].map(([, count]) => count);
  // Four and two were there before.
  expect(counts).toEqual([String(MOVES - WITHDRAWALS + 4), String(WITHDRAWALS + 2)]);
});

it('shows nothing of one API key to another', () => {
  const { post, balance } = sandbox();
  const untouched = everything((path) => post(path, {}, TWO));
  post('/payin', { amount: '10.03', orderId: 'A-1' });
  post('/payin', { amount: '10.02' });
  post('/payout', { amount: '5.02' });
  post('/disputes/contest', { id: 'dsp_7e02b4c8a19f' });
  expect(everything((path) => post(path, {}, TWO))).toEqual(untouched);
  expect([balance(ONE), balance(TWO)]).toEqual(['250005.01', '250000.00']);
  for (const [path, id] of [
    ['/payin/status', 'in_1'],
    ['/payin/complete', 'in_2'],
    ['/payout/status', 'out_1'],
    ['/payout/complete', 'out_1'],
    ['/disputes/get', 'dsp_1'],
    ['/disputes/accept', 'dsp_1'],
    ['/disputes/contest', 'dsp_1'],
  ] as const) {
    expect([path, post(path, { id }, TWO).status]).toEqual([path, 404]);
  }
  expect(post('/payin', { amount: 1, orderId: 'A-1' }, TWO).status).toBe(200);
});
