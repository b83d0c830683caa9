import type { Credential } from '../core/credential.js';
import { findHeader, type Header } from '../core/headers.js';
import type { AuthHeader, Provider, RefusalReason } from '../core/provider.js';

export interface SandboxRequest {
  readonly method: string;
  /** As received, base path included. */
  readonly target: Uint8Array;
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
  /** Where it came from: an IPv4 or IPv6 address. Absent where that does not matter. */
  readonly remoteAddress?: string;
}

/** What a rule looks at. */
export interface RuleContext {
  readonly provider: Provider;
  readonly request: SandboxRequest;
  /** The account that the API key names; undefined where there is none. */
  readonly account: Credential | undefined;
  /** The sandbox's clock, in milliseconds since 1970. */
  readonly nowMs: number;
}

/** One thing that a provider insists on: why the request is refused, or undefined. */
export type Rule = (context: RuleContext) => RefusalReason | undefined;

/** The value that a request carries for a credential field, the timestamp or the signature. */
export function carried(
  { provider, request }: Pick<RuleContext, 'provider' | 'request'>,
  what: AuthHeader['carries'],
): string | undefined {
  const rule = provider.headers.auth.find(({ carries }) => carries === what);
  if (rule === undefined) {
    return undefined;
  }
  return [rule.name, ...Object.values(rule.dialects ?? {})]
    .map((name) => findHeader(request.headers, name))
    .find((value) => value !== undefined && value !== '');
}
