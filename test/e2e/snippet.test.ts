import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bash, isInstalled, member, newFolder, ROOT, vk, writeTemporary, type Run } from './vk.js';

const GET = ['GET', '/wallet/balance'];
// Each language would escape something in it.
const SECRET = `snippet"secret\\'-0000`;

async function addProfile(home: string, ...words: readonly string[]): Promise<Run> {
  const account = ['--provider', 'vistarkriya', '--api-key', 'vk_live_stored', '--code', '135790'];
  const args = ['profile', 'add', 'shop', ...account, '--code-header', 'admin', ...words];
  return await vk(args, { home, env: { S: SECRET } });
}

describe.concurrent('vk snippet', () => {
  it.each([['file'], ['command']])(
    "takes a profile's address and header name, and no value of it: secret in a %s",
    async (store) => {
      const home = newFolder();
      const trace = join(home, 'asked');
      const script = writeTemporary('secret.sh', `touch ${trace}; echo other-secret-0000`);
      const place =
        store === 'file'
          ? ['--store', 'file', '--secret-env', 'S']
          : ['--secret-command', `bash ${script}`];
      const added = await addProfile(home, ...place, '--base-url', 'https://shop.example/v9');
      expect([added.exitCode, existsSync(trace)]).toEqual([0, false]);
      const { exitCode, stdout, stderr } = await vk(['snippet', 'php', ...GET], { home });
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(stdout).toContain("'https://shop.example'");
      expect(stdout).toContain("'/v9/wallet/balance'");
      expect(stdout).toContain("'X-Admin-Code: ' . $code");
      expect(stdout).not.toMatch(/vk_live_stored|135790|secret.*-0000/);
      expect(existsSync(trace)).toBe(false);
      // What does sign asks.
      expect((await vk(['sign', ...GET], { home })).exitCode).toBe(0);
      expect(existsSync(trace)).toBe(store === 'command');
    },
  );

  it('prints [secret] for a secret of the profile, before a language escapes it', async () => {
    const home = newFolder();
    await addProfile(home, '--store', 'file', '--secret-env', 'S');
    const items = [`a=x${SECRET}`, `q==${SECRET}`, `X-A:${SECRET}`];
    const { stdout } = await vk(['snippet', 'java', 'POST', '/x', ...items], { home });
    expect(stdout).toContain('{\\"a\\":\\"x[secret]\\"}');
    expect(stdout).not.toMatch(/-0000/);
  });

  it('reads a pasted request, without the signature that it carries', async () => {
    const curl = `curl https://vistarkriya.com/api/v1/wallet/balance?a=1 -H 'X-Signature: 0' -H 'X-B: 2'`;
    const { stdout } = await vk(['snippet', 'ruby', '--curl', curl]);
    expect(stdout).toContain("target = '/api/v1/wallet/balance?a=1'");
    expect(stdout).toContain("request['X-B'] = '2'");
    expect(stdout.match(/X-Signature/g)).toHaveLength(1);
  });

  it('makes no program that sends what was pasted to another host', async () => {
    const curl = 'curl https://other.example/api/v1/wallet/balance';
    const { exitCode, stdout } = await vk(['snippet', 'ruby', '--curl', curl]);
    expect([exitCode, stdout]).toEqual([6, '']);
  });

  it('has the same program in its JSON', async () => {
    const [plain, json] = await Promise.all([
      vk(['snippet', 'go', ...GET]),
      vk(['snippet', 'go', ...GET, '--json']),
    ]);
    const document: unknown = JSON.parse(json.stdout);
    expect(member(document, 'code')).toBe(plain.stdout);
    expect(member(document, 'variables')).toEqual(['VK_API_KEY', 'VK_CODE', 'VK_API_SECRET']);
  });
});

describe.concurrent('docs/examples/snippet.sh', () => {
  const script = readFileSync(join(ROOT, 'docs/examples/snippet.sh'), 'utf8');
  const isThere = Promise.all([
    isInstalled('bash', '--version'),
    isInstalled('python3', '--version'),
  ]);

  it('gets 200 (needs bash and python3)', async ({ skip }) => {
    if (!(await isThere).every(Boolean)) {
      skip();
    }
    const { exitCode, stdout, stderr } = await bash(script);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^200\n\{"success":true,"data":\{"reference":"SBX-.*"DUMMY"/);
  });
});
