import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  kamiokash,
  payinout,
  Secret,
  verifyWebhook,
  vistarkriya,
  type Header,
  type ReceivedHeaders,
  type WebhookVerdict,
} from '../../src/index.js';
import { loadProviderVectors, type WebhookVector } from '../vectors/load.js';
import { anyText } from './arbitraries.js';

const SECRET = 'whsec: \u00e9';
const BODY = '{"type":"member.new","data":{"name":"Zo\u00eb"}}';
const SENT = '2026-01-27T09:23:06.658Z';
const NOW = new Date(SENT);

function hex(message: string | Uint8Array, secret = SECRET): string {
  return createHmac('sha256', secret).update(message).digest('hex');
}

function at(seconds: number): string {
  return new Date(NOW.getTime() + seconds * 1000).toISOString();
}

/** Both providers, with what each signs over the body. */
const PROVIDERS = [
  {
    provider: kamiokash,
    signed: SENT + BODY,
    withHeaders: (signature: string): [string, string][] => [
      ['X-Timestamp', SENT],
      ['X-Kamio-Signature', signature],
    ],
  },
  {
    provider: payinout,
    signed: BODY,
    withHeaders: (signature: string): [string, string][] => [['X-Signature', signature]],
  },
];

describe.each(PROVIDERS)('a webhook of $provider.name', ({ provider, signed, withHeaders }) => {
  const right = hex(signed);
  const verdictOf = (
    signature: string,
    secrets: Parameters<typeof verifyWebhook>[2] = SECRET,
    body: string | Uint8Array = BODY,
  ): WebhookVerdict => verifyWebhook(body, withHeaders(signature), secrets, { provider, now: NOW });

  it.each<[string, string, WebhookVerdict['reason']]>([
    ['the right signature', right, 'ok'],
    ['one of other bytes', hex(`${signed} `), 'mismatch'],
    ['one of another secret', hex(signed, 'other'), 'mismatch'],
    ['a digit too few', right.slice(1), 'bad-encoding'],
    ['a byte too few', right.slice(2), 'bad-encoding'],
    ['a byte too many', `${right}00`, 'bad-encoding'],
    ['SHA-512', createHmac('sha512', SECRET).update(signed).digest('hex'), 'bad-encoding'],
    ['upper case', right.toUpperCase(), 'bad-encoding'],
    ['base64', Buffer.from(right, 'hex').toString('base64'), 'bad-encoding'],
    ['a prefix', `sha256=${right}`, 'bad-encoding'],
    ['quotation marks', `"${right}"`, 'bad-encoding'],
    ['a space inside', `${right.slice(0, 32)} ${right.slice(32)}`, 'bad-encoding'],
    ['no hex', 'z'.repeat(64), 'bad-encoding'],
    ['nothing', '', 'missing-signature'],
    ['white space', '  ', 'missing-signature'],
    ['commas', ' , ,', 'missing-signature'],
  ])('%s', (_name, signature, reason) => {
    const { ok, reason: found } = verdictOf(signature);
    expect({ ok, found }).toEqual({ ok: reason === 'ok', found: reason });
  });

  it('tells which secret matched', () => {
    expect(verdictOf(right, [Secret.of('old'), SECRET])).toMatchObject({ ok: true, secret: 1 });
    expect(verdictOf(right, [SECRET, 'new'])).toMatchObject({ ok: true, secret: 0 });
    expect(verdictOf(right, ['old', 'new'])).toMatchObject({ ok: false, reason: 'mismatch' });
    expect(verdictOf(right, ['old', 'new'])).not.toHaveProperty('secret');
  });

  it('an empty secret, or none, verifies nothing', () => {
    expect(verdictOf(hex(signed, ''), '').reason).toBe('empty-secret');
    expect(verdictOf(right, []).reason).toBe('empty-secret');
    expect(verdictOf(right, ['', SECRET])).toMatchObject({ ok: true, secret: 1 });
  });

  it('tells which of several signatures matched, in one header or in several', () => {
    const other = hex('another');
    expect(verdictOf(`${other}, ${right}`)).toMatchObject({ ok: true, signature: 1 });
    expect(verdictOf(`${right},${other}`)).toMatchObject({ ok: true, signature: 0 });
    const twice = [...withHeaders('zz'), ...withHeaders(other), ...withHeaders(right)];
    const options = { provider, now: NOW };
    expect(verifyWebhook(BODY, twice, SECRET, options)).toMatchObject({ ok: true, signature: 2 });
    expect(verdictOf(`zz,${other}`).reason).toBe('mismatch');
  });

  it.each<[string, (pairs: [string, string][]) => ReceivedHeaders]>([
    ['pairs', (pairs) => pairs],
    ['an iterator of pairs', (pairs) => new Map(pairs)],
    ['a record', (pairs) => Object.fromEntries(pairs)],
    [
      'a record of lists',
      (pairs) => Object.fromEntries(pairs.map(([name, text]) => [name, [text]])),
    ],
    ['a web Headers', (pairs) => new Headers(pairs)],
    ['lower case', (pairs) => pairs.map(([name, text]): Header => [name.toLowerCase(), text])],
    ['upper case', (pairs) => pairs.map(([name, text]): Header => [name.toUpperCase(), text])],
    ['with others', (pairs) => ({ ...Object.fromEntries(pairs), host: undefined, accept: '*/*' })],
  ])('headers as %s', (_name, headers) => {
    const options = { provider, now: NOW };
    expect(verifyWebhook(BODY, headers(withHeaders(right)), SECRET, options).ok).toBe(true);
    expect(verifyWebhook(BODY, headers([]), SECRET, options).reason).toBe('missing-signature');
  });

  it('takes the bytes as they are, text or not', () => {
    const bytes = Uint8Array.of(0xff, 0xfe, 0, 0x7b, 0x0d, 0x0a);
    const prefix = Buffer.from(signed.slice(0, signed.length - BODY.length));
    const signature = hex(Buffer.concat([prefix, bytes]));
    expect(verdictOf(signature, SECRET, bytes).ok).toBe(true);
    expect(verdictOf(signature, SECRET, Buffer.from(bytes)).ok).toBe(true);
    expect(verdictOf(signature, SECRET, bytes.subarray(1)).reason).toBe('mismatch');
  });

  it('never throws for what was received', () => {
    const name = fc.constantFrom('X-Signature', 'x-kamio-signature', 'X-Timestamp', 'host');
    const value = fc.oneof(anyText, fc.constantFrom(right, SENT, '', ','));
    fc.assert(
      fc.property(fc.uint8Array(), fc.array(fc.tuple(name, value)), (body, headers) => {
        const { ok, reason } = verifyWebhook(body, headers, SECRET, { provider, now: NOW });
        expect(ok).toBe(reason === 'ok');
        expect(ok).toBe(false);
      }),
    );
  });

  it.each<[string, unknown]>([
    ['an object', { type: 'member.new' }],
    ['null', null],
    ['nothing', undefined],
    ['a list', [1, 2]],
  ])('%s instead of the raw body is refused', (_name, body) => {
    const parsed = (): WebhookVerdict =>
      Reflect.apply(verifyWebhook, undefined, [body, withHeaders(right), SECRET, { provider }]);
    expect(parsed).toThrow(expect.objectContaining({ code: 'bad-body' }));
  });
});

describe('the timestamp', () => {
  const provider = kamiokash;
  const verdictOf = (timestamp: string | undefined, tolerance?: number, now = NOW): string =>
    verifyWebhook(
      BODY,
      {
        'x-kamio-signature': hex(`${timestamp ?? ''}${BODY}`),
        'x-timestamp': timestamp,
      },
      SECRET,
      { provider, now, ...(tolerance !== undefined && { tolerance }) },
    ).reason;

  it.each<[string | undefined, string]>([
    [undefined, 'missing-timestamp'],
    ['', 'missing-timestamp'],
    ['yesterday', 'timestamp-malformed'],
    ['1769505786', 'timestamp-malformed'],
    ['2026-02-30T00:00:00.000Z', 'timestamp-malformed'],
    [at(-299), 'ok'],
    [at(-300), 'ok'],
    [at(-300.001), 'timestamp-expired'],
    [at(-301), 'timestamp-expired'],
    [at(299), 'ok'],
    [at(300), 'ok'],
    [at(300.001), 'timestamp-in-future'],
    [at(301), 'timestamp-in-future'],
  ])('%j: %s', (timestamp, reason) => {
    expect(verdictOf(timestamp)).toBe(reason);
  });

  it('obeys the tolerance that is asked for', () => {
    expect(verdictOf(at(-301), 301)).toBe('ok');
    expect(verdictOf(at(-1), 0)).toBe('timestamp-expired');
    expect(verdictOf(at(0), 0)).toBe('ok');
  });

  it('is not looked at before the signature has matched', () => {
    const headers = { 'X-Kamio-Signature': hex('another'), 'X-Timestamp': at(-9999) };
    const { reason } = verifyWebhook(BODY, headers, SECRET, { provider, now: NOW });
    expect(reason).toBe('mismatch');
  });

  it('is held against the clock of the system where none is given', () => {
    const now = new Date().toISOString();
    const headers = { 'X-Kamio-Signature': hex(now + BODY), 'X-Timestamp': now };
    expect(verifyWebhook(BODY, headers, SECRET, { provider }).reason).toBe('ok');
  });

  it.each([{ now: new Date('never') }, { tolerance: Number.NaN }, { tolerance: -1 }])(
    '%o would let any timestamp pass, or none',
    (options) => {
      expect(() => verifyWebhook(BODY, [], SECRET, { provider, ...options })).toThrow(
        expect.objectContaining({ code: 'usage' }),
      );
    },
  );
});

it('a provider without webhooks is refused', () => {
  expect(() => verifyWebhook(BODY, [], SECRET, { provider: vistarkriya })).toThrow(
    expect.objectContaining({ code: 'usage' }),
  );
});

describe.each(PROVIDERS)('vectors by other programs, of $provider.id', ({ provider }) => {
  const { webhooks } = loadProviderVectors(provider.id);

  it.each(webhooks)('$name', ({ body, secret, signature, timestamp }: WebhookVector) => {
    const headers = {
      [provider.webhook.signatureHeader]: signature,
      'X-Timestamp': timestamp,
    };
    const options = { provider, tolerance: Number.POSITIVE_INFINITY };
    const key = new Secret(secret);
    expect(verifyWebhook(body, headers, [key], options).reason).toBe('ok');
    const longer = Buffer.concat([body, Buffer.from('\n')]);
    expect(verifyWebhook(longer, headers, [key], options).reason).toBe('mismatch');
  });
});
