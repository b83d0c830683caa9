import { EXIT, type ExitCode } from '../../app/errors.js';
import { SANDBOX_PORT } from '../../app/sandbox-port.js';
import { sandboxVariables, serveSandbox, type RunningSandbox } from '../../app/serve-sandbox.js';
import { resolveSettings } from '../../app/settings.js';
import { variable } from '../../app/value-sources.js';
import type { Credential } from '../../core/credential.js';
import { VkError } from '../../core/error.js';
import type { Mode, Provider } from '../../core/provider.js';
import { findProvider, providers } from '../../providers/registry.js';
import { defineCommand, type Context } from '../command.js';
import { MODES, parseChoice, PROVIDER_IDS } from '../flags.js';
import { renderRequestLine, renderServers } from '../render/sandbox.js';
import { paletteFor } from '../render/palette.js';

interface SandboxInput {
  readonly providers: readonly Provider[];
  readonly port: number;
  readonly mode: Mode;
  readonly readyFile: string | undefined;
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
          summary: 'what X-API-Mode says (default: sandbox)',
          choices: MODES,
        },
        {
          flags: '--ready-file <file>',
          summary: 'write addresses and variables there once it listens',
        },
        { flags: '--json', summary: 'print them as one JSON document' },
      ],
    },
  ],
  examples: [
    'vk sandbox',
    'vk sandbox --provider vistarkriya --port 8787',
    'vk sandbox --port 0 --ready-file ready.json &',
  ],
  read: (words) => {
    const served = words.list('provider')?.map(findProvider) ?? providers;
    return {
      providers: served,
      port: parsePort(words.text('port') ?? '', served.length),
      mode: parseChoice('--mode', words.text('mode'), MODES) ?? 'sandbox',
      readyFile: words.text('ready-file'),
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
  try {
    await start(input, servers, context);
    const description = describe(servers);
    const interrupted = terminal.untilInterrupted();
    if (input.readyFile !== undefined) {
      deps.files.write(input.readyFile, Buffer.from(description));
    }
    const palette = await paletteFor(terminal.stdout);
    terminal.stdout.write(input.isJson ? description : renderServers(servers, palette));
    await interrupted;
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
  return EXIT.done;
}

/** Starts a server a provider; whatever runs is in `running`, also where a later one fails. */
async function start(
  input: SandboxInput,
  running: RunningSandbox[],
  context: Context,
): Promise<void> {
  const { terminal, deps } = context;
  const server = await deps.server();
  const palette = await paletteFor(terminal.stderr);
  for (const [index, provider] of input.providers.entries()) {
    const options = {
      provider,
      port: input.port === 0 ? 0 : input.port + index,
      settings: { mode: input.mode },
      accounts: ownAccounts(provider, context),
      nowMs: deps.nowMs,
    };
    running.push(
      await serveSandbox(
        {
          ...options,
          onAnswer: (request, answer) => {
            terminal.stderr.write(
              renderRequestLine(provider, request, answer, deps.nowMs(), palette),
            );
          },
        },
        server,
      ),
    );
  }
}

/** A credential in the environment that is meant for this provider may call too. */
function ownAccounts(provider: Provider, { terminal }: Context): Credential[] {
  const { env } = terminal;
  const isSet =
    variable(env, 'VK_API_KEY') !== undefined && variable(env, 'VK_API_SECRET') !== undefined;
  if (!isSet) {
    return [];
  }
  const settings = resolveSettings({
    flags: { sandbox: true },
    env: { ...env, VK_PROFILE: '' },
    project: undefined,
    profiles: () => ({ profiles: new Map() }),
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
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
