import { beforeAll, describe, expect, it } from 'vitest';
import { conformance, type Case } from './conformance.js';
import { isInstalled, member, startSandbox } from './vk.js';

/** What a client in Python gets from Vistar Kriya's sandbox. */

const hasPython = await isInstalled('python3', '--version');

async function cases(
  group: string,
  ...args: readonly string[]
): Promise<ReadonlyMap<string, Case>> {
  const { server } = await startSandbox(['vistarkriya'], { args });
  return await conformance('vistarkriya.py', {
    ...server,
    env: { ...server.env, VK_CASES: group },
  });
}

/** The page's table of errors, and the message in the page's words or the sandbox's. */
const table: readonly (readonly [name: string, status: number, code?: string, said?: string])[] = [
  ['accepted', 200],
  ['no X-API-Key', 401, 'AUTH_MISSING_KEY', 'X-API-Key header not sent'],
  ['empty X-API-Key', 401, 'AUTH_MISSING_KEY', 'X-API-Key header not sent'],
  ['no X-Timestamp', 401, 'HMAC_INVALID', 'X-Timestamp header not sent'],
  ['empty X-Timestamp', 401, 'HMAC_INVALID', 'X-Timestamp header not sent'],
  ['no X-Signature', 401, 'HMAC_INVALID', 'X-Signature header not sent'],
  ['empty X-Signature', 401, 'HMAC_INVALID', 'X-Signature header not sent'],
  ['no X-Tenant-Code', 401, 'AUTH_MISSING_KEY', 'X-Tenant-Code or X-Admin-Code header not sent'],
  ['empty X-Tenant-Code', 401, 'AUTH_MISSING_KEY', 'X-Tenant-Code or X-Admin-Code header not sent'],
  ['unknown key', 401, 'AUTH_INVALID_KEY', 'API key not found'],
  ['another secret', 401, 'HMAC_INVALID', 'Signature verification failed'],
  ['another code', 401, 'AUTH_INVALID_KEY', 'the code does not belong to this API key'],
  ['X-Admin-Code', 200],
  ['280 s old', 200],
  ['301 s old', 401, 'TIMESTAMP_EXPIRED', 'Timestamp older than 5 minutes'],
  ['280 s ahead', 200],
  ['340 s ahead', 401, 'TIMESTAMP_EXPIRED', 'Timestamp older than 5 minutes'],
  ['milliseconds', 401, 'TIMESTAMP_EXPIRED', 'Timestamp older than 5 minutes'],
  ['signature in upper case', 401, 'HMAC_INVALID', 'Signature verification failed'],
  ['method in lower case', 401, 'HMAC_INVALID', 'Signature verification failed'],
  ['path without the base path', 401, 'HMAC_INVALID', 'Signature verification failed'],
  ['the code was signed too', 401, 'HMAC_INVALID', 'Signature verification failed'],
  ['another body was signed', 401, 'HMAC_INVALID', 'Signature verification failed'],
  ["PHP sample's path", 200],
  ['query', 200],
  ['transactions', 200],
  ['POST', 200],
  ['POST unicode', 200],
  [
    'POST without parameter',
    422,
    'VALIDATION_ERROR',
    'Invalid or missing parameters: pan has to be a string that is not empty',
  ],
  [
    'POST of a number',
    422,
    'VALIDATION_ERROR',
    'Invalid or missing parameters: pan has to be a string that is not empty',
  ],
  [
    'POST of no JSON',
    422,
    'VALIDATION_ERROR',
    'Invalid or missing parameters: the body is not a JSON object',
  ],
  [
    'POST of a list',
    422,
    'VALIDATION_ERROR',
    'Invalid or missing parameters: the body is not a JSON object',
  ],
  ['unknown path', 404, 'NOT_FOUND', 'no such endpoint; the nearest is GET /api/v1/wallet/balance'],
  ['wrong method', 405, 'METHOD_NOT_ALLOWED', 'this endpoint takes GET, HEAD'],
  ['Kamao', 403, 'MODULE_ACCESS_DENIED', 'Not authorized for this module: Kamao'],
  [
    'Micro Loan Services',
    403,
    'MODULE_ACCESS_DENIED',
    'Not authorized for this module: Micro Loan Services',
  ],
  ['free module ucb', 200],
  ['free module uvs', 200],
  ['free module marketplace', 200],
  ['free module b2c', 200],
  ['free module users', 200],
];

describe.skipIf(!hasPython)('in sandbox mode (needs python3)', () => {
  let found: ReadonlyMap<string, Case>;

  beforeAll(async () => {
    found = await cases('sandbox');
  });

  it.each(table.map(([name, ...expected]) => ({ name, expected })))(
    '$name: $expected',
    ({ name, expected }) => {
      const [status, code, message] = expected;
      const answer = found.get(name);
      expect(answer?.status).toBe(status);
      expect(answer?.headers['x-api-mode']).toBe('sandbox');
      expect(answer?.headers['content-type']).toBe('application/json');
      expect(answer?.headers['allow']).toBe(status === 405 ? 'GET, HEAD' : undefined);
      const body: unknown = JSON.parse(answer?.body ?? '');
      if (code === undefined) {
        expect(member(body, 'success')).toBe(true);
      } else {
        expect(body).toEqual({ success: false, error_code: code, message });
      }
    },
  );

  it('has no other case', () => {
    expect([...found.keys()]).toEqual(table.map(([name]) => name));
  });

  it.each(['accepted', 'query', "PHP sample's path"])('%s: the page’s answer', (name) => {
    expect(found.get(name)?.body).toMatch(
      /^\{"success":true,"data":\{"balance":15420\.50,"currency":"INR","last_updated":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"\}\}$/,
    );
  });

  it.each([
    ['method in lower case', 'method/lower-case'],
    ['path without the base path', 'target/base-path-missing'],
  ])('%s: the hint names the cause, or the log will', (name, cause) => {
    expect(found.get(name)?.headers['x-vk-hint']).toMatch(
      new RegExp(`^(?:${cause}: |the search goes on)`),
    );
  });
});

describe.skipIf(!hasPython)('in live mode, with nested errors (needs python3)', () => {
  let found: ReadonlyMap<string, Case>;

  beforeAll(async () => {
    found = await cases('live', '--mode', 'live', '--error-shape', 'nested', '--module', 'kamao');
  });

  it('every answer says so', () => {
    expect(new Set([...found.values()].map(({ headers }) => headers['x-api-mode']))).toEqual(
      new Set(['live']),
    );
  });

  it('a POST is charged, once, and what is refused is not', () => {
    const shown = ['balance before', 'charged', 'charged again', 'refused', 'balance after'].map(
      (name) => [
        found.get(name)?.status,
        /"balance":([\d.]+)/.exec(found.get(name)?.body ?? '')?.[1],
      ],
    );
    expect(shown).toEqual([
      [200, '15420.50'],
      [200, '15418.00'],
      [200, '15417.00'],
      [422, undefined],
      [200, '15417.00'],
    ]);
    const transactions = found.get('transactions')?.body ?? '';
    expect([...transactions.matchAll(/"amount":([\d.]+)/g)].map(([, amount]) => amount)).toEqual([
      '1.00',
      '2.50',
    ]);
  });

  it('an error is nested', () => {
    expect(JSON.parse(found.get('refused')?.body ?? '')).toEqual({
      success: false,
      error: {
        code: 'VALIDATION_ERROR',
        message: 'Invalid or missing parameters: pan has to be a string that is not empty',
        http_status: 422,
      },
    });
  });

  it('a module that is activated answers', () => {
    expect(found.get('Kamao')?.status).toBe(200);
  });
});

describe.skipIf(!hasPython).concurrent('with a rule of its own (needs python3)', () => {
  it('--strict-code admin takes X-Admin-Code only', async () => {
    const found = await cases('strict', '--strict-code', 'admin');
    expect(JSON.parse(found.get('X-Tenant-Code')?.body ?? '')).toEqual({
      success: false,
      error_code: 'AUTH_MISSING_KEY',
      message: 'X-Admin-Code header not sent',
    });
    expect(found.get('X-Admin-Code')?.status).toBe(200);
  });

  it('--allow-ip refuses callers from elsewhere', async () => {
    const found = await cases('strict', '--allow-ip', '203.0.113.7,203.0.113.8');
    expect(found.get('X-Tenant-Code')?.status).toBe(403);
    expect(JSON.parse(found.get('X-Tenant-Code')?.body ?? '')).toEqual({
      success: false,
      error_code: 'AUTH_IP_BLOCKED',
      message: 'IP not whitelisted',
    });
  });

  it('--rate refuses what is too much', async () => {
    const found = await cases('limited', '--rate', '1');
    // The minute may end between any two requests, but not between all.
    const statuses = [...found.values()].map(({ status }) => status);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(2);
    const refused = [...found.values()].find(({ status }) => status === 429);
    expect(JSON.parse(refused?.body ?? '')).toEqual({
      success: false,
      error_code: 'RATE_LIMITED',
      message: 'Too many requests per minute',
    });
  });
});
