import type { Mode } from '../core/provider.js';
import type { Fields } from './fields.js';
import type { Json } from './json.js';
import type { StoredRecord } from './records.js';
import type { Refused } from './rule.js';

/** What an action works on: a request that no rule has refused, and what its account holds. */
export interface ActionCall {
  /** Without the base path and the query. */
  readonly path: string;
  /** What stood for the `:name` segments of the route. */
  readonly params: Readonly<Record<string, string>>;
  /** Of the query string, percent-decoded. */
  readonly query: (name: string) => string | undefined;
  /** Of the JSON body; the route's parameters are there and of their type. */
  readonly body: Fields;
  readonly records: AccountRecords;
  readonly mode: Mode;
  /** The sandbox's clock as `Date.toISOString()` writes it. */
  readonly now: string;
  /** Another one each time: the prefix and 12 hexadecimal digits. */
  readonly newId: (prefix: string) => string;
}

/** The records of one API key. */
export interface AccountRecords {
  readonly get: (collection: string, id: string) => StoredRecord | undefined;
  /** From the oldest to the newest. */
  readonly list: (collection: string) => readonly StoredRecord[];
  readonly put: (collection: string, id: string, record: StoredRecord) => void;
}

export interface Done {
  /** 200 where it is left out. */
  readonly status?: number;
  readonly body: Json;
  /** What the provider tells its customer of, in this order. */
  readonly events?: readonly SandboxEvent[];
}

/** Something that a provider's webhook reports. */
export interface SandboxEvent {
  /** The webhook's body. */
  readonly body: Json;
  /** The documented name; where the provider names none, what it is about. */
  readonly name: string;
}

/** Answers a request, and puts what it changes into the records. It changes nothing that it refuses. */
export type Action = (call: ActionCall) => Done | Refused;
