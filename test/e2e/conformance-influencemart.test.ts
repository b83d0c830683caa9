import { beforeAll, describe, expect, it } from 'vitest';
import { conformance, type Case } from './conformance.js';
import { isInstalled, member, startSandbox } from './vk.js';

/** What a client in Python gets from Influencemart's sandbox. */

const hasPython = await isInstalled('python3', '--version');

async function cases(
  group: string,
  ...args: readonly string[]
): Promise<ReadonlyMap<string, Case>> {
  const { server } = await startSandbox(['influencemart'], { args });
  return await conformance('influencemart.py', {
    ...server,
    env: { ...server.env, VK_CASES: group },
  });
}

const REPLAY = 'this signature was used before; sign every request afresh';
const SKEW = 'X-Timestamp is not within 300 s of server time';
const NO_MATCH = 'X-Signature does not match';

type Row = readonly [name: string, status: number, said?: string, code?: string];

/** The page documents INVALID_KEY and no other code. */
const table: readonly Row[] = [
  ['accepted', 200],
  ['no X-API-Key', 401, 'X-API-Key is missing'],
  ['empty X-API-Key', 401, 'X-API-Key is missing'],
  ['no X-Timestamp', 401, 'X-Timestamp is missing'],
  ['empty X-Timestamp', 401, 'X-Timestamp is missing'],
  ['no X-Signature', 401, 'X-Signature is missing'],
  ['empty X-Signature', 401, 'X-Signature is missing'],
  ['unknown key', 401, 'the key is unknown, disabled or revoked', 'INVALID_KEY'],
  ['revoked key', 401, 'the key is disabled or revoked', 'INVALID_KEY'],
  ['another secret', 401, NO_MATCH],
  ['live key', 200],
  ['280 s old', 200],
  ['301 s old', 401, SKEW],
  ['280 s ahead', 200],
  ['340 s ahead', 401, SKEW],
  ['milliseconds', 401, SKEW],
  ['another body was signed', 401, NO_MATCH],
  ['no dot was signed', 401, NO_MATCH],
  ['GET', 200],
  ['request id', 200],
  ['request id of a refusal', 401, NO_MATCH],
  ['event without an id', 400, 'X-External-Event-Id is required'],
  ['event', 200],
  ['event again', 200],
  ['another event', 200],
  ['used once', 200],
  ['used twice', 401, REPLAY],
  // The signature covers the body and the timestamp only.
  ['used for another path', 401, REPLAY],
  ['key', 200],
  ['key again', 200],
  ['key with another body', 422, 'X-Idempotency-Key was used with another request'],
  ['another key', 200],
  ['one signature 0', 200],
  ...Array.from({ length: 9 }, (_, index) => [`one signature ${index + 1}`, 401, REPLAY] as const),
  ...Array.from({ length: 10 }, (_, index) => [`one key ${index}`, 200] as const),
];

describe.skipIf(!hasPython)('Influencemart (needs python3)', () => {
  let found: ReadonlyMap<string, Case>;

  beforeAll(async () => {
    found = await cases('all');
  });

  it.each(table.map(([name, ...expected]) => ({ name, expected })))(
    '$name: $expected',
    ({ name, expected }) => {
      const [status, message, code] = expected;
      const answer = found.get(name);
      expect(answer?.status).toBe(status);
      expect(answer?.headers['content-type']).toBe('application/json');
      expect(answer?.headers).not.toHaveProperty('x-api-mode');
      if (message !== undefined) {
        expect(JSON.parse(answer?.body ?? '')).toEqual({ error: { code: code ?? null, message } });
      }
    },
  );

  it('has no other case', () => {
    expect([...found.keys()]).toEqual(table.map(([name]) => name));
  });

  it.each([
    ['request id', 'r-1'],
    ['request id of a refusal', 'r-2'],
    ['accepted', undefined],
  ])('%s: X-Request-ID %s', (name, id) => {
    expect(found.get(name)?.headers['x-request-id']).toBe(id);
  });

  it('one object comes of ten requests with one idempotency key', () => {
    const ids = Array.from({ length: 10 }, (_, index) =>
      member(JSON.parse(found.get(`one key ${index}`)?.body ?? ''), 'id'),
    );
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/^sbx_[0-9a-f]{12}$/);
  });

  it('an event that came again is answered as a duplicate', () => {
    expect(member(JSON.parse(found.get('event again')?.body ?? ''), 'duplicate')).toBe(true);
    expect(found.get('event')?.body).not.toContain('duplicate');
  });

  it('the kind of the key is shown', () => {
    expect(member(JSON.parse(found.get('GET')?.body ?? ''), 'kind')).toBe('test');
  });
});

it.skipIf(!hasPython)(
  '--rate refuses what is too much, without Retry-After (needs python3)',
  async () => {
    const found = await cases('limited', '--rate', '1');
    // The minute may end between any two requests, but not between all.
    const refused = [...found.values()].filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(2);
    expect(JSON.parse(refused[0]?.body ?? '')).toEqual({
      error: { code: null, message: 'Too Many Requests' },
    });
    expect(refused[0]?.headers).not.toHaveProperty('retry-after');
  },
);
