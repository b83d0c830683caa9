import { VkError } from '../core/error.js';

interface FaultRecord {
  readonly kind: string;
  /** `share`: of the answers. `time`: how long, for all answers or a share. `offset`: of the clock. */
  readonly takes: 'share' | 'time' | 'offset';
  /** Whether the kind alone says enough. */
  readonly isAlone: boolean;
  /** How it is written: the shortest form first. */
  readonly forms: readonly [string, ...string[]];
}

/**
 * What can go wrong on a bad day. An order that counts: of faults that strike together, the first is
 * done and logged first.
 */
export const FAULT_KINDS = [
  {
    kind: 'latency',
    takes: 'time',
    isAlone: false,
    forms: ['latency=200ms', 'latency=100ms..400ms', 'latency=2s@5%'],
  },
  { kind: 'drop', takes: 'share', isAlone: true, forms: ['drop=1%', 'drop'] },
  { kind: 'error-rate', takes: 'share', isAlone: false, forms: ['error-rate=5%'] },
  { kind: 'rate-limit', takes: 'share', isAlone: true, forms: ['rate-limit', 'rate-limit=10%'] },
  { kind: 'wrong-mode', takes: 'share', isAlone: true, forms: ['wrong-mode', 'wrong-mode=10%'] },
  { kind: 'bad-json', takes: 'share', isAlone: true, forms: ['bad-json', 'bad-json=10%'] },
  { kind: 'truncate', takes: 'share', isAlone: true, forms: ['truncate', 'truncate=10%'] },
  {
    kind: 'slow-body',
    takes: 'time',
    isAlone: true,
    forms: ['slow-body', 'slow-body=2s', 'slow-body=10%', 'slow-body=2s@10%'],
  },
  {
    kind: 'clock-skew',
    takes: 'offset',
    isAlone: false,
    forms: ['clock-skew=400s', 'clock-skew=-400s'],
  },
] as const satisfies readonly FaultRecord[];

type AnyRecord = (typeof FAULT_KINDS)[number];
export type FaultKind = AnyRecord['kind'];

/** A fault of a share of the answers, from 0 to 1. */
export interface ShareFault {
  readonly kind: Extract<AnyRecord, { takes: 'share' }>['kind'];
  readonly share: number;
}

/** A fault that takes its time: one from this range, in milliseconds. */
export interface TimeFault {
  readonly kind: Extract<AnyRecord, { takes: 'time' }>['kind'];
  readonly share: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** How far the sandbox's clock is ahead, in milliseconds; negative where it is behind. */
export interface ClockFault {
  readonly kind: 'clock-skew';
  readonly offsetMs: number;
}

export type Fault = ShareFault | TimeFault | ClockFault;

/** How long a slow body takes where nobody says how long. */
const SLOW_BODY_MS = 3000;
const LONGEST_MS = 3_600_000;
/** About thirty years: every date within them can be written. */
const LARGEST_OFFSET_MS = 1e12;

/**
 * Reads faults as they are given on a command line: `drop=1%`, or several joined by commas. The result
 * has the order of the kinds.
 *
 * @throws VkError `usage`
 */
export function parseFaults(texts: readonly string[]): readonly Fault[] {
  const faults = texts.flatMap((text) => text.split(',')).map((text) => parseFault(text.trim()));
  const twice = faults.find(({ kind }, index) =>
    faults.slice(0, index).some((earlier) => earlier.kind === kind),
  );
  if (twice !== undefined) {
    throw new VkError('usage', `the fault ${twice.kind} is given twice`, 'Give each kind once.');
  }
  return FAULT_KINDS.flatMap((record) => faults.filter(({ kind }) => kind === record.kind));
}

/**
 * Reads one fault.
 *
 * @throws VkError `usage` for an unknown kind, or a value that does not fit it
 */
export function parseFault(text: string): Fault {
  const equals = text.indexOf('=');
  const name = equals === -1 ? text : text.slice(0, equals);
  const value = equals === -1 ? undefined : text.slice(equals + 1);
  const record = FAULT_KINDS.find(({ kind }) => kind === name);
  if (record === undefined) {
    const choices = FAULT_KINDS.map(({ forms: [first] }) => first).join(', ');
    throw new VkError('usage', `${quoted(text)} is no fault`, `The choices are ${choices}.`);
  }
  const fault = readFault(record, value);
  if (fault === undefined) {
    throw new VkError('usage', `the fault ${quoted(text)} ${problem(record, value)}`, help(record));
  }
  return fault;
}

/**
 * Reads an offset of the clock: seconds, or another unit if it says so.
 *
 * @returns milliseconds; undefined where it is none
 */
export function parseOffset(text: string): number | undefined {
  const isBehind = text.startsWith('-');
  const digits = isBehind ? text.slice(1) : text;
  const ms = parseTime(/\d$/.test(digits) ? `${digits}s` : digits, LARGEST_OFFSET_MS);
  // Without a negative zero.
  return ms === undefined ? undefined : isBehind ? 0 - ms : ms;
}

function readFault(record: AnyRecord, value: string | undefined): Fault | undefined {
  if (value === undefined && !record.isAlone) {
    return undefined;
  }
  switch (record.takes) {
    case 'share': {
      const share = value === undefined ? 1 : parseShare(value);
      return share === undefined ? undefined : { kind: record.kind, share };
    }
    case 'time':
      return readTimeFault(record, value ?? '100%');
    case 'offset': {
      const offsetMs = parseOffset(value ?? '');
      return offsetMs === undefined ? undefined : { kind: record.kind, offsetMs };
    }
  }
}

/** `2s`, `1s..3s`, `2s@10%`; `10%` where the kind has a time of its own. */
function readTimeFault(
  { kind, isAlone }: Extract<AnyRecord, { takes: 'time' }>,
  value: string,
): TimeFault | undefined {
  const parts = value.split('@');
  const [times = '', part = '100%'] =
    isAlone && value.endsWith('%') && parts.length === 1 ? [`${SLOW_BODY_MS}ms`, value] : parts;
  const [from = '', to = from, ...more] = times.split('..');
  const fromMs = parseTime(from, LONGEST_MS);
  const toMs = parseTime(to, LONGEST_MS);
  const share = parseShare(part);
  const isWhole =
    parts.length < 3 &&
    more.length === 0 &&
    fromMs !== undefined &&
    toMs !== undefined &&
    share !== undefined &&
    fromMs <= toMs;
  return isWhole ? { kind, share, fromMs, toMs } : undefined;
}

/** From 0 to 1. */
function parseShare(text: string): number | undefined {
  const match = /^(\d{1,3}(?:\.\d{1,6})?)%$/.exec(text);
  const percent = Number(match?.[1]);
  return percent <= 100 ? percent / 100 : undefined;
}

/** In milliseconds. */
function parseTime(text: string, longestMs: number): number | undefined {
  const match = /^(\d{1,12}(?:\.\d{1,3})?)(ms|s|m|h)$/.exec(text);
  const ms = Number(match?.[1]) * (UNITS[match?.[2] ?? ''] ?? Number.NaN);
  return ms <= longestMs ? Math.round(ms) : undefined;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function problem({ takes, isAlone }: AnyRecord, value: string | undefined): string {
  if (value === undefined || (value === '' && !isAlone)) {
    return 'lacks its value';
  }
  return PROBLEMS[takes];
}

const PROBLEMS = {
  share: 'is no share from 0% to 100%',
  time: 'is no time up to an hour, nor a range of times',
  offset: 'is no time by which a clock can be off',
} as const satisfies Readonly<Record<FaultRecord['takes'], string>>;

function help({ forms }: AnyRecord): string {
  return `Write ${forms.join(' or ')}.`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
