/**
 * The local sandbox, for the tests of other projects.
 *
 * @module
 */
import { nodeServer } from './adapters/http-server.js';
import { sandboxVariables, serveSandbox } from './app/serve-sandbox.js';
import type { Mode } from './core/provider.js';
import { findProvider, type ProviderId } from './providers/registry.js';

export { handle, type SandboxResponse } from './sandbox/handle.js';
export type { SandboxRequest } from './sandbox/rule.js';
export { newState, type SandboxSettings, type SandboxState } from './sandbox/state.js';

export interface StartSandboxOptions {
  readonly provider: ProviderId;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** What the provider's mode header says; `sandbox` if left out. */
  readonly mode?: Mode;
  /** The sandbox's clock, in milliseconds since 1970; the system's if left out. */
  readonly nowMs?: () => number;
}

export interface Sandbox {
  /** `http://127.0.0.1:PORT`, with the provider's base path. */
  readonly baseUrl: string;
  readonly port: number;
  /** `VK_BASE_URL`, `VK_API_KEY`, `VK_API_SECRET`, … of the demo credential. */
  readonly env: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

/** Starts one provider's sandbox on 127.0.0.1. */
export async function startSandbox(options: StartSandboxOptions): Promise<Sandbox> {
  const running = await serveSandbox(
    {
      provider: findProvider(options.provider),
      port: options.port ?? 0,
      settings: { mode: options.mode ?? 'sandbox' },
      accounts: [],
      nowMs: options.nowMs ?? Date.now,
    },
    nodeServer,
  );
  const { baseUrl, port, close } = running;
  return { baseUrl, port, env: sandboxVariables(running), close };
}
