import { copyFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freePort } from '../ports.js';
import { newFolder, startCapture, startSandbox, vk, writeTemporary } from './vk.js';

describe.concurrent('vk wait', () => {
  it('ends once the file is there and its servers listen, and prints where', async () => {
    const folder = newFolder();
    const readyFile = join(folder, 'ready.json');
    const waiting = vk(['wait', '--ready-file', readyFile]);
    const { servers, readyFile: written } = await startSandbox(['vistarkriya', 'payinout']);
    copyFileSync(written, `${readyFile}.tmp`);
    renameSync(`${readyFile}.tmp`, readyFile);
    const { exitCode, stdout, stderr } = await waiting;
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toBe(servers.map(({ baseUrl }) => `${baseUrl}\n`).join(''));
  });

  it('connects to a URL, and sends nothing', async () => {
    const { origin, connections, requests } = await startCapture();
    const { exitCode, stdout } = await vk(['wait', `${origin}/webhooks`, '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      ready: [`${origin}/webhooks`],
      timeMs: expect.any(Number),
    });
    expect([connections(), requests]).toEqual([1, []]);
  });

  it('does not take a file that an earlier run has left for ready', async () => {
    const baseUrl = `http://127.0.0.1:${await freePort()}/api/v1`;
    const file = writeTemporary('ready.json', JSON.stringify({ servers: [{ baseUrl }] }));
    const words = ['wait', '--ready-file', file, '--timeout', '200ms'];
    const { exitCode, stdout, stderr } = await vk(words);
    expect([exitCode, stdout]).toEqual([3, '']);
    expect(stderr).toContain('not ready after 0.2 s');
    const { stderr: document } = await vk([...words, '--json']);
    expect(JSON.parse(document)).toMatchObject({
      error: { code: 'timeout', message: expect.stringContaining('ECONNREFUSED') },
    });
  });

  it('says what was missing: the file, or an address in it', async () => {
    const folder = newFolder();
    const words = ['wait', '--ready-file', 'ready.json', '--timeout', '100ms'];
    const none = await vk(words, { home: folder });
    expect([none.exitCode, none.stderr]).toEqual([3, expect.stringContaining('does not exist')]);
    writeFileSync(join(folder, 'ready.json'), '{"half');
    const half = await vk(words, { home: folder });
    expect([half.exitCode, half.stderr]).toEqual([3, expect.stringContaining('holds no address')]);
  });

  it.for([
    [[], 'nothing to wait for'],
    [['http://127.0.0.1:1', '--ready-file', 'x'], 'both given'],
    [['127.0.0.1:1'], 'is not a base URL'],
    [['http://127.0.0.1:1', '--timeout', 'soon'], 'is no duration'],
  ] as const)('%j is refused', async ([words, said]) => {
    const { exitCode, stderr } = await vk(['wait', ...words]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(said);
  });
});
