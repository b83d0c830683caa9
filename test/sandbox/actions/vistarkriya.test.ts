import { describe, expect, it } from 'vitest';
import { vistarkriya } from '../../../src/providers/vistarkriya.js';
import { sandboxOf, START, text, vistarkriyaRequest, type Running } from '../requests.js';

const BALANCE = '/api/v1/wallet/balance';
const TRANSACTIONS = '/api/v1/wallet/transactions';
const PAN = '/api/v1/verify/pan';

function get({ send }: Running, target: string, atMs = START): string {
  return text(send(vistarkriyaRequest({ method: 'GET', target, atMs }), atMs));
}

function post(running: Running, target: string, atMs = START, body = '{"pan":"A"}'): string {
  return text(running.send(vistarkriyaRequest({ target, body, atMs }), atMs));
}

function balanceAt(lastUpdated: string, balance: string): string {
  return `{"success":true,"data":{"balance":${balance},"currency":"INR","last_updated":"${lastUpdated}"}}`;
}

describe('in sandbox mode', () => {
  it('a POST is a dummy, and nothing is charged', () => {
    const running = sandboxOf(vistarkriya);
    expect(post(running, PAN)).toContain('"status":"DUMMY","charged":0.00');
    expect(post(running, '/api/v1/ucb/report')).toContain('"status":"DUMMY"');
    expect(get(running, BALANCE)).toBe(balanceAt('2026-01-02T00:00:00Z', '15420.50'));
    expect(get(running, TRANSACTIONS)).toBe('{"success":true,"data":{"transactions":[]}}');
  });
});

describe('in live mode', () => {
  it('a POST charges the wallet, and shows in the transactions, the newest first', () => {
    const running = sandboxOf(vistarkriya, { mode: 'live' });
    const [first, second] = [
      post(running, PAN, START + 1000),
      post(running, '/api/v1/ucb/report', START + 2000),
    ].map((answer) => /"reference":"(VK-[0-9a-f]{12})"/.exec(answer)?.[1]);
    expect(first).not.toBe(second);
    expect(get(running, BALANCE, START + 5000)).toBe(balanceAt('2026-01-02T00:00:02Z', '15417.00'));
    expect(get(running, `${TRANSACTIONS}?limit=2`, START + 5000)).toBe(
      '{"success":true,"data":{"transactions":[' +
        `{"id":"${second}","type":"debit","description":"POST /ucb/report","created_at":"2026-01-02T00:00:02Z","amount":1.00,"balance":15417.00},` +
        `{"id":"${first}","type":"debit","description":"POST /verify/pan","created_at":"2026-01-02T00:00:01Z","amount":2.50,"balance":15418.00}` +
        ']}}',
    );
  });

  it.each(['/api/v1/wallet/balance', '/api/v1/wallet/core/balance.php'])(
    'GET %s shows the same wallet',
    (target) => {
      const running = sandboxOf(vistarkriya, { mode: 'live' });
      post(running, PAN);
      expect(get(running, target)).toBe(balanceAt('2026-01-02T00:00:00Z', '15418.00'));
    },
  );

  it.each([
    ['a body that is refused', PAN, '{}', 422],
    ['a body that is no JSON', '/api/v1/ucb/report', '[1', 422],
    ['a module that is closed', '/api/v1/kamao/refer', '{}', 403],
  ])('%s costs nothing', (_what, target, body, status) => {
    const running = sandboxOf(vistarkriya, { mode: 'live' });
    const answer = running.send(vistarkriyaRequest({ target, body, atMs: START }), START);
    expect(answer.status).toBe(status);
    expect(get(running, BALANCE)).toContain('"balance":15420.50');
    expect(get(running, TRANSACTIONS)).toContain('"transactions":[]');
  });

  it('a wallet is charged to its last paisa and no further', () => {
    const seed = { wallet: [{ id: 'main', balance: '3.50', currency: 'INR' }] };
    const running = sandboxOf(vistarkriya, { mode: 'live', seed });
    expect(post(running, PAN)).toContain('"charged":2.50,"balance":1.00');
    expect(post(running, PAN)).toBe(
      '{"success":false,"error_code":"INSUFFICIENT_BALANCE","message":"the wallet does not hold the price of 2.50"}',
    );
    expect(post(running, '/api/v1/b2c/x')).toContain('"charged":1.00,"balance":0.00');
    expect(get(running, BALANCE)).toContain('"balance":0.00');
    expect(get(running, TRANSACTIONS).match(/"id"/g)).toHaveLength(2);
  });

  it('each API key has a wallet of its own', () => {
    const running = sandboxOf(vistarkriya, { mode: 'live' });
    post(running, PAN);
    const other = vistarkriyaRequest({
      method: 'GET',
      target: BALANCE,
      headers: [['X-Admin-Code', '123456']],
      apiKey: 'vk_live_your_api_key_here',
      secret: 'your_api_secret_here',
      atMs: START,
    });
    expect(text(running.send(other, START))).toContain('"balance":15420.50');
    expect(get(running, BALANCE)).toContain('"balance":15418.00');
  });

  it('loses no paisa in 10,000 charges', { timeout: 60_000 }, () => {
    const seed = {
      wallet: [{ id: 'main', balance: '1234567890123.07', currency: 'INR' }],
      prices: [
        { path: '/verify/pan', price: '0.07' },
        { path: '*', price: '1.11' },
      ],
    };
    const running = sandboxOf(vistarkriya, { mode: 'live', seed, ratePerMinute: 1_000_000 });
    let left = 123_456_789_012_307n;
    for (let index = 0; index < 10_000; index += 1) {
      const isPan = index % 3 !== 0;
      const answer = post(running, isPan ? PAN : '/api/v1/b2c/x', START + index);
      left -= isPan ? 7n : 111n;
      const digits = String(left);
      expect(answer).toContain(`"balance":${digits.slice(0, -2)}.${digits.slice(-2)}}`);
    }
    const { records } = running.state.memory;
    const [charged] = [...records.entries()].reduce(
      ([sum], [, , { amount }]) =>
        amount === undefined ? [sum] : [sum + BigInt(amount.replace('.', ''))],
      [0n],
    );
    expect(charged).toBe(123_456_789_012_307n - left);
  });
});

it.each([
  ['0', 50],
  ['x', 50],
  ['7', 7],
  ['9999', 60],
])('?limit=%s shows %i of 60 transactions', (limit, shown) => {
  const running = sandboxOf(vistarkriya, { mode: 'live' });
  for (let index = 0; index < 60; index += 1) {
    post(running, PAN, START + index * 1000);
  }
  const answer = get(running, `${TRANSACTIONS}?limit=${limit}`, START + 120_000);
  expect(answer.match(/"id"/g)).toHaveLength(shown);
});
