import { describe, expect, it } from 'vitest';
import {
  eventOf,
  findRecord,
  parseRecord,
  parseRecords,
  recordLine,
  type WebhookRecord,
} from '../../src/app/webhook-log.js';
import { utf8 } from '../../src/core/bytes.js';
import { refusal } from './refusal.js';

const RECORD: WebhookRecord = {
  id: 'wh_0123456789',
  timeMs: Date.UTC(2026, 0, 27, 9, 23, 6, 658),
  provider: 'kamiokash',
  method: 'POST',
  target: '/hooks?a=\u00e9',
  headers: [
    ['x-ODD', ''],
    ['X-Odd', '\u00e9'],
  ],
  body: utf8('{"id":"evt_1"}'),
};

describe('a record', () => {
  const table: readonly (readonly [name: string, more: Partial<WebhookRecord>])[] = [
    ['as it is', {}],
    ['with all that is known', { verdict: 'ok', event: 'a', eventId: 'b', duplicateOf: 'wh_c' }],
    ['that was forwarded', { forwarded: { to: 'http://a/', status: 200, ms: 1.5 } }],
    ['that was not', { forwarded: { to: 'http://a/', fault: 'down' } }],
    ['without a body', { body: new Uint8Array() }],
    ['with a byte order mark, NUL and line separators', { body: utf8('\ufeff\0\n\u2028"\\') }],
    ['with bytes that are no text', { body: Uint8Array.of(0xff, 0, 0x0a, 0xc3) }],
  ];

  it.each(table)('%s is one line, and comes back', (_name, more) => {
    const record = { ...RECORD, ...more };
    const line = recordLine(record);
    expect(line.indexOf('\n')).toBe(line.length - 1);
    const { body, ...rest } = parseRecord(line) ?? {};
    const { body: expected, ...others } = record;
    expect(rest).toEqual(others);
    expect(Buffer.from(body ?? [1]).equals(expected)).toBe(true);
  });

  it('has the members that other programs read', () => {
    expect(JSON.parse(recordLine({ ...RECORD, verdict: 'ok' }))).toEqual({
      id: 'wh_0123456789',
      time: '2026-01-27T09:23:06.658Z',
      provider: 'kamiokash',
      method: 'POST',
      target: '/hooks?a=\u00e9',
      headers: [
        ['x-ODD', ''],
        ['X-Odd', '\u00e9'],
      ],
      body: '{"id":"evt_1"}',
      verdict: 'ok',
    });
  });

  const document = { ...JSON.parse(recordLine(RECORD)) };

  it.each<[name: string, line: string]>([
    ['nothing', ''],
    ['no JSON', '{"id":'],
    ['no object', '[]'],
    ['null', 'null'],
    ...['id', 'time', 'provider', 'method', 'target', 'headers', 'body'].flatMap(
      (name): [string, string][] => [
        [`no ${name}`, JSON.stringify({ ...document, [name]: undefined })],
        [`${name} of another type`, JSON.stringify({ ...document, [name]: 7 })],
      ],
    ),
    ['a time that is none', JSON.stringify({ ...document, time: 'yesterday' })],
    ['headers that are no pairs', JSON.stringify({ ...document, headers: [['a', 1]] })],
    ['headers that are texts', JSON.stringify({ ...document, headers: ['ab'] })],
  ])('%s: is none', (_name, line) => {
    expect(parseRecord(line)).toBeUndefined();
  });

  it('leaves out further members of another type', () => {
    const odd = { verdict: 1, event: {}, eventId: [], duplicateOf: null, forwarded: { to: 'a' } };
    const found = parseRecord(JSON.stringify({ ...document, ...odd }));
    expect(Object.keys(found ?? {})).toEqual(Object.keys(RECORD));
  });
});

it('a log: lines that are none are left out, and a record that is there twice is one', () => {
  const other = { ...RECORD, id: 'wh_2' };
  const lines = [recordLine(RECORD), '\n', 'torn\n', recordLine(other), recordLine(RECORD), '{"id'];
  expect(parseRecords(Buffer.from(lines.join(''))).map(({ id }) => id)).toEqual([
    'wh_0123456789',
    'wh_2',
  ]);
});

describe('a record by how its id begins', () => {
  const records = ['wh_ab', 'wh_abc', 'wh_b1'].map((id) => ({ ...RECORD, id }));

  it.each([
    ['wh_b', 'wh_b1'],
    ['b', 'wh_b1'],
    ['b1', 'wh_b1'],
    ['wh_abc', 'wh_abc'],
    ['ab', 'wh_ab'],
  ])('%s', (start, id) => {
    expect(findRecord(records, start).id).toBe(id);
  });

  it.each([
    ['a', '2 recorded webhooks begin with "a"', 'wh_ab or wh_abc'],
    ['', '3 recorded webhooks', ''],
    ['x', 'there is no recorded webhook "x"', 'vk webhook list'],
    ['wh_abcd', 'there is no recorded webhook', ''],
  ])('%j is refused', (start, message, remedy) => {
    expect(() => findRecord(records, start)).toThrow(refusal('usage', message, remedy));
  });

  it('says where records come from while there are none', () => {
    expect(() => findRecord([], 'a')).toThrow(refusal('usage', '', 'vk webhook listen'));
  });
});

it.each<[body: string, facts: ReturnType<typeof eventOf>]>([
  ['{"id":"evt_1","type":"member.new"}', { event: 'member.new', eventId: 'evt_1' }],
  ['{"event":"payin.completed","id":7}', { event: 'payin.completed', eventId: '7' }],
  ['{"type":"a","event":"b"}', { event: 'a' }],
  ['{"type":1,"event":"b"}', { event: 'b' }],
  ['{"id":9007199254740993}', {}],
  ['{"id":1.5,"type":null}', {}],
  ['[{"id":"x"}]', {}],
  ['"id"', {}],
  ['null', {}],
  ['{', {}],
  ['', {}],
])('the event of %s', (body, facts) => {
  expect(eventOf(utf8(body))).toEqual(facts);
});

it('bytes that are no text tell of no event', () => {
  expect(eventOf(Buffer.from('{"id":"\xff"}', 'latin1'))).toEqual({});
});
