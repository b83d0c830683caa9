import { describe, expect, it } from 'vitest';
import { influencemart } from '../../../src/providers/influencemart.js';
import { vistarkriya } from '../../../src/providers/vistarkriya.js';
import type { SandboxSettings } from '../../../src/sandbox/state.js';
import {
  headerOf,
  influencemartRequest,
  sandboxOf,
  START,
  text,
  vistarkriyaRequest,
  type Call,
} from '../requests.js';

function ask(call: Partial<Call>, settings: Partial<SandboxSettings> = {}) {
  return sandboxOf(vistarkriya, settings).send(vistarkriyaRequest({ atMs: START, ...call }), START);
}

describe('a strict code header', () => {
  it.each<[strictCode: string | undefined, name: string, status: number, message: string]>([
    [undefined, 'X-Tenant-Code', 200, ''],
    [undefined, 'X-Admin-Code', 200, ''],
    [undefined, 'X-Code', 401, 'X-Tenant-Code or X-Admin-Code header not sent'],
    ['tenant', 'X-Tenant-Code', 200, ''],
    ['tenant', 'X-Admin-Code', 401, '"X-Tenant-Code header not sent"'],
    ['admin', 'X-Admin-Code', 200, ''],
    ['admin', 'x-admin-code', 200, ''],
    ['admin', 'X-Tenant-Code', 401, '"X-Admin-Code header not sent"'],
    ['constructor', 'X-Tenant-Code', 200, ''],
  ])('%s: %s gives %i', (strictCode, name, status, message) => {
    const headers = [[name, '246810'] as const];
    const answer = ask({ headers }, strictCode === undefined ? {} : { strictCode });
    expect(answer.status).toBe(status);
    expect(text(answer)).toContain(message);
  });

  it('looks at a wrong code in the other header no more', () => {
    const headers = [['X-Tenant-Code', '000000'] as const, ['X-Admin-Code', '246810'] as const];
    expect(ask({ headers }, { strictCode: 'admin' }).status).toBe(200);
    expect(ask({ headers }, { strictCode: 'tenant' }).refusal).toBe('wrong-code');
  });
});

describe('the shape of errors', () => {
  it.each<[errorShape: string | undefined, body: string]>([
    [
      undefined,
      '{"success":false,"error_code":"HMAC_INVALID","message":"Signature verification failed"}',
    ],
    [
      'flat',
      '{"success":false,"error_code":"HMAC_INVALID","message":"Signature verification failed"}',
    ],
    // The reference page's example, but for its white space.
    [
      'nested',
      '{"success":false,"error":{"code":"HMAC_INVALID","message":"Signature verification failed","http_status":401}}',
    ],
    [
      'of another provider',
      '{"success":false,"error_code":"HMAC_INVALID","message":"Signature verification failed"}',
    ],
  ])('%s', (errorShape, body) => {
    expect(text(ask({ secret: 'x' }, errorShape === undefined ? {} : { errorShape }))).toBe(body);
  });

  it('flat is no shape of Influencemart', () => {
    const { send } = sandboxOf(influencemart, { errorShape: 'flat' });
    const answer = send(influencemartRequest({ secret: 'x', atMs: START }), START);
    expect(text(answer)).toBe('{"error":{"code":null,"message":"X-Signature does not match"}}');
  });
});

describe('modules', () => {
  it.each<[target: string, modules: string[] | undefined, denied: string | undefined]>([
    ['/api/v1/kamao', undefined, 'Kamao'],
    ['/api/v1/kamao/earnings', undefined, 'Kamao'],
    ['/api/v1/kamao/earnings?a=1', undefined, 'Kamao'],
    ['/kamao/earnings', undefined, 'Kamao'],
    ['/api/v1/kamao/earnings', [], 'Kamao'],
    ['/api/v1/kamao/earnings', ['Micro Loan Services'], 'Kamao'],
    ['/api/v1/kamao/earnings', ['Kamao'], undefined],
    ['/api/v1/mls/loans', ['Kamao'], 'Micro Loan Services'],
    ['/api/v1/mls/loans', ['Kamao', 'Micro Loan Services'], undefined],
    ['/api/v1/kamaole', undefined, undefined],
    ['/api/v1/wallet/kamao/', undefined, undefined],
  ])('POST %s with %j', (target, modules, denied) => {
    const answer = ask({ target }, modules && { modules });
    expect([answer.status, answer.refusal]).toEqual(
      denied === undefined ? [200, undefined] : [403, 'module-denied'],
    );
    if (denied !== undefined) {
      expect(text(answer)).toBe(
        `{"success":false,"error_code":"MODULE_ACCESS_DENIED","message":"Not authorized for this module: ${denied}"}`,
      );
    }
  });

  it('are closed for a GET too, and only after the signature', () => {
    const call = { method: 'GET', target: '/api/v1/kamao/x' };
    expect(ask(call).refusal).toBe('module-denied');
    expect(ask({ ...call, secret: 'x' }).refusal).toBe('signature');
  });
});

describe('the body of a POST', () => {
  it.each<[target: string, body: string | Uint8Array, refusal: string | undefined]>([
    ['/api/v1/x', '', undefined],
    ['/api/v1/x', '{}', undefined],
    ['/api/v1/x', ' {"a": 1.0}\n', undefined],
    ['/api/v1/x', '{"__proto__":1}', undefined],
    ['/api/v1/x', '[]', 'invalid-body'],
    ['/api/v1/x', 'null', 'invalid-body'],
    ['/api/v1/x', '"a"', 'invalid-body'],
    ['/api/v1/x', '7', 'invalid-body'],
    ['/api/v1/x', ' ', 'invalid-body'],
    ['/api/v1/x', 'a=1&b=2', 'invalid-body'],
    ['/api/v1/x', '{"a":1', 'invalid-body'],
    ['/api/v1/x', "{'a':1}", 'invalid-body'],
    ['/api/v1/x', '\ufeff{}', 'invalid-body'],
    ['/api/v1/x', Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'invalid-body'],
    ['/api/v1/x', '['.repeat(100_000), 'invalid-body'],
    ['/api/v1/verify/pan', '{"pan":"ABCDE1234F"}', undefined],
    ['/api/v1/verify/pan?a=1', '{"pan":"ABCDE1234F","b":1}', undefined],
    ['/api/v1/verify/pan', '', 'bad-parameter'],
    ['/api/v1/verify/pan', '{}', 'bad-parameter'],
    ['/api/v1/verify/pan', '{"PAN":"ABCDE1234F"}', 'bad-parameter'],
    ['/api/v1/verify/pan', '{"pan":12345}', 'bad-parameter'],
    ['/api/v1/verify/pan', '{"pan":null}', 'bad-parameter'],
    ['/api/v1/verify/pan', '{"data":{"pan":"ABCDE1234F"}}', 'bad-parameter'],
    ['/api/v1/verify/pan', '[]', 'invalid-body'],
  ])('%s %j', (target, body, refusal) => {
    const answer = ask({ target, body });
    expect([answer.status, answer.refusal]).toEqual([refusal === undefined ? 200 : 422, refusal]);
    if (refusal !== undefined) {
      expect(JSON.parse(text(answer))).toEqual({
        success: false,
        error_code: 'VALIDATION_ERROR',
        message: `Invalid or missing parameters: ${
          refusal === 'invalid-body'
            ? 'the body is not a JSON object'
            : 'pan has to be a string that is not empty'
        }`,
      });
    }
  });

  it('is not looked at for a GET, nor by Influencemart', () => {
    expect(ask({ method: 'GET', target: '/api/v1/wallet/balance', body: 'x' }).status).toBe(200);
    const { send } = sandboxOf(influencemart);
    expect(send(influencemartRequest({ body: 'x', atMs: START }), START).status).toBe(200);
  });
});

describe('what is not there', () => {
  it.each<[method: string, target: string, nearest: string]>([
    ['GET', '/api/v1/walet/balance', 'GET /api/v1/wallet/balance'],
    ['GET', '/api/v1/wallet', 'GET /api/v1/wallet/balance'],
    ['GET', '/api/v1/wallet/balance/', 'GET /api/v1/wallet/balance'],
    ['GET', '/api/v1/wallet/core/balance', 'GET /api/v1/wallet/core/balance.php'],
    ['GET', '/api/v1/verify/pam', 'POST /api/v1/verify/pan'],
    ['GET', '/api/v1/?q=verify/pan', 'POST /api/v1/verify/pan'],
    ['HEAD', '/api/v1/x', ''],
  ])('%s %s: the nearest is %s', (method, target, nearest) => {
    const answer = ask({ method, target });
    expect([answer.status, answer.refusal]).toEqual([404, 'not-found']);
    expect(text(answer)).toBe(
      method === 'HEAD'
        ? ''
        : `{"success":false,"error_code":"NOT_FOUND","message":"no such endpoint; the nearest is ${nearest}"}`,
    );
  });

  it.each<[method: string, target: string, allow: string]>([
    ['GET', '/api/v1/verify/pan', 'POST'],
    ['HEAD', '/api/v1/verify/pan', 'POST'],
    ['PUT', '/api/v1/wallet/balance', 'GET, HEAD'],
    ['DELETE', '/api/v1/wallet/balance?a=1', 'GET, HEAD'],
  ])('%s %s: takes %s', (method, target, allow) => {
    const answer = ask({ method, target });
    expect([answer.status, headerOf(answer, 'Allow')]).toEqual([405, allow]);
    if (method !== 'HEAD') {
      expect(text(answer)).toBe(
        `{"success":false,"error_code":"METHOD_NOT_ALLOWED","message":"this endpoint takes ${allow}"}`,
      );
    }
  });
});
