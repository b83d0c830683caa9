import { describe, expect, it } from 'vitest';
import { renderDifference } from '../../../src/cli/render/difference.js';
import { plain } from '../../../src/cli/render/palette.js';
import { firstDifference } from '../../../src/core/diagnose/difference.js';
import type { Cause } from '../../../src/core/diagnose/finding.js';

function shown(documented: string | Uint8Array, signed: string | Uint8Array): string[] {
  const [a, b] = [Buffer.from(documented), Buffer.from(signed)];
  const difference = firstDifference(a, b);
  const cause: Cause = {
    axis: 'body',
    id: 'x',
    title: 'x',
    documented: a,
    signed: b,
    ...(difference && { difference }),
    remedy: { any: 'X.' },
    alternatives: [],
  };
  return renderDifference(cause, plain).trimEnd().split('\n');
}

function width(line: string): number {
  return Array.from(line.replace(/\p{Mn}/gu, '')).length;
}

describe('a difference', () => {
  it('is marked where it begins', () => {
    expect(shown('{"a":1}', '{"a": 1}')).toEqual([
      '   documented  {"a":1}',
      '   signed      {"a":·1}',
      '   at byte 5        ^ 31 7d → 20 31 7d',
    ]);
  });

  it('at the end is marked behind it', () => {
    expect(shown('a', 'a\n').at(-1)).toBe('   at byte 1    ^ (the end) → 0a');
  });

  it('from nothing is shown', () => {
    expect(shown('a', '')).toEqual([
      '   documented  a',
      '   signed      (nothing)',
      '   at byte 0   ^ 61 → (the end)',
    ]);
  });

  it('inside a character is marked at that character', () => {
    expect(shown('é', 'è').at(-1)).toBe('   at byte 1   ^ a9 → a8');
  });

  it('far to the right has its bytes to the left', () => {
    const [documented = '', , mark = ''] = shown(`${'x'.repeat(60)}a`, `${'x'.repeat(60)}b`);
    expect(mark).toMatch(/^ {3}at byte 60 .* 61 → 62 \^$/);
    expect(mark.indexOf('^')).toBe(documented.indexOf('a', 15));
  });

  it.each([
    ['plain text', 'x'],
    ['wide characters', 'न'],
    ['marks', 'e\u0301'],
    ['controls', '\u0001'],
    ['bytes that are no text', '\u0000\u007f'],
  ])('far into %s keeps to 80 columns, with both windows at one place', (_name, filler) => {
    const before = filler.repeat(500);
    const [documented = '', signed = '', mark = ''] = shown(
      `${before}A${before}`,
      `${before}B${before}`,
    );
    for (const line of [documented, signed, mark]) {
      expect(width(line)).toBeLessThanOrEqual(80);
    }
    expect(width(documented.slice(0, documented.indexOf('A')))).toBe(mark.indexOf('^'));
    expect(documented.indexOf('A', 15)).toBe(signed.indexOf('B', 15));
  });
});
