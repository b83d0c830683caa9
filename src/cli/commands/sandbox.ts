import { EXIT, type ExitCode } from '../../app/errors.js';
import { SANDBOX_PORT } from '../../app/sandbox-port.js';
import { sandboxVariables, serveSandbox, type RunningSandbox } from '../../app/serve-sandbox.js';
import { resolveSettings } from '../../app/settings.js';
import type { WebhookTarget } from '../../app/webhooks.js';
import { variable } from '../../app/value-sources.js';
import type { Credential } from '../../core/credential.js';
import { VkError } from '../../core/error.js';
import type { Provider } from '../../core/provider.js';
import { findProvider, providers } from '../../providers/registry.js';
import type { SandboxSettings } from '../../sandbox/state.js';
import { defineCommand, type Context } from '../command.js';
import { FAULT_OPTIONS, readFaults, type FaultSettings } from '../fault-options.js';
import { MODES, parseChoice, PROVIDER_IDS } from '../flags.js';
import { profileCommand, renderServers } from '../render/sandbox.js';
import { openSandboxLog, type SandboxLog } from '../sandbox-log.js';
import { readHost, readWebhook, SANDBOX_NETWORK_OPTIONS } from '../sandbox-network.js';
import { readSandboxSettings, SANDBOX_RULE_OPTIONS } from '../sandbox-options.js';
import {
  openState,
  readStateSettings,
  SANDBOX_STATE_OPTIONS,
  type StateSettings,
} from '../sandbox-state.js';
import { paletteFor } from '../render/palette.js';

interface SandboxInput {
  readonly providers: readonly Provider[];
  readonly port: number;
  readonly settings: SandboxSettings;
  readonly faults: FaultSettings;
  readonly state: StateSettings;
  readonly host: string | undefined;
  readonly webhook: WebhookTarget | undefined;
  readonly readyFile: string | undefined;
  readonly logFile: string | undefined;
  readonly isHintInBody: boolean;
  readonly isJson: boolean;
}

export const sandboxCommand = defineCommand<SandboxInput>({
  arguments: [],
  options: [
    {
      heading: 'Options:',
      options: [
        {
          flags: '--provider <id...>',
          summary: 'serve these only (default: all, a port each)',
          choices: PROVIDER_IDS,
        },
        {
          flags: '--port <number>',
          summary: 'the first port; 0 takes free ones',
          default: String(SANDBOX_PORT),
        },
        {
          flags: '--mode <mode>',
          summary: 'live charges the wallet for POST (default: sandbox)',
          choices: MODES,
        },
        {
          flags: '--ready-file <file>',
          summary: 'write addresses and variables there once it listens',
        },
        { flags: '--explain-in-body', summary: 'put hints into the JSON of errors too' },
        { flags: '--log <file>', summary: 'add each request to this file, as a line of JSON' },
        {
          flags: '--json',
          summary: 'addresses and variables as one JSON document, the log as lines of JSON',
        },
      ],
    },
    SANDBOX_STATE_OPTIONS,
    SANDBOX_RULE_OPTIONS,
    SANDBOX_NETWORK_OPTIONS,
    FAULT_OPTIONS,
  ],
  examples: [
    'vk sandbox',
    'vk sandbox --provider vistarkriya --port 8787',
    'vk sandbox --port 0 --ready-file ready.json &',
    'vk sandbox --fault latency=200ms,drop=1%',
    'vk sandbox --mode live --state ./vk-state --seed seed.json',
  ],
  read: (words) => {
    const served = words.list('provider')?.map(findProvider) ?? providers;
    return {
      providers: served,
      port: parsePort(words.text('port') ?? '', served.length),
      settings: {
        ...readSandboxSettings(words),
        mode: parseChoice('--mode', words.text('mode'), MODES) ?? 'sandbox',
      },
      faults: readFaults(words),
      state: readStateSettings(words),
      host: readHost(words),
      webhook: readWebhook(words, served),
      readyFile: words.text('ready-file'),
      logFile: words.text('log'),
      isHintInBody: words.has('explain-in-body'),
      isJson: words.has('json'),
    };
  },
  run,
});

function parsePort(text: string, count: number): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  const last = 65_536 - count;
  if (Number.isNaN(port) || port > last) {
    throw new VkError(
      'usage',
      `--port ${JSON.stringify(text)} is no port`,
      `Use 0 to ${last}: each of ${count} servers takes one.`,
    );
  }
  return port;
}

async function run(input: SandboxInput, context: Context): Promise<ExitCode> {
  const { terminal, deps } = context;
  const servers: RunningSandbox[] = [];
  const log = await openSandboxLog(
    { file: input.logFile, isJson: input.isJson, hasSeveral: input.providers.length > 1 },
    context,
  );
  try {
    await start(input, servers, log, context);
    const description = describe(servers);
    const interrupted = terminal.untilInterrupted();
    if (input.readyFile !== undefined) {
      deps.files.write(input.readyFile, Buffer.from(description));
    }
    const palette = await paletteFor(terminal.stdout);
    terminal.stdout.write(input.isJson ? description : renderServers(servers, palette));
    await interrupted;
    log.end();
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
  return EXIT.done;
}

/** Starts a server a provider; whatever runs is in `running`, also where a later one fails. */
async function start(
  input: SandboxInput,
  running: RunningSandbox[],
  log: SandboxLog,
  context: Context,
): Promise<void> {
  const { deps } = context;
  const server = await deps.server();
  const stateOf = await openState(input.state, input.isJson, context);
  const http = input.webhook && (await deps.http(input.webhook.base));
  for (const [index, provider] of input.providers.entries()) {
    const { seed, state } = stateOf(provider);
    const options = {
      provider,
      ...state,
      port: input.port === 0 ? 0 : input.port + index,
      ...(input.host !== undefined && { host: input.host }),
      ...(http !== undefined && input.webhook && { webhook: { target: input.webhook, http } }),
      settings: { ...input.settings, ...seed },
      ...input.faults,
      accounts: await ownAccounts(provider, context),
      nowMs: deps.nowMs,
      isHintInBody: input.isHintInBody,
      log: log.add,
    };
    running.push(await serveSandbox(options, server));
  }
}

/** A credential in the environment that is meant for this provider may call too. */
async function ownAccounts(provider: Provider, { terminal }: Context): Promise<Credential[]> {
  const { env } = terminal;
  const isSet =
    variable(env, 'VK_API_KEY') !== undefined && variable(env, 'VK_API_SECRET') !== undefined;
  if (!isSet) {
    return [];
  }
  const settings = await resolveSettings({
    flags: { sandbox: true },
    env: { ...env, VK_PROFILE: '' },
    project: undefined,
    profiles: () => ({ profiles: new Map() }),
    fetchSecret: () => Promise.reject(new Error('no profile, no place')),
  });
  return settings.provider.id === provider.id ? [settings.credential] : [];
}

function describe(servers: readonly RunningSandbox[]): string {
  const document = {
    servers: servers.map((server) => ({
      provider: server.provider.id,
      baseUrl: server.baseUrl,
      port: server.port,
      env: sandboxVariables(server),
      profileAdd: profileCommand(server),
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
