/** What the use-cases need from the outside. Each has one adapter a vendor in `adapters/`. */
import type { BaseUrl } from '../core/base-url.js';
import type { Secret } from '../core/credential.js';
import type { Header } from '../core/headers.js';
import type { Mode } from '../core/provider.js';

/** A request as it goes on the wire: nothing below this may change a byte of it. */
export interface WireRequest {
  readonly base: Pick<BaseUrl, 'protocol' | 'hostname' | 'port' | 'origin'>;
  readonly method: string;
  readonly target: Uint8Array;
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
  /** For the whole exchange, in milliseconds. */
  readonly timeoutMs: number;
}

export interface WireResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
  readonly elapsedMs: number;
}

export interface HttpPort {
  /** Sends one request and reads the whole answer. Redirects are answers, and are never followed. */
  readonly send: (request: WireRequest) => Promise<WireResponse>;
}

export interface ReceivedRequest {
  readonly method: string;
  readonly target: Uint8Array;
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
}

export interface Answer {
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
}

export interface RunningServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

export interface HttpServerPort {
  /** Listens on 127.0.0.1; port 0 takes a free one. */
  readonly listen: (
    port: number,
    answer: (request: ReceivedRequest) => Answer,
  ) => Promise<RunningServer>;
}

/** Files and standard input, as bytes. */
export interface FilePort {
  readonly read: (path: string) => Uint8Array;
  /** Replaces a file in one step, so that no reader sees half of it. */
  readonly write: (path: string, bytes: Uint8Array) => void;
  readonly readStdin: () => Promise<Uint8Array>;
}

/** A stored credential. */
export interface Profile {
  readonly provider: string;
  readonly apiKey?: string;
  readonly code?: string;
  readonly email?: string;
  readonly dialect?: string;
  readonly baseUrl?: string;
  readonly mode?: Mode;
  readonly secret?: Secret;
  readonly webhookSecret?: Secret;
}

export interface ProfileSet {
  readonly current?: string;
  readonly profiles: ReadonlyMap<string, Profile>;
}

export interface ProfileReader {
  /** Where the profiles are kept. */
  readonly path: string;
  readonly read: () => ProfileSet;
}

export interface ProfileWriter {
  /** Reads, changes and writes as one step that no other process can come between. */
  readonly update: (change: (present: ProfileSet) => ProfileSet) => Promise<void>;
}

/** Picks from a JSON text, leaving the numbers of what it picks as they were written. */
export interface QueryPort {
  /** @throws VkError `query` for an expression that is none */
  readonly check: (expression: string) => void;
  readonly select: (json: string, expression: string) => string;
}

export interface PromptPort {
  readonly text: (question: string, check?: (answer: string) => string | true) => Promise<string>;
  /** What is typed does not appear. */
  readonly secret: (question: string) => Promise<string>;
  readonly choose: (question: string, choices: readonly string[]) => Promise<string>;
  readonly confirm: (question: string) => Promise<boolean>;
}

/** A sign of life for a person who waits. */
export interface Spinner {
  readonly say: (text: string) => void;
  readonly stop: () => void;
}
