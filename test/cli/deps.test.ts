import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wireDeps } from '../../src/cli/deps.js';
import { configFolder, stateFolder } from '../../src/cli/folders.js';
import { refusal } from '../app/refusal.js';
import { temporaryFolder } from '../adapters/temporary.js';
import { fakeContext } from './fakes.js';

it.each<[platform: NodeJS.Platform, env: Readonly<Record<string, string>>, folder: string]>([
  ['linux', {}, '/home/me/.config/vk'],
  ['linux', { XDG_CONFIG_HOME: '/xdg' }, '/xdg/vk'],
  ['linux', { XDG_CONFIG_HOME: '' }, '/home/me/.config/vk'],
  ['darwin', { XDG_CONFIG_HOME: '/xdg' }, '/home/me/Library/Preferences/vk'],
  ['win32', { APPDATA: '/app' }, '/app/vk/Config'],
  ['win32', {}, '/home/me/AppData/Roaming/vk/Config'],
  ['linux', { VK_CONFIG_DIR: '/own', XDG_CONFIG_HOME: '/xdg' }, '/own'],
  ['darwin', { VK_CONFIG_DIR: '/own' }, '/own'],
])('the folder of profiles on %s with %j', (platform, env, folder) => {
  expect(configFolder({ platform, env, home: () => '/home/me' })).toBe(folder);
});

it.each<[platform: NodeJS.Platform, env: Readonly<Record<string, string>>, folder: string]>([
  ['linux', {}, '/home/me/.local/state/vk'],
  ['linux', { XDG_STATE_HOME: '/xdg' }, '/xdg/vk'],
  ['linux', { XDG_STATE_HOME: 'relative' }, '/home/me/.local/state/vk'],
  ['darwin', { XDG_STATE_HOME: '/xdg' }, '/home/me/Library/Application Support/vk'],
  ['win32', { LOCALAPPDATA: '/app' }, '/app/vk'],
  ['win32', {}, '/home/me/AppData/Local/vk'],
  ['linux', { VK_STATE_DIR: '/own', XDG_STATE_HOME: '/xdg' }, '/own'],
])('the folder of records on %s with %j', (platform, env, folder) => {
  expect(stateFolder({ platform, env, home: () => '/home/me' })).toBe(folder);
});

function findProject(folder: string): unknown {
  const { terminal } = fakeContext();
  return wireDeps({ ...terminal, cwd: () => folder }).project();
}

describe('the project file', () => {
  it('is the nearest of the folder and those above', () => {
    const top = temporaryFolder();
    mkdirSync(join(top, 'a', 'b'), { recursive: true });
    writeFileSync(join(top, '.vk.json'), '{"profile":"top"}');
    expect(findProject(join(top, 'a', 'b'))).toEqual({ profile: 'top' });
    writeFileSync(join(top, 'a', '.vk.json'), '{"profile":"near"}');
    expect(findProject(join(top, 'a', 'b'))).toEqual({ profile: 'near' });
    expect(findProject(top)).toEqual({ profile: 'top' });
  });

  it('is refused with its path where it is bad, not passed over', () => {
    const top = temporaryFolder();
    mkdirSync(join(top, 'a'));
    writeFileSync(join(top, '.vk.json'), '{}');
    writeFileSync(join(top, 'a', '.vk.json'), '{');
    expect(() => findProject(join(top, 'a'))).toThrow(
      refusal('project-file', join(top, 'a', '.vk.json')),
    );
  });
});
