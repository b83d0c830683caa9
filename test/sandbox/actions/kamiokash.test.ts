import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/core/credential.js';
import { kamiokash } from '../../../src/providers/kamiokash.js';
import { handle, type SandboxResponse } from '../../../src/sandbox/handle.js';
import { writeJson } from '../../../src/sandbox/json.js';
import { changesOf } from '../../../src/sandbox/memory.js';
import { newState, type SandboxSettings } from '../../../src/sandbox/state.js';
import { idNamer } from '../named-ids.js';
import { kamiokashRequest, sandboxOf, START, text, type Call } from '../requests.js';

const NOW = '2026-01-02T00:00:00.000Z';
const IN_FOUR_YEARS = '2030-01-02T00:00:00.000Z';

const MEMBER = { externalId: 'cust_abc123', firstName: 'Leo', lastName: 'Kash' };
const ORDER = {
  reference: 'instant_1',
  date: '2026-01-27T09:23:06.658Z',
  owner: 'cust_abc123',
  variantId: 'VERY_COOL_GIFT_CARD_1',
  quantity: 1,
};

interface Conversation {
  readonly state: ReturnType<typeof sandboxOf>['state'];
  /** Status and body, with names for ids. */
  readonly ask: (line: string, data?: unknown, change?: Partial<Call>) => string;
  /** The events of all answers until now, and then none. */
  readonly events: () => readonly string[];
}

/** Talks to one sandbox: `ask('POST /member', {...})`. */
function conversation(settings: Partial<SandboxSettings> = {}): Conversation {
  const { state, send } = sandboxOf(kamiokash, settings);
  const named = idNamer();
  const heard: string[] = [];
  return {
    state,
    ask: (line, data, change = {}) => {
      const answer = send(request(line, data, change), change.atMs ?? START);
      heard.push(...eventsOf(answer).map(named));
      return `${answer.status} ${named(text(answer))}`;
    },
    events: () => heard.splice(0),
  };
}

function request(line: string, data: unknown, change: Partial<Call>) {
  const [method = '', path = ''] = line.split(' ');
  const body =
    data === undefined ? {} : { body: typeof data === 'string' ? data : JSON.stringify(data) };
  return kamiokashRequest({ method, target: `/v1${path}`, atMs: START, ...body, ...change });
}

function eventsOf({ events = [] }: SandboxResponse): string[] {
  return events.map(({ name, body }) => `${name} ${writeJson(body)}`);
}

const CODE = `"codeRenderType":"text","isUsed":false,"expiresAt":"${IN_FOUR_YEARS}"`;

describe('the sample of the page', () => {
  it('is answered with the page’s members, and heard of by webhook', () => {
    const { ask, events } = conversation();
    expect(ask('POST /member', MEMBER)).toBe(
      '200 {"id":"m_#1","externalId":"cust_abc123","firstName":"Leo","lastName":"Kash"}',
    );
    const order = `{"id":"v_#1","date":"${NOW}","owner":"cust_abc123","codes":[{"code":"SPEND_ME_NOW",${CODE}}]}`;
    expect(ask('POST /orders/simple', ORDER)).toBe(`200 ${order}`);
    expect(events()).toEqual([
      'member.new {"id":"evt_#1","type":"member.new","data":{"id":"m_#1","externalId":"cust_abc123","firstName":"Leo","lastName":"Kash"}}',
      `order.successful {"id":"evt_#2","type":"order.successful","data":${order}}`,
    ]);
  });

  it('can be ordered from alone, and its member be created after that', () => {
    const { ask } = conversation();
    expect(ask('POST /orders/simple', ORDER)).toMatch(/^200 .*"SPEND_ME_NOW"/);
    expect(ask('POST /member', MEMBER)).toMatch(/^200 /);
    expect(ask('POST /member', MEMBER)).toMatch(/^409 /);
  });
});

describe('what is created is there to read', () => {
  it('a member', () => {
    const { ask } = conversation();
    const sample = '{"id":"m_123","externalId":"cust_abc123","firstName":"Leo","lastName":"Kash"}';
    expect(ask('GET /member/cust_abc123')).toBe(`200 ${sample}`);
    const own = ask('POST /member', { externalId: 'a/b é', note: 'not kept' });
    expect(own).toBe('200 {"id":"m_#1","externalId":"a/b é"}');
    expect(ask('GET /member/a%2Fb%20%C3%A9')).toBe(own);
    expect(ask('GET /members')).toBe(`200 [${own.slice(4)},${sample}]`);
    expect(ask('GET /members?limit=1')).toBe(`200 [${own.slice(4)}]`);
  });

  it('the sample’s member, which takes the place of the one that was there', () => {
    const { ask } = conversation();
    const made = ask('POST /member', { externalId: 'cust_abc123', firstName: 'Lea' });
    expect(made).toBe('200 {"id":"m_#1","externalId":"cust_abc123","firstName":"Lea"}');
    expect(ask('GET /member/cust_abc123')).toBe(made);
    expect(ask('GET /members')).toBe(`200 [${made.slice(4)}]`);
  });

  it('an order and its vouchers', () => {
    const { ask } = conversation();
    const made = ask('POST /orders/simple', { ...ORDER, quantity: 3 });
    expect(made).toBe(
      `200 {"id":"v_#1","date":"${NOW}","owner":"cust_abc123","codes":[` +
        `{"code":"SPEND_ME_NOW",${CODE}},{"code":"SPEND_ME_#1",${CODE}},{"code":"SPEND_ME_#2",${CODE}}]}`,
    );
    const coffee = { owner: 'cust_abc123', variantId: 'COFFEE_VOUCHER_1', quantity: 1 };
    const other = ask('POST /orders/simple', coffee);
    expect(other).toBe(
      `200 {"id":"v_#2","date":"${NOW}","owner":"cust_abc123","codes":[{"code":"SPEND_ME_#3",${CODE}}]}`,
    );
    expect(ask('GET /orders')).toBe(`200 [${other.slice(4)},${made.slice(4)}]`);
    expect(ask('GET /orders?reference=instant_1')).toBe(`200 [${made.slice(4)}]`);
    expect(ask('GET /orders?variantId=COFFEE_VOUCHER_1')).toBe(`200 [${other.slice(4)}]`);
    expect(ask('GET /orders?owner=cust_abc123&limit=1')).toBe(`200 [${other.slice(4)}]`);
    expect(ask('GET /orders?owner=nobody')).toBe('200 []');
    expect(ask('POST /orders/simple', coffee)).toMatch(/^200 \{"id":"v_#3"/);
  });

  it('a wallet', () => {
    const { ask, events } = conversation();
    const sample = '{"wallet_id":"w_123","owner":"cust_abc123","points":0}';
    expect(ask('GET /wallet/w_123')).toBe(`200 ${sample}`);
    const made = ask('POST /wallet', { owner: 'cust_abc123' });
    expect(made).toBe('200 {"wallet_id":"w_#1","owner":"cust_abc123","points":0}');
    expect(events()).toEqual([
      `wallet.new {"id":"evt_#1","type":"wallet.new","data":${made.slice(4)}}`,
    ]);
    expect(ask('GET /wallets')).toBe(`200 [${made.slice(4)},${sample}]`);
    ask('POST /member', { externalId: 'b' });
    const other = ask('POST /wallet', { owner: 'b' });
    expect(ask('GET /wallets?owner=b')).toBe(`200 [${other.slice(4)}]`);
  });

  it('a transaction, and what it leaves in the wallet', () => {
    const { ask, events } = conversation();
    const earn = ask('POST /transaction', { wallet_id: 'w_123', type: 'earn', points: 70 });
    expect(earn).toBe(
      `200 {"id":"t_#1","date":"${NOW}","wallet_id":"w_123","type":"earn","points":70,"balance":70}`,
    );
    const spend = ask('POST /transaction', { wallet_id: 'w_123', type: 'spend', points: 70 });
    expect(spend).toBe(
      `200 {"id":"t_#2","date":"${NOW}","wallet_id":"w_123","type":"spend","points":70,"balance":0}`,
    );
    expect(events()).toEqual([
      `transaction.successful {"id":"evt_#1","type":"transaction.successful","data":${earn.slice(4)}}`,
      `transaction.successful {"id":"evt_#2","type":"transaction.successful","data":${spend.slice(4)}}`,
    ]);
    expect(ask('GET /wallet/w_123')).toMatch(/"points":0\}$/);
    expect(ask('GET /transactions')).toBe(`200 [${spend.slice(4)},${earn.slice(4)}]`);
    expect(ask('GET /transactions?wallet_id=w_123&type=earn')).toBe(`200 [${earn.slice(4)}]`);
    expect(ask('GET /transactions?wallet_id=w_1')).toBe('200 []');
  });

  it('a campaign, for the key that made it and no other', () => {
    const keys = ['one', 'two'];
    const state = newState(
      keys.map((apiKey) => ({ fields: { apiKey }, secret: Secret.of('s') })),
      { mode: 'sandbox' },
    );
    const named = idNamer();
    const ask = (apiKey: string, line: string, data?: unknown): string =>
      named(text(handle(request(line, data, { apiKey, secret: 's' }), kamiokash, state, START)));
    const made = ask('one', 'POST /campaign', { name: 'Diwali' });
    expect(made).toBe('{"id":"c_#1","name":"Diwali"}');
    expect(keys.map((key) => ask(key, 'GET /campaigns'))).toEqual([
      `[${made},{"id":"c_123","name":"Welcome"}]`,
      '[{"id":"c_123","name":"Welcome"}]',
    ]);
    ask('one', 'POST /transaction', { wallet_id: 'w_123', type: 'earn', points: 5 });
    expect(keys.map((key) => ask(key, 'GET /wallet/w_123').slice(-12))).toEqual([
      ',"points":5}',
      ',"points":0}',
    ]);
    expect(keys.map((key) => ask(key, 'POST /orders/simple', ORDER))).toEqual([
      expect.stringContaining('"SPEND_ME_NOW"'),
      expect.stringContaining('"SPEND_ME_NOW"'),
    ]);
  });

  it('the catalogue, the page’s variant first', () => {
    const { ask } = conversation();
    const reward = '{"variantId":"VERY_COOL_GIFT_CARD_1","name":"Very cool gift card"}';
    expect(ask('GET /rewards/VERY_COOL_GIFT_CARD_1')).toBe(`200 ${reward}`);
    expect(ask('GET /rewards')).toBe(
      `200 [${reward},{"variantId":"COFFEE_VOUCHER_1","name":"One coffee"},` +
        '{"variantId":"CINEMA_TICKET_2","name":"Two cinema tickets"},' +
        '{"variantId":"TREE_DONATION_1","name":"One tree planted"}]',
    );
  });

  it('each by its own path', () => {
    const { state, send } = sandboxOf(kamiokash);
    const paths = [
      ['POST /orders/simple', ORDER, 'GET /orders/'],
      ['POST /wallet', { owner: 'cust_abc123' }, 'GET /wallet/'],
      ['POST /transaction', { wallet_id: 'w_123', type: 'earn', points: 1 }, 'GET /transactions/'],
      ['POST /campaign', { name: 'n' }, 'GET /campaigns/'],
    ] as const;
    for (const [write, data, read] of paths) {
      const made = text(send(request(write, data, {}), START));
      const id = /_?id":"([^"]+)"/.exec(made)?.[1] ?? '';
      expect(text(handle(request(read + id, undefined, {}), kamiokash, state, START))).toBe(made);
    }
  });
});

describe('vouchers', () => {
  it('are used once, and their order says so', () => {
    const { ask, events } = conversation();
    ask('POST /orders/simple', { ...ORDER, quantity: 2 });
    events();
    const used = ask('POST /orders/redeem', { code: 'SPEND_ME_NOW' });
    expect(used).toBe(
      `200 {"orderId":"v_#1","owner":"cust_abc123","code":"SPEND_ME_NOW","codeRenderType":"text","isUsed":true,"expiresAt":"${IN_FOUR_YEARS}"}`,
    );
    expect(events()).toEqual([
      `voucher_code.used {"id":"evt_#2","type":"voucher_code.used","data":${used.slice(4)}}`,
    ]);
    expect(ask('POST /orders/redeem', { code: 'SPEND_ME_NOW' })).toBe(
      '409 {"error":"Not possible: the voucher SPEND_ME_NOW is used already"}',
    );
    expect(events()).toEqual([]);
    expect(ask('GET /orders').match(/"isUsed":\w+/g)).toEqual(['"isUsed":true', '"isUsed":false']);
  });

  it.each([
    [IN_FOUR_YEARS, -1, '200'],
    [IN_FOUR_YEARS, 0, '409'],
  ])('expire at %s: %i ms after that %s', (end, offset, status) => {
    const { ask } = conversation();
    ask('POST /orders/simple', ORDER);
    const atMs = Date.parse(end) + offset;
    const answer = ask('POST /orders/redeem', { code: 'SPEND_ME_NOW' }, { atMs });
    expect(answer.slice(0, 3)).toBe(status);
    if (status === '409') {
      expect(answer).toContain(`Not possible: the voucher SPEND_ME_NOW expired at ${end}`);
    }
  });

  it('all have a code of their own', () => {
    const { send } = sandboxOf(kamiokash);
    const codes = ['r1', 'r2'].flatMap((reference) => {
      const data = { ...ORDER, reference, quantity: 100 };
      return (
        text(send(request('POST /orders/simple', data, {}), START)).match(/"code":"\w+"/g) ?? []
      );
    });
    expect([codes.length, new Set(codes).size, codes.indexOf('"code":"SPEND_ME_NOW"')]).toEqual([
      200, 200, 0,
    ]);
  });
});

function string(name: string): string {
  return `422 {"error":"${name} has to be a string that is not empty"}`;
}

function count(name: string, end = ''): string {
  return `422 {"error":"${name} has to be a whole number from 1${end}"}`;
}

describe('refuses, and changes nothing', () => {
  const notJson = '422 {"error":"The body is not a JSON object"}';
  const earn = { wallet_id: 'w_123', type: 'earn', points: 1 };

  it.each<[line: string, data: unknown, answer: string]>([
    ['POST /member', undefined, string('externalId')],
    ['POST /member', '', string('externalId')],
    ['POST /member', { ...MEMBER, externalId: 7 }, string('externalId')],
    ['POST /member', { ...MEMBER, externalId: '' }, string('externalId')],
    ['POST /member', { externalId: 'x', firstName: 7 }, string('firstName')],
    ['POST /member', { externalId: 'x', lastName: null }, string('lastName')],
    ['POST /member', [MEMBER], notJson],
    ['POST /member', 'externalId=x', notJson],
    ['POST /member', { externalId: 'twice' }, '409 {"error":"There already is member twice"}'],
    ['GET /member/nobody', undefined, '404 {"error":"There is no member nobody"}'],
    ['POST /orders/simple', { ...ORDER, owner: undefined }, string('owner')],
    ['POST /orders/simple', { ...ORDER, variantId: undefined }, string('variantId')],
    ['POST /orders/simple', { ...ORDER, quantity: undefined }, count('quantity')],
    ['POST /orders/simple', { ...ORDER, quantity: 0 }, count('quantity')],
    ['POST /orders/simple', { ...ORDER, quantity: '1' }, count('quantity')],
    [
      'POST /orders/simple',
      { ...ORDER, reference: 'r', quantity: 101 },
      count('quantity', ' to 100'),
    ],
    ['POST /orders/simple', { ...ORDER, reference: 7 }, string('reference')],
    ['POST /orders/simple', { ...ORDER, date: 7 }, string('date')],
    ['POST /orders/simple', 'null', notJson],
    [
      'POST /orders/simple',
      { ...ORDER, reference: 'r', owner: 'nobody' },
      '422 {"error":"owner has to be the externalId of a member"}',
    ],
    [
      'POST /orders/simple',
      { ...ORDER, reference: 'r', variantId: 'NO_SUCH_CARD' },
      '422 {"error":"variantId has to be one that GET /rewards lists"}',
    ],
    [
      'POST /orders/simple',
      ORDER,
      '409 {"error":"There already is order v_#1 with reference instant_1"}',
    ],
    [
      'POST /orders/simple',
      { ...ORDER, quantity: 2 },
      '409 {"error":"There already is order v_#1 with reference instant_1"}',
    ],
    ['GET /orders/v_1', undefined, '404 {"error":"There is no order v_1"}'],
    ['POST /orders/redeem', {}, string('code')],
    [
      'POST /orders/redeem',
      { code: 'spend_me_now' },
      '422 {"error":"code has to be the code of a voucher that was issued"}',
    ],
    [
      'POST /orders/redeem',
      { code: 'SPEND_ME_NOW' },
      '409 {"error":"Not possible: the voucher SPEND_ME_NOW is used already"}',
    ],
    ['POST /wallet', {}, string('owner')],
    [
      'POST /wallet',
      { owner: 'nobody' },
      '422 {"error":"owner has to be the externalId of a member"}',
    ],
    ['GET /wallet/w_1', undefined, '404 {"error":"There is no wallet w_1"}'],
    ['POST /transaction', { ...earn, wallet_id: undefined }, string('wallet_id')],
    ['POST /transaction', { ...earn, type: undefined }, string('type')],
    ['POST /transaction', { ...earn, points: undefined }, count('points')],
    ['POST /transaction', { ...earn, points: 0 }, count('points')],
    ['POST /transaction', { ...earn, points: 0.5 }, count('points')],
    ['POST /transaction', { ...earn, points: -1 }, count('points')],
    [
      'POST /transaction',
      { ...earn, type: 'Earn' },
      '422 {"error":"type has to be earn or spend"}',
    ],
    [
      'POST /transaction',
      { ...earn, wallet_id: 'w_1' },
      '422 {"error":"wallet_id has to be the wallet_id of a wallet"}',
    ],
    [
      'POST /transaction',
      { ...earn, type: 'spend', points: 11 },
      '402 {"error":"Balance too low: wallet w_123 holds 10"}',
    ],
    ['GET /transactions/t_1', undefined, '404 {"error":"There is no transaction t_1"}'],
    ['GET /rewards/very_cool', undefined, '404 {"error":"There is no reward very_cool"}'],
    ['POST /campaign', { name: '' }, string('name')],
    ['GET /campaigns/c_1', undefined, '404 {"error":"There is no campaign c_1"}'],
    ['POST /members', MEMBER, '405 {"error":"This takes GET, HEAD"}'],
    ['PUT /member', MEMBER, '405 {"error":"This takes POST"}'],
    ['POST /membre', MEMBER, '404 {"error":"Not found; the nearest is POST /v1/member"}'],
    [
      'GET /order/simple',
      undefined,
      '404 {"error":"Not found; the nearest is POST /v1/orders/simple"}',
    ],
    ['GET /member/a/b', undefined, '404 {"error":"Not found; the nearest is POST /v1/member"}'],
  ])('%s %j', (line, data, answer) => {
    const { ask, events, state } = conversation();
    ask('POST /orders/simple', ORDER);
    ask('POST /orders/redeem', { code: 'SPEND_ME_NOW' });
    ask('POST /member', { externalId: 'twice' });
    ask('POST /transaction', { ...earn, points: 10 });
    for (const list of ['members', 'wallets', 'rewards', 'campaigns', 'transactions']) {
      ask(`GET /${list}`);
    }
    events();
    const before = [...changesOf(state.memory)];
    expect(ask(line, data)).toBe(answer);
    expect(events()).toEqual([]);
    expect([...changesOf(state.memory)]).toEqual(before);
  });
});

describe('many transactions', () => {
  it.each([
    [10_000, 'from nothing', '0'],
    [1000, 'beyond what a double counts', '9007199254740993'],
  ])('keep the exact balance: %i %s', { timeout: 60_000 }, (total, _name, points) => {
    const seed = { wallets: [{ wallet_id: 'w_9', owner: 'cust_abc123', points }] };
    const { send, state } = sandboxOf(kamiokash, { seed });
    const wrong: string[] = [];
    let held = BigInt(points);
    let accepted = 0;
    // A generator of Lehmer's kind: the same numbers each time.
    let random = 1;
    for (let index = 0; index < total; index += 1) {
      random = (random * 48_271) % 2_147_483_647;
      const type = random % 2 === 0 ? 'earn' : 'spend';
      const amount = (random % 999_999) + 1;
      const after = type === 'earn' ? held + BigInt(amount) : held - BigInt(amount);
      const data = { wallet_id: 'w_9', type, points: amount };
      const answer = send(request('POST /transaction', data, {}), START);
      const isRight =
        after < 0n
          ? answer.status === 402
          : answer.status === 200 && text(answer).endsWith(`"balance":${after}}`);
      if (!isRight) {
        wrong.push(`${type} ${amount} with ${held}: ${text(answer)}`);
      }
      if (after >= 0n) {
        held = after;
        accepted += 1;
      }
    }
    expect(wrong).toEqual([]);
    expect(text(send(request('GET /wallets', undefined, {}), START))).toBe(
      `[{"wallet_id":"w_9","owner":"cust_abc123","points":${held}}]`,
    );
    const kept = [...changesOf(state.memory)].filter(
      ([kind, collection]) => kind === 'records' && collection.includes('"transactions"'),
    );
    expect(kept).toHaveLength(accepted);
    expect(accepted).toBeGreaterThan(total / 2);
  });
});

it('begins with what the settings say in place of its own', () => {
  const seed = { members: [{ id: 'm_1', externalId: 'me' }], rewards: [{ variantId: 'MINE' }] };
  const { ask } = conversation({ seed });
  expect(ask('GET /members')).toBe('200 [{"id":"m_1","externalId":"me"}]');
  expect(ask('POST /member', { externalId: 'me' })).toMatch(/^409 /);
  const order = { owner: 'me', variantId: 'MINE', quantity: 1 };
  expect(ask('POST /orders/simple', order)).toMatch(/^200 /);
});

it('answers with JSON whatever a seed says of points', () => {
  const wallets = [{ wallet_id: 'w_1', owner: 'me', points: 'many' }];
  const transactions = [{ id: 't_1', wallet_id: 'w_1', points: '1.50', balance: '' }];
  const { ask } = conversation({ seed: { wallets, transactions } });
  expect(ask('GET /wallet/w_1')).toBe('200 {"wallet_id":"w_1","owner":"me","points":0}');
  expect(ask('GET /transactions/t_1')).toBe(
    '200 {"id":"t_1","wallet_id":"w_1","points":0,"balance":0}',
  );
});
