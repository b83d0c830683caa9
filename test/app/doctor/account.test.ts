import { describe, expect, it } from 'vitest';
import { checkAccount, type AccountReport } from '../../../src/app/doctor/account.js';
import type { HttpPort, WireResponse } from '../../../src/app/ports.js';
import type { SandboxOptions } from '../../../src/app/serve-sandbox.js';
import type { Settings } from '../../../src/app/settings.js';
import { Secret } from '../../../src/core/credential.js';
import { VkError } from '../../../src/core/error.js';
import { findHeader, type Header } from '../../../src/core/headers.js';
import type { Provider } from '../../../src/core/provider.js';
import { influencemart } from '../../../src/providers/influencemart.js';
import { kamiokash } from '../../../src/providers/kamiokash.js';
import { payinout } from '../../../src/providers/payinout.js';
import { vistarkriya } from '../../../src/providers/vistarkriya.js';
import { demoSettings, NOW, OTHER_BASE, sandboxHttp, type SandboxHttp } from './sandbox-http.js';

interface Asked extends SandboxHttp {
  readonly report: AccountReport;
  readonly lines: readonly string[];
}

async function ask(
  settings: Settings,
  options: Partial<SandboxOptions> = {},
  nowMs = NOW,
): Promise<Asked> {
  const sandbox = await sandboxHttp(settings.provider, options);
  const input = { settings, base: sandbox.base, timeoutMs: 1000, userAgent: 'vk/test' };
  const report = await checkAccount(input, { http: sandbox.http, nowMs: () => nowMs });
  return { ...sandbox, report, lines: linesOf(report) };
}

function linesOf({ checks }: AccountReport): string[] {
  return checks.map(({ id, status, detail }) => `${id} ${status} ${detail}`);
}

function vistarkriyaWith(change: Partial<Settings['credential']>): Settings {
  const { credential } = demoSettings(vistarkriya);
  return demoSettings(vistarkriya, { credential: { ...credential, ...change } });
}

describe('an account whose credential is right', () => {
  it('is well', async () => {
    const { lines, report, sent } = await ask(demoSettings(vistarkriya));
    expect(lines).toEqual([
      'account ok accepted: GET /wallet/balance was answered 200',
      'code-header ok X-Tenant-Code works',
      "ip-list ok this machine's address is allowed",
      'mode ok sandbox, as expected (X-API-Mode)',
      "clock ok it agrees with the server's, ±0.5 s",
    ]);
    expect(report).toMatchObject({ isUnreachable: false });
    expect(report).not.toHaveProperty('dialect');
    expect(sent.map(({ method, target }) => `${method} ${String(Buffer.from(target))}`)).toEqual([
      'GET /api/v1/wallet/balance',
    ]);
  });
});

describe('the code header', () => {
  it.each([
    ['tenant', 'admin', 'X-Admin-Code is refused, and X-Tenant-Code works'],
    ['admin', 'tenant', 'X-Tenant-Code is refused, and X-Admin-Code works'],
  ])('%s works where %s is set', async (strictCode, dialect, detail) => {
    const settings = vistarkriyaWith({ dialect });
    const { report, sent } = await ask(settings, { settings: { mode: 'sandbox', strictCode } });
    expect(report.dialect).toBe(strictCode);
    expect(report.checks[0]).toMatchObject({ id: 'account', status: 'ok' });
    expect(report.checks[1]).toMatchObject({
      id: 'code-header',
      status: 'fail',
      detail,
      remedy: 'Keep that in the profile: vk profile check prod --remember',
    });
    expect(sent.map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  it('is tried as X-Tenant-Code first where none is set', async () => {
    const settings = { ...demoSettings(vistarkriya), profile: undefined };
    const options = { settings: { mode: 'sandbox', strictCode: 'admin' } } as const;
    const { report, sent } = await ask(settings, options);
    const names = sent.map(({ headers }) =>
      ['X-Tenant-Code', 'X-Admin-Code'].filter((name) => findHeader(headers, name) !== undefined),
    );
    expect(names).toEqual([['X-Tenant-Code'], ['X-Admin-Code']]);
    expect(report.checks[1]).toMatchObject({ remedy: 'Say --code-header admin.' });
  });

  it('is not to blame where both names are refused', async () => {
    const { lines, report } = await ask(vistarkriyaWith({ secret: Secret.of('wrong') }));
    expect(lines).toEqual([
      'account fail GET /wallet/balance was answered 401 HMAC_INVALID Signature mismatch',
      'code-header skipped X-Tenant-Code and X-Admin-Code are refused alike',
      'ip-list skipped the answer does not tell',
      expect.stringMatching(/^mode /),
      "clock ok it agrees with the server's, ±0.5 s",
    ]);
    expect(report).not.toHaveProperty('dialect');
    expect(report.checks[0]?.remedy).toMatch(/vk diagnose/);
  });
});

describe('what is refused', () => {
  it.each<[what: string, settings: Settings, options: Partial<SandboxOptions>, line: string]>([
    [
      'an unknown key',
      vistarkriyaWith({ fields: { apiKey: 'vk_live_other', code: '246810' } }),
      {},
      'account fail GET /wallet/balance was answered 401 AUTH_INVALID_KEY API key not found',
    ],
    [
      'an address',
      demoSettings(vistarkriya),
      { settings: { mode: 'sandbox', allowedIps: ['192.0.2.7'] } },
      "ip-list fail this machine's address is not on it: 403 AUTH_IP_BLOCKED",
    ],
    [
      'too many requests',
      demoSettings(vistarkriya),
      { faults: [{ kind: 'rate-limit', share: 1 }] },
      'account fail GET /wallet/balance was answered 429 RATE_LIMITED Too many requests per minute',
    ],
    [
      'a server at fault',
      demoSettings(vistarkriya),
      { faults: [{ kind: 'error-rate', share: 1 }] },
      'account fail GET /wallet/balance was answered 500',
    ],
  ])('%s', async (_what, settings, options, line) => {
    const { lines, report } = await ask(settings, options);
    expect(lines).toContainEqual(expect.stringContaining(line));
    expect(report.isUnreachable).toBe(false);
  });

  it('an address is not blamed on the credential', async () => {
    const { lines } = await ask(demoSettings(vistarkriya), {
      settings: { mode: 'sandbox', allowedIps: ['192.0.2.7'] },
    });
    expect(lines).toContain('account skipped the address was refused before it was looked at');
  });
});

describe('the clock', () => {
  it.each([
    [400_000, 'behind'],
    [-400_000, 'ahead of'],
  ])('of a server that is %d ms ahead', async (offsetMs, side) => {
    const { lines } = await ask(demoSettings(vistarkriya), {
      faults: [{ kind: 'clock-skew', offsetMs }],
    });
    expect(lines[0]).toMatch(/401 TIMESTAMP_EXPIRED/);
    expect(lines.at(-1)).toMatch(
      new RegExp(`^clock fail it is 40[01] s ${side} the server's, .* only 300 s are tolerated$`),
    );
  });
});

describe('the mode', () => {
  it.each([
    ['sandbox', 'sandbox', 'ok', 'sandbox, as expected'],
    ['live', 'live', 'ok', 'live, as expected'],
    ['sandbox', 'live', 'fail', 'sandbox is expected, and X-API-Mode says live: POST charges'],
    ['live', 'sandbox', 'warn', 'live is expected, and X-API-Mode says sandbox'],
  ] as const)('%s is expected, %s reported: %s', async (mode, reported, status, detail) => {
    const settings = demoSettings(vistarkriya, { mode });
    const { report } = await ask(settings, { settings: { mode: reported } });
    const check = report.checks.find(({ id }) => id === 'mode');
    expect(check).toMatchObject({ status, detail: expect.stringContaining(detail) });
    if (mode !== reported) {
      expect(check?.remedy).toContain(`vk profile edit prod --mode ${reported}`);
    }
  });

  it('by fault of the sandbox is told', async () => {
    const { lines } = await ask(demoSettings(vistarkriya), {
      faults: [{ kind: 'wrong-mode', share: 1 }],
    });
    expect(lines).toContainEqual(expect.stringMatching(/^mode fail .* X-API-Mode says live/));
  });

  it.each<[headers: readonly Header[], status: number, line: string]>([
    [[], 200, 'mode warn the answer has no X-API-Mode'],
    [[], 401, 'mode skipped the answer has no X-API-Mode'],
    [[['X-API-Mode', 'LIVE ']], 200, 'mode fail sandbox is expected, and X-API-Mode says live'],
    [[['X-API-Mode', 'test']], 200, 'mode warn sandbox is expected, and X-API-Mode says test'],
  ])('%j with %d', async (headers, status, line) => {
    const report = await askFake(answer(status, headers));
    expect(linesOf(report)).toContainEqual(expect.stringContaining(line));
  });
});

function answer(status: number, headers: readonly Header[] = []): WireResponse {
  return { status, statusText: '', headers, body: Buffer.from('{}'), elapsedMs: 1 };
}

async function askFake(given: WireResponse | Error, provider: Provider = vistarkriya) {
  const http: HttpPort = {
    send: async () =>
      await (given instanceof Error ? Promise.reject(given) : Promise.resolve(given)),
  };
  const input = {
    settings: demoSettings(provider),
    base: OTHER_BASE,
    timeoutMs: 1000,
    userAgent: 'vk/test',
  };
  return await checkAccount(input, { http, nowMs: () => NOW });
}

it('a redirect is a fault, and is not followed', async () => {
  const report = await askFake(answer(302, [['Location', 'https://login.example.com']]));
  expect(linesOf(report)[0]).toBe(
    'account fail GET /wallet/balance was answered 302, which leads to https://login.example.com and is not followed',
  );
});

describe.each([vistarkriya, kamiokash])('without an answer of $id', (provider) => {
  it.each(['network', 'timeout'] as const)('%s', async (code) => {
    const report = await askFake(new VkError(code, 'it could not be reached', 'Try.'), provider);
    expect(report.isUnreachable).toBe(true);
    expect(report.checks).toContainEqual(
      expect.objectContaining({ status: 'fail', detail: 'it could not be reached' }),
    );
  });

  it('a fault of vk is no answer', async () => {
    await expect(askFake(new TypeError('oops'), provider)).rejects.toThrow('oops');
  });
});

describe('a provider without a documented GET', () => {
  it.each([kamiokash, influencemart, payinout])(
    '$id is asked for the time only, and is not told who asks',
    async (provider) => {
      const { lines, sent } = await ask(demoSettings(provider));
      expect(lines).toEqual([
        `account skipped ${provider.name} documents no free GET to try it with`,
        "clock ok it agrees with the server's, ±0.5 s",
      ]);
      expect(sent.map(({ method, headers }) => [method, headers])).toEqual([
        ['GET', [['User-Agent', 'vk/test']]],
      ]);
    },
  );
});

it('a credential without its code is not sent', async () => {
  const settings = vistarkriyaWith({ fields: { apiKey: 'vk_live_sandbox_demo' } });
  const { lines, sent } = await ask(settings);
  expect(lines[0]).toBe('account skipped there is no 6-digit tenant code to try it with');
  expect(sent.map(({ headers }) => headers)).toEqual([[['User-Agent', 'vk/test']]]);
});
