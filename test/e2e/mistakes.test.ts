import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CREDENTIALS, answer, newFolder, startCapture, vk } from './vk.js';

const POST = ['call', 'POST', '/verify/pan', 'pan=ABCDE1234F'];

describe.concurrent('an answer that was paid for', () => {
  it('is not risked for an expression that cannot be used', async () => {
    const server = await startCapture();
    const env = { ...CREDENTIALS.vistarkriya, VK_BASE_URL: server.origin };
    const run = await vk([...POST, '--query', 'bad['], { env });
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain('--query "bad[" cannot be used');
    expect(server.requests).toHaveLength(0);
  });

  it('is shown whole where there is nothing to pick from', async () => {
    const server = await startCapture(() =>
      answer({ headers: { 'X-API-Mode': 'sandbox' }, body: 'plain words' }),
    );
    const env = { ...CREDENTIALS.vistarkriya, VK_BASE_URL: server.origin };
    const run = await vk([...POST, '--query', 'data'], { env });
    expect(run.exitCode).toBe(2);
    expect(run.stdout).toBe('plain words');
  });

  it('that came from live all the same is exit 6', async () => {
    const server = await startCapture((_request, index) =>
      answer({ headers: { 'X-API-Mode': index === 0 ? 'sandbox' : 'live' }, body: '{}' }),
    );
    const env = { ...CREDENTIALS.vistarkriya, VK_BASE_URL: server.origin };
    const run = await vk(POST, { env });
    expect(run.exitCode).toBe(6);
    expect(run.stdout).toBe('{}');
    expect(run.stderr).toContain('this answer came from live');
  });
});

describe.concurrent('a server of one’s own on this machine', () => {
  it('needs no endpoint that shows the mode', async () => {
    const server = await startCapture(({ method }) =>
      method === 'GET' ? answer({ status: 404, body: '{}' }) : answer({ body: '{"ok":true}' }),
    );
    const env = { ...CREDENTIALS.vistarkriya, VK_BASE_URL: server.origin };
    const run = await vk(POST, { env });
    expect([run.exitCode, run.stdout]).toEqual([0, '{"ok":true}']);
  });
});

describe.concurrent('a .vk.json', () => {
  it('does not give a key to another provider', async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, '.vk.json'), '{"provider":"kamiokash"}');
    const run = await vk(['sign', 'GET', '/x'], {
      cwd,
      env: { VK_API_KEY: 'vk_live_abc', VK_API_SECRET: 's' },
    });
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain('.vk.json says kamiokash');
  });

  it.for(['a folder', 'a device'])('that is %s is none', async (what) => {
    const cwd = newFolder();
    const path = join(cwd, '.vk.json');
    if (what === 'a folder') {
      mkdirSync(path);
    } else {
      symlinkSync('/dev/zero', path);
    }
    const run = await vk(['sign', 'GET', '/x', '--sandbox'], { cwd });
    expect(run.exitCode).toBe(0);
  });
});

describe.concurrent('a secret in the wrong place', () => {
  it.for([
    ['profile', 'add', 'x', '--secret-env', 'not a name: sesame'],
    ['profile', 'add', 'x', '--secret=sesame'],
  ])('is not repeated: %j', async (words) => {
    const run = await vk([...words, '--provider', 'kamiokash', '--api-key', 'k']);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).not.toContain('sesame');
  });
});
