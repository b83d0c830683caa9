/**
 * What a provider definition is made of. A definition is data: signing, verification, the sandbox,
 * help and completions all read it, and none of them knows a provider by name.
 */
import type { SandboxDefinition } from './sandbox-definition.js';

export type {
  ActionRoute,
  BodyParameter,
  CannedRoute,
  DemoCredential,
  ParameterType,
  Refusal,
  RefusalReason,
  SandboxDefinition,
  SandboxRoute,
} from './sandbox-definition.js';

/** A part of a request that a scheme can sign. */
export type PartName = 'timestamp' | 'method' | 'target' | 'body' | 'email';

export type DigestAlgorithm = 'sha1' | 'sha256' | 'sha384' | 'sha512';

export type SignatureEncoding = 'hex' | 'base64' | 'base64url';

/** `unix-seconds`: decimal digits. `iso-8601`: UTC as JavaScript's `Date.toISOString()` writes it. */
export type TimestampFormat = 'unix-seconds' | 'iso-8601';

export interface TimestampRule {
  readonly format: TimestampFormat;
  /** How far the timestamp may be from the receiver's clock, either way. */
  readonly toleranceSeconds: number;
}

/** The HMAC's message is the parts in this order, joined by the separator. */
export interface Scheme {
  readonly parts: readonly [PartName, ...PartName[]];
  readonly separator: string;
  readonly algorithm: DigestAlgorithm;
  readonly encoding: SignatureEncoding;
  readonly timestamp?: TimestampRule;
}

/** The key of an item's citation in {@link Provider.sources}. */
export type SourceId = string;

export interface Cited {
  /** The page that says so, or `vk` for a choice of ours where the pages are silent. */
  readonly source: SourceId;
}

/** A public part of a credential; the secrets have a type of their own. */
export type FieldName = 'apiKey' | 'code' | 'email';

export interface CredentialField extends Cited {
  readonly id: FieldName;
  /** The provider's own name for it. */
  readonly label: string;
  readonly shape: FieldShape;
}

export interface FieldShape {
  readonly pattern: RegExp;
  /** Completes "expected …": `6 digits`. */
  readonly expected: string;
  /** Whether a value of another shape is refused; otherwise it is only mentioned. */
  readonly strict: boolean;
}

/** A beginning of an API key that tells which mode it belongs to. */
export interface KeyKind extends Cited {
  readonly prefix: string;
  /** The provider's own word for it. */
  readonly name: string;
  readonly mode: Mode;
}

export type Mode = 'sandbox' | 'live';

/** A header that authenticates: it carries a credential field, the timestamp or the signature. */
export interface AuthHeader extends Cited {
  readonly name: string;
  readonly carries: FieldName | 'timestamp' | 'signature';
  /** Other documented names by dialect; the first dialect of `dialects` is the default. */
  readonly dialects?: Readonly<Record<string, string>>;
}

/** A header whose value is the same for all requests. */
export interface FixedHeader extends Cited {
  readonly name: string;
  readonly value: string;
  readonly when: 'always' | 'with-body';
}

/** A header that the caller may, or on some paths must, give a value for. */
export interface OptionHeader extends Cited {
  readonly name: string;
  readonly option: RequestOption;
  readonly summary: string;
  /** Required for targets that begin with this path (base path not included). */
  readonly requiredUnder?: string;
}

/** Named as the command-line flag is: `requestId` is `--request-id`. */
export type RequestOption = 'requestId' | 'idempotencyKey' | 'externalEventId';

export interface Endpoint extends Cited {
  readonly method: string;
  /** Without the base path. A final `/*` stands for anything below. */
  readonly path: string;
  readonly summary: string;
}

export interface ApiError extends Cited {
  readonly code: string;
  readonly status: number;
  readonly meaning: string;
  /** What the caller should do. */
  readonly remedy: string;
}

/** Where an error answer keeps its code and message, as paths into the JSON body. */
export interface ErrorShape extends Cited {
  readonly id: string;
  readonly code?: readonly string[];
  readonly message: readonly string[];
}

/** How the provider tells, in each answer, whether money moves. */
export interface ModeReport extends Cited {
  readonly header: string;
  /** A request that costs nothing and shows the mode. */
  readonly probe: { readonly method: string; readonly path: string };
  readonly meaning: Readonly<Record<Mode, string>>;
}

export interface ModuleAccess extends Cited {
  readonly name: string;
  readonly access: 'free' | 'activated' | 'subscription';
}

export interface RateLimit extends Cited {
  readonly perMinute?: number;
  readonly perHour?: number;
  /** Whether a 429 says when to come back; absent where the page does not say. */
  readonly retryAfter?: boolean;
  readonly summary: string;
}

export interface IpAllowlist extends Cited {
  readonly minimum: number;
  readonly maximum?: number;
  readonly summary: string;
}

/** What the provider does with a request that it has seen before. */
export interface ReplayRule extends Cited {
  /** Whether a signature is accepted only once inside its window. */
  readonly singleUse: boolean;
  readonly summary: string;
}

export interface IdempotencyRule extends Cited {
  readonly option: RequestOption;
  /** How long a repeat with the same key gets the first answer. */
  readonly hours: number;
}

/** Signed calls that the provider makes to its customer. */
export interface WebhookDefinition extends Cited {
  readonly scheme: Scheme;
  readonly signatureHeader: string;
  readonly timestampHeader?: string;
  /** Which secret signs: the webhook secret, or the API's own. */
  readonly key: 'webhook' | 'api';
  readonly events: readonly { readonly name: string; readonly summary: string }[];
}

export interface Provider {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  /** Citations: the pages that the items below name in `source`. */
  readonly sources: Readonly<Record<SourceId, string>>;
  /** Absent where the provider publishes none: then a profile has to carry it. */
  readonly baseUrl?: string;
  /** The documented path in front of every endpoint; empty where there is none. */
  readonly basePath: string;
  /** Methods that the provider accepts; absent where it accepts any. */
  readonly methods?: readonly string[];
  readonly scheme: Scheme;
  readonly credential: readonly CredentialField[];
  readonly keyKinds: readonly KeyKind[];
  readonly headers: {
    readonly auth: readonly AuthHeader[];
    readonly fixed: readonly FixedHeader[];
    readonly options: readonly OptionHeader[];
  };
  readonly mode?: ModeReport;
  readonly endpoints: readonly Endpoint[];
  readonly modules: readonly ModuleAccess[];
  readonly errors: readonly ApiError[];
  readonly errorShapes: readonly ErrorShape[];
  readonly rateLimit?: RateLimit;
  readonly ipAllowlist?: IpAllowlist;
  readonly replay?: ReplayRule;
  readonly idempotency?: IdempotencyRule;
  readonly webhook?: WebhookDefinition;
  /** A getter in the definitions, which builds it when it is first asked for: signing never does. */
  readonly sandbox: SandboxDefinition;
}
