import { dirname, join } from 'node:path';
import { isOwnFile, readFile, readFileIfPresent, writeFile } from '../adapters/files.js';
import { profileFile } from '../adapters/profile-file.js';
import type {
  FilePort,
  HttpPort,
  HttpServerPort,
  ProfileReader,
  ProfileWriter,
  PromptPort,
  QueryPort,
  Spinner,
} from '../app/ports.js';
import { parseProjectFile, type ProjectFile } from '../app/project-file.js';
import { variable, type Environment } from '../app/value-sources.js';
import type { BaseUrl } from '../core/base-url.js';
import type { Terminal } from './terminal.js';

/** The outside world, each part of it loaded when it is used. */
export interface Deps {
  readonly nowMs: () => number;
  readonly files: FilePort;
  readonly profiles: ProfileReader;
  readonly profileWriter: () => Promise<ProfileWriter>;
  readonly project: () => ProjectFile | undefined;
  /** What sends to that base URL: undici where a proxy is set for it, node otherwise. */
  readonly http: (base: BaseUrl) => Promise<HttpPort>;
  readonly server: () => Promise<HttpServerPort>;
  readonly prompts: () => Promise<PromptPort>;
  readonly query: () => Promise<QueryPort>;
  /** Shows that something is going on. */
  readonly spinner: (text: string) => Promise<Spinner>;
}

/** Wires the adapters to this process. */
export function wireDeps(terminal: Terminal): Deps {
  const profiles = profileFile(configFolder(terminal));
  return {
    nowMs: Date.now,
    files: { read: readFile, write: writeFile, readStdin: terminal.readStdin },
    profiles,
    profileWriter: async () => (await import('../adapters/profile-conf.js')).profileConf(profiles),
    project: () => findProject(terminal.cwd(), terminal.uid()),
    http: (base) => chooseHttp(base, terminal.env),
    server: async () => (await import('../adapters/http-server.js')).nodeServer,
    prompts: async () =>
      (await import('../adapters/inquirer.js')).inquirerPrompts(terminal.promptStream()),
    query: async () => (await import('../adapters/jmespath.js')).jmespath,
    spinner: async (text) => (await import('../adapters/ora.js')).startSpinner(text),
  };
}

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

/** The nearest `.vk.json` of the working folder or one above it that is this user's own. */
function findProject(folder: string, uid: number | undefined): ProjectFile | undefined {
  for (let here = folder; ; here = dirname(here)) {
    const path = join(here, '.vk.json');
    const bytes = isOwnFile(path, uid) ? readFileIfPresent(path) : undefined;
    if (bytes !== undefined) {
      return parseProjectFile(path, bytes);
    }
    if (here === dirname(here)) {
      return undefined;
    }
  }
}

async function chooseHttp(base: BaseUrl, env: Environment): Promise<HttpPort> {
  const caFile = variable(env, 'SSL_CERT_FILE');
  const ca =
    caFile === undefined || base.protocol === 'http:'
      ? undefined
      : Buffer.from(readFile(caFile)).toString('utf8');
  // Plain http is for this machine, which no proxy reaches.
  const httpsProxy = variable(env, 'HTTPS_PROXY') ?? variable(env, 'https_proxy');
  if (base.protocol === 'https:' && httpsProxy !== undefined) {
    const noProxy = variable(env, 'NO_PROXY') ?? variable(env, 'no_proxy');
    return await (
      await import('../adapters/http-undici.js')
    ).undiciHttp({ httpsProxy, noProxy, ca });
  }
  return (await import('../adapters/http-node.js')).nodeHttp(ca);
}
