import { join } from 'node:path';
import { variable } from '../app/value-sources.js';
import type { Terminal } from './terminal.js';

/** The platform's folder for configuration. */
export function configFolder({
  env,
  platform,
  home,
}: Pick<Terminal, 'env' | 'platform' | 'home'>): string {
  const own = variable(env, 'VK_CONFIG_DIR');
  if (own !== undefined) {
    return own;
  }
  if (platform === 'win32') {
    return join(variable(env, 'APPDATA') ?? join(home(), 'AppData', 'Roaming'), 'vk', 'Config');
  }
  if (platform === 'darwin') {
    return join(home(), 'Library', 'Preferences', 'vk');
  }
  // A relative path there has no meaning, says the XDG Base Directory Specification.
  const xdg = variable(env, 'XDG_CONFIG_HOME');
  return join(xdg?.startsWith('/') === true ? xdg : join(home(), '.config'), 'vk');
}

/** The platform's folder for what a program records. */
export function stateFolder({
  env,
  platform,
  home,
}: Pick<Terminal, 'env' | 'platform' | 'home'>): string {
  const own = variable(env, 'VK_STATE_DIR');
  if (own !== undefined) {
    return own;
  }
  if (platform === 'win32') {
    return join(variable(env, 'LOCALAPPDATA') ?? join(home(), 'AppData', 'Local'), 'vk');
  }
  if (platform === 'darwin') {
    return join(home(), 'Library', 'Application Support', 'vk');
  }
  const xdg = variable(env, 'XDG_STATE_HOME');
  return join(xdg?.startsWith('/') === true ? xdg : join(home(), '.local', 'state'), 'vk');
}
