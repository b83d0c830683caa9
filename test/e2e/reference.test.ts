import { describe, expect, it } from 'vitest';
import { providers } from '../../src/providers/registry.js';
import type { Provider } from '../../src/core/provider.js';
import { vk } from './vk.js';

const NAMED: readonly Provider[] = providers;

describe.concurrent('what the providers document', () => {
  it('errors: all codes, each with its status', async () => {
    const { exitCode, stdout } = await vk(['errors']);
    expect(exitCode).toBe(0);
    for (const { id, errors } of NAMED) {
      for (const { code, status, meaning } of errors) {
        expect(stdout).toMatch(new RegExp(`^${code} +${status} +${id} +${meaning}$`, 'm'));
      }
    }
  });

  it('errors CODE: meaning, status, source, causes and what to run', async () => {
    const { exitCode, stdout } = await vk(['errors', 'hmac_invalid']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('HMAC_INVALID  Signature mismatch');
    expect(stdout).toMatch(/^HTTP status +401$/m);
    expect(stdout).toMatch(/^documented +Vistar Kriya/m);
    expect(stdout).toContain('  - what was signed is not what was sent');
    expect(stdout).toContain('  vk diagnose METHOD PATH');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('errors CODE --json is one document', async () => {
    const { stdout } = await vk(['errors', 'INVALID_KEY', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      errors: [
        {
          provider: 'influencemart',
          code: 'INVALID_KEY',
          status: 401,
          run: expect.arrayContaining(['vk profile check']),
        },
      ],
    });
  });

  it.for([
    [['errors', 'NO_SUCH'], 'no provider documents the code "NO_SUCH"'],
    [['errors', 'hmac-invlid'], 'Did you mean HMAC_INVALID?'],
    [['errors', 'INVALID_KEY', '--provider', 'vistarkriya'], 'Vistar Kriya documents no code'],
    [['errors', 'INVALID_KEY', '--provider', 'kamiokash'], 'KamioKash documents no error code'],
    [['errors', '--provider', 'payinout'], 'Those that do are vistarkriya and influencemart.'],
    [['events', 'vistarkriya'], 'Vistar Kriya documents no webhook'],
    [['endpoints', 'nobody'], 'nobody'],
    [['provider', 'show', 'nobody'], 'nobody'],
  ] as const)('%j says what there is', async ([words, shown]) => {
    const { exitCode, stderr } = await vk(words);
    expect([exitCode, stderr.replaceAll(/\s+/g, ' ').includes(shown)]).toEqual([2, true]);
  });

  it('endpoints: each with its method and what it is for', async () => {
    const all = await vk(['endpoints']);
    const one = await vk(['endpoints', 'vistarkriya', '--json']);
    for (const { endpoints } of NAMED) {
      for (const { method, path, summary } of endpoints) {
        expect(all.stdout).toMatch(
          new RegExp(`^  ${method} +${path.replaceAll('*', String.raw`\*`)} +${summary}$`, 'm'),
        );
      }
    }
    expect(JSON.parse(one.stdout)).toMatchObject({
      endpoints: expect.arrayContaining([
        expect.objectContaining({ method: 'GET', target: '/api/v1/wallet/balance' }),
      ]),
    });
  });

  it('events: their names, and the header that carries the signature', async () => {
    const { stdout } = await vk(['events']);
    expect(stdout).toContain('signed in X-Kamio-Signature');
    expect(stdout).toMatch(/^ {2}transaction\.successful {2,}a new transaction is completed$/m);
    const json = await vk(['events', 'kamiokash', '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      events: expect.arrayContaining([expect.objectContaining({ name: 'voucher_code.used' })]),
    });
  });

  it('provider list and show: what each signs, and where that stands', async () => {
    const list = await vk(['provider', 'list']);
    for (const { id } of NAMED) {
      expect(list.stdout).toMatch(new RegExp(`^${id} `, 'm'));
      const shown = await vk(['provider', 'show', id]);
      expect(shown.exitCode).toBe(0);
      const json: unknown = JSON.parse((await vk(['provider', 'show', id, '--json'])).stdout);
      expect(json).toMatchObject({ id, scheme: { algorithm: 'sha256' } });
      expect(JSON.stringify(json)).not.toContain('demo');
    }
    const shown = await vk(['provider', 'show', 'vistarkriya']);
    expect(shown.stdout).toMatch(/^signs +timestamp \+ method \+ target \+ body$/m);
    expect(shown.stdout).toMatch(/^ {2}X-Tenant-Code or X-Admin-Code +code /m);
  });
});
