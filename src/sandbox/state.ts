import type { Credential } from '../core/credential.js';
import type { Mode } from '../core/provider.js';
import { newMemory, type SandboxMemory } from './memory.js';

/** How a sandbox behaves, where a provider leaves a choice or a test wants another one. */
export interface SandboxSettings {
  readonly mode: Mode;
  /** The one dialect of a code header that is taken, such as `admin`; any where absent. */
  readonly strictCode?: string;
  /** The id of the error shape to answer in; the provider's first where absent. */
  readonly errorShape?: string;
  /** Addresses that may call, as a provider's allowlist has them; all where absent. */
  readonly allowedIps?: readonly string[];
  /** Requests a minute and API key, instead of what the provider documents. */
  readonly ratePerMinute?: number;
}

/** What a sandbox knows between two requests. */
export interface SandboxState {
  /** Who may call. */
  readonly accounts: readonly Credential[];
  readonly settings: SandboxSettings;
  /** What was seen before; the rules write it. */
  readonly memory: SandboxMemory;
}

/** A sandbox that has seen nothing yet. */
export function newState(accounts: readonly Credential[], settings: SandboxSettings): SandboxState {
  return { accounts, settings, memory: newMemory() };
}
