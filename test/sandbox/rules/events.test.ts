import { describe, expect, it } from 'vitest';
import { influencemart } from '../../../src/providers/influencemart.js';
import type { SandboxRequest } from '../../../src/sandbox/rule.js';
import { headerOf, influencemartRequest, sandboxOf, START, text, type Call } from '../requests.js';

const DAY = 86_400_000;

function event(id: string, atMs: number, change: Partial<Call> = {}): SandboxRequest {
  const headers = [['X-External-Event-Id', id] as const];
  return influencemartRequest({ target: '/v1/webhooks/order', headers, atMs, ...change });
}

describe('an event', () => {
  it('has one effect of ten, and the others say so', () => {
    const { send, state } = sandboxOf(influencemart);
    const answers = Array.from({ length: 10 }, (_, index) => {
      const atMs = START + index * 1000;
      return send(event('e', atMs), atMs);
    });
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(10).fill(200));
    const [first = '', ...others] = answers.map(text);
    const id = /"id":"(evt_[0-9a-f]{12})"/.exec(first)?.[1] ?? '';
    expect(first).toBe(`{"received":true,"id":"${id}","received_bytes":7}`);
    const duplicate = `{"received":true,"duplicate":true,"id":"${id}"}`;
    expect(others).toEqual(Array<string>(9).fill(duplicate));
    expect(state.memory.events.size).toBe(1);
  });

  it.each<[what: string, id: string, afterMs: number, change: Partial<Call>, isDuplicate: boolean]>(
    [
      ['another body', 'e', 1000, { body: '{"b":2}' }, true],
      ['another webhook', 'e', 1000, { target: '/v1/webhooks/refund' }, true],
      ['the same a day later but 1 ms', 'e', DAY - 1, {}, true],
      ['the same a day later', 'e', DAY, {}, false],
      ['another id', 'f', 1000, {}, false],
      ['the id in another case', 'E', 1000, {}, false],
      [
        "another key's event",
        'e',
        1000,
        { apiKey: 'ak_live_sandbox_demo', secret: 'influencemart-sandbox-demo-live-secret' },
        false,
      ],
    ],
  )('%s', (_what, id, afterMs, change, isDuplicate) => {
    const { send } = sandboxOf(influencemart);
    expect(text(send(event('e', START), START))).not.toContain('duplicate');
    const answer = send(event(id, START + afterMs, change), START + afterMs);
    expect(answer.status).toBe(200);
    expect(text(answer).includes('"duplicate":true')).toBe(isDuplicate);
  });

  it('is not remembered from a request that was refused', () => {
    const { send } = sandboxOf(influencemart);
    expect(send(event('e', START, { secret: 'x' }), START).status).toBe(401);
    expect(text(send(event('e', START), START))).not.toContain('duplicate');
  });

  it('is only looked for among webhooks', () => {
    const { send } = sandboxOf(influencemart);
    const target = '/v1/orders';
    expect(text(send(event('e', START, { target }), START))).toContain('sbx_');
    expect(text(send(event('e', START + 1000), START + 1000))).not.toContain('duplicate');
  });
});

it('a webhook path takes POST, and says so', () => {
  const { send } = sandboxOf(influencemart);
  const answer = send(event('e', START, { method: 'DELETE' }), START);
  expect([answer.status, headerOf(answer, 'Allow')]).toEqual([405, 'POST']);
  expect(text(answer)).toBe('{"error":{"code":null,"message":"this takes POST"}}');
});
