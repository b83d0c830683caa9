import { describe, expect, it } from 'vitest';
import { fillSample } from '../../src/core/webhook-sample.js';

const NOW = Date.UTC(2026, 0, 27, 9, 23, 6, 658);
const SAMPLE = { name: 'a', body: '["{{id}}","{{id}}","{{now}}","{{inFourYears}}","{{other}}"]' };

describe('a sample', () => {
  it('has ids of its own, the time, and a time in four years', () => {
    const [first, second, ...rest]: unknown[] = parsed(fillSample(SAMPLE, NOW, 0));
    expect(first).toMatch(/^[0-9a-f]{12}$/);
    expect(second).not.toBe(first);
    expect(rest).toEqual(['2026-01-27T09:23:06.658Z', '2030-01-27T09:23:06.658Z', '{{other}}']);
  });

  it('has other ids with another number, time or name, and the same ones otherwise', () => {
    const ids = [id('a', NOW, 0), id('a', NOW, 1), id('a', NOW + 1, 0), id('b', NOW, 0)];
    expect(new Set(ids).size).toBe(4);
    expect(id('a', NOW, 0)).toBe(ids[0]);
  });
});

function id(name: string, nowMs: number, number: number): unknown {
  return parsed(fillSample({ ...SAMPLE, name }, nowMs, number))[0];
}

function parsed(json: string): unknown[] {
  const value: unknown = JSON.parse(json);
  return Array.isArray(value) ? value : [];
}
