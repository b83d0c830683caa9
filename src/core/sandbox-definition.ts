/** The part of a provider's definition that only the local sandbox reads. */
import type { Cited, Mode, RequestOption } from './provider.js';

/** Reasons for which a provider refuses a request before looking at what it asks. */
export type RefusalReason =
  | 'method-not-allowed'
  | 'missing-key'
  | 'missing-timestamp'
  | 'missing-signature'
  | 'missing-code'
  | 'unknown-key'
  | 'wrong-code'
  | 'timestamp'
  | 'signature'
  | 'content-type'
  | 'not-acceptable'
  | 'missing-option'
  | 'not-found'
  | 'revoked-key'
  | 'ip-blocked'
  | 'rate-limited'
  | 'module-denied'
  | 'invalid-body'
  | 'bad-parameter'
  | 'not-there'
  | 'exists-already'
  | 'not-possible'
  | 'balance-too-low'
  | 'idempotency-conflict'
  | 'replay';

export interface Refusal extends Cited {
  readonly status: number;
  /** Absent where the provider documents no codes. */
  readonly code?: string;
  /**
   * With `{{nearest}}` (not-found), `{{allow}}` (method-not-allowed), `{{headers}}` (missing-code),
   * `{{module}}` (module-denied), `{{parameter}}` and `{{expected}}` (bad-parameter), `{{what}}`
   * (not-there, exists-already) and `{{why}}` (not-possible).
   */
  readonly message: string;
}

/** What the sandbox answers at a path. The first route that fits a request answers it. */
export type SandboxRoute = CannedRoute | ActionRoute;

interface RoutePlace extends Cited {
  /** `*` stands for any. */
  readonly method: string;
  /** Without the base path. A segment `:name` stands for any one segment, a final `*` for any ending. */
  readonly path: string;
  /** The one mode in which it answers; absent where it answers in both. */
  readonly mode?: Mode;
  /**
   * Members of the JSON object that the body has to be. Absent where any body is taken; the empty list
   * asks for an object and nothing in it.
   */
  readonly parameters?: readonly BodyParameter[];
}

/**
 * An answer that is always the same. `body` is JSON text, never parsed, so that `15420.50` stays as it
 * is; `{{now}}`, `{{nowSeconds}}`, `{{id}}`, `{{bytes}}`, `{{sha256}}`, `{{apiKey}}` and `{{keyKind}}`
 * are replaced.
 */
export interface CannedRoute extends RoutePlace {
  readonly status: number;
  readonly body: string;
  /** Answers an event that was seen before, with the `{{id}}` of the first. */
  readonly duplicate?: DuplicateAnswer;
}

/** An answer that is worked out from what the sandbox holds, and that may change it. */
export interface ActionRoute extends RoutePlace {
  /** The name of an action of the sandbox. */
  readonly action: string;
}

/** `amount`: a number or a string with at most two decimals; `count`: a whole number from 1. */
export type ParameterType = 'string' | 'amount' | 'count' | 'object';

export interface BodyParameter extends Cited {
  readonly name: string;
  readonly type: ParameterType;
  readonly isOptional?: boolean;
}

export interface DuplicateAnswer extends Cited {
  /** Carries the event's id. */
  readonly option: RequestOption;
  readonly body: string;
  /** How long an id is remembered. */
  readonly hours: number;
}

export interface EchoedOption extends Cited {
  readonly option: RequestOption;
}

/** Paths that belong to a module. */
export interface ModulePath extends Cited {
  readonly module: string;
  /** Without the base path: `/kamao` is the path itself and all below it. */
  readonly path: string;
}

export interface RevokedKey extends Cited {
  readonly apiKey: string;
}

export interface DemoCredential {
  readonly apiKey: string;
  readonly secret: string;
  readonly code?: string;
  readonly email?: string;
  readonly webhookSecret?: string;
}

/** What the local sandbox needs beyond the documentation. Its values are the sandbox's own. */
export interface SandboxDefinition {
  readonly demo: DemoCredential;
  /** Those of the provider's own code samples, so that a sample runs as it stands; other kinds of key. */
  readonly samples: readonly DemoCredential[];
  /** Keys that once were accepted. */
  readonly revoked?: readonly RevokedKey[];
  readonly refusals: Readonly<Partial<Record<RefusalReason, Refusal>>>;
  /**
   * JSON text of an error answer by the id of its shape, with `{{code}}`, `{{message}}` and
   * `{{status}}`.
   */
  readonly errorBodies: Readonly<Record<string, string>>;
  /** Requests a minute and key, where the provider limits them and documents no number. */
  readonly ratePerMinute?: number;
  readonly modulePaths?: readonly ModulePath[];
  /** Options whose header is sent back as it came. */
  readonly echoes?: readonly EchoedOption[];
  readonly routes: readonly SandboxRoute[];
  /** What the sandbox holds when it starts, for each API key. */
  readonly collections?: readonly Collection[];
}

/** Things of one kind that actions make and read. */
export interface Collection extends Cited {
  readonly name: string;
  /** The member that tells them apart. */
  readonly key: string;
  /** Values are text; amounts have two decimals. */
  readonly initial: readonly Readonly<Record<string, string>>[];
}
