import { describe, expect, it } from 'vitest';
import { readSandboxSettings, SANDBOX_RULE_OPTIONS } from '../../src/cli/sandbox-options.js';
import { Words } from '../../src/cli/words.js';

function read(
  values: Readonly<Record<string, readonly string[]>>,
): ReturnType<typeof readSandboxSettings> {
  return readSandboxSettings(new Words([], new Map(Object.entries(values))));
}

describe('readSandboxSettings', () => {
  it.each<[values: Readonly<Record<string, readonly string[]>>, settings: unknown]>([
    [{}, {}],
    [{ 'strict-code': ['tenant'] }, { strictCode: 'tenant' }],
    [{ 'strict-code': ['admin'] }, { strictCode: 'admin' }],
    [{ 'error-shape': ['flat'] }, { errorShape: 'flat' }],
    [{ 'error-shape': ['nested'] }, { errorShape: 'nested' }],
    [{ 'allow-ip': ['127.0.0.1'] }, { allowedIps: ['127.0.0.1'] }],
    [{ 'allow-ip': ['10.0.0.0/8, ::1'] }, { allowedIps: ['10.0.0.0/8', '::1'] }],
    [{ 'allow-ip': ['1.1.1.1,2.2.2.2,3.3.3.3,4.4.4.4,5.5.5.5'] }, expect.anything()],
    [
      { 'allow-ip': ['1.1.1.1,2.2.2.2,3.3.3.3,4.4.4.4,5.5.5.5,6.6.6.6'], provider: ['kamiokash'] },
      expect.anything(),
    ],
    [{ rate: ['1'] }, { ratePerMinute: 1 }],
    [{ rate: ['100000'] }, { ratePerMinute: 100_000 }],
    [{ rate: ['60/min'] }, { ratePerMinute: 60 }],
    [{ module: ['Kamao'] }, { modules: ['Kamao'] }],
    [{ module: ['kamao, micro loan services'] }, { modules: ['Kamao', 'Micro Loan Services'] }],
  ])('%j', (values, settings) => {
    expect(read(values)).toEqual(settings);
  });

  it.each<[name: string, value: string, message: string, remedy: string]>([
    ['strict-code', 'x', '--strict-code "x"', 'tenant, admin'],
    ['strict-code', '', '--strict-code ""', 'tenant, admin'],
    ['error-shape', 'plain', '--error-shape "plain"', 'flat, nested'],
    ['allow-ip', '', '"" is no IP address', '203.0.113.7'],
    ['allow-ip', '127.0.0.1,', '"" is no IP address', '203.0.113.7'],
    ['allow-ip', '127.0.0.256', '"127.0.0.256"', '203.0.113.7'],
    ['allow-ip', '10.0.0.0/33', '"10.0.0.0/33"', '10.0.0.0/8'],
    ['allow-ip', 'localhost', '"localhost"', '203.0.113.7'],
    ['allow-ip', '1.1.1.1,1.1.1.2,1.1.1.3,1.1.1.4,1.1.1.5,1.1.1.6', '6 addresses', 'at most 5'],
    ['rate', '0', '--rate "0"', 'from 1'],
    ['rate', '-1', '--rate "-1"', 'from 1'],
    ['rate', '1.5', '--rate "1.5"', 'from 1'],
    ['rate', '1e3', '--rate "1e3"', 'from 1'],
    ['rate', '', '--rate ""', 'from 1'],
    ['rate', '60/s', '--rate "60/s"', '60/min'],
    ['module', 'Wallet', '--module "Wallet"', 'Kamao, Micro Loan Services'],
    ['module', 'Kamao,', '--module ""', 'Kamao, Micro Loan Services'],
  ])('refuses --%s %j', (name, value, message, remedy) => {
    expect(() => read({ [name]: [value] })).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: expect.stringContaining(message),
        remedy: expect.stringContaining(remedy),
      }),
    );
  });
});

it('has an option for every setting, and choices where there are few', () => {
  expect(SANDBOX_RULE_OPTIONS.options.map(({ flags, choices }) => [flags, choices])).toEqual([
    ['--strict-code <name>', ['tenant', 'admin']],
    ['--error-shape <name>', ['flat', 'nested']],
    ['--allow-ip <addresses>', undefined],
    ['--rate <number>', undefined],
    ['--module <names>', undefined],
  ]);
});
