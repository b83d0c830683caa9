import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteRows, ruler, type Span } from '../../../src/cli/render/byte-rows.js';
import { glyphs, legend, visibleBytes } from '../../../src/cli/render/bytes.js';
import { anyText, wellFormedText } from '../../core/arbitraries.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('visibleBytes', () => {
  it.each<[name: string, text: string, shown: string]>([
    ['nothing', '', ''],
    ['printable ASCII', '{"a":[1,2]}~!', '{"a":[1,2]}~!'],
    ['a space', 'a b ', 'a·b·'],
    ['a newline', 'a\n', 'a↵'],
    ['CRLF', 'a\r\n', 'a␍↵'],
    ['a tab', '\ta', '⇥a'],
    ['a byte order mark', '\ufeff{}', '‹U+FEFF›{}'],
    ['zero width', 'a\u200bb\u200dc\u2060', 'a‹U+200B›b‹U+200D›c‹U+2060›'],
    ['a no-break space', 'a\u00a0b', 'a‹U+00A0›b'],
    ['control characters', '\0\u001b[31m\u007f\u0085', '‹U+0000›‹U+001B›[31m‹U+007F›‹U+0085›'],
    ['bidi', '\u202egnp\u2069', '‹U+202E›gnp‹U+2069›'],
    ['é as one code point', 'Léo', 'Léo'],
    ['é as two', 'Le\u0301o', 'Le\u0301o'],
    ['a mark without a letter', '\u0301 \u0301"\u0301', '‹U+0301›·‹U+0301›"‹U+0301›'],
    [
      'more marks than writing has',
      'e\u0301\u0302\u0303\u0304\u0305',
      'e\u0301\u0302\u0303‹U+0304›‹U+0305›',
    ],
    ['letters, digits and symbols', 'नेपाल ₹ ٣ 日本 😀', 'नेपाल·₹·٣·日本·😀'],
    ['a joined emoji', '👩\u200d💻', '👩‹U+200D›💻'],
    ['letters that are blank', 'a\u115f\u3164\u2800', 'a‹U+115F›‹U+3164›‹U+2800›'],
    ['a variation selector', 'e\ufe0f', 'e‹U+FE0F›'],
    ['a private character', '\ue000', '‹U+E000›'],
    ['beyond U+FFFF', '\u{e0001}', '‹U+E0001›'],
    ['the symbols themselves', '·↵␍⇥‹›', '‹U+00B7›‹U+21B5›‹U+240D›‹U+21E5›‹U+2039›‹U+203A›'],
    ['an escape, spelled out', '‹ff›', '‹U+2039›ff‹U+203A›'],
  ])('%s', (_name, text, shown) => {
    expect(visibleBytes(bytesOf(text))).toBe(shown);
  });

  it.each<[name: string, bytes: readonly number[], shown: string]>([
    ['no lead byte', [0xff, 0x41, 0x80], '‹ff›A‹80›'],
    ['a cut sequence', [0xe2, 0x82], '‹e2›‹82›'],
    ['a cut sequence in the middle', [0xe2, 0x82, 0x41], '‹e2›‹82›A'],
    ['an overlong form', [0xc0, 0xaf, 0xe0, 0x80, 0xaf], '‹c0›‹af›‹e0›‹80›‹af›'],
    ['an overlong form of four', [0xf0, 0x80, 0x80, 0xaf], '‹f0›‹80›‹80›‹af›'],
    ['a surrogate', [0xed, 0xa0, 0x80], '‹ed›‹a0›‹80›'],
    ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80], '‹f4›‹90›‹80›‹80›'],
    ['é in Latin-1', [0x4c, 0xe9, 0x6f], 'L‹e9›o'],
    ['the last code point', [0xf4, 0x8f, 0xbf, 0xbf], '‹U+10FFFF›'],
  ])('%s', (_name, bytes, shown) => {
    expect(visibleBytes(Uint8Array.from(bytes))).toBe(shown);
  });

  const anyBytes = fc.oneof(
    fc.uint8Array(),
    wellFormedText.map(bytesOf),
    anyText.map((text) => new Uint8Array(Buffer.from(text, 'utf16le'))),
    fc
      .array(fc.constantFrom(...Array.from('e\u0301·‹›U+0FEf 1\n\ufeff')))
      .map((all) => bytesOf(all.join(''))),
  );

  it('can be read back, so no two byte strings are shown alike', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(Buffer.from(readBack(visibleBytes(bytes)))).toEqual(Buffer.from(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  it('has nothing in it that steers a terminal or cannot be seen', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(visibleBytes(bytes)).not.toMatch(/[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u);
      }),
      { numRuns: 2000 },
    );
  });

  it('is the same piece by piece', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const all = [...glyphs(bytes)];
        expect(all.map(({ shown }) => shown).join('')).toBe(visibleBytes(bytes));
        expect(all.reduce((end, { length }) => end + length, 0)).toBe(bytes.length);
      }),
    );
  });
});

/** The bytes that are shown so; knows nothing of UTF-8's rules. */
function readBack(shown: string): Uint8Array {
  const symbols: Readonly<Record<string, string>> = { '·': ' ', '↵': '\n', '␍': '\r', '⇥': '\t' };
  const parts = shown.match(/‹U\+[0-9A-F]+›|‹[0-9a-f]{2}›|[^]/gu) ?? [];
  return Buffer.concat(
    parts.map((part) => {
      const [, point, byte] = /^‹(?:U\+(.+)|(..))›$/.exec(part) ?? [];
      return byte === undefined
        ? Buffer.from(
            point === undefined
              ? (symbols[part] ?? part)
              : String.fromCodePoint(Number.parseInt(point, 16)),
          )
        : Buffer.from(byte, 'hex');
    }),
  );
}

describe('legend', () => {
  it('says what is there, its bytes, and where', () => {
    const text = 'é e\u0301 \tx\ufeff·';
    expect(legend(Buffer.concat([bytesOf(text), Buffer.from([0xff])]), 100)).toEqual([
      'é         U+00E9 (1 code point)          c3 a9     at 100',
      '·         space                          20        2 times, first at 102',
      'e\u0301         U+0065 U+0301 (2 code points)  65 cc 81  at 103',
      '⇥         tab                            09        at 107',
      '‹U+FEFF›  byte order mark                ef bb bf  at 109',
      '‹U+00B7›  the character · itself         c2 b7     at 112',
      '‹ff›      not UTF-8                      ff        at 114',
    ]);
  });

  it('is empty for plain ASCII', () => {
    expect(legend(bytesOf('{"a":1}'))).toEqual([]);
    expect(legend(new Uint8Array())).toEqual([]);
  });

  it('names a character without a name of its own by its number', () => {
    expect(legend(bytesOf('₹\u{e0001}'))).toEqual([
      '₹          U+20B9   e2 82 b9     at 0',
      '‹U+E0001›  U+E0001  f3 a0 80 81  at 3',
    ]);
  });

  it('aligns wide characters as a terminal draws them', () => {
    expect(legend(bytesOf('日é'))).toEqual([
      '日  U+65E5                 e6 97 a5  at 0',
      'é   U+00E9 (1 code point)  c3 a9     at 3',
    ]);
  });

  it('has nothing in it that steers a terminal', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(legend(bytes).join('')).not.toMatch(/\p{C}/u);
      }),
    );
  });
});

/** Parts one after the other; a text in brackets is a separator. */
function spansOf(...texts: readonly string[]): Span[] {
  const spans: Span[] = [];
  let offset = 0;
  let label = 0;
  for (const text of texts) {
    const [, separator] = /^\[(.*)\]$/.exec(text) ?? [];
    const bytes = bytesOf(separator ?? text);
    label += separator === undefined ? 1 : 0;
    spans.push({ bytes, offset, label: separator === undefined ? label : undefined });
    offset += bytes.length;
  }
  return spans;
}

function draw(spans: readonly Span[]): string[] {
  return byteRows(spans).flatMap((row) =>
    'hiddenBytes' in row
      ? [`hidden ${row.hiddenBytes}`]
      : [`${row.offset} ${row.runs.map(({ text }) => text).join('')}`, ruler(row)],
  );
}

describe('rows and ruler', () => {
  it.each<[name: string, texts: readonly string[], lines: readonly string[]]>([
    ['nothing', [''], []],
    ['parts', ['1739', 'GET', '/x y'], ['0 1739GET/x·y', '└1─┘└2┘└3─┘']],
    ['short parts', ['a', 'bc', 'd', ''], ['0 abcd', '12┘3']],
    ['a separator', ['{}', '[:]', '2026'], ['0 {}:2026', '1┘ └2─┘']],
    ['an empty part', ['', '[:]', '2026'], ['0 :2026', ' └2─┘']],
    ['what ends in a separator', ['2026', '[.]', ''], ['0 2026.', '└1─┘']],
    ['wide letters', ['日本', 'x'], ['0 日本x', '└1─┘2']],
    ['a mark at the border belongs to its own part', ['e', '\u0301'], ['0 e‹U+0301›', '1└2─────┘']],
    [
      'many columns',
      ['ab', 'c'.repeat(130)],
      [
        `0 ab${'c'.repeat(62)}`,
        `1┘└2${'─'.repeat(60)}`,
        `64 ${'c'.repeat(64)}`,
        `─2${'─'.repeat(62)}`,
        '128 cccc',
        '─2─┘',
      ],
    ],
  ])('%s', (_name, texts, lines) => {
    expect(draw(spansOf(...texts))).toEqual(lines);
  });

  it('show the first and the last of many bytes', () => {
    const rows = byteRows(spansOf('t', 'x'.repeat(10_000)));
    const gap = rows.findIndex((row) => 'hiddenBytes' in row);
    expect(rows[gap]).toEqual({ hiddenBytes: 10_001 - 1024 - 200 });
    expect(rows.slice(0, gap)).toHaveLength(16);
    expect(rows.slice(gap + 1)).toHaveLength(4);
  });

  it('do not cut a character in two', () => {
    for (const ahead of ['', 'a', 'ab', 'abc']) {
      const shown = draw(spansOf(`${ahead}${'😀'.repeat(2000)}`)).join('');
      expect(shown).not.toContain('‹');
    }
  });

  it('show all of what fits, at no more than 64 columns', () => {
    const text = fc.oneof(wellFormedText, fc.string({ maxLength: 200 }));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (texts) => {
        const spans = spansOf(...texts.map((each) => each.replaceAll('[', '(')));
        const rows = byteRows(spans).flatMap((row) => ('runs' in row ? [row] : []));
        const shown = rows.map(({ runs }) => runs.map((run) => run.text).join('')).join('');
        expect(shown).toBe(spans.map(({ bytes }) => visibleBytes(bytes)).join(''));
        for (const { runs, ...row } of rows) {
          const columns = runs.reduce((sum, run) => sum + run.columns, 0);
          expect(columns).toBeLessThanOrEqual(64);
          expect(ruler({ ...row, runs }).length).toBeLessThanOrEqual(columns);
        }
      }),
    );
  });
});
