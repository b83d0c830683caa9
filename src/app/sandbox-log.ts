import type { Cause } from '../core/diagnose/finding.js';
import type { RefusalReason } from '../core/provider.js';
import type { Strike } from '../sandbox/fault-plan.js';

/** One request that a sandbox has answered. */
export interface AnswerEntry {
  readonly event: 'answer';
  /** Counts the requests of this sandbox from 1; a later diagnosis refers to it. */
  readonly request: number;
  /** The sandbox's clock, in milliseconds since 1970. */
  readonly timeMs: number;
  /** The provider's id. */
  readonly provider: string;
  readonly method: string;
  /** As received, a character a byte. */
  readonly target: string;
  readonly status: number;
  /** Why it was refused; absent where it was not. */
  readonly refusal?: RefusalReason;
  /** The provider's error code; absent where the answer has none. */
  readonly code?: string;
  /** How long the answer took. */
  readonly ms: number;
  /** What `X-VK-Hint` said. */
  readonly hint?: string;
  /** What is known about a refused signature by now; absent while the search goes on. */
  readonly report?: SignatureReport;
  /** The faults that struck the answer; absent where none did. */
  readonly faults?: readonly Strike[];
}

/** What a search found out after its request had been answered. */
export interface DiagnosisEntry {
  readonly event: 'diagnosis';
  readonly request: number;
  readonly timeMs: number;
  readonly provider: string;
  readonly report: SignatureReport;
}

/** A webhook that was sent because of a request, or could not be. */
export interface WebhookEntry {
  readonly event: 'webhook';
  readonly request: number;
  readonly timeMs: number;
  readonly provider: string;
  /** What it tells of, such as `order.successful`. */
  readonly name: string;
  /** What the handler answered. */
  readonly status?: number;
  /** Why there is no answer. */
  readonly fault?: string;
  /** How long the handler took. */
  readonly ms?: number;
}

export type SandboxLogEntry = AnswerEntry | DiagnosisEntry | WebhookEntry;

export type SandboxLogListener = (entry: SandboxLogEntry) => void;

/** A listener that may fail: clients get their answers all the same. */
export function unfailing(listener: SandboxLogListener | undefined): SandboxLogListener {
  return (entry) => {
    try {
      listener?.(entry);
    } catch {
      // Whoever listens has to see to it; there is nobody else to tell.
    }
  };
}

/** How a refused signature came about. It holds no secret: `[secret]` stands where one would. */
export interface SignatureReport {
  /**
   * `explained`: the causes reproduce the signature. `unexplained`: nothing that was tried does.
   * `no-digest`: it is no encoded digest at all. `not-searched`: too many searches were waiting.
   */
  readonly verdict: 'explained' | 'unexplained' | 'no-digest' | 'not-searched';
  readonly causes: readonly Cause[];
  /** Whether the body was too large to be varied beside a server; absent where that does not matter. */
  readonly isBodyLeftOut?: boolean;
  /** The string-to-sign of the request that arrived. */
  readonly expected: Uint8Array;
  /** The string that the client signed, where that is known. */
  readonly signed?: Uint8Array;
}
