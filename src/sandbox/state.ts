import type { Credential } from '../core/credential.js';
import type { Mode } from '../core/provider.js';
import { parseAllowlist, type Allowlist } from './allowlist.js';
import { newMemory, type SandboxMemory } from './memory.js';
import type { StoredRecord } from './records.js';

/** How a sandbox behaves, where a provider leaves a choice or a test wants another one. */
export interface SandboxSettings {
  readonly mode: Mode;
  /** The one dialect of a code header that is taken, such as `admin`; any where absent. */
  readonly strictCode?: string;
  /** The id of the error shape to answer in; the provider's first where absent. */
  readonly errorShape?: string;
  /** Addresses and networks that may call, where the provider has an allowlist; all where absent. */
  readonly allowedIps?: readonly string[];
  /** Requests a minute and API key, where the provider limits them. */
  readonly ratePerMinute?: number;
  /** What each API key holds at first, by collection, instead of the provider's own. */
  readonly seed?: Readonly<Record<string, readonly StoredRecord[]>>;
  /** Names of modules that are activated or subscribed to, beside the free ones. */
  readonly modules?: readonly string[];
}

/** What a sandbox knows between two requests. */
export interface SandboxState {
  /** Who may call. */
  readonly accounts: readonly Credential[];
  readonly settings: SandboxSettings;
  /** The settings' addresses, read. */
  readonly allowlist?: Allowlist;
  /** What was seen before; the rules write it. */
  readonly memory: SandboxMemory;
}

/**
 * What a sandbox starts with.
 *
 * @throws VkError `usage` for an address that is none
 */
export function newState(
  accounts: readonly Credential[],
  settings: SandboxSettings,
  memory: SandboxMemory = newMemory(),
): SandboxState {
  const { allowedIps } = settings;
  return {
    accounts,
    settings,
    memory,
    ...(allowedIps !== undefined && { allowlist: parseAllowlist(allowedIps) }),
  };
}
