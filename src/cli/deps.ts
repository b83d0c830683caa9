import { dirname, join } from 'node:path';
import { nobleDigests } from '../adapters/digests-noble.js';
import { elapsedMs } from '../adapters/elapsed.js';
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
  ByteSource,
  ConnectionPort,
  DeliveryStore,
  FilePort,
  HistoryStore,
  HttpPort,
  HttpServerPort,
  PooledHttpPort,
  NamedJournal,
  PathPort,
  ProfileReader,
  ProfileWriter,
  PromptPort,
  QueryPort,
  ScriptPort,
  SecretPort,
  Spinner,
  StatePort,
  TypingPort,
} from '../app/ports.js';
import { readHistoryLimits } from '../app/history-limits.js';
import { withoutSecretVariables } from '../app/redaction.js';
import { parseProjectFile, type ProjectFile } from '../app/project-file.js';
import { variable, type Environment } from '../app/value-sources.js';
import type { BaseUrl } from '../core/base-url.js';
import type { Digests } from '../core/hmac.js';
import { configFolder, stateFolder } from './folders.js';
import {
  redactedDeliveries,
  redactedFiles,
  redactedHistory,
  redactedState,
  registeringPrompts,
  registeringSecrets,
  registeringWriter,
} from './redacted-ports.js';
import type { Terminal } from './terminal.js';

/** The outside world, each part of it loaded when it is used. */
export interface Deps {
  readonly nowMs: () => number;
  /** A clock that only goes on, in milliseconds from some point. */
  readonly elapsedMs: () => number;
  /** Does something once so many milliseconds have passed; what it returns keeps it from it. */
  readonly later: (ms: number, work: () => void) => () => void;
  /** Gives that many bytes that nobody can foresee. */
  readonly random: (bytes: number) => Uint8Array;
  /** For a process that makes few: it starts sooner without node:crypto. */
  readonly digests: Digests;
  readonly files: FilePort;
  readonly profiles: ProfileReader;
  readonly profileWriter: () => Promise<ProfileWriter>;
  /** Secrets that are kept outside of the file of profiles. */
  readonly secrets: () => Promise<SecretPort>;
  readonly project: () => ProjectFile | undefined;
  /** Where that is. */
  readonly projectPath: () => string | undefined;
  readonly paths: () => Promise<PathPort>;
  /** Scripts for other programs, such as a shell's completions. */
  readonly scripts: () => Promise<ScriptPort>;
  /** What sends to that base URL: undici where a proxy is set for it, node otherwise. */
  readonly http: (base: BaseUrl) => Promise<HttpPort>;
  /** The same for many requests at once, over so many connections. */
  readonly pooledHttp: (base: BaseUrl, connections: number) => Promise<PooledHttpPort>;
  /** What looks at the way to a server, with the certificate authorities that `http` trusts. */
  readonly connection: () => Promise<ConnectionPort>;
  readonly server: () => Promise<HttpServerPort>;
  readonly state: () => Promise<StatePort>;
  /** Opens a file to be read piece by piece, or standard input for `-`. */
  readonly source: (path: string) => Promise<ByteSource>;
  /** Opens a journal that the user has named; a new one only where there is no such file. */
  readonly journal: (path: string, isNew: boolean) => Promise<NamedJournal>;
  /** The webhooks that were received. */
  readonly deliveries: () => Promise<DeliveryStore>;
  /** The calls that were made. */
  readonly history: () => Promise<HistoryStore>;
  /** What audits logs of webhooks, on several threads. */
  readonly audit: () => Promise<AuditPort>;
  readonly prompts: () => Promise<PromptPort>;
  readonly typing: () => Promise<TypingPort>;
  readonly query: () => Promise<QueryPort>;
  /** Shows that something is going on. */
  readonly spinner: (text: string) => Promise<Spinner>;
}

/** Wires the adapters to this process. */
export function wireDeps(terminal: Terminal): Deps {
  const profiles = profileFile(configFolder(terminal), {
    uid: terminal.uid(),
    note: (text) => {
      terminal.stderr.write(`note: ${text}\n`);
    },
  });
  const { redaction, readStdin } = terminal;
  return {
    nowMs: Date.now,
    random: (bytes) => globalThis.crypto.getRandomValues(new Uint8Array(bytes)),
    digests: nobleDigests,
    elapsedMs,
    later: (ms, work) => {
      const timer = setTimeout(work, ms);
      return () => {
        clearTimeout(timer);
      };
    },
    files: redactedFiles(
      { read: readFile, write: writeFile, append: appendFile, readStdin },
      redaction,
    ),
    profiles,
    profileWriter: async () =>
      registeringWriter(
        (await import('../adapters/profile-conf.js')).profileConf(profiles),
        redaction,
      ),
    secrets: async () =>
      registeringSecrets(
        (await import('../adapters/secret-stores.js')).secretStores({
          // By then the variables that flags name are known to hold secrets.
          get env() {
            return withoutSecretVariables(terminal.env, redaction);
          },
          platform: terminal.platform,
          programFolder: terminal.programFolder,
        }),
        redaction,
      ),
    project: () => findProject(terminal.cwd(), terminal.uid()),
    projectPath: () => findProjectPath(terminal.cwd(), terminal.uid()),
    paths: async () => (await import('../adapters/path-facts.js')).pathFacts,
    scripts: async () => (await import('../adapters/script-files.js')).scriptFiles,
    http: (base) => chooseHttp(base, terminal.env),
    pooledHttp: async (base, connections) =>
      (await import('../adapters/http-pool.js')).pooledHttp(base, {
        connections,
        ...networkSettings(base, terminal.env),
      }),
    connection: async () =>
      (await import('../adapters/connection-probe.js')).connectionProbe(
        readAuthorities(terminal.env),
      ),
    server: async () => (await import('../adapters/http-server.js')).nodeServer,
    state: async () =>
      redactedState((await import('../adapters/state-file.js')).stateFile, redaction),
    source: async (path) => await (await import('../adapters/byte-source.js')).openSource(path),
    journal: async (path, isNew) =>
      (await import('../adapters/journal-file.js')).journalFile(path, isNew),
    deliveries: async () =>
      redactedDeliveries(
        (await import('../adapters/delivery-store.js')).deliveryStore(
          join(stateFolder(terminal), 'webhooks.jsonl'),
        ),
        redaction,
      ),
    history: async () =>
      redactedHistory(
        (await import('../adapters/history-store.js')).historyStore(
          join(stateFolder(terminal), 'history'),
          readHistoryLimits(terminal.env),
          { nowMs: Date.now, random: Math.random },
        ),
        redaction,
      ),
    audit: async () =>
      (await import('../adapters/audit-workers.js')).auditWorkers(
        join(terminal.programFolder, 'audit-worker.cjs'),
      ),
    prompts: async () =>
      registeringPrompts(
        (await import('../adapters/inquirer.js')).inquirerPrompts(terminal.promptStream()),
        redaction,
      ),
    typing: async () =>
      (await import('../adapters/typing.js')).terminalTyping(
        terminal.stderr.write,
        variable(terminal.env, 'VISUAL') ?? variable(terminal.env, 'EDITOR'),
        withoutSecretVariables(terminal.env, redaction),
      ),
    query: async () => (await import('../adapters/jmespath.js')).jmespath,
    spinner: async (text) => (await import('../adapters/ora.js')).startSpinner(text),
  };
}

function findProject(folder: string, uid: number | undefined): ProjectFile | undefined {
  const path = findProjectPath(folder, uid);
  const bytes = path === undefined ? undefined : readFileIfPresent(path);
  return path === undefined || bytes === undefined ? undefined : parseProjectFile(path, bytes);
}

/** The nearest `.vk.json` of the working folder or one above it that is this user's own. */
function findProjectPath(folder: string, uid: number | undefined): string | undefined {
  for (let here = folder; ; here = dirname(here)) {
    const path = join(here, '.vk.json');
    if (isOwnFile(path, uid)) {
      return path;
    }
    if (here === dirname(here)) {
      return undefined;
    }
  }
}

async function chooseHttp(base: BaseUrl, env: Environment): Promise<HttpPort> {
  const { httpsProxy, ...others } = networkSettings(base, env);
  return httpsProxy === undefined
    ? (await import('../adapters/http-node.js')).nodeHttp(others.ca)
    : await (
        await import('../adapters/http-pool.js')
      ).pooledHttp(base, { connections: null, httpsProxy, ...others });
}

function networkSettings(base: BaseUrl, env: Environment): NetworkSettings {
  // Plain http is for this machine, which no proxy reaches.
  const isEncrypted = base.protocol === 'https:';
  const httpsProxy = variable(env, 'HTTPS_PROXY') ?? variable(env, 'https_proxy');
  return {
    httpsProxy: isEncrypted ? httpsProxy : undefined,
    noProxy: variable(env, 'NO_PROXY') ?? variable(env, 'no_proxy'),
    ca: isEncrypted ? readAuthorities(env) : undefined,
  };
}

interface NetworkSettings {
  readonly httpsProxy: string | undefined;
  readonly noProxy: string | undefined;
  readonly ca: string | undefined;
}

/** Further certificate authorities, PEM. */
function readAuthorities(env: Environment): string | undefined {
  const path = variable(env, 'SSL_CERT_FILE');
  return path === undefined ? undefined : Buffer.from(readFile(path)).toString('utf8');
}
