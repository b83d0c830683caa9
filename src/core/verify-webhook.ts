import { utf8 } from './bytes.js';
import { Secret } from './credential.js';
import { VkError } from './error.js';
import type { Header } from './headers.js';
import type { Provider, Scheme, WebhookDefinition } from './provider.js';
import { verify, type Verdict, type VerdictReason } from './verify.js';

/** Headers as servers hand them over: pairs, Node's record, or a web `Headers`. */
export type ReceivedHeaders =
  Iterable<Header> | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface VerifyWebhookOptions {
  /** Whose webhook it is; it has to document one. */
  readonly provider: Pick<Provider, 'name' | 'webhook'>;
  /** The receiver's clock; the system's if left out. */
  readonly now?: Date;
  /** How many seconds the timestamp may be from it, either way; the provider's if left out. */
  readonly tolerance?: number;
}

export interface WebhookVerdict extends Verdict {
  /** Which of the secrets it was, counted from 0; only where the signature matches. */
  readonly secret?: number;
  /** Which of several signatures it was, counted from 0; only where it matches. */
  readonly signature?: number;
}

/** A webhook taken apart, to be held against each secret. */
export interface ReceivedWebhook {
  readonly scheme: Scheme;
  readonly body: Uint8Array;
  readonly timestamp: string | undefined;
  /** As received, in their order. */
  readonly signatures: readonly string[];
}

/**
 * Verifies a webhook as its provider documents it, over the raw bytes of its body. Where there are
 * several secrets (rotation) or several signatures, any may match. Never throws for what was received.
 *
 * @param rawBody as it arrived; a string stands for its UTF-8 bytes
 * @param secrets the webhook's key, or all that are valid now; a string stands for its UTF-8 bytes
 * @throws VkError `usage` where the provider documents no webhook, or the time or tolerance is none;
 *   `bad-body` for a body that was parsed
 */
export function verifyWebhook(
  rawBody: Uint8Array | string,
  headers: ReceivedHeaders,
  secrets: Secret | string | readonly (Secret | string)[],
  { provider, now = new Date(), tolerance }: VerifyWebhookOptions,
): WebhookVerdict {
  const { webhook } = provider;
  if (webhook === undefined) {
    throw new VkError(
      'usage',
      `${provider.name} documents no webhook`,
      'Choose a provider that does, such as kamiokash.',
    );
  }
  refuseNoTime(now, tolerance);
  const given = isList(secrets) ? secrets : [secrets];
  const keys = given.map((each) => (typeof each === 'string' ? Secret.of(each) : each));
  const body = typeof rawBody === 'string' ? utf8(rawBody) : checkedBytes(rawBody);
  return verifyReceived(readWebhook(webhook, body, headers, tolerance), keys, now.getTime());
}

/** Nothing compares with NaN, and then any timestamp would pass. */
function refuseNoTime(now: Date, tolerance: number | undefined): void {
  if (Number.isNaN(now.getTime()) || (tolerance !== undefined && !(tolerance >= 0))) {
    throw new VkError(
      'usage',
      'the time, or the tolerance, is no number',
      'Give now as a valid Date, and tolerance as seconds from 0 on.',
    );
  }
}

/** What a webhook's definition reads from its headers. Several signatures may be joined by commas. */
export function readWebhook(
  { scheme, signatureHeader, timestampHeader }: WebhookDefinition,
  body: Uint8Array,
  headers: ReceivedHeaders,
  toleranceSeconds?: number,
): ReceivedWebhook {
  const pairs = pairsOf(headers);
  const [timestamp] = timestampHeader === undefined ? [] : valuesOf(pairs, timestampHeader);
  const signatures = valuesOf(pairs, signatureHeader).flatMap((value) => value.split(','));
  return {
    scheme: withTolerance(scheme, toleranceSeconds),
    body,
    timestamp,
    signatures: signatures.map((each) => each.trim()).filter((each) => each !== ''),
  };
}

/** Holds every signature against every secret. The most telling refusal is the answer. */
export function verifyReceived(
  { scheme, body, timestamp, signatures }: ReceivedWebhook,
  secrets: readonly Secret[],
  nowMs: number,
): WebhookVerdict {
  const tries = secrets.flatMap((secret, secretIndex) =>
    (signatures.length === 0 ? [undefined] : signatures).map((signature, index): WebhookVerdict => {
      const verdict = verify({ scheme, secret, signature, timestamp, parts: { body }, nowMs });
      return HAS_MATCHED.has(verdict.reason)
        ? { ...verdict, secret: secretIndex, signature: index }
        : verdict;
    }),
  );
  const [best] = tries.toSorted((a, b) => TELLING.indexOf(a.reason) - TELLING.indexOf(b.reason));
  return best ?? { ok: false, reason: 'empty-secret' };
}

/** From the verdict that settles it to the one that says least. */
const TELLING: readonly VerdictReason[] = [
  'ok',
  'timestamp-expired',
  'timestamp-in-future',
  'timestamp-malformed',
  'mismatch',
  'bad-encoding',
  'missing-timestamp',
  'missing-signature',
  'empty-secret',
];

/** A timestamp's age is looked at only where the signature has matched. */
const HAS_MATCHED: ReadonlySet<VerdictReason> = new Set(TELLING.slice(0, 4));

function withTolerance(scheme: Scheme, toleranceSeconds: number | undefined): Scheme {
  return scheme.timestamp === undefined || toleranceSeconds === undefined
    ? scheme
    : { ...scheme, timestamp: { ...scheme.timestamp, toleranceSeconds } };
}

/** A body parser in front of the verification is the most frequent mistake of all. */
function checkedBytes(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) {
    return body;
  }
  throw new VkError(
    'bad-body',
    `the webhook's body is ${body === null ? 'null' : `of type ${typeof body}`}, not its bytes`,
    'Verify the raw body: read it before a JSON parser does.',
  );
}

function pairsOf(headers: ReceivedHeaders): readonly Header[] {
  return isIterable(headers)
    ? [...headers]
    : Object.entries(headers).flatMap(([name, value]) =>
        value === undefined ? [] : [value].flat().map((each): Header => [name, each]),
      );
}

function valuesOf(headers: readonly Header[], name: string): readonly string[] {
  return headers
    .filter(([other]) => other.toLowerCase() === name.toLowerCase())
    .map(([, value]) => value);
}

function isIterable(headers: ReceivedHeaders): headers is Iterable<Header> {
  return Symbol.iterator in headers;
}

/** Array.isArray does not tell a readonly list from a single value. */
function isList(
  secrets: Secret | string | readonly (Secret | string)[],
): secrets is readonly (Secret | string)[] {
  return Array.isArray(secrets);
}
