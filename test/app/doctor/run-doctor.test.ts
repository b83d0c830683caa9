import { describe, expect, it } from 'vitest';
import {
  runDoctor,
  type DoctorInput,
  type DoctorPorts,
} from '../../../src/app/doctor/run-doctor.js';
import { readSetup } from '../../../src/app/doctor/setup.js';
import type { ConnectionFacts, SecretPort, TlsFacts } from '../../../src/app/ports.js';
import { Secret } from '../../../src/core/credential.js';
import { VkError } from '../../../src/core/error.js';
import { NOW } from './sandbox-http.js';

const TLS: TlsFacts = { protocol: 'TLSv1.3', issuer: 'R11', validToMs: NOW + 86_400_000 * 60 };
const never = (what: string) => (): never => {
  throw new Error(`the test did not expect ${what}`);
};

const secrets: SecretPort = {
  fetch: never('a secret'),
  keep: never('a secret'),
  forget: never('a secret'),
  keychain: async () => await Promise.resolve({ name: 'Keychain' }),
};

function ports(connected: Partial<ConnectionFacts>, asked: string[]): DoctorPorts {
  return {
    secrets: async () => await Promise.resolve(secrets),
    connection: async () =>
      await Promise.resolve({
        lookup: async () => await Promise.resolve(['192.0.2.1']),
        connect: async () =>
          await Promise.resolve({ address: '192.0.2.1', elapsedMs: 1, ...connected }),
      }),
    http: async () =>
      await Promise.resolve({
        send: async ({ method, headers }) => {
          asked.push(`${method} ${headers.map(([name]) => name).join(' ')}`);
          return await Promise.resolve({
            status: 200,
            statusText: 'OK',
            headers: [['X-API-Mode', 'sandbox']],
            body: new Uint8Array(),
            elapsedMs: 1,
          });
        },
      }),
    nowMs: () => NOW,
  };
}

async function input(change: Partial<DoctorInput> = {}, secret?: Secret): Promise<DoctorInput> {
  const profile = { provider: 'vistarkriya', apiKey: 'vk_live_x', code: '123456' };
  const stored = { ...profile, ...(secret && { secret }) };
  const folder = { path: '/c', variable: undefined, found: undefined, after: undefined };
  const setup = await readSetup(
    {
      flags: {},
      env: {},
      project: undefined,
      profiles: () => ({ current: 'prod', profiles: new Map([['prod', stored]]) }),
      fetchSecret: never('a secret'),
    },
    false,
  );
  const file = { path: '/c/profiles.json', found: undefined, after: undefined, bytes: undefined };
  return {
    program: { version: '1', nodeVersion: '22.0.0', oldestNode: '20.18.1', platform: 'linux' },
    files: {
      config: folder,
      state: folder,
      profiles: { ...file, fault: undefined, profiles: 1 },
      uid: 1000,
    },
    project: { found: undefined, fault: undefined },
    env: {},
    setup,
    sandboxBase: undefined,
    isOffline: false,
    timeoutMs: 1000,
    userAgent: 'vk/test',
    ...change,
  };
}

const GOOD = Secret.of('Tr0ub4dor-and-3-staples');

async function outcome(given: DoctorInput, using: DoctorPorts): Promise<Map<string, string>> {
  const checks = (await runDoctor(given, using)).flatMap((section) => section.checks);
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  return new Map(checks.map(({ id, status, detail }) => [id, `${status} ${detail}`]));
}

describe('a doctor', () => {
  it('asks the API once all before it is well', async () => {
    const asked: string[] = [];
    const checks = await outcome(await input({}, GOOD), ports({ tls: TLS }, asked));
    expect(asked).toEqual([expect.stringMatching(/^GET .*X-Signature/)]);
    expect(checks.get('account')).toMatch(/^ok accepted/);
    expect([...checks.values()].filter((line) => /^(?:fail|warn)/.test(line))).toEqual([]);
  });

  it('finds no credential in variables that are set to nothing', async () => {
    const env = { VK_API_KEY: '', VK_API_SECRET: '' };
    const sources = {
      flags: {},
      env,
      project: undefined,
      profiles: () => ({ profiles: new Map() }),
    };
    const setup = await readSetup({ ...sources, fetchSecret: never('a secret') }, false);
    const given = await input({ env, setup, isOffline: true });
    const files = { ...given.files, profiles: { ...given.files.profiles, profiles: 0 } };
    const checks = await outcome({ ...given, files }, ports({}, []));
    expect(checks.get('profile')).toBe('warn there is none');
  });

  it('sends nothing to whom TLS does not vouch for', async () => {
    const asked: string[] = [];
    const untrusted = { tls: { ...TLS, fault: 'DEPTH_ZERO_SELF_SIGNED_CERT' } };
    const checks = await outcome(await input({}, GOOD), ports(untrusted, asked));
    expect(asked).toEqual([]);
    expect(checks.get('tls')).toMatch(/^fail/);
    expect(checks.get('account')).toBe('skipped nothing is sent to whom TLS does not vouch for');
  });

  it('asks for the time alone where there is no secret', async () => {
    const asked: string[] = [];
    const checks = await outcome(await input(), ports({ tls: TLS }, asked));
    expect(asked).toEqual(['GET User-Agent']);
    expect(checks.get('account')).toBe('skipped there is no secret');
  });

  it('sends nothing offline, nor through a proxy that is none', async () => {
    const asked: string[] = [];
    const using = { ...ports({}, asked), connection: never('a connection') };
    const offline = await outcome(await input({ isOffline: true }, GOOD), using);
    expect(offline.get('network')).toBe('skipped nothing is sent with --offline');
    const proxy = await outcome(await input({ env: { HTTPS_PROXY: 'none' } }, GOOD), using);
    expect(proxy.get('proxy')).toMatch(/^fail/);
    expect(asked).toEqual([]);
  });

  it('tells a certificate file that cannot be read', async () => {
    const using = {
      ...ports({}, []),
      connection: async () => await Promise.reject(new VkError('file', 'cannot read /ca', '')),
    };
    const checks = await outcome(await input({}, GOOD), using);
    expect(checks.get('network')).toBe('fail cannot read /ca');
    expect(checks.get('account')).toBe('skipped there is no connection');
  });
});
