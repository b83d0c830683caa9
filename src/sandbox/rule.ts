import type { Credential } from '../core/credential.js';
import { authHeaderName, authHeaderNames, findHeader, type Header } from '../core/headers.js';
import type { AuthHeader, Provider, RefusalReason, RequestOption } from '../core/provider.js';
import type { JsonObject } from '../core/json-tree.js';
import type { SandboxRoute } from '../core/sandbox-definition.js';
import type { SandboxState } from './state.js';

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
  /** The request's path as seen from the base path, without its query. */
  readonly path: string;
  /** Whether it is there at all; what is elsewhere on the provider's host is not the API. */
  readonly isBelowBase: boolean;
  /** What answers there; undefined where nothing does. */
  readonly route: SandboxRoute | undefined;
  /** What stood for the `:name` segments of the route's path. */
  readonly params: Readonly<Record<string, string>>;
  /** The JSON object that the body is; undefined where it is none. */
  readonly object: () => JsonObject | undefined;
  /** The account that the API key names; undefined where there is none. */
  readonly account: Credential | undefined;
  readonly state: SandboxState;
  /** The sandbox's clock, in milliseconds since 1970. */
  readonly nowMs: number;
}

/** A refusal with what its message, its headers and a hint say of this request. */
export interface Refused {
  readonly reason: RefusalReason;
  /** What stands for the tokens of the message and of a hint. */
  readonly values: Readonly<Record<string, string>>;
  readonly headers?: readonly Header[];
}

/** One thing that a provider insists on: why the request is refused, or undefined. */
export type Rule = (context: RuleContext) => RefusalReason | Refused | undefined;

/** What {@link carried} reads. */
export type Carrier = Pick<RuleContext, 'provider' | 'request'> & {
  readonly state: Pick<SandboxState, 'settings'>;
};

/** The value that a request carries for a credential field, the timestamp or the signature. */
export function carried(carrier: Carrier, what: AuthHeader['carries']): string | undefined {
  for (const name of namesOf(carrier, what)) {
    const value = findHeader(carrier.request.headers, name);
    if (value !== undefined && value !== '') {
      return value;
    }
  }
  return undefined;
}

/** The account that a request's API key names; undefined where there is none. */
export function accountOf(
  carrier: Carrier & { readonly state: Pick<SandboxState, 'accounts'> },
): Credential | undefined {
  const apiKey = carried(carrier, 'apiKey');
  return carrier.state.accounts.find(({ fields }) => fields.apiKey === apiKey);
}

/** The names of the header that carries it: all documented ones, or the one that is insisted on. */
export function namesOf({ provider, state }: Carrier, what: AuthHeader['carries']): string[] {
  const rule = provider.headers.auth.find(({ carries }) => carries === what);
  if (rule === undefined) {
    return [];
  }
  const { strictCode } = state.settings;
  return strictCode !== undefined && Object.hasOwn(rule.dialects ?? {}, strictCode)
    ? [authHeaderName(rule, strictCode)]
    : authHeaderNames(rule);
}

/** The value of a header that the caller chose to send; undefined where it is empty. */
export function optionValue(
  { provider, request }: Pick<RuleContext, 'provider' | 'request'>,
  option: RequestOption,
): string | undefined {
  const rule = provider.headers.options.find((header) => header.option === option);
  const value = rule && findHeader(request.headers, rule.name);
  return value === '' ? undefined : value;
}
