/** What the use-cases need from the outside. Each has one adapter a vendor in `adapters/`. */
import type { BaseUrl } from '../core/base-url.js';
import type { AuditTask, BlockResult } from '../core/audit/task.js';
import type { Header } from '../core/headers.js';
import type { Delivery } from '../sandbox/fault-plan.js';

export type { ConnectionFacts, ConnectionPort, TlsFacts } from './connection-port.js';
export type { PathFacts, PathPort } from './path-port.js';
export type {
  KeptSecret,
  KeychainState,
  Profile,
  ProfileReader,
  ProfileSet,
  ProfileWriter,
  SecretPlace,
  SecretPort,
  UpdateOptions,
  Updated,
} from './profile-port.js';
export type {
  DeliveryStore,
  HistoryStore,
  NamedJournal,
  StateFile,
  StatePort,
} from './record-port.js';
export type { ScriptPort } from './script-port.js';

/** A request as it goes on the wire: nothing below this may change a byte of it. */
export interface WireRequest {
  readonly base: Pick<BaseUrl, 'protocol' | 'hostname' | 'port' | 'origin'>;
  readonly method: string;
  readonly target: Uint8Array;
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
  /** For the whole exchange, in milliseconds. */
  readonly timeoutMs: number;
  /** Ends it before that. */
  readonly signal?: AbortSignal;
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

/** Many requests, over connections that are kept. */
export interface PooledHttpPort extends HttpPort {
  /** Ends the connections. */
  readonly close: () => Promise<void>;
}

export interface ReceivedRequest {
  readonly method: string;
  readonly target: Uint8Array;
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
  /** Where it came from: an IPv4 or IPv6 address. */
  readonly remoteAddress?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
  /** At once and whole where absent. */
  readonly delivery?: Delivery;
}

export interface RunningServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** How work shares a process with a server. */
export interface TurnPort {
  /** Lets the rest of the process have its turn. */
  readonly nextTurn: () => Promise<void>;
  /** A clock that only goes on, in milliseconds from some point. */
  readonly elapsedMs: () => number;
}

/** Where a server listens, and what it does with requests that it cannot hand over whole. */
export interface ServerOptions {
  /** An IPv4 or IPv6 address of this machine; 127.0.0.1 where it is left out. */
  readonly host?: string;
  /** Answers a request whose body is too large, and is left out. The connection ends with it. */
  readonly tooLarge?: (request: ReceivedRequest) => Answer;
  /** Answers bytes that are no HTTP, or no whole request in time. The connection ends with it. */
  readonly malformed?: (status: number) => Answer;
  readonly timeouts?: ServerTimeouts;
}

/** How long a client may take, in milliseconds. */
export interface ServerTimeouts {
  /** For the head of a request. */
  readonly headMs: number;
  /** For all of it. */
  readonly requestMs: number;
  /** How often that is looked at. */
  readonly checkMs: number;
}

export interface HttpServerPort extends TurnPort {
  /** Listens; port 0 takes a free one. Whatever is known at once should not come as a promise. */
  readonly listen: (
    port: number,
    answer: (request: ReceivedRequest) => Answer | Promise<Answer>,
    options?: ServerOptions,
  ) => Promise<RunningServer>;
}

/** Files and standard input, as bytes. */
export interface FilePort {
  readonly read: (path: string) => Uint8Array;
  /** Replaces a file in one step, so that no reader sees half of it. */
  readonly write: (path: string, bytes: Uint8Array) => void;
  /** Adds to the end of a file; one that is not there is made, for its owner only. */
  readonly append: (path: string, bytes: Uint8Array) => void;
  readonly readStdin: () => Promise<Uint8Array>;
}

/** Bytes that are read once, from the beginning on. */
export interface ByteSource {
  /** How many there are; undefined where that is not known. */
  readonly size: number | undefined;
  /** Reads what is there and fits; 0 at the end, and after it was closed. */
  readonly read: (into: Uint8Array) => Promise<number>;
  readonly close: () => Promise<void>;
}

/** Auditing blocks of a log of webhooks, on one or more cores. */
export interface BlockAudits {
  /**
   * @param bytes whole lines; they may not change until the result is there
   * @param isFirst whether the log begins with them
   */
  readonly audit: (bytes: Uint8Array<SharedArrayBuffer>, isFirst: boolean) => Promise<BlockResult>;
  readonly close: () => Promise<void>;
}

export interface AuditPort {
  /** How many threads this machine has a core for. */
  readonly cores: number;
  /** Opens a file, or standard input for `-`. @throws VkError `file` */
  readonly open: (path: string) => Promise<ByteSource>;
  /** Gets threads ready, each of which starts when it is used. */
  readonly start: (task: AuditTask, threads: number) => BlockAudits;
}

/** Picks from a JSON text, leaving the numbers of what it picks as they were written. */
export interface QueryPort {
  /** @throws VkError `query` for an expression that is none */
  readonly check: (expression: string) => void;
  readonly select: (json: string, expression: string) => string;
}

export interface PromptPort {
  /** @param present what an empty answer stands for */
  readonly text: (
    question: string,
    check?: (answer: string) => string | true,
    present?: string,
  ) => Promise<string>;
  /** What is typed does not appear. */
  readonly secret: (question: string) => Promise<string>;
  readonly choose: (
    question: string,
    choices: readonly string[],
    present?: string,
  ) => Promise<string>;
  readonly confirm: (question: string) => Promise<boolean>;
}

/** Takes a text of many lines from a person, byte for byte. */
export interface TypingPort {
  /**
   * What is typed or pasted on the terminal up to Ctrl-D. Line breaks are LF, as a terminal sends no others.
   *
   * @throws VkError `cancelled` at Ctrl-C
   */
  readonly paste: (invitation: string) => Promise<Uint8Array>;
  /**
   * What is saved in the user's editor.
   *
   * @throws VkError `file` where that fails
   */
  readonly edit: () => Promise<Uint8Array>;
}

/** A sign of life for a person who waits. */
export interface Spinner {
  readonly say: (text: string) => void;
  readonly stop: () => void;
}
