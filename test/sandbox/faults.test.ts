import { describe, expect, it } from 'vitest';
import {
  FAULT_KINDS,
  parseFault,
  parseFaults,
  parseOffset,
  type Fault,
} from '../../src/sandbox/faults.js';
import { refusal } from '../app/refusal.js';

describe('parseFault', () => {
  it.each<[text: string, fault: Fault]>([
    ['latency=200ms', { kind: 'latency', share: 1, fromMs: 200, toMs: 200 }],
    ['latency=0ms', { kind: 'latency', share: 1, fromMs: 0, toMs: 0 }],
    ['latency=1.5s', { kind: 'latency', share: 1, fromMs: 1500, toMs: 1500 }],
    ['latency=1h', { kind: 'latency', share: 1, fromMs: 3_600_000, toMs: 3_600_000 }],
    ['latency=100ms..2s', { kind: 'latency', share: 1, fromMs: 100, toMs: 2000 }],
    ['latency=1ms..1m@2.5%', { kind: 'latency', share: 0.025, fromMs: 1, toMs: 60_000 }],
    ['slow-body', { kind: 'slow-body', share: 1, fromMs: 3000, toMs: 3000 }],
    ['slow-body=2s', { kind: 'slow-body', share: 1, fromMs: 2000, toMs: 2000 }],
    ['slow-body=10%', { kind: 'slow-body', share: 0.1, fromMs: 3000, toMs: 3000 }],
    ['slow-body=2s@10%', { kind: 'slow-body', share: 0.1, fromMs: 2000, toMs: 2000 }],
    ['error-rate=5%', { kind: 'error-rate', share: 0.05 }],
    ['error-rate=100%', { kind: 'error-rate', share: 1 }],
    ['drop=1%', { kind: 'drop', share: 0.01 }],
    ['drop=0%', { kind: 'drop', share: 0 }],
    ['drop=0.125%', { kind: 'drop', share: 0.00125 }],
    ['drop', { kind: 'drop', share: 1 }],
    ['truncate', { kind: 'truncate', share: 1 }],
    ['truncate=10%', { kind: 'truncate', share: 0.1 }],
    ['bad-json', { kind: 'bad-json', share: 1 }],
    ['wrong-mode=50%', { kind: 'wrong-mode', share: 0.5 }],
    ['rate-limit', { kind: 'rate-limit', share: 1 }],
    ['clock-skew=400s', { kind: 'clock-skew', offsetMs: 400_000 }],
    ['clock-skew=-400s', { kind: 'clock-skew', offsetMs: -400_000 }],
    ['clock-skew=-400', { kind: 'clock-skew', offsetMs: -400_000 }],
    ['clock-skew=250ms', { kind: 'clock-skew', offsetMs: 250 }],
    ['clock-skew=-2h', { kind: 'clock-skew', offsetMs: -7_200_000 }],
  ])('reads %s', (text, fault) => {
    expect(parseFault(text)).toEqual(fault);
  });

  it.each<[text: string, message: string, remedy: string]>([
    ['', '"" is no fault', 'latency=200ms, drop=1%, error-rate=5%'],
    ['slow', '"slow" is no fault', 'slow-body, clock-skew=400s'],
    ['Drop=1%', '"Drop=1%" is no fault', 'drop=1%'],
    ['latency', 'the fault "latency" lacks its value', 'latency=200ms or latency=100ms..400ms'],
    ['latency=', 'the fault "latency=" lacks its value', 'latency=200ms'],
    ['latency=200', '"latency=200" is no time', 'Write latency=200ms'],
    ['latency=-1ms', '"latency=-1ms" is no time', 'latency=200ms'],
    ['latency=2d', '"latency=2d" is no time', 'latency=200ms'],
    ['latency=61m', '"latency=61m" is no time up to an hour', 'latency=200ms'],
    ['latency=2s..1s', '"latency=2s..1s" is no time', 'latency=100ms..400ms'],
    ['latency=1s..2s..3s', 'nor a range', 'latency=100ms..400ms'],
    ['latency=1s..', 'nor a range', 'latency=100ms..400ms'],
    ['latency=10%', '"latency=10%" is no time', 'latency=2s@5%'],
    ['latency=1s@', '"latency=1s@" is no time', 'latency=2s@5%'],
    ['latency=1s@5', '"latency=1s@5" is no time', 'latency=2s@5%'],
    ['latency=1s@5%@5%', 'is no time', 'latency=2s@5%'],
    ['slow-body=', '"slow-body=" is no time', 'slow-body=2s@10%'],
    ['slow-body=@10%', '"slow-body=@10%" is no time', 'slow-body=2s@10%'],
    ['slow-body=110%', '"slow-body=110%" is no time', 'slow-body=10%'],
    ['error-rate', 'the fault "error-rate" lacks its value', 'Write error-rate=5%.'],
    ['error-rate=5', '"error-rate=5" is no share from 0% to 100%', 'error-rate=5%'],
    ['error-rate=0.05', 'is no share', 'error-rate=5%'],
    ['error-rate=-1%', 'is no share', 'error-rate=5%'],
    ['drop=101%', '"drop=101%" is no share from 0% to 100%', 'drop=1% or drop'],
    ['drop=100.1%', 'is no share', 'drop=1%'],
    ['drop=', '"drop=" is no share', 'drop=1%'],
    ['drop=1%%', 'is no share', 'drop=1%'],
    ['truncate=2s', '"truncate=2s" is no share', 'truncate=10%'],
    ['clock-skew', 'the fault "clock-skew" lacks its value', 'clock-skew=-400s'],
    ['clock-skew=', 'lacks its value', 'clock-skew=400s'],
    ['clock-skew=-', 'is no time by which a clock can be off', 'clock-skew=-400s'],
    ['clock-skew=--4s', 'is no time by which', 'clock-skew=-400s'],
    ['clock-skew=10%', 'is no time by which', 'clock-skew=400s'],
    ['clock-skew=1000000001s', 'is no time by which', 'clock-skew=400s'],
    ['clock-skew=NaNs', 'is no time by which', 'clock-skew=400s'],
  ])('refuses %j', (text, message, remedy) => {
    expect(() => parseFault(text)).toThrow(refusal('usage', message, remedy));
  });

  it.each(FAULT_KINDS.flatMap(({ kind, forms }) => forms.map((form) => [form, kind] as const)))(
    'reads the form %s that its help shows',
    (form, kind) => {
      expect(parseFault(form).kind).toBe(kind);
    },
  );
});

describe('parseFaults', () => {
  it('takes lists, joined by commas or not, and sorts them by kind', () => {
    const faults = parseFaults(['truncate, drop=1%', 'latency=1s']);
    expect(faults.map(({ kind }) => kind)).toEqual(['latency', 'drop', 'truncate']);
    expect(parseFaults([])).toEqual([]);
  });

  it.each([
    [['drop=1%,drop=2%'], 'the fault drop is given twice'],
    [['clock-skew=1s', 'clock-skew=1s'], 'the fault clock-skew is given twice'],
    [['drop,'], '"" is no fault'],
  ])('refuses %j', (texts, message) => {
    expect(() => parseFaults(texts)).toThrow(refusal('usage', message));
  });
});

it.each([
  ['400', 400_000],
  ['-400', -400_000],
  ['0', 0],
  ['-0', 0],
  ['1.5', 1500],
  ['2m', 120_000],
  ['', undefined],
  ['1e3', undefined],
  ['+4', undefined],
])('the offset %j', (text, ms) => {
  expect(parseOffset(text)).toBe(ms);
});
