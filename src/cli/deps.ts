import { dirname, join } from 'node:path';
import {
  appendFile,
  isOwnFile,
  readFile,
  readFileIfPresent,
  writeFile,
} from '../adapters/files.js';
import { profileFile } from '../adapters/profile-file.js';
import type {
  AuditPort,
  DeliveryStore,
  FilePort,
  HttpPort,
  HttpServerPort,
  ProfileReader,
  ProfileWriter,
  PromptPort,
  QueryPort,
  Spinner,
  StatePort,
} from '../app/ports.js';
import { parseProjectFile, type ProjectFile } from '../app/project-file.js';
import { variable, type Environment } from '../app/value-sources.js';
import type { BaseUrl } from '../core/base-url.js';
import type { Terminal } from './terminal.js';

/** The outside world, each part of it loaded when it is used. */
export interface Deps {
  readonly nowMs: () => number;
  /** Does something once so many milliseconds have passed. */
  readonly later: (ms: number, work: () => void) => void;
  readonly files: FilePort;
  readonly profiles: ProfileReader;
  readonly profileWriter: () => Promise<ProfileWriter>;
  readonly project: () => ProjectFile | undefined;
  /** What sends to that base URL: undici where a proxy is set for it, node otherwise. */
  readonly http: (base: BaseUrl) => Promise<HttpPort>;
  readonly server: () => Promise<HttpServerPort>;
  readonly state: () => Promise<StatePort>;
  /** The webhooks that were received. */
  readonly deliveries: () => Promise<DeliveryStore>;
  /** What audits logs of webhooks, on several threads. */
  readonly audit: () => Promise<AuditPort>;
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
    later: (ms, work) => {
      setTimeout(work, ms);
    },
    files: { read: readFile, write: writeFile, append: appendFile, readStdin: terminal.readStdin },
    profiles,
    profileWriter: async () => (await import('../adapters/profile-conf.js')).profileConf(profiles),
    project: () => findProject(terminal.cwd(), terminal.uid()),
    http: (base) => chooseHttp(base, terminal.env),
    server: async () => (await import('../adapters/http-server.js')).nodeServer,
    state: async () => (await import('../adapters/state-file.js')).stateFile,
    deliveries: async () =>
      (await import('../adapters/delivery-store.js')).deliveryStore(
        join(stateFolder(terminal), 'webhooks.jsonl'),
      ),
    audit: async () =>
      (await import('../adapters/audit-workers.js')).auditWorkers(
        join(terminal.programFolder, 'audit-worker.cjs'),
      ),
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
