import { describe, expect, it } from 'vitest';
import { FAULT_OPTIONS, readFaults } from '../../src/cli/fault-options.js';
import { Words } from '../../src/cli/words.js';
import { FAULT_KINDS } from '../../src/sandbox/faults.js';
import { refusal } from '../app/refusal.js';

function read(values: Readonly<Record<string, readonly string[]>>): ReturnType<typeof readFaults> {
  return readFaults(new Words([], new Map(Object.entries(values))));
}

describe('readFaults', () => {
  it.each<[values: Readonly<Record<string, readonly string[]>>, settings: unknown]>([
    [{}, { faults: [], faultSeed: 1 }],
    [
      { fault: ['drop=1%,truncate', 'bad-json'], 'fault-seed': ['42'] },
      {
        faults: [
          { kind: 'drop', share: 0.01 },
          { kind: 'bad-json', share: 1 },
          { kind: 'truncate', share: 1 },
        ],
        faultSeed: 42,
      },
    ],
    [
      { 'clock-skew': ['-400'] },
      { faults: [{ kind: 'clock-skew', offsetMs: -400_000 }], faultSeed: 1 },
    ],
    [
      { 'clock-skew': ['2m'], 'fault-seed': ['0'] },
      { faults: [{ kind: 'clock-skew', offsetMs: 120_000 }], faultSeed: 0 },
    ],
  ])('%j', (values, settings) => {
    expect(read(values)).toEqual(settings);
  });

  it.each<[values: Readonly<Record<string, readonly string[]>>, message: string, remedy: string]>([
    [{ fault: ['x'] }, '"x" is no fault', 'drop=1%'],
    [{ 'clock-skew': ['soon'] }, '--clock-skew "soon"', '-400'],
    [{ 'clock-skew': ['1,drop'] }, '--clock-skew "1,drop"', '-400'],
    [{ 'clock-skew': ['1'], fault: ['clock-skew=1s'] }, 'clock-skew is given twice', 'once'],
    [{ 'fault-seed': ['-1'] }, '--fault-seed "-1"', 'from 0'],
    [{ 'fault-seed': ['x'] }, '--fault-seed "x"', 'from 0'],
    [{ 'fault-seed': [''] }, '--fault-seed ""', 'from 0'],
  ])('refuses %j', (values, message, remedy) => {
    expect(() => read(values)).toThrow(refusal('usage', message, remedy));
  });
});

it('names every kind of fault', () => {
  const [{ summary } = { summary: '' }] = FAULT_OPTIONS.options;
  expect(FAULT_KINDS.filter(({ kind }) => !summary.includes(kind))).toEqual([]);
});
