import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/core/bytes.js';
import { changesOfBody } from '../../../src/core/diagnose/change-of-body.js';

const DATA = { type: 'a/b', id: 'Zo\u00eb', data: { y: 1, x: [true, null] } };
const COMPACT = JSON.stringify(DATA);
const INDENTED = JSON.stringify(DATA, null, 2);
const SORTED = '{"data":{"x":[true,null],"y":1},"id":"Zo\u00eb","type":"a/b"}';
const CRLF = INDENTED.replaceAll('\n', '\r\n');
const BOM = '\ufeff';

describe('what was signed, and what arrived', () => {
  it.each<[string, string, string, readonly [string, string][]]>([
    ['the same', COMPACT, COMPACT, []],
    ['indented', COMPACT, INDENTED, [['compact', 'it was indented']]],
    ['not indented', INDENTED, COMPACT, [['indentation', 'its indentation was lost']]],
    [
      'indented by tabs',
      INDENTED,
      JSON.stringify(DATA, null, '\t'),
      [['indentation', 'it was indented in another way']],
    ],
    [
      'indented, with CR LF',
      COMPACT,
      CRLF,
      [['compact', 'it was indented, with CR LF as its line ends']],
    ],
    ['CR LF', INDENTED, CRLF, [['line-ends', 'its line ends were turned into CR LF']]],
    ['LF', CRLF, INDENTED, [['line-ends', 'its line ends were turned into LF']]],
    ['a newline', COMPACT, `${COMPACT}\n`, [['trimmed', 'a newline at its end was added']]],
    ['CR LF', COMPACT, `${COMPACT}\r\n`, [['trimmed', 'a newline (CR LF) at its end was added']]],
    [
      'no newline',
      `${COMPACT}\n`,
      COMPACT,
      [['trailing-newline', 'a newline at its end was lost']],
    ],
    ['spaces', COMPACT, ` ${COMPACT}`, [['trimmed', 'white space around it was added']]],
    [
      'a byte order mark',
      COMPACT,
      BOM + COMPACT,
      [['byte-order-mark', 'a byte order mark was put in front of it']],
    ],
    ['no mark', BOM + COMPACT, COMPACT, [['byte-order-mark', 'its byte order mark was lost']]],
    ['sorted', COMPACT, SORTED, [['key-order', 'its keys were sorted']]],
    ['in another order', SORTED, COMPACT, [['key-order', 'its keys were put into another order']]],
    [
      'escaped slashes',
      COMPACT,
      COMPACT.replace('/', '\\/'),
      [['slashes-unescaped', 'its slashes were escaped']],
    ],
    [
      'unescaped slashes',
      COMPACT.replace('/', '\\/'),
      COMPACT,
      [['slashes-escaped', 'its slashes lost their escapes']],
    ],
    [
      'escapes',
      COMPACT,
      COMPACT.replace('\u00eb', '\\u00eb'),
      [['non-ascii-unescaped', 'its letters that are not ASCII were escaped as \\u']],
    ],
    [
      'letters',
      COMPACT.replace('\u00eb', '\\u00EB'),
      COMPACT,
      [['non-ascii-escaped', 'its \\u escapes were turned into letters']],
    ],
    [
      'a number',
      '{"a":1.50}',
      '{"a":1.5}',
      [['number-short', 'its numbers were written in another way']],
    ],
    [
      'several at once, the main one last',
      COMPACT,
      `${BOM}${JSON.stringify({ data: { x: [true, null], y: 1 }, id: 'Zo\u00eb', type: 'a/b' }, null, 4)}\n`,
      [
        ['trimmed', 'a newline at its end was added'],
        ['byte-order-mark', 'a byte order mark was put in front of it'],
        ['compact', 'it was indented'],
        ['key-order', 'its keys were sorted'],
      ],
    ],
    ['text that is no JSON', 'a b', 'a  b', []],
    [
      'a backslash before a slash, which is no escape of it',
      '{"a":"\\/"}',
      '{"a": "\\/"}',
      [['compact', 'spaces were put between its members']],
    ],
    ['a member more', '{"a":1}', '{"a":1,"b":2}', []],
  ])('%s', (_name, signed, given, changes) => {
    const found = changesOfBody(utf8(signed), utf8(given));
    expect(found.map(({ id, title }) => [id, title])).toEqual(changes);
  });

  it('says nothing of bytes that are no text', () => {
    expect(changesOfBody(Uint8Array.of(0xff), utf8(COMPACT))).toEqual([]);
  });
});
