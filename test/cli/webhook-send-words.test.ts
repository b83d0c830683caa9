import { describe, expect, it } from 'vitest';
import { readExtraHeaders, readTimes, refuseWithSuite } from '../../src/cli/webhook-send-words.js';
import { Words } from '../../src/cli/words.js';
import { kamiokash } from '../../src/providers/kamiokash.js';

type Given = Readonly<Record<string, readonly string[] | true>>;

function words(given: Given): Words {
  return new Words([], new Map(Object.entries({ times: ['1'], ...given })));
}

describe('--times', () => {
  it.each([
    ['1', 1],
    ['100000', 100_000],
  ])('%s', (text, times) => {
    expect(readTimes(text)).toBe(times);
  });

  it.each(['0', '-1', '1.5', '', 'x', '100001', '1e3'])('refuses %j', (text) => {
    expect(() => readTimes(text)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});

describe('headers', () => {
  it.each([
    [[], [['Content-Type', 'application/json']]],
    [
      ['X-A: b: c', 'X-E:'],
      [
        ['Content-Type', 'application/json'],
        ['X-A', 'b: c'],
        ['X-E', ''],
      ],
    ],
    [['content-type: text/plain'], [['content-type', 'text/plain']]],
  ])('%j', (header, headers) => {
    expect(readExtraHeaders(words({ header }), kamiokash.webhook)).toEqual(headers);
  });

  it.each([
    'X-Kamio-Signature: x',
    'x-timestamp: 1',
    'Host: x',
    'Content-Length: 1',
    'X A: b',
    'X-A: b\nX-B: c',
    'X-A',
    ': b',
  ])('refuses %j', (line) => {
    expect(() => readExtraHeaders(words({ header: [line] }), kamiokash.webhook)).toThrow(
      expect.objectContaining({ code: 'bad-header' }),
    );
  });
});

describe('what does not go together', () => {
  it.each<[Given, string]>([
    [{ data: ['x'], event: ['member.new'] }, '--data and --event'],
    [{ data: ['x'], set: ['a=1'] }, '--data and --set'],
    [{ suite: true, break: ['tampered'] }, '--suite and --break'],
    [{ suite: true, times: ['2'] }, '--suite and --times'],
    [{ suite: true, interval: ['1s'] }, '--suite and --interval'],
    [{ report: ['junit=x'] }, '--report is for a suite'],
  ])('%j', (given, said) => {
    expect(() => {
      refuseWithSuite(words(given));
    }).toThrow(said);
  });

  it.each<[Given]>([
    [{ data: ['x'], break: ['tampered', 'unsigned'], times: ['3'], interval: ['1s'] }],
    [{ suite: true, report: ['junit=x'], set: ['a=1'], event: ['member.new'] }],
    [{ suite: true, data: ['x'] }],
  ])('unlike %j', (given) => {
    expect(() => {
      refuseWithSuite(words(given));
    }).not.toThrow();
  });
});
