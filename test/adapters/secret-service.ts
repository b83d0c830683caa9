import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { createInterface } from 'node:readline';

export interface SecretService {
  /** What a program needs to find it, and nothing else. */
  readonly env: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** Whether this machine has what a real Secret Service is made of. */
export const hasSecretService = ['dbus-run-session', 'gnome-keyring-daemon'].every(
  (program) => spawnSync(program, ['--version']).status === 0,
);

/** A session bus with gnome-keyring on it, unlocked, whose files are in a folder of its own. */
export async function startSecretService(): Promise<SecretService> {
  const home = mkdtempSync(join(tmpdir(), 'vk-keyring-'));
  const script =
    'printf password | gnome-keyring-daemon --unlock --components=secrets >&2; echo "$DBUS_SESSION_BUS_ADDRESS"; cat';
  const own = { PATH: env['PATH'] ?? '', HOME: home, XDG_RUNTIME_DIR: home };
  const session = spawn('dbus-run-session', ['--', 'bash', '-c', script], {
    env: own,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = new Promise<void>((resolve) =>
    session.once('close', () => {
      resolve();
    }),
  );
  const address = await new Promise<string>((resolve) => {
    createInterface(session.stdout).once('line', resolve);
  });
  return {
    env: { ...own, DBUS_SESSION_BUS_ADDRESS: address },
    stop: async () => {
      session.stdin.end();
      await ended;
      rmSync(home, { recursive: true, force: true });
    },
  };
}
