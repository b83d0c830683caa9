import { parseBaseUrl, type BaseUrl } from '../core/base-url.js';
import type { Credential } from '../core/credential.js';
import type { Provider } from '../core/provider.js';
import { handle, type SandboxResponse } from '../sandbox/handle.js';
import { newState, type SandboxSettings } from '../sandbox/state.js';
import { demoCredential } from './credential.js';
import type { HttpServerPort, ReceivedRequest, RunningServer } from './ports.js';

export interface SandboxOptions {
  readonly provider: Provider;
  /** 0 takes a free one. */
  readonly port: number;
  readonly settings: SandboxSettings;
  /** Who may call, beside the demo credential and those of the provider's own samples. */
  readonly accounts: readonly Credential[];
  readonly nowMs: () => number;
  readonly onAnswer?: (request: ReceivedRequest, answer: SandboxResponse) => void;
}

export interface RunningSandbox extends RunningServer {
  readonly provider: Provider;
  /** With the provider's own base path, so that a client changes nothing but the host. */
  readonly base: BaseUrl;
  readonly baseUrl: string;
}

/** Serves one provider at the root of a port of this machine. */
export async function serveSandbox(
  options: SandboxOptions,
  server: HttpServerPort,
): Promise<RunningSandbox> {
  const { provider, nowMs } = options;
  const { demo, samples } = provider.sandbox;
  const accounts = [...options.accounts, ...[demo, ...samples].map((own) => demoCredential(own))];
  const state = newState(accounts, options.settings);
  const running = await server.listen(options.port, (request) => {
    const answer = handle(request, provider, state, nowMs());
    options.onAnswer?.(request, answer);
    return answer;
  });
  const baseUrl = `http://127.0.0.1:${running.port}${provider.basePath}`;
  return { ...running, provider, baseUrl, base: parseBaseUrl(baseUrl) };
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
