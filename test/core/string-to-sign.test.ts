import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/core/bytes.js';
import type { PartName, Scheme } from '../../src/core/provider.js';
import { buildStringToSign } from '../../src/core/string-to-sign.js';

const parts = {
  timestamp: utf8('17'),
  method: utf8('GET'),
  target: utf8('/x'),
  body: utf8('{}'),
  email: utf8('a@b'),
};

describe('buildStringToSign', () => {
  it.each<[names: [PartName, ...PartName[]], separator: string, text: string, offsets: number[]]>([
    [['timestamp', 'method', 'target', 'body'], '', '17GET/x{}', [0, 2, 5, 7]],
    [['body', 'timestamp'], ':', '{}:17', [0, 3]],
    [['timestamp', 'body'], '.', '17.{}', [0, 3]],
    [['timestamp', 'email'], '', '17a@b', [0, 2]],
    [['body'], '.', '{}', [0]],
    [['timestamp', 'method', 'body'], '\n', '17\nGET\n{}', [0, 3, 7]],
    [['timestamp', 'body'], '→', '17→{}', [0, 5]],
    [['method', 'method'], '--', 'GET--GET', [0, 5]],
  ])('%j joined by %j is %j', (names, separator, text, offsets) => {
    const { bytes, segments } = buildStringToSign(scheme(names, separator), parts);

    expect(Buffer.from(bytes).toString()).toBe(text);
    expect(segments.map(({ name }) => name)).toEqual(names);
    expect(segments.map(({ offset }) => offset)).toEqual(offsets);
    expect(segments.map((segment) => segment.bytes)).toEqual(names.map((name) => parts[name]));
  });

  it.each<[what: string, names: [PartName, ...PartName[]], empty: PartName, text: string]>([
    ['first', ['body', 'timestamp'], 'body', ':17'],
    ['last', ['timestamp', 'body'], 'body', '17:'],
    ['in the middle', ['timestamp', 'body', 'email'], 'body', '17::a@b'],
  ])('keeps the separator of an empty part that is %s', (_what, names, empty, text) => {
    const { bytes } = buildStringToSign(scheme(names, ':'), { ...parts, [empty]: utf8('') });
    expect(Buffer.from(bytes).toString()).toBe(text);
  });

  it.each<PartName>(['timestamp', 'method', 'target', 'body', 'email'])(
    'refuses to sign without the %s that it names',
    (name) => {
      const { [name]: _left, ...others } = parts;
      expect(() => buildStringToSign(scheme(['method', name], ''), { ...others })).toThrow(
        expect.objectContaining({ code: 'missing-value', remedy: `Give the ${name}.` }),
      );
    },
  );

  it('does not read parts that the scheme does not name', () => {
    expect([...buildStringToSign(scheme(['body'], ''), { body: utf8('b') }).bytes]).toEqual([0x62]);
  });

  it('carries any bytes, and its segments point at them', () => {
    const part = fc.uint8Array({ maxLength: 40 });
    fc.assert(
      fc.property(part, part, part, fc.string({ maxLength: 3 }), (body, target, email, between) => {
        const { bytes, segments } = buildStringToSign(
          scheme(['body', 'target', 'email'], between),
          {
            body,
            target,
            email,
          },
        );
        const found = segments.map(({ offset, bytes: { length } }) =>
          Buffer.from(bytes.subarray(offset, offset + length)).toString('hex'),
        );
        expect(found).toEqual(
          [body, target, email].map((each) => Buffer.from(each).toString('hex')),
        );
        const separators = 2 * utf8(between).length;
        expect(bytes.length).toBe(body.length + target.length + email.length + separators);
      }),
    );
  });
});

function scheme(names: Scheme['parts'], separator: string): Scheme {
  return { parts: names, separator, algorithm: 'sha256', encoding: 'hex' };
}
