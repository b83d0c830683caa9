/**
 * The local sandbox, for the tests of other projects.
 *
 * @module
 */
import { nodeHttp } from './adapters/http-node.js';
import { nodeServer } from './adapters/http-server.js';
import { stateFile } from './adapters/state-file.js';
import { sandboxVariables, serveSandbox } from './app/serve-sandbox.js';
import type { SandboxLogEntry } from './app/sandbox-log.js';
import { parseWebhookUrl } from './app/webhooks.js';
import type { VkError } from './core/error.js';
import { checkSettings } from './sandbox/check-settings.js';
import type { SandboxSettings } from './sandbox/state.js';
import { parseFaults } from './sandbox/faults.js';
import { seedOf, type LooseSeed } from './sandbox/seed.js';
import { findProvider, type ProviderId } from './providers/registry.js';

export type {
  AnswerEntry,
  DiagnosisEntry,
  SandboxLogEntry,
  SignatureReport,
  WebhookEntry,
} from './app/sandbox-log.js';
export { handle, type SandboxResponse } from './sandbox/handle.js';
export type { SandboxRequest } from './sandbox/rule.js';
export { newState, type SandboxSettings, type SandboxState } from './sandbox/state.js';

/** What to serve, and the settings; `mode` is `sandbox` if left out. */
export interface StartSandboxOptions extends Omit<Partial<SandboxSettings>, 'seed'> {
  readonly provider: ProviderId;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** The sandbox's clock, in milliseconds since 1970; the system's if left out. */
  readonly nowMs?: () => number;
  /** Bad days, in the words of `vk sandbox --fault`: `['latency=200ms', 'drop=1%']`. */
  readonly faults?: readonly string[];
  /** Other faults with another number; 1, the default, gives the same ones every time. */
  readonly faultSeed?: number;
  /** How many seconds the sandbox's clock is ahead; negative where it is behind. */
  readonly clockSkew?: number;
  /** The folder where state outlives the process; in memory if left out. */
  readonly state?: string;
  /** What each API key holds at first, by collection, where no state is there yet. */
  readonly seed?: LooseSeed;
  /** Where the provider's signed webhooks go, where it has any. */
  readonly webhookUrl?: string;
  /** Whether the hint of `X-VK-Hint` stands in the JSON body of an error too, as `vk_hint`. */
  readonly explainInBody?: boolean;
  /** Is told of each request, and of what was found out about it later. */
  readonly log?: (entry: SandboxLogEntry) => void;
}

export interface Sandbox {
  /** `http://127.0.0.1:PORT`, with the provider's base path. */
  readonly baseUrl: string;
  readonly port: number;
  /** `VK_BASE_URL`, `VK_API_KEY`, `VK_API_SECRET`, … of the demo credential. */
  readonly env: Readonly<Record<string, string>>;
  /** @throws VkError where state could not be kept all the time */
  readonly close: () => Promise<void>;
}

/**
 * Starts one provider's sandbox on 127.0.0.1.
 *
 * @throws VkError `usage` for a fault, a seed or a setting that is none; `state-file` or `file` where
 * state cannot be kept
 */
export async function startSandbox({
  provider: id,
  port: wanted = 0,
  nowMs = Date.now,
  faults = [],
  faultSeed = 1,
  clockSkew,
  state: folder,
  seed,
  webhookUrl,
  explainInBody: isHintInBody = false,
  log,
  ...given
}: StartSandboxOptions): Promise<Sandbox> {
  const provider = findProvider(id);
  const settings = {
    ...given,
    mode: given.mode ?? 'sandbox',
    ...(seed !== undefined && { seed: seedOf(seed, provider) }),
  };
  checkSettings(settings, provider);
  let lost: VkError | undefined;
  const onLost = (error: VkError): void => {
    lost = error;
  };
  const running = await serveSandbox(
    {
      provider,
      port: wanted,
      settings,
      accounts: [],
      nowMs,
      faults: parseFaults(
        clockSkew === undefined ? faults : [...faults, `clock-skew=${clockSkew}s`],
      ),
      faultSeed,
      isHintInBody,
      ...(webhookUrl !== undefined && {
        webhook: { target: parseWebhookUrl(webhookUrl), http: nodeHttp() },
      }),
      ...(log !== undefined && { log }),
      ...(folder !== undefined && { state: { port: stateFile, folder, onLost } }),
    },
    nodeServer,
  );
  const { baseUrl, port } = running;
  const close = async (): Promise<void> => {
    await running.close();
    if (lost !== undefined) {
      throw lost;
    }
  };
  return { baseUrl, port, env: sandboxVariables(running), close };
}
