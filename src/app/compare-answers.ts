import { decodeUtf8 } from '../core/bytes.js';
import { findHeader, type Header } from '../core/headers.js';
import { differences, type JsonDifference } from '../core/json-difference.js';
import { isBelowPattern, type JsonPathPattern } from '../core/json-path-pattern.js';
import type { JsonPath } from '../core/json-path.js';
import { parseJsonTree, type JsonTree } from '../core/json-tree.js';
import type { Provider } from '../core/provider.js';
import type { RecordedRequest } from './history.js';
import { isVolatile, type AnswerTimes } from './volatile.js';

/** An answer, old or new. */
export interface ComparedAnswer {
  readonly status: number;
  readonly headers: readonly Header[];
  /** Absent where it was not kept. */
  readonly body?: Uint8Array | undefined;
}

/** What is left out of the comparison of two bodies. */
export interface Ignored {
  readonly patterns: readonly JsonPathPattern[];
  /** Whether ids and times are, see {@link isVolatile}. */
  readonly isVolatile: boolean;
}

export interface AnswerComparison {
  /** Whether status, notable headers and body are the same, but for what is ignored. */
  readonly isSame: boolean;
  /** Headers worth a look that either answer has. */
  readonly headers: readonly HeaderPair[];
  readonly body: BodyComparison;
}

export interface HeaderPair {
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
  /** Whether a change of it makes another answer of it; others are shown only. */
  readonly counts: boolean;
}

export type BodyComparison =
  /** The old one was not kept. */
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'json';
      readonly differences: readonly JsonDifference[];
      readonly ignored: readonly JsonPath[];
    }
  /** Either of them is no JSON. */
  | {
      readonly kind: 'bytes';
      /** Of the first byte that differs; undefined where none does. */
      readonly offset: number | undefined;
      readonly before: Uint8Array;
      readonly after: Uint8Array;
    };

/** Holds the new answer to a request against the old one. */
export function compareAnswers(
  before: ComparedAnswer,
  after: ComparedAnswer,
  about: { readonly request: RecordedRequest; readonly times: AnswerTimes },
  provider: Provider,
  ignored: Ignored,
): AnswerComparison {
  const headers = notableHeaders(provider, before.headers, after.headers);
  const body = compareBodies(before.body, after.body, about, ignored);
  const isSame =
    before.status === after.status &&
    headers.every((pair) => !pair.counts || pair.before === pair.after) &&
    isBodySame(body);
  return { isSame, headers, body };
}

function isBodySame(body: BodyComparison): boolean {
  switch (body.kind) {
    case 'unknown':
      return true;
    case 'json':
      return body.differences.length === 0;
    case 'bytes':
      return body.offset === undefined;
  }
}

/** The mode first: it tells whether money has moved. */
function notableHeaders(
  { mode }: Provider,
  before: readonly Header[],
  after: readonly Header[],
): readonly HeaderPair[] {
  const names: readonly (readonly [name: string, counts: boolean])[] = [
    ...(mode === undefined ? [] : [[mode.header, true] as const]),
    ['Content-Type', true],
    ['Location', true],
    ['Retry-After', false],
  ];
  return names.flatMap(([name, counts]): HeaderPair[] => {
    const [old, now] = [findHeader(before, name), findHeader(after, name)];
    return old === undefined && now === undefined
      ? []
      : [
          {
            name,
            counts,
            ...(old !== undefined && { before: old }),
            ...(now !== undefined && { after: now }),
          },
        ];
  });
}

function compareBodies(
  before: Uint8Array | undefined,
  after: Uint8Array | undefined,
  about: { readonly request: RecordedRequest; readonly times: AnswerTimes },
  ignored: Ignored,
): BodyComparison {
  if (before === undefined || after === undefined) {
    return { kind: 'unknown' };
  }
  const [old, now] = [jsonOf(before), jsonOf(after)];
  return old === undefined || now === undefined
    ? { kind: 'bytes', offset: firstDifference(before, after), before, after }
    : compareTrees(old, now, about, ignored);
}

function jsonOf(body: Uint8Array): JsonTree | undefined {
  const text = decodeUtf8(body);
  return text === undefined ? undefined : parseJsonTree(text);
}

function compareTrees(
  before: JsonTree,
  after: JsonTree,
  { request, times }: { readonly request: RecordedRequest; readonly times: AnswerTimes },
  ignored: Ignored,
): BodyComparison {
  const sent = `${request.target} ${decodeUtf8(request.body ?? new Uint8Array()) ?? ''}`;
  const named = new Set(sent.split(/[^\w.-]+/));
  const all = differences(before, after);
  const isLeftOut = (each: JsonDifference): boolean =>
    ignored.patterns.some((pattern) => isBelowPattern(each.path, pattern)) ||
    (ignored.isVolatile && isVolatile(each, times, (value) => named.has(value)));
  return {
    kind: 'json',
    differences: all.filter((each) => !isLeftOut(each)),
    ignored: all.filter(isLeftOut).map(({ path }) => path),
  };
}

function firstDifference(before: Uint8Array, after: Uint8Array): number | undefined {
  const length = Math.max(before.length, after.length);
  for (let offset = 0; offset < length; offset += 1) {
    if (before[offset] !== after[offset]) {
      return offset;
    }
  }
  return undefined;
}
