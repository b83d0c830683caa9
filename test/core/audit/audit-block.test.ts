import { isUtf8 } from 'node:buffer';
import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openAuditor } from '../../../src/core/audit/audit-block.js';
import { openQuickLine } from '../../../src/core/audit/quick-line.js';
import type { AuditTask, BlockResult } from '../../../src/core/audit/task.js';
import { headersOf, line, PAYINOUT, record, RECEIVED, SECRET, sign, task } from './lines.js';

function audit(
  log: string | Uint8Array,
  change: Partial<AuditTask> = {},
  isFirst = true,
): BlockResult {
  return openAuditor(task(change), isUtf8)(Buffer.from(log), isFirst);
}

/** Without the short cut, which is taken for UTF-8 only. */
function auditSlowly(log: Uint8Array, change: Partial<AuditTask>): BlockResult {
  return openAuditor(task(change), () => false)(log, true);
}

/** What JSON is made of. */
const MARKS = Array.from('\\"{}[],:u0eE+-. t');
const BODY = '{"event":"member.new"}';
const LATE = '2026-01-02T03:14:05.000Z';
const WRONG = '0'.repeat(64);
const PAYINOUT_SIGNATURE = createHmac('sha256', SECRET).update(BODY).digest('hex');

function withHeaders(change: Readonly<Record<string, string | undefined>>): string {
  const headers = { ...Object.fromEntries(headersOf(BODY)), ...change };
  return line({ headers }, BODY);
}

describe('the reason of a line', () => {
  it.each<[name: string, text: string, reason: string, change?: Partial<AuditTask>]>([
    ['as it is recorded', line(), 'ok'],
    ['headers in an object', withHeaders({}), 'ok'],
    ['header names in lower case', withHeaders({}).replace('X-Kamio', 'x-kamio'), 'ok'],
    [
      'headers as name and value',
      line({ headers: headersOf(BODY).map(([name, value]) => ({ name, value })) }, BODY),
      'ok',
    ],
    ['a list of values', withHeaders({}).replace(/("X-Timestamp":)("[^"]*")/, '$1[$2]'), 'ok'],
    [
      'an escaped body',
      line({}, '{"a":"\u20b9\ud83d\ude00"}')
        .replace('\ud83d', '\\ud83d')
        .replace('\ude00', '\\ude00'),
      'ok',
    ],
    [
      'a body in base64',
      line({
        body: undefined,
        bodyBase64: Buffer.from(BODY).toString('base64'),
        headers: headersOf(BODY),
      }),
      'ok',
    ],
    ['two signatures', withHeaders({ 'X-Kamio-Signature': `${WRONG}, ${sign(BODY)}` }), 'ok'],
    ['an empty body', line({}, ''), 'ok'],
    ['spaces around all of it', ` ${line().replaceAll(',"', ' , "')} \r`, 'ok'],
    ['a member that comes twice', `{"body":"no",${line().slice(1)}`, 'ok'],
    ['another body', line({ body: `${BODY} `, headers: headersOf(BODY) }), 'mismatch'],
    ['another secret', line(), 'mismatch', { secrets: [Buffer.from('other')] }],
    ['a second secret', line(), 'ok', { secrets: [Buffer.from('other'), Buffer.from(SECRET)] }],
    ['upper case', withHeaders({ 'X-Kamio-Signature': sign(BODY).toUpperCase() }), 'bad-encoding'],
    ['a cut signature', withHeaders({ 'X-Kamio-Signature': 'abc' }), 'bad-encoding'],
    ['an empty signature', withHeaders({ 'X-Kamio-Signature': '' }), 'missing-signature'],
    ['no signature', withHeaders({ 'X-Kamio-Signature': undefined }), 'missing-signature'],
    ['no timestamp', withHeaders({ 'X-Timestamp': undefined }), 'missing-timestamp'],
    ['no JSON', '{"body":', 'not-json'],
    ['something behind it', `${line()}}`, 'not-json'],
    ['a word', 'null', 'not-json'],
    ['a control character', line().replace('POST', 'PO\u0001ST'), 'not-json'],
    ['a bad number', line().replace('"POST"', '01'), 'not-json'],
    ['no body', line({ body: undefined }), 'no-body'],
    ['a body that was parsed', line({ body: { event: 'member.new' } }), 'parsed-body'],
    ['bad base64', line({ body: undefined, bodyBase64: 'e30' }), 'bad-base64'],
    ['half a character', line().replace('member', '\\ud83d'), 'lone-surrogate'],
    [
      'halves that make no pair, signed as if they did',
      line({ headers: headersOf(Buffer.from([0xf4, 0x90, 0x80, 0x80])) }, '').replace(
        '"body":""',
        String.raw`"body":"\udc00\udc00"`,
      ),
      'lone-surrogate',
    ],
    [
      'a second timestamp, which is not looked at',
      line({ headers: [['X-Timestamp', LATE], ...headersOf(BODY)] }, BODY),
      'mismatch',
    ],
    ['no headers', line({ headers: undefined }), 'no-headers'],
    ['headers of another kind', line({ headers: 'X-Timestamp: 1' }), 'no-headers'],
    ['in time', line({ time: '2026-01-02T03:09:05.000Z' }), 'ok'],
    ['too late', line({ time: LATE }), 'timestamp-expired'],
    ['in the future', line({ time: '2026-01-02T02:54:05+00:00' }), 'timestamp-in-future'],
    ['too late in seconds', line({ time: Date.parse(LATE) / 1000 }), 'timestamp-expired'],
    ['too late in milliseconds', line({ time: String(Date.parse(LATE)) }), 'timestamp-expired'],
    ['late and allowed', line({ time: LATE }), 'ok', { toleranceSeconds: 600 }],
    ['no time', line({ time: undefined }), 'ok'],
    [
      'no time, late by --at',
      line({ time: undefined }),
      'timestamp-expired',
      { atMs: Date.parse(LATE) },
    ],
    ['a time, which goes before --at', line(), 'ok', { atMs: Date.parse(LATE) }],
    [
      'a timestamp of another form',
      line({ headers: headersOf(BODY, '1767323045') }, BODY),
      'timestamp-malformed',
    ],
  ])('%s', (_name, text, reason, change) => {
    const bytes = Buffer.from(text);
    expect([...audit(bytes, change).counts]).toEqual([[reason, 1]]);
    expect([...auditSlowly(bytes, change ?? {}).counts]).toEqual([[reason, 1]]);
  });

  it('is not-utf8 where the bytes are none, though they were signed', () => {
    const body = '"\u00e9"';
    const headers = headersOf(Buffer.from(body, 'latin1'));
    const bytes = Buffer.from(line({ headers }, body), 'latin1');
    expect([...audit(bytes).counts]).toEqual([['not-utf8', 1]]);
  });

  it('is that of a text that holds U+FFFD', () => {
    expect([...audit(line({}, '"\ufffd"')).counts]).toEqual([['ok', 1]]);
  });
});

describe('another provider, and schemes by hand', () => {
  const body = '{"status":"paid"}';
  const hex = createHmac('sha256', SECRET).update(body).digest('hex');

  it.each<[name: string, text: string, reason: string, change: Partial<AuditTask>]>([
    ['PayIn/PayOut', line({ headers: { 'X-Signature': hex } }, body), 'ok', PAYINOUT],
    [
      'PayIn/PayOut, changed',
      line({ headers: { 'X-Signature': hex } }, `${body}\n`),
      'mismatch',
      PAYINOUT,
    ],
    [
      'a key that is longer than a block, SHA-512 in base64, and a separator',
      line(
        {
          headers: {
            'X-Sig': createHmac('sha512', 'k'.repeat(200))
              .update(`${body}.1767323045`)
              .digest('base64'),
            'X-Time': '1767323045',
          },
        },
        body,
      ),
      'ok',
      {
        secrets: [Buffer.from('k'.repeat(200))],
        definition: {
          scheme: {
            parts: ['body', 'timestamp'],
            separator: '.',
            algorithm: 'sha512',
            encoding: 'base64',
            timestamp: { format: 'unix-seconds', toleranceSeconds: 300 },
          },
          signatureHeader: 'X-Sig',
          timestampHeader: 'X-Time',
        },
      },
    ],
  ])('%s', (_name, text, reason, change) => {
    expect([...audit(text, change).counts]).toEqual([[reason, 1]]);
    expect([...auditSlowly(Buffer.from(text), change).counts]).toEqual([[reason, 1]]);
  });
});

describe('members by name', () => {
  const flat = { raw: BODY, sig: sign(BODY), ts: RECEIVED };
  it.each<[name: string, value: unknown, fields: AuditTask['fields']]>([
    [
      'of the line',
      flat,
      { body: 'raw', headers: 'h', time: 't', signature: 'sig', timestamp: 'ts' },
    ],
    [
      'nested',
      { request: { raw: { text: BODY }, headers: headersOf(BODY) }, at: { ms: RECEIVED } },
      { body: 'request.raw.text', headers: 'request.headers', time: 'at.ms' },
    ],
    [
      'nested, in base64',
      { request: { bodyBase64: Buffer.from(BODY).toString('base64'), headers: headersOf(BODY) } },
      { body: 'request.body', headers: 'request.headers', time: 'time' },
    ],
  ])('%s', (_name, value, fields) => {
    expect([...audit(JSON.stringify(value), { fields }).counts]).toEqual([['ok', 1]]);
  });

  it('are own members only', () => {
    const fields = { body: 'constructor.name', headers: 'headers', time: 'time' };
    expect([...audit(line(), { fields }).counts]).toEqual([['no-body', 1]]);
  });
});

describe('a block', () => {
  it('has numbered lines, whatever ends them', () => {
    const log = `\ufeff${line()}\r\n\n \t\r\n{\n${line({ id: 'wh_5', time: LATE })}`;
    const { lines, failed, bySecret } = audit(log);
    expect({ lines, failed, bySecret }).toEqual({
      lines: 5,
      bySecret: [1],
      failed: [
        { line: 4, reason: 'not-json' },
        { line: 5, reason: 'timestamp-expired', id: 'wh_5' },
      ],
    });
  });

  it('may begin with a byte order mark only where the log does', () => {
    expect([...audit(`\ufeff${line()}`, {}, false).counts]).toEqual([['not-json', 1]]);
  });

  it('counts verified lines whose age nobody could judge', () => {
    expect(audit(`${line({ time: undefined })}\n${line()}\n${line({ time: 'x' })}`).ageless).toBe(
      2,
    );
  });

  it('names the first lines of each reason where not all are wanted', () => {
    const { failed } = audit('{\n'.repeat(9), { namesAll: false });
    expect(failed.map((each) => each.line)).toEqual([1, 2, 3, 4, 5]);
  });

  it('hands out what a cause could explain, in bytes of its own', () => {
    const log = Buffer.from(`${line({ headers: headersOf('other') })}\n${line({ time: LATE })}`);
    const { samples } = openAuditor(task(), isUtf8)(log, true);
    log.fill(0);
    expect(samples.map(({ line: number, body }) => [number, Buffer.from(body).toString()])).toEqual(
      [[1, record()['body']]],
    );
  });
});

describe('the short cut', () => {
  const headerNames = fc.constantFrom('X-Kamio-Signature', 'x-timestamp', 'Host', 'X-Timestamp');
  const members = fc.dictionary(
    fc.constantFrom('id', 'time', 'body', 'more', '__proto__', 'headers'),
    fc.oneof(
      fc.jsonValue(),
      fc.string(),
      fc.constant(RECEIVED),
      fc.array(fc.tuple(headerNames, fc.oneof(fc.string(), fc.constant(RECEIVED)))),
    ),
  );

  it('comes to what the long way comes to, for any JSON', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        members,
        fc.boolean(),
        (body, others, isSpaced) => {
          const signed = record({ ...others }, body.toWellFormed());
          const bytes = Buffer.from(
            JSON.stringify(signed, null, isSpaced ? '\t' : '').replaceAll('\n', ' '),
          );
          expect(audit(bytes)).toEqual(auditSlowly(bytes, {}));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('comes to what the long way comes to, for any damage', () => {
    const place = fc.nat({ max: line().length });
    fc.assert(
      fc.property(
        place,
        fc.nat({ max: 2 }),
        fc.string({ maxLength: 3, unit: fc.constantFrom(...MARKS) }),
        (at, removed, put) => {
          const text = line();
          const bytes = Buffer.from(text.slice(0, at) + put + text.slice(at + removed));
          expect(audit(bytes)).toEqual(auditSlowly(bytes, {}));
        },
      ),
      { numRuns: 600 },
    );
  });

  it.each<[name: string, text: string, change?: Partial<AuditTask>]>([
    ['as it is recorded', line()],
    ['with escapes', line().replace('\u00eb', '\\u00EB').replace('/', '\\/')],
    ['with headers in an object', withHeaders({})],
    ['of PayIn/PayOut', line({ headers: { 'X-Signature': PAYINOUT_SIGNATURE } }, BODY), PAYINOUT],
  ])('is taken for a line %s', (_name, text, change) => {
    const bytes = Buffer.from(text);
    const recognise = openQuickLine(task(change));
    expect(recognise?.(bytes, 0, bytes.length)).toEqual({ secret: 0, isAgeless: false });
  });
});
