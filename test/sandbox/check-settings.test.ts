import { describe, expect, it } from 'vitest';
import { kamiokash } from '../../src/providers/kamiokash.js';
import { vistarkriya } from '../../src/providers/vistarkriya.js';
import { checkSettings } from '../../src/sandbox/check-settings.js';
import type { SandboxSettings } from '../../src/sandbox/state.js';

const FIVE = ['1.1.1.1', '1.1.1.2', '1.1.1.3', '1.1.1.4', '1.1.1.5'];
const MODE = { mode: 'sandbox' } as const;

describe('the settings of a sandbox', () => {
  it.each<Partial<SandboxSettings>>([
    {},
    { mode: 'live' },
    { strictCode: 'admin' },
    { errorShape: 'nested' },
    { modules: ['Kamao', 'Wallet'] },
    { allowedIps: FIVE },
    { allowedIps: [] },
    { ratePerMinute: 1 },
  ])('takes %j', (settings) => {
    expect(() => {
      checkSettings({ ...MODE, ...settings }, vistarkriya);
    }).not.toThrow();
  });

  it.each<[settings: Partial<SandboxSettings>, message: string, remedy: string]>([
    [{ strictCode: 'admn' }, 'strictCode "admn"', 'tenant, admin'],
    [{ errorShape: 'plain' }, 'errorShape "plain"', 'flat, nested'],
    [{ modules: ['kamao'] }, 'modules "kamao"', 'Kamao'],
    [{ allowedIps: [...FIVE, '1.1.1.6'] }, '6 addresses', 'at most 5'],
    [{ ratePerMinute: 0 }, 'ratePerMinute 0', 'from 1'],
    [{ ratePerMinute: 1.5 }, 'ratePerMinute 1.5', 'from 1'],
    [{ ratePerMinute: Number.NaN }, 'ratePerMinute NaN', 'from 1'],
  ])('refuses %j', (settings, message, remedy) => {
    expect(() => {
      checkSettings({ ...MODE, ...settings }, vistarkriya);
    }).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: expect.stringContaining(message),
        remedy: expect.stringContaining(remedy),
      }),
    );
  });

  it('leaves alone what the provider does not have', () => {
    const settings = {
      ...MODE,
      strictCode: 'admin',
      modules: ['Kamao'],
      allowedIps: [...FIVE, '::1'],
    };
    expect(() => {
      checkSettings(settings, kamiokash);
    }).not.toThrow();
  });
});

it('startSandbox refuses what is no setting', async () => {
  const { startSandbox } = await import('../../src/sandbox.js');
  await expect(startSandbox({ provider: 'vistarkriya', strictCode: 'x' })).rejects.toMatchObject({
    code: 'usage',
  });
});
