import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { providers } from '../../src/providers/registry.js';
import { vistarkriya } from '../../src/providers/vistarkriya.js';
import { handle } from '../../src/sandbox/handle.js';
import { parseSeeds, seedOf, type LooseSeed } from '../../src/sandbox/seed.js';
import { refusal } from '../app/refusal.js';
import { sandboxOf, START, text, vistarkriyaRequest } from './requests.js';

describe('a seed', () => {
  it('is text, numbers as they were written', () => {
    const json = `{"vistarkriya": {"wallet": [
      {"id": "main", "balance": 100.10, "currency": "INR", "limit": 1e3, "frozen": false,
       "note": "\\u20b9", "__proto__": "x", "big": 12345678901234567890}
    ], "transactions": []}}`;
    const seeds = parseSeeds(json, providers);
    expect([...seeds.keys()]).toEqual(['vistarkriya']);
    const seed = seeds.get('vistarkriya') ?? {};
    expect(Object.keys(seed)).toEqual(['wallet', 'transactions']);
    expect(seed['transactions']).toEqual([]);
    expect(Object.entries(seed['wallet']?.[0] ?? {})).toEqual([
      ['id', 'main'],
      ['balance', '100.10'],
      ['currency', 'INR'],
      ['limit', '1e3'],
      ['frozen', 'false'],
      ['note', '\u20b9'],
      ['__proto__', 'x'],
      ['big', '12345678901234567890'],
    ]);
  });

  it('is what each API key holds at first', () => {
    const json = '{"vistarkriya":{"wallet":[{"id":"main","balance":0.30,"currency":"INR"}]}}';
    const seed = parseSeeds(json, providers).get('vistarkriya') ?? {};
    const { state } = sandboxOf(vistarkriya, { mode: 'live', seed });
    const get = { method: 'GET', target: '/api/v1/wallet/balance' };
    const ask = (call: object): string =>
      text(handle(vistarkriyaRequest({ ...call, atMs: START }), vistarkriya, state, START));
    expect(ask(get)).toContain('"balance":0.30,');
    expect(ask({})).toContain('INSUFFICIENT_BALANCE');
  });

  it('is shown in the documentation as it is taken', () => {
    const page = readFileSync(new URL('../../docs/sandbox.md', import.meta.url), 'utf8');
    const [, json = ''] = /### Seed[\s\S]*?```json\n([\s\S]*?)```/.exec(page) ?? [];
    const { wallet, prices } = parseSeeds(json, providers).get('vistarkriya') ?? {};
    expect(wallet).toEqual([{ id: 'main', balance: '100.10', currency: 'INR' }]);
    expect(prices?.map(({ price }) => price)).toEqual(['3.00', '0.50']);
  });

  it('may be empty', () => {
    expect(parseSeeds('{}', providers).size).toBe(0);
  });

  it.each<[json: string, message: string, remedy: string]>([
    ['', 'the seed is not JSON', '{"PROVIDER"'],
    ['{"a":', 'the seed is not JSON', '{"PROVIDER"'],
    ['[]', 'the seed is a list, and has to be an object of providers', '{"PROVIDER"'],
    ['null', 'the seed is null,', '{"PROVIDER"'],
    ['{"stripe":{}}', 'the seed names the provider "stripe"', 'There are vistarkriya, kamiokash'],
    ['{"vistarkriya":[]}', 'vistarkriya is a list, and has to be an object of coll', '{"PROV'],
    [
      '{"vistarkriya":{"wallets":[]}}',
      'vistarkriya.wallets is no collection',
      'vistarkriya has wallet, transactions, prices.',
    ],
    ['{"vistarkriya":{"__proto__":[]}}', 'vistarkriya.__proto__ is no collection', 'wallet'],
    ['{"vistarkriya":{"my wallet":[]}}', 'vistarkriya["my wallet"] is no collection', 'wallet'],
    ['{"vistarkriya":{"wallet":{}}}', 'vistarkriya.wallet is an object, and has to be a list', ''],
    ['{"vistarkriya":{"wallet":"x"}}', 'vistarkriya.wallet is a string, and has to be a', ''],
    ['{"vistarkriya":{"wallet":[1]}}', 'vistarkriya.wallet[0] is a number, and has to be a re', ''],
    ['{"vistarkriya":{"wallet":[[]]}}', 'vistarkriya.wallet[0] is a list, and has to be', ''],
    [
      '{"vistarkriya":{"wallet":[{"balance":1}]}}',
      'vistarkriya.wallet[0].id is missing',
      'Records of wallet are told apart by it.',
    ],
    ['{"vistarkriya":{"wallet":[{"id":""}]}}', 'vistarkriya.wallet[0].id is missing', ''],
    ['{"vistarkriya":{"prices":[{"id":"x"}]}}', 'vistarkriya.prices[0].path is missing', ''],
    [
      '{"vistarkriya":{"wallet":[{"id":"main"},{"id":"main"}]}}',
      'vistarkriya.wallet[1].id is the same as that of vistarkriya.wallet[0]',
      'another one',
    ],
    [
      '{"vistarkriya":{"wallet":[{"id":"main","balance":{"inr":1}}]}}',
      'vistarkriya.wallet[0].balance is an object, and has to be a string, a number or a boolean',
      'flat',
    ],
    ['{"vistarkriya":{"wallet":[{"id":"a","b":[]}]}}', 'vistarkriya.wallet[0].b is a list', 'flat'],
    ['{"vistarkriya":{"wallet":[{"id":null}]}}', 'vistarkriya.wallet[0].id is null', 'flat'],
    [
      '{"vistarkriya":{"wallet":[{"id":"main","balance":1e3}]}}',
      'vistarkriya.wallet[0].balance is "1e3", and has to be an amount',
      '15420.50',
    ],
    [
      '{"vistarkriya":{"prices":[{"path":"*","price":"free"}]}}',
      'vistarkriya.prices[0].price is "free", and has to be an amount',
      '15420.50',
    ],
  ])('%s is refused', (json, message, remedy) => {
    expect(() => parseSeeds(json, providers)).toThrow(refusal('usage', message, remedy));
  });

  it.each<[seed: LooseSeed, message: string]>([
    [{ wallets: [] }, 'vistarkriya.wallets is no collection'],
    [{ wallet: [{ balance: 1 }] }, 'vistarkriya.wallet[0].id is missing'],
    [{ wallet: [{ id: 'main', balance: Number.NaN }] }, 'vistarkriya.wallet[0].balance is null'],
  ])('of a program, %j, is refused in the same way', (seed, message) => {
    expect(() => seedOf(seed, vistarkriya)).toThrow(refusal('usage', message));
  });

  it('of a program may have numbers', () => {
    const seed = { wallet: [{ id: 'main', balance: 100.1, isOpen: true }] };
    expect(seedOf(seed, vistarkriya)).toEqual({
      wallet: [{ id: 'main', balance: '100.1', isOpen: 'true' }],
    });
  });
});
