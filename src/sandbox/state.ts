import type { Credential } from '../core/credential.js';
import type { Mode } from '../core/provider.js';

/** What a sandbox knows between two requests. */
export interface SandboxState {
  /** Who may call. */
  readonly accounts: readonly Credential[];
  readonly mode: Mode;
}
