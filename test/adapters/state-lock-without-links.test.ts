import type * as fs from 'node:fs';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { takeLock } from '../../src/adapters/state-lock.js';
import { temporaryFolder } from './temporary.js';

vi.mock('node:fs', async (original) => ({
  ...(await original<typeof fs>()),
  // As on FAT.
  linkSync: () => {
    throw Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM' });
  },
}));

it('works where a file system has no hard links', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'a.lock');
  const attempt = takeLock(path);
  expect(takeLock(path)).toMatchObject({ holder: { pid: process.pid } });
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
  expect(readdirSync(folder)).toEqual(['a.lock']);
  if ('release' in attempt) {
    attempt.release();
  }
  expect(readdirSync(folder)).toEqual([]);
});
