import { describe, expect, it } from 'vitest';
import type { RecordedRequest } from '../../src/app/history.js';
import { newKeys, planReplay, whyNotReplayed, type ReplayForm } from '../../src/app/replay-plan.js';
import { findProvider } from '../../src/providers/registry.js';
import { entryOf } from './history-entry.js';

const provider = findProvider('influencemart');
const AFRESH: ReplayForm = { isVerbatim: false, keepsKeys: false };
const HEADERS = [
  ['User-Agent', 'vk/0.0.1'],
  ['X-Timestamp', '1767323045'],
  ['X-Signature', 'abc'],
  ['X-Idempotency-Key', 'key-1'],
  ['X-Request-ID', 'request-1'],
  ['Content-Type', 'application/json'],
  ['X-Mine', 'kept'],
  ['Content-Length', '7'],
] as const;

function requestOf(change: Partial<RecordedRequest> = {}): RecordedRequest {
  const body = Buffer.from('{"a":1}');
  return {
    method: 'POST',
    target: '/v1/x?q=%20',
    headers: HEADERS,
    body,
    bodyBytes: body.length,
    ...change,
  };
}

describe('a call that is made again', () => {
  let drawn = 0;
  const fresh = newKeys((bytes) => new Uint8Array(bytes).fill((drawn += 1)));
  const plan = (form: ReplayForm): ReturnType<typeof planReplay> =>
    planReplay(entryOf({ request: requestOf() }), provider, form, fresh);

  it('has its bytes and its own headers, and new keys', () => {
    const { request, timestamp } = plan(AFRESH);
    expect(request).toMatchObject({ method: 'POST', target: { text: '/v1/x?q=%20' } });
    expect(Buffer.from(request.body).toString()).toBe('{"a":1}');
    expect(request.headers).toEqual([
      ['Content-Type', 'application/json'],
      ['X-Mine', 'kept'],
    ]);
    expect(request.options).toEqual({
      requestId: expect.stringMatching(/^[\da-f-]{36}$/),
      idempotencyKey: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-8[\da-f]{3}-/),
    });
    expect(timestamp).toBeUndefined();
    expect(plan(AFRESH).request.options).toEqual(request.options);
  });

  it('keeps its keys where they are wanted, and never its request id', () => {
    const { options } = plan({ ...AFRESH, keepsKeys: true }).request;
    expect(options.idempotencyKey).toBe('key-1');
    expect(options.requestId).not.toBe('request-1');
  });

  it('keeps timestamp and signature where it is verbatim', () => {
    const { request, timestamp } = plan({ ...AFRESH, isVerbatim: true });
    expect(timestamp).toBe('1767323045');
    expect(request.headers).toContainEqual(['X-Signature', 'abc']);
    expect(request.headers).toContainEqual(['X-Timestamp', '1767323045']);
    expect(request.options).toEqual({ idempotencyKey: 'key-1', requestId: 'request-1' });
  });
});

it.each<[Partial<RecordedRequest>, boolean, string | undefined]>([
  [{}, false, undefined],
  [{}, true, undefined],
  [{ body: new Uint8Array(), bodyBytes: 0 }, false, undefined],
  [{ headers: [] }, true, 'its signature was not kept'],
  [{ headers: [] }, false, undefined],
  [{ body: Buffer.from('[secret]'), bodyBytes: 20 }, false, 'its body held a credential'],
  [{ target: 'x' }, false, 'its path is none that can be sent'],
  [{ target: '/x y' }, false, 'its path is none that can be sent'],
  [{ target: '/x\r\nA: b' }, false, 'its path is none that can be sent'],
])('%j, verbatim %s: %s', (change, isVerbatim, why) => {
  const entry = entryOf({ request: requestOf(change) });
  const found = whyNotReplayed(entry, provider, { ...AFRESH, isVerbatim });
  expect(found?.startsWith(why ?? '') ?? why === undefined).toBe(true);
});

it('a body that was not kept cannot be sent', () => {
  const { body: _body, ...request } = requestOf();
  expect(whyNotReplayed(entryOf({ request }), provider, AFRESH)).toContain('--keep-bodies');
});
