import type { WebhookDefinition } from '../provider.js';
import type { VerdictReason } from '../verify.js';

/** What an audit does with each line of a log. Plain data: it is handed to other threads. */
export interface AuditTask {
  readonly definition: Pick<WebhookDefinition, 'scheme' | 'signatureHeader' | 'timestampHeader'>;
  /** The provider's if left out. */
  readonly toleranceSeconds?: number;
  /** The bytes of each key; none is empty. */
  readonly secrets: readonly Uint8Array[];
  readonly fields: DeliveryFields;
  /** The time by which a timestamp's age is judged where the line has none, in ms since 1970. */
  readonly atMs?: number;
  /** Whether every line that fails is named, and not only the first of each reason. */
  readonly namesAll: boolean;
}

/** Where a line keeps what belongs to a delivery: names of members, nested ones joined by dots. */
export interface DeliveryFields {
  /** The body's text. Where it is not there, the same name with `Base64` at its end is looked for. */
  readonly body: string;
  /** Pairs, `{name, value}` objects, or an object of them. */
  readonly headers: string;
  /** When it was received. */
  readonly time: string;
  /** Goes before the headers. */
  readonly signature?: string;
  /** Goes before the headers. */
  readonly timestamp?: string;
}

/** As `vk webhook listen` records deliveries. */
export const RECORDED_FIELDS = {
  body: 'body',
  headers: 'headers',
  time: 'time',
} as const satisfies DeliveryFields;

const BROKEN = [
  'not-json',
  'not-utf8',
  'too-long',
  'no-body',
  'parsed-body',
  'bad-base64',
  'lone-surrogate',
  'no-headers',
] as const;

/** Why a line holds nothing that could be verified. */
export type BrokenReason = (typeof BROKEN)[number];

export type AuditReason = VerdictReason | BrokenReason;

/** Whether a line could not be verified at all. */
export function isBroken(reason: AuditReason): reason is BrokenReason {
  return BROKEN.some((each) => each === reason);
}

/** A line that is not verified. */
export interface FailedLine {
  /** From 1. */
  readonly line: number;
  readonly reason: AuditReason;
  /** The record's own name for itself. */
  readonly id?: string;
}

/** A line whose signature is to be looked into. */
export interface FailedSample extends FailedLine {
  readonly body: Uint8Array;
  readonly signature: string;
  readonly timestamp: string | undefined;
}

/** What the lines of a block have come to. */
export interface BlockResult {
  /** All of them, blank ones too: the next block's first line is numbered by it. */
  readonly lines: number;
  /** How many lines have each reason; blank ones have none. */
  readonly counts: ReadonlyMap<AuditReason, number>;
  /** How many were verified by each of the secrets, in their order. */
  readonly bySecret: readonly number[];
  /** Verified lines whose timestamp's age could not be judged, because nothing says when they came. */
  readonly ageless: number;
  /** In their order, numbered from 1 in the block. */
  readonly failed: readonly FailedLine[];
  readonly samples: readonly FailedSample[];
}
