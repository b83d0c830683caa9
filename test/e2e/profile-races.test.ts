import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { env, execPath } from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { BIN, newFolder, profileFileOf, vk } from './vk.js';

/** More by hand: VK_RACE_ROUNDS=20 VK_KILLS=500 npx vitest run test/e2e/profile-races.test.ts */
const ROUNDS = Number(env['VK_RACE_ROUNDS'] ?? 1);
const KILLS = Number(env['VK_KILLS'] ?? 25);
const WRITERS = 50;

const SECRET = 'races-secret';
const ADD = ['--provider', 'kamiokash', '--api-key', 'k', '--secret-env', 'S', '--store', 'file'];

interface Stored {
  readonly current: string;
  readonly profiles: Readonly<Record<string, unknown>>;
}

function stored(home: string): Stored {
  const value: Stored = JSON.parse(readFileSync(profileFileOf(home), 'utf8'));
  return value;
}

describe.concurrent('the file of profiles', () => {
  it.for(Array.from({ length: ROUNDS }, (_, index) => index))(
    'has all that 50 processes add at once, round %i',
    { timeout: 240_000 },
    async () => {
      const home = newFolder();
      const names = Array.from({ length: WRITERS }, (_, index) => `p${index}`);
      const runs = await Promise.all(
        names.map((name) => vk(['profile', 'add', name, ...ADD], { home, env: { S: SECRET } })),
      );
      expect(runs.filter(({ exitCode }) => exitCode !== 0)).toEqual([]);
      expect(new Set(Object.keys(stored(home).profiles))).toEqual(new Set(names));
    },
  );

  it(
    'holds the old or the new state, whenever its writer is killed',
    { timeout: 60_000 + KILLS * 2000 },
    async () => {
      const home = newFolder();
      for (const name of ['a', 'b']) {
        await vk(['profile', 'add', name, ...ADD], { home, env: { S: SECRET } });
      }
      const before = stored(home).profiles;
      const started = performance.now();
      await vk(['profile', 'use', 'a'], { home });
      const usualMs = performance.now() - started;
      for (let kill = 0; kill < KILLS; kill += 1) {
        const child = spawn(execPath, [BIN, 'profile', 'use', kill % 2 === 0 ? 'b' : 'a'], {
          env: { PATH: env['PATH'], HOME: home },
          stdio: 'ignore',
        });
        const ended = once(child, 'exit');
        // Spread over the whole run of a writer, and a little beyond it.
        await setTimeout(((kill + 0.5) / KILLS) * usualMs * 1.1);
        child.kill('SIGKILL');
        await ended;
        const { current, profiles } = stored(home);
        expect(['a', 'b']).toContain(current);
        expect(profiles).toEqual(before);
      }
      expect((await vk(['profile', 'use', 'b'], { home })).exitCode).toBe(0);
      expect(stored(home)).toMatchObject({ current: 'b', profiles: before });
    },
  );
});
