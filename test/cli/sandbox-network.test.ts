import { describe, expect, it } from 'vitest';
import { readHost, readWebhook } from '../../src/cli/sandbox-network.js';
import { Words } from '../../src/cli/words.js';
import { influencemart } from '../../src/providers/influencemart.js';
import { kamiokash } from '../../src/providers/kamiokash.js';
import { vistarkriya } from '../../src/providers/vistarkriya.js';

type Values = Readonly<Record<string, readonly string[] | true>>;

function words(values: Values): Words {
  return new Words([], new Map(Object.entries(values)));
}

describe('--listen', () => {
  it.each<[values: Values, host: string | undefined]>([
    [{}, undefined],
    [{ listen: ['127.0.0.1'] }, '127.0.0.1'],
    [{ listen: ['localhost'] }, '127.0.0.1'],
    [{ listen: ['127.8.9.10'] }, '127.8.9.10'],
    [{ listen: ['::1'] }, '::1'],
    [{ listen: ['0.0.0.0'], expose: true }, '0.0.0.0'],
    [{ listen: ['::'], expose: true }, '::'],
    [{ listen: ['192.168.1.7'], expose: true }, '192.168.1.7'],
    [{ expose: true }, undefined],
  ])('%j', (values, host) => {
    expect(readHost(words(values))).toBe(host);
  });

  it.each(['0.0.0.0', '::', '192.168.1.7', '::ffff:192.168.1.7'])(
    'refuses %s, which other machines reach',
    (address) => {
      expect(() => readHost(words({ listen: [address] }))).toThrow(
        expect.objectContaining({ code: 'exposed', remedy: expect.stringContaining('--expose') }),
      );
    },
  );

  it.each(['', 'example.com', '127.1', '127.0.0.1:80', '[::1]', '0x7f000001'])(
    'refuses %j, which is no address',
    (address) => {
      expect(() => readHost(words({ listen: [address], expose: true }))).toThrow(
        expect.objectContaining({ code: 'usage' }),
      );
    },
  );
});

describe('--webhook-url', () => {
  const url = ['http://127.0.0.1:3000/hook'];

  it('is for providers that have webhooks', () => {
    const target = readWebhook(words({ 'webhook-url': url }), [vistarkriya, kamiokash]);
    expect([target?.base.port, target?.path]).toEqual([3000, '/hook']);
    expect(readWebhook(words({}), [kamiokash])).toBeUndefined();
  });

  it('is refused where none of them has', () => {
    expect(() => readWebhook(words({ 'webhook-url': url }), [vistarkriya, influencemart])).toThrow(
      'Vistar Kriya, Influencemart',
    );
  });
});
