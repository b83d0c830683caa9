import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openLines, type RawLine } from '../../../src/app/batch/read-lines.js';
import { sourceOf } from './sources.js';

async function linesOf(
  bytes: string | Uint8Array,
  piece = 7,
  longest?: number,
): Promise<RawLine[]> {
  const reader = openLines(sourceOf(bytes, piece), () => false, longest);
  const found: RawLine[] = [];
  for (let line = await reader.next(); line !== undefined; line = await reader.next()) {
    found.push(line);
  }
  return found;
}

describe('openLines', () => {
  it.each<
    [name: string, bytes: string | Uint8Array, lines: readonly (readonly [number, string?])[]]
  >([
    [
      'LF',
      'a\nb\n',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      'no line break at the end',
      'a\nb',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      'CRLF',
      'a\r\nb\r\n',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      'blank lines',
      '\n\r\n  \na\n\t\nb\n\n',
      [
        [4, 'a'],
        [6, 'b'],
      ],
    ],
    [
      'a byte order mark',
      '\ufeffa\nb',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    ['a byte order mark alone', '\ufeff\na', [[2, 'a']]],
    ['no UTF-8', Uint8Array.of(0x61, 0x0a, 0xff, 0x0a, 0x62), [[1, 'a'], [2], [3, 'b']]],
    ['nothing', '', []],
    ['another kind of space', '\u00a0\n', [[1, '\u00a0']]],
  ])('reads %s', async (_name, bytes, lines) => {
    expect((await linesOf(bytes)).map(({ line, text }) => [line, text])).toEqual(
      lines.map(([line, text]) => [line, text]),
    );
  });

  it('passes over a line that is too long, and reads on behind it', async () => {
    const found = await linesOf(`a\n${'x'.repeat(50)}\nb\n`, 7, 20);
    expect(found.map(({ text }) => text)).toEqual(['a', undefined, 'b']);
  });

  it('numbers calls without blank lines', async () => {
    expect((await linesOf('\na\n\nb\n')).map(({ call }) => call)).toEqual([1, 2]);
  });

  it('gives the same lines however the bytes come in', async () => {
    const text = fc
      .array(fc.constantFrom('a', 'é', '\n', '\r\n', ' ', '{"x":1}'))
      .map((p) => p.join(''));
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (bytes, piece) => {
        expect(await linesOf(bytes, piece)).toEqual(await linesOf(bytes, 1000));
      }),
    );
  });

  it('leaves out a line that has not come whole when it is stopped', async () => {
    let isStopped = false;
    const reader = openLines(sourceOf('first\nsecond\n', 8), () => isStopped);
    expect((await reader.next())?.text).toBe('first');
    isStopped = true;
    expect(await reader.next()).toBeUndefined();
  });
});
