import { decodeUtf8 } from '../core/bytes.js';
import { VkError } from '../core/error.js';
import type { Header } from '../core/headers.js';
import { membersOf, parseJson } from '../core/parsed-json.js';
import { isoTime } from '../core/time-text.js';
import { readBody, readHeaders } from './recorded.js';

/** A webhook that was received. */
export interface WebhookRecord {
  /** `wh_` and a few characters. */
  readonly id: string;
  /** When it arrived, in milliseconds since 1970. */
  readonly timeMs: number;
  /** The provider's id. */
  readonly provider: string;
  readonly method: string;
  /** As received, a character a byte. */
  readonly target: string;
  /** As received, in their order and spelling. */
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
  /** Why it was accepted or refused, as `verify` says it. */
  readonly verdict?: string;
  /** What it tells of, such as `order.successful`. */
  readonly event?: string;
  readonly eventId?: string;
  /** The id of the delivery in which the same event came before. */
  readonly duplicateOf?: string;
  readonly forwarded?: Forwarded;
}

/** What came of passing a webhook on: an answer, or why there is none. */
export type Forwarded =
  | {
      readonly to: string;
      readonly status: number;
      readonly ms: number;
      readonly fault?: undefined;
    }
  | { readonly to: string; readonly fault: string; readonly status?: undefined };

/** A record as a line of JSON, a line break included. A body that is no UTF-8 stands there in base64. */
export function recordLine(record: WebhookRecord): string {
  return `${JSON.stringify(recordJson(record))}\n`;
}

/** A record as a JSON document has it. */
export function recordJson(record: WebhookRecord): Readonly<Record<string, unknown>> {
  const { id, timeMs, provider, method, target, headers, body, ...more } = record;
  const text = decodeUtf8(body);
  const content =
    text === undefined ? { bodyBase64: Buffer.from(body).toString('base64') } : { body: text };
  return { id, time: isoTime(timeMs), provider, method, target, headers, ...content, ...more };
}

/**
 * The records of a log, in its order. Lines that are none are left out: a process that was killed may
 * have left half a line. A record that stands there twice is one.
 */
export function parseRecords(log: Uint8Array): readonly WebhookRecord[] {
  const records = new Map<string, WebhookRecord>();
  for (const line of Buffer.from(log.buffer, log.byteOffset, log.length).toString().split('\n')) {
    const record = parseRecord(line);
    if (record !== undefined) {
      records.set(record.id, record);
    }
  }
  return [...records.values()];
}

/** The record that a line of JSON stands for; undefined where it is none. */
export function parseRecord(line: string): WebhookRecord | undefined {
  const members = membersOf(parseJson(line));
  const { id, time, provider, method, target } = members;
  const timeMs = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  const headers = readHeaders(members['headers']);
  const body = readBody(members);
  if (
    typeof id !== 'string' ||
    Number.isNaN(timeMs) ||
    typeof provider !== 'string' ||
    typeof method !== 'string' ||
    typeof target !== 'string' ||
    headers === undefined ||
    body === undefined
  ) {
    return undefined;
  }
  const forwarded = readForwarded(members['forwarded']);
  return {
    id,
    timeMs,
    provider,
    method,
    target,
    headers,
    body,
    ...textMember('verdict', members['verdict']),
    ...textMember('event', members['event']),
    ...textMember('eventId', members['eventId']),
    ...textMember('duplicateOf', members['duplicateOf']),
    ...(forwarded !== undefined && { forwarded }),
  };
}

function readForwarded(value: unknown): Forwarded | undefined {
  const { to, status, ms, fault } = membersOf(value);
  if (typeof to !== 'string') {
    return undefined;
  }
  if (typeof status === 'number' && typeof ms === 'number') {
    return { to, status, ms };
  }
  return typeof fault === 'string' ? { to, fault } : undefined;
}

function textMember(name: string, value: unknown): Readonly<Record<string, string>> {
  return typeof value === 'string' ? { [name]: value } : {};
}

/**
 * The one record whose id begins so; `wh_` may be left out.
 *
 * @throws VkError `usage` where there is none, or more than one
 */
export function findRecord(records: readonly WebhookRecord[], start: string): WebhookRecord {
  const wanted = start.startsWith('wh_') ? start : `wh_${start}`;
  const found = records.filter(({ id }) => id.startsWith(wanted));
  const exact = found.find(({ id }) => id === wanted);
  const [first, second] = found;
  const record = exact ?? first;
  if (record === undefined) {
    throw new VkError(
      'usage',
      `there is no recorded webhook ${JSON.stringify(start)}`,
      records.length === 0
        ? 'vk webhook listen records what it receives.'
        : 'vk webhook list shows what is recorded.',
    );
  }
  if (exact === undefined && second !== undefined) {
    throw new VkError(
      'usage',
      `${found.length} recorded webhooks begin with ${JSON.stringify(start)}`,
      `Write more of the id: ${record.id} or ${second.id}.`,
    );
  }
  return record;
}

/** What a payload says of itself. */
export interface EventFacts {
  readonly event?: string;
  readonly eventId?: string;
}

/** The event that a body tells of: its `type`, as KamioKash has it, or its `event`; and its `id`. */
export function eventOf(body: Uint8Array): EventFacts {
  const { type, event, id } = membersOf(parseJson(body));
  return {
    ...textMember('event', typeof type === 'string' ? type : event),
    // A larger number may have been another one before it was parsed.
    ...textMember('eventId', Number.isSafeInteger(id) ? String(id) : id),
  };
}
