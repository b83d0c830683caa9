import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hmacHex } from '../hmac-hex.js';
import {
  answer,
  CREDENTIALS,
  member,
  newFolder,
  startCapture,
  vk,
  writeTemporary,
  type RunOptions,
} from './vk.js';

const T = '1739612345';
const RIGHT = `${T}GET/api/v1/wallet/balance`;
const GET = ['diagnose', 'GET', '/wallet/balance', '--timestamp', T];

/** A home with a profile a name. */
async function homeWith(
  profiles: Readonly<
    Record<string, { readonly words: readonly string[]; readonly secret: string }>
  >,
): Promise<RunOptions> {
  const home = newFolder();
  for (const [name, { words, secret }] of Object.entries(profiles)) {
    const added = ['profile', 'add', name, '--store', 'file', ...words, '--secret-stdin'];
    const { exitCode, stderr } = await vk(added, { home, input: secret });
    expect([exitCode, stderr]).toEqual([0, expect.anything()]);
  }
  return { home };
}

const PROD = {
  words: ['--provider', 'vistarkriya', '--api-key', 'vk_live_prod', '--code', '123456'],
  secret: 'prod-secret-1',
};
const LOYALTY = {
  words: ['--provider', 'kamiokash', '--api-key', 'kamio_key_1'],
  secret: 'kamio-secret-1',
};

describe('a secret', () => {
  it('of the profile at hand is tried where the environment overrides it', async () => {
    const { home } = await homeWith({ prod: PROD });
    const words = [...GET, '--profile', 'prod', '--signature', hmacHex('prod-secret-1', RIGHT)];
    const { exitCode, stdout } = await vk(words, {
      ...(home !== undefined && { home }),
      env: { VK_API_SECRET: 'another-secret-1' },
    });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('the secret of profile prod');
    expect(stdout).not.toContain('another-secret-1');
  });

  it('that another profile has for the same key is mentioned', async () => {
    const options = await homeWith({ one: PROD, two: { ...PROD, secret: 'prod-secret-2' } });
    const words = [...GET, '--profile', 'one', '--signature', hmacHex('prod-secret-1', RIGHT)];
    const { stdout } = await vk(words, options);
    expect(stdout).toContain('profile two has the same API key and another secret');
    expect(stdout).toContain('see what is odd below');
  });
});

describe('a pasted request', () => {
  const iso = '2026-01-27T09:23:06.658Z';
  const request = [
    'POST /v1/member HTTP/1.1',
    'Host: api.kamiokash.com',
    'X-API-Key: kamio_key_1',
    `X-Timestamp: ${iso}`,
    `X-Signature: ${hmacHex('kamio-secret-1', `${iso}:{}`)}`,
    'Content-Length: 2',
    '',
    '{}',
  ].join('\r\n');

  it('leads to the profile whose key it carries', async () => {
    const options = await homeWith({ prod: PROD, loyalty: LOYALTY });
    const file = writeTemporary('request.http', request);
    const { exitCode, stdout, stderr } = await vk(['diagnose', '--http', file], options);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('profile loyalty is meant: its X-API-Key is that of profile loyalty');
    expect(stdout).toContain('the parts were joined in another order');
  });

  it('is checked with what the user says, where that is said', async () => {
    const { home } = await homeWith({ prod: PROD, loyalty: LOYALTY });
    const file = writeTemporary('request.http', request);
    const { stderr } = await vk(['diagnose', '--http', file, '--max-differences', '1'], {
      ...(home !== undefined && { home }),
      env: { VK_PROFILE: 'prod' },
    });
    expect(stderr).not.toContain('is meant');
  });

  it('names the header that is not the documented one', async () => {
    const file = writeTemporary('request.http', request.replace('X-Signature', 'X-Hmac-Signature'));
    const { exitCode, stderr } = await vk(['diagnose', '--http', file], {
      env: CREDENTIALS.kamiokash,
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('the request has X-Hmac-Signature, and KamioKash reads X-Signature');
  });

  it.each([
    ['typographic quotes', '-d \u201cpan=X\u201d', 'typographic quote'],
    ['a typographic dash', '\u2013d pan=X', 'typographic dash'],
  ])('is refused by the built vk with %s', async (_name, words, shown) => {
    const command = `curl https://vistarkriya.com/api/v1/verify/pan ${words}`;
    const { exitCode, stdout, stderr } = await vk(['sign', '--sandbox', '--curl', command]);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(shown);
  });

  it('with letters of other languages is no typographic quote', async () => {
    const curl = `curl https://vistarkriya.com/api/v1/verify/pan -d nâme=x`;
    const words = ['sign', '--sandbox', '--only', 'string-to-sign', '--timestamp', T];
    const { stdout } = await vk([...words, '--curl', curl]);
    expect(stdout).toBe(`${T}POST/api/v1/verify/pannâme=x`);
  });

  it('for another host takes no credential of that host along', async () => {
    const curl = `curl https://elsewhere.example/api/v1/wallet/balance -H 'Authorization: Bearer T0ken' -H 'Cookie: a=b'`;
    const shown = await vk(['sign', '--sandbox', '--format', 'curl', '--curl', curl]);
    expect(shown.exitCode).toBe(0);
    expect(shown.stdout).not.toMatch(/T0ken|a=b/);
    const env = CREDENTIALS.vistarkriya;
    const refused = await vk(['sign', '--format', 'curl', '--curl', curl], { env });
    expect([refused.exitCode, refused.stdout]).toEqual([6, '']);
  });
});

describe('what is said', () => {
  const env = { ...CREDENTIALS.vistarkriya };
  const base64 = createHmac('sha256', env.VK_API_SECRET).update(RIGHT).digest('base64');

  it('of a digest whose encoding is left out is not that it is none', async () => {
    const words = [...GET, '--signature', base64, '--axis', 'target'];
    const { exitCode, stdout } = await vk(words, { env });
    expect(exitCode).toBe(1);
    expect(stdout).not.toContain('no whole digest');
  });

  it('of too few digits is that it is no whole digest', async () => {
    const { exitCode, stdout } = await vk([...GET, '--signature', 'f0b4921a96c3555'], { env });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('no whole digest');
  });

  it('of a right signature is the same with and without colour', async () => {
    const words = [...GET, '--signature', hmacHex(env.VK_API_SECRET, RIGHT)];
    const plain = await vk(words, { env });
    const coloured = await vk(words, { env: { ...env, FORCE_COLOR: '1' } });
    const ESC = String.fromCharCode(27);
    expect(coloured.stdout).toContain(`${ESC}[32mcorrect${ESC}[39m: this is`);
    expect(
      coloured.stdout
        .split(new RegExp(`${ESC}\\[\\d+m`))
        .join('')
        .split(' in ')[0],
    ).toBe(plain.stdout.split(' in ')[0]);
  });

  it('of a header that no signature covers is nothing', async () => {
    const body = '{"a":"b"}';
    const words = ['diagnose', 'POST', '/v1/webhooks/order', 'a=b', '--timestamp', T];
    const signature = hmacHex('e2e-secret', `${T}.${body}`);
    const influencemart = CREDENTIALS.influencemart;
    const result = await vk([...words, '--signature', signature], { env: influencemart });
    expect([result.exitCode, result.stderr]).toEqual([0, '']);
  });
});

it('an answer is shown, whatever becomes of its diagnosis', async () => {
  const home = newFolder();
  mkdirSync(join(home, '.config', 'vk'), { recursive: true });
  writeTemporary('profiles.json', 'no json', join(home, '.config', 'vk'));
  const body = '{"success":false,"error_code":"HMAC_INVALID"}';
  const capture = await startCapture(() => answer({ status: 401, body }));
  const env = { ...CREDENTIALS.vistarkriya, VK_BASE_URL: `${capture.origin}/api/v1` };
  const words = ['call', 'GET', '/wallet/balance', '--diagnose'];
  const shown = await vk(words, { home, env });
  expect([shown.exitCode, shown.stdout]).toEqual([4, body]);
  expect(shown.stderr).toContain('no diagnosis: ');
  const json = await vk([...words, '--json'], { home, env });
  expect(json.exitCode).toBe(4);
  expect(member(JSON.parse(json.stdout), 'diagnosis', 'error', 'code')).toBe('profile-file');
});
