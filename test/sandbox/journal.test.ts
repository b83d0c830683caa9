import { describe, expect, it } from 'vitest';
import { journalLine, readJournal, startJournal } from '../../src/sandbox/journal.js';
import type { Change } from '../../src/sandbox/memory.js';
import { refusal } from '../app/refusal.js';

const FIRST: readonly Change[] = [
  ['number', 3],
  ['records', 'c', 'id', { name: 'Zoë\n\ud800' }],
];
const SECOND: readonly Change[] = [['number', 4]];
const THIRD: readonly Change[] = [
  ['number', 5],
  ['events', 'k', 'v', 1, 2],
];
const HEADER = '{"vk":"sandbox state","version":1,"provider":"kamiokash"}\n';
const START = [...startJournal('kamiokash', FIRST)].join('');

function read(journal: string | Uint8Array, provider = 'kamiokash'): readonly Change[] {
  return [...readJournal(Buffer.from(journal), provider, 'DIR/kamiokash.jsonl')];
}

describe('a journal', () => {
  it('says in its first line what it is', () => {
    expect(START.startsWith(HEADER)).toBe(true);
    expect(START.split('\n').length).toBe(3);
  });

  it.each<[name: string, journal: string, changes: readonly Change[]]>([
    ['nothing', '', []],
    ['the first line', HEADER, []],
    ['no changes', [...startJournal('kamiokash', [])].join(''), []],
    ['the fewest changes', START, FIRST],
    [
      'lines after them',
      START + journalLine(SECOND) + journalLine(THIRD),
      [...FIRST, ...SECOND, ...THIRD],
    ],
    ['a line that has no end', START + journalLine(SECOND).trimEnd(), FIRST],
    ['a last line of half JSON', `${START}[["number",4\n`, FIRST],
    ['a last line of no UTF-8', `${START}\n`, FIRST],
    ['zeros at the end', `${START}\0\0\0`, FIRST],
    ['a torn first line', HEADER.slice(0, 20), []],
    ['a first line without its end', HEADER.trimEnd(), []],
  ])('is read: %s', (_name, journal, changes) => {
    expect(read(journal)).toEqual(changes);
  });

  it('that ends at any byte holds some first lines, each of them whole', () => {
    const lines = [SECOND, THIRD].map(journalLine);
    const journal = Buffer.from(START + lines.join(''));
    const wholes = [
      { bytes: 0, changes: [] },
      { bytes: Buffer.byteLength(START), changes: FIRST },
      {
        bytes: Buffer.byteLength(START + (lines[0] ?? '')),
        changes: [...FIRST, ...SECOND],
      },
      { bytes: journal.length, changes: [...FIRST, ...SECOND, ...THIRD] },
    ];
    for (let length = 0; length <= journal.length; length += 1) {
      const expected = wholes.findLast(({ bytes }) => bytes <= length)?.changes;
      expect([length, read(journal.subarray(0, length))]).toEqual([length, expected]);
    }
  });
});

describe('what is no such journal', () => {
  const line = journalLine(SECOND);

  it.each<[name: string, journal: string | Uint8Array, why: string, remedy: string]>([
    ['of another kind', '{"vk":"history"}\n', 'it holds something else', 'Move it away'],
    ['a note', 'milk, bread', 'it holds something else', 'Move it away'],
    ['a note with lines', 'milk\nbread\n', 'it holds something else', 'Move it away'],
    ['a null', 'null\n', 'it holds something else', 'Move it away'],
    ['an empty line', '\n', 'it holds something else', 'Move it away'],
    ['no UTF-8', Buffer.from([0xff, 0xfe]), 'it holds something else', 'Move it away'],
    [
      'of a newer vk',
      HEADER.replace('1', '2') + line,
      'it was written by a newer vk (version 2)',
      'Update vk',
    ],
    ['without a version', HEADER.replace('"version":1,', ''), 'first line is damaged', 'anew'],
    ['of version 0', HEADER.replace('1', '0'), 'first line is damaged', 'anew'],
    ['of another provider', HEADER.replace('kamiokash', 'payinout'), 'another provider', 'anew'],
    ['damaged in line 2', `${HEADER}[\n${line}`, 'line 2 is damaged', 'start anew'],
    ['damaged in line 3', `${START}x${line}${line}`, 'line 3 is damaged', 'start anew'],
    ['with an empty line', `${START}\n${line}`, 'line 3 is damaged', 'start anew'],
    ['a line that is no list', `${START}${line}{}\n`, 'line 4 is damaged', 'start anew'],
    ['a line that is null', `${START}${line}null\n`, 'line 4 is damaged', 'start anew'],
    ['a line of no change', `${START}[["number"]]\n`, 'line 3 is damaged', 'start anew'],
    [
      'a line of no UTF-8',
      Buffer.concat([
        Buffer.from(`${START}[["number`),
        Buffer.from([0xff]),
        Buffer.from(`"]]\n${line}`),
      ]),
      'line 3 is damaged',
      'start anew',
    ],
  ])('%s is refused', (_name, journal, why, remedy) => {
    expect(() => read(journal)).toThrow(
      refusal(
        'state-file',
        `the state in DIR/kamiokash.jsonl cannot be used: `,
        'It was left as it is.',
      ),
    );
    expect(() => read(journal)).toThrow(refusal('state-file', why, remedy));
  });
});
