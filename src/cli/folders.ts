import { join } from 'node:path';
import { variable } from '../app/value-sources.js';
import type { Terminal } from './terminal.js';

/** Where the platforms keep one kind of a program's files. */
interface Places {
  /** The variable of vk's own that has the last word. */
  readonly own: string;
  readonly windows: { readonly variable: string; readonly usual: string; readonly folder: string };
  readonly mac: string;
  readonly xdg: { readonly variable: string; readonly usual: string };
}

const CONFIG: Places = {
  own: 'VK_CONFIG_DIR',
  windows: { variable: 'APPDATA', usual: 'AppData/Roaming', folder: 'vk/Config' },
  mac: 'Library/Preferences',
  xdg: { variable: 'XDG_CONFIG_HOME', usual: '.config' },
};

const STATE: Places = {
  own: 'VK_STATE_DIR',
  windows: { variable: 'LOCALAPPDATA', usual: 'AppData/Local', folder: 'vk' },
  mac: 'Library/Application Support',
  xdg: { variable: 'XDG_STATE_HOME', usual: '.local/state' },
};

type Surroundings = Pick<Terminal, 'env' | 'platform' | 'home'>;

/** The platform's folder for configuration. */
export function configFolder(surroundings: Surroundings): string {
  return folderOf(CONFIG, surroundings);
}

/** The platform's folder for what a program records. */
export function stateFolder(surroundings: Surroundings): string {
  return folderOf(STATE, surroundings);
}

function folderOf(
  { own, windows, mac, xdg }: Places,
  { env, platform, home }: Surroundings,
): string {
  const chosen = variable(env, own);
  if (chosen !== undefined) {
    return chosen;
  }
  if (platform === 'win32') {
    return join(variable(env, windows.variable) ?? join(home(), windows.usual), windows.folder);
  }
  if (platform === 'darwin') {
    return join(home(), mac, 'vk');
  }
  // A relative path there has no meaning, says the XDG Base Directory Specification.
  const named = variable(env, xdg.variable);
  return join(named?.startsWith('/') === true ? named : join(home(), xdg.usual), 'vk');
}
