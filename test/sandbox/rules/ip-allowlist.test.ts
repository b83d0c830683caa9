import { describe, expect, it } from 'vitest';
import type { Provider } from '../../../src/core/provider.js';
import { influencemart } from '../../../src/providers/influencemart.js';
import { payinout } from '../../../src/providers/payinout.js';
import { vistarkriya } from '../../../src/providers/vistarkriya.js';
import { parseAllowlist } from '../../../src/sandbox/allowlist.js';
import type { RuleContext } from '../../../src/sandbox/rule.js';
import { ipAllowlist } from '../../../src/sandbox/rules/ip-allowlist.js';
import { influencemartRequest, sandboxOf, START, text, vistarkriyaRequest } from '../requests.js';

describe('an allowlist', () => {
  it.each<[entries: string[], address: string, isAllowed: boolean]>([
    [['203.0.113.7'], '203.0.113.7', true],
    [['203.0.113.7'], '203.0.113.8', false],
    [['203.0.113.7'], '::ffff:203.0.113.7', true],
    [['203.0.113.7'], '::FFFF:203.0.113.7', true],
    [['::ffff:203.0.113.7'], '203.0.113.7', true],
    [['127.0.0.1'], '::1', false],
    [['::1'], '::1', true],
    [['::1'], '0:0:0:0:0:0:0:1', true],
    [['2001:db8::/32'], '2001:db8:ffff::1', true],
    [['2001:db8::/32'], '2001:db9::1', false],
    [['10.0.0.0/8'], '10.255.255.255', true],
    [['10.0.0.0/8'], '11.0.0.0', false],
    [['10.0.0.0/8'], '10.0.0.0/8', false],
    [['10.1.2.3/8'], '10.9.9.9', true],
    [['10.1.2.3/32'], '10.1.2.4', false],
    [['0.0.0.0/0'], '8.8.8.8', true],
    [['0.0.0.0/0'], '2001:db8::1', false],
    [['1.1.1.1', '2.2.2.2'], '2.2.2.2', true],
    [[], '127.0.0.1', false],
    [['127.0.0.1'], '', false],
    [['127.0.0.1'], 'localhost', false],
    [['fe80::1'], 'fe80::1%eth0', false],
  ])('%j has %s: %s', (entries, address, isAllowed) => {
    expect(parseAllowlist(entries).has(address)).toBe(isAllowed);
  });

  it.each([
    '',
    ' ',
    'localhost',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '01.2.3.4',
    '1.2.3.4/33',
    '1.2.3.4/-1',
    '1.2.3.4/',
    '1.2.3.4/8/8',
    '::1/129',
    ':::',
    '::ffff:1.2.3.4/96',
    'fe80::1%eth0',
  ])('refuses %j', (entry) => {
    expect(() => parseAllowlist(['127.0.0.1', entry])).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: expect.stringContaining(JSON.stringify(entry)),
      }),
    );
  });

  it('is read when the sandbox starts', () => {
    expect(() => sandboxOf(vistarkriya, { allowedIps: ['x'] })).toThrow(/"x" is no IP address/);
  });
});

it.each<
  [provider: Provider, allowedIps: string[] | undefined, from: string | undefined, refusal: unknown]
>([
  [vistarkriya, undefined, '8.8.8.8', undefined],
  [vistarkriya, undefined, undefined, undefined],
  [vistarkriya, ['127.0.0.1'], '127.0.0.1', undefined],
  [vistarkriya, ['127.0.0.1'], '::ffff:127.0.0.1', undefined],
  [vistarkriya, ['127.0.0.1'], '127.0.0.2', 'ip-blocked'],
  [vistarkriya, ['127.0.0.1'], undefined, 'ip-blocked'],
  [vistarkriya, [], '127.0.0.1', 'ip-blocked'],
  [influencemart, [], '8.8.8.8', undefined],
  [influencemart, ['127.0.0.1'], '8.8.8.8', 'ip-blocked'],
  [influencemart, ['127.0.0.1'], '127.0.0.1', undefined],
  [payinout, ['127.0.0.1'], '8.8.8.8', undefined],
])('%o with %j, from %s', (provider, allowedIps, remoteAddress, refusal) => {
  const { state } = sandboxOf(provider, allowedIps && { allowedIps });
  const request = influencemartRequest({
    atMs: START,
    ...(remoteAddress !== undefined && { remoteAddress }),
  });
  const context: RuleContext = {
    provider,
    request,
    path: '/',
    isBelowBase: true,
    route: undefined,
    params: {},
    object: () => undefined,
    account: undefined,
    state,
    nowMs: START,
  };
  expect(ipAllowlist(context)).toBe(refusal);
});

describe('the answer', () => {
  const settings = { allowedIps: ['203.0.113.0/24'] };

  it('of Vistar Kriya is the documented one, before time and signature are looked at', () => {
    const { send } = sandboxOf(vistarkriya, settings);
    const call = { remoteAddress: '127.0.0.1', secret: 'x', atMs: START };
    const answer = send(vistarkriyaRequest(call), START + 301_000);
    expect(answer.status).toBe(403);
    expect(text(answer)).toBe(
      '{"success":false,"error_code":"AUTH_IP_BLOCKED","message":"IP not whitelisted"}',
    );
    const unknown = vistarkriyaRequest({ ...call, apiKey: 'vk_live_x' });
    expect(send(unknown, START).refusal).toBe('unknown-key');
    const inside = vistarkriyaRequest({ remoteAddress: '203.0.113.9', atMs: START });
    expect(send(inside, START).status).toBe(200);
  });

  it('of Influencemart is in its own shape', () => {
    const { send } = sandboxOf(influencemart, settings);
    const answer = send(influencemartRequest({ remoteAddress: '::1', atMs: START }), START);
    expect([answer.status, text(answer)]).toEqual([
      403,
      '{"error":{"code":null,"message":"the address is not on the key\'s allowlist"}}',
    ]);
  });
});
