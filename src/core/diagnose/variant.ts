import type { JsonTree } from '../json-tree.js';
import type { Secret } from '../credential.js';
import type { Scheme } from '../provider.js';
import type { Parts } from '../string-to-sign.js';

/** A dimension in which a signature can have been made differently. */
export type AxisId =
  | 'secret'
  | 'timestamp'
  | 'method'
  | 'target'
  | 'body'
  | 'email'
  | 'layout'
  | 'algorithm'
  | 'encoding';

/** A language whose libraries sign and serialise in their own way. */
export type Language = 'javascript' | 'python' | 'php' | 'go' | 'java' | 'ruby' | 'csharp';

/** What the caller should change: in general, and in the words of a language. */
export interface Remedy extends Readonly<Partial<Record<Language, string>>> {
  readonly any: string;
}

/**
 * One way of getting a part of a signature wrong, as seen in the wild: a record of the catalogue.
 * Its values on a given subject are what the search tries.
 */
export interface Variant<Value> {
  /** Unique in its axis, and stable: scripts read it. */
  readonly id: string;
  /** Says what happened, for a person: `the query string was left out`. */
  readonly title: string;
  /** 1 for the common ones, 2 for the rare. */
  readonly weight: 1 | 2;
  /** Whether it has about a thousand values, and is combined with common variants only. */
  readonly alone?: boolean;
  /** The language that does this by itself, where it is one. */
  readonly language?: Language;
  readonly remedy: Remedy;
  /** What was used, where its bytes are not shown: `the secret and a newline`. */
  readonly signed?: string;
  /** What would have been signed; nothing where the variant does not apply. Never throws. */
  readonly make: (subject: Subject) => Iterable<Made<Value>>;
}

/** One value of a variant. */
export interface Made<Value> {
  readonly value: Value;
  /** Tells the values of one variant apart, in words that are safe to print: `profile staging`. */
  readonly detail?: string;
}

/** A request with a signature that may not match: all that the search may vary. */
export interface Subject {
  /** As documented. */
  readonly scheme: Scheme;
  /** Every part that is known, as documented, whether the scheme signs it or not. */
  readonly parts: Parts;
  readonly secret: Secret;
  readonly surroundings: Surroundings;
}

/** What lies around a request, and gets into signatures by mistake. */
export interface Surroundings {
  readonly apiKey?: string;
  /** The 6-digit code. */
  readonly code?: string;
  /** Secrets that may have been taken for the right one: the webhook secret, other profiles'. */
  readonly otherSecrets: readonly NamedSecret[];
  /** `https://host:port`, without a default port: where the request may have been meant to go. */
  readonly origins: readonly string[];
  /** The documented path in front of every endpoint; empty where there is none. */
  readonly basePath: string;
  /** Documented paths, base path not included. */
  readonly endpoints: readonly string[];
  /** Schemes that may have been taken for the right one. */
  readonly otherSchemes: readonly NamedScheme[];
  /** JSON whose keys stand in an order that the body's may have had. */
  readonly samples?: readonly JsonTree[];
}

export interface NamedSecret {
  /** Completes "signed with …": `the webhook secret`, `the secret of profile staging`. */
  readonly name: string;
  readonly secret: Secret;
}

export interface NamedScheme {
  /** Completes "laid out as …": `KamioKash's webhooks`. */
  readonly name: string;
  readonly scheme: Scheme;
}
