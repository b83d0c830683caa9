import { parseBaseUrl, type BaseUrl } from '../core/base-url.js';
import type { Credential } from '../core/credential.js';
import type { Provider } from '../core/provider.js';
import { answerInstead, applyFaults, clockOffset, planFaults } from '../sandbox/fault-plan.js';
import type { Fault } from '../sandbox/faults.js';
import { handle } from '../sandbox/handle.js';
import { payloadTooLarge } from '../sandbox/payload-too-large.js';
import { seededDraw } from '../sandbox/random.js';
import { useUp, type UsedSignature } from '../sandbox/rules/single-use.js';
import { newState, type SandboxSettings } from '../sandbox/state.js';
import { demoCredential } from './credential.js';
import { openHints } from './hints.js';
import { inMemory, keepState, type KeptState, type StateOptions } from './keep-state.js';
import type { Answer, HttpPort, HttpServerPort, ReceivedRequest, RunningServer } from './ports.js';
import { unfailing, type SandboxLogEntry } from './sandbox-log.js';
import { openWebhooks, type WebhookTarget } from './webhooks.js';

export interface SandboxOptions {
  readonly provider: Provider;
  /** 0 takes a free one. */
  readonly port: number;
  /** An IPv4 or IPv6 address of this machine; 127.0.0.1 where it is left out. */
  readonly host?: string;
  readonly settings: SandboxSettings;
  /** Who may call, beside the demo credential and those of the provider's own samples. */
  readonly accounts: readonly Credential[];
  readonly nowMs: () => number;
  readonly faults?: readonly Fault[];
  /** Other faults with another number; 1 if left out. */
  readonly faultSeed?: number;
  /** Whether a hint stands in the JSON body of an error too, as `vk_hint`. */
  readonly isHintInBody?: boolean;
  /** Is told of each request, and of what was found out about it later. */
  readonly log?: (entry: SandboxLogEntry) => void;
  /** Where the provider's webhooks go, where it has any. */
  readonly webhook?: { readonly target: WebhookTarget; readonly http: HttpPort };
  /** Where its state outlives the process; in memory where it is left out. */
  readonly state?: StateOptions;
  /** Signatures that it takes for accepted already, as by the sandbox that it stands in for. */
  readonly used?: readonly UsedSignature[];
}

export interface RunningSandbox extends RunningServer {
  readonly provider: Provider;
  /** With the provider's own base path, so that a client changes nothing but the host. */
  readonly base: BaseUrl;
  readonly baseUrl: string;
}

/**
 * Serves one provider at the root of a port of this machine.
 *
 * @throws VkError `network` where it cannot listen, `state-file` or `file` where state cannot be kept
 */
export async function serveSandbox(
  options: SandboxOptions,
  server: HttpServerPort,
): Promise<RunningSandbox> {
  const { provider, state } = options;
  const kept = state === undefined ? inMemory() : keepState(provider.id, state);
  try {
    return await serve(options, server, kept);
  } catch (error) {
    kept.close();
    throw error;
  }
}

async function serve(
  options: SandboxOptions,
  server: HttpServerPort,
  kept: KeptState,
): Promise<RunningSandbox> {
  const { provider, faults = [], faultSeed = 1 } = options;
  const { demo, samples } = provider.sandbox;
  const accounts = [...options.accounts, ...[demo, ...samples].map((own) => demoCredential(own))];
  const state = newState(accounts, options.settings, kept.memory);
  for (const used of options.used ?? []) {
    useUp(provider, kept.memory, used, options.nowMs());
  }
  const offsetMs = clockOffset(faults);
  const nowMs = (): number => options.nowMs() + offsetMs;
  const { webhook } = options;
  const log = unfailing(options.log);
  const webhooks = webhook && openWebhooks({ provider, nowMs, log, ...webhook }, server);
  const onEvents = webhooks?.send;
  const hints = openHints({ ...options, nowMs, state, log, ...(onEvents && { onEvents }) }, server);
  const draw = seededDraw(faultSeed, provider.id);
  const answer = (request: ReceivedRequest): Answer => {
    const strikes = planFaults(faults, draw);
    return hints.answer(
      request,
      (now) =>
        answerInstead(strikes, { provider, request, state, nowMs: now }) ??
        kept.during(() => handle(request, provider, state, now)),
      (made) => applyFaults(made, strikes, provider),
    );
  };
  const running = await server.listen(options.port, answer, {
    tooLarge: (request) =>
      hints.answer(request, (now) => payloadTooLarge({ provider, state, nowMs: now })),
    malformed: hints.malformed,
    ...(options.host !== undefined && { host: options.host }),
  });
  const baseUrl = `http://${reachable(options.host)}:${running.port}${provider.basePath}`;
  const close = async (): Promise<void> => {
    hints.close();
    webhooks?.close();
    await running.close();
    kept.close();
  };
  return { port: running.port, close, provider, baseUrl, base: parseBaseUrl(baseUrl, true) };
}

/** How a client of this machine writes the address, also where the server listens on all of them. */
function reachable(host = '127.0.0.1'): string {
  const address = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return address.includes(':') ? `[${address}]` : address;
}

/** The demo credential as variables that `vk` and other programs read. */
export function sandboxVariables({ provider, baseUrl }: RunningSandbox): Record<string, string> {
  const { apiKey, secret, code, email, webhookSecret } = provider.sandbox.demo;
  return {
    VK_PROVIDER: provider.id,
    VK_BASE_URL: baseUrl,
    VK_API_KEY: apiKey,
    VK_API_SECRET: secret,
    ...(code !== undefined && { VK_CODE: code }),
    ...(email !== undefined && { VK_EMAIL: email }),
    ...(webhookSecret !== undefined && { VK_WEBHOOK_SECRET: webhookSecret }),
  };
}
