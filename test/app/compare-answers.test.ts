import { describe, expect, it } from 'vitest';
import {
  compareAnswers,
  type AnswerComparison,
  type ComparedAnswer,
} from '../../src/app/compare-answers.js';
import { printJsonPath } from '../../src/core/json-path.js';
import { readJsonPathPattern } from '../../src/core/json-path-pattern.js';
import { findProvider } from '../../src/providers/registry.js';

const BEFORE_MS = Date.UTC(2026, 0, 2, 3, 4, 5);
const AFTER_MS = Date.UTC(2026, 5, 2, 3, 4, 5);
const TYPE = [['Content-Type', 'application/json']] as const;

interface Given {
  readonly ignore?: readonly string[];
  readonly isVolatile?: boolean;
  readonly sent?: string;
}

function compare(
  before: string | ComparedAnswer,
  after: string | ComparedAnswer,
  { ignore = [], isVolatile = true, sent = '' }: Given = {},
): AnswerComparison {
  const patterns = ignore.map((text) => readJsonPathPattern(text) ?? []);
  const request = {
    method: 'POST',
    target: '/api/v1/members/cust_1',
    headers: [],
    body: Buffer.from(sent),
    bodyBytes: sent.length,
  };
  return compareAnswers(
    answerOf(before),
    answerOf(after),
    { request, times: { beforeMs: BEFORE_MS, afterMs: AFTER_MS } },
    findProvider('vistarkriya'),
    { patterns, isVolatile },
  );
}

function answerOf(given: string | ComparedAnswer): ComparedAnswer {
  return typeof given === 'string'
    ? { status: 200, headers: TYPE, body: Buffer.from(given) }
    : given;
}

/** The paths that differ, and those that were left out. */
function paths(comparison: AnswerComparison): unknown {
  const { body } = comparison;
  return body.kind === 'json'
    ? [body.differences.map(({ path }) => printJsonPath(path)), body.ignored.map(printJsonPath)]
    : body.kind;
}

describe('JSON', () => {
  type Row = [before: string, after: string, differing: string[], leftOut: string[], given?: Given];
  const table: Row[] = [
    ['{"a":1.0,"b":[1]}', '{ "b": [1], "a": 1 }', [], []],
    ['{"a":1}', '{"a":2,"b":3}', ['a', 'b'], []],
    ['{"a":1,"b":3}', '{"a":1}', ['b'], []],
    ['{"id":"m_1"}', '{"id":"m_2"}', [], ['id']],
    [
      '{"order_id":1,"walletId":"a"}',
      '{"order_id":2,"walletId":"b"}',
      [],
      ['order_id', 'walletId'],
    ],
    ['{"paid":"x","android":"x"}', '{"paid":"y","android":"y"}', ['paid', 'android'], []],
    // Of another type, or gone: that is no other id.
    ['{"id":"m_1"}', '{"id":2}', ['id'], []],
    ['{"id":"m_1"}', '{"id":null}', ['id'], []],
    ['{"id":"m_1"}', '{}', ['id'], []],
    // What the request names has to come back.
    ['{"externalId":"cust_1"}', '{"externalId":"cust_2"}', ['externalId'], []],
    ['{"owner_id":"leo"}', '{"owner_id":"ana"}', ['owner_id'], [], { sent: '{"owner_id":"leo"}' }],
    ['{"owner_id":"le"}', '{"owner_id":"ana"}', [], ['owner_id'], { sent: '{"owner_id":"leo"}' }],
    ['{"created_at":"then"}', '{"created_at":"now"}', [], ['created_at']],
    ['{"x":"2026-01-02T03:04:05Z"}', '{"x":"2026-06-02 03:04:05.123+05:30"}', [], ['x']],
    ['{"born":"1990-01-02"}', '{"born":"1990-01-03"}', ['born'], []],
    [`{"x":${BEFORE_MS / 1000}}`, `{"x":${AFTER_MS / 1000}}`, [], ['x']],
    [`{"x":"${BEFORE_MS}"}`, `{"x":"${AFTER_MS}"}`, [], ['x']],
    // Ten digits can be an account, too.
    ['{"account":"1234567890"}', '{"account":"1234567891"}', ['account'], []],
    ['{"id":"m_1"}', '{"id":"m_2"}', ['id'], [], { isVolatile: false }],
    [
      '{"a":[{"p":1,"q":1}]}',
      '{"a":[{"p":2,"q":2}]}',
      ['a[0].q'],
      ['a[0].p'],
      { ignore: ['a[*].p'] },
    ],
    ['{"a":{"b":1}}', '{"a":{"b":2,"c":3}}', [], ['a.b', 'a.c'], { ignore: ['a'] }],
    ['[1,2]', '[1]', ['[1]'], []],
    ['1', '2', [''], []],
  ];
  it.each(table)(
    '%s and %s differ at %j, but for %j',
    (before, after, differing, leftOut, given) => {
      const comparison = compare(before, after, given);
      expect(paths(comparison)).toEqual([differing, leftOut]);
      expect(comparison.isSame).toBe(differing.length === 0);
    },
  );
});

describe('what is no JSON', () => {
  it.each([
    ['abc', 'abc', undefined],
    ['abc', 'abd', 2],
    ['abc', 'ab', 2],
    ['', 'x', 0],
    ['{}', 'oops', 0],
  ])('%j and %j part at byte %s', (before, after, offset) => {
    const { body, isSame } = compare(before, after);
    expect(body).toMatchObject({ kind: 'bytes', offset });
    expect(isSame).toBe(offset === undefined);
  });

  it('and was not kept is not compared', () => {
    const { body, isSame } = compare({ status: 200, headers: TYPE }, '{}');
    expect([body, isSame]).toEqual([{ kind: 'unknown' }, true]);
  });
});

describe('status and headers', () => {
  const good = answerOf('{}');
  const withHeader = (name: string, value: string): ComparedAnswer => ({
    ...good,
    headers: [...TYPE, [name, value]],
  });

  it('another status is another answer', () => {
    expect(compare(good, { ...good, status: 201 }).isSame).toBe(false);
  });

  it.each([
    ['X-API-Mode', false],
    ['Location', false],
    ['Retry-After', true],
    ['Date', true],
  ])('another %s leaves it the same: %s', (name, isSame) => {
    const comparison = compare(withHeader(name, 'a'), withHeader(name, 'b'));
    expect(comparison.isSame).toBe(isSame);
    expect(comparison.headers.some((pair) => pair.name === name)).toBe(name !== 'Date');
  });

  it('a header that is gone is a change', () => {
    const { headers, isSame } = compare(withHeader('X-API-Mode', 'sandbox'), good);
    expect(headers[0]).toEqual({ name: 'X-API-Mode', before: 'sandbox', counts: true });
    expect(isSame).toBe(false);
  });
});
