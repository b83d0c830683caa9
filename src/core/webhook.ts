import { utf8 } from './bytes.js';
import type { Secret } from './credential.js';
import type { Header } from './headers.js';
import { hmacText } from './hmac.js';
import type { WebhookDefinition } from './provider.js';
import { buildStringToSign } from './string-to-sign.js';
import { formatTimestamp } from './timestamp.js';

/** A webhook's signature and the headers that carry it. */
export interface SignedWebhook {
  readonly headers: readonly Header[];
  readonly stringToSign: Uint8Array;
  readonly signature: string;
}

/**
 * The headers that a provider puts on a webhook: the timestamp, where its scheme has one, and the
 * signature.
 *
 * @param nowMs the time of signing, in milliseconds since 1970
 */
export function webhookHeaders(
  definition: WebhookDefinition,
  secret: Secret,
  body: Uint8Array,
  nowMs: number,
): readonly Header[] {
  const rule = definition.scheme.timestamp;
  const timestamp = rule && formatTimestamp(nowMs, rule.format);
  return signWebhook(definition, secret, body, timestamp).headers;
}

/**
 * Signs a webhook.
 *
 * @param timestamp in the scheme's format; undefined where the scheme has none
 */
export function signWebhook(
  { scheme, signatureHeader, timestampHeader }: WebhookDefinition,
  secret: Secret,
  body: Uint8Array,
  timestamp: string | undefined,
): SignedWebhook {
  const { bytes } = buildStringToSign(scheme, {
    body,
    ...(timestamp !== undefined && { timestamp: utf8(timestamp) }),
  });
  const signature = hmacText(scheme, secret, bytes);
  return {
    headers: [
      ...(timestampHeader !== undefined && timestamp !== undefined
        ? [[timestampHeader, timestamp] as const]
        : []),
      [signatureHeader, signature],
    ],
    stringToSign: bytes,
    signature,
  };
}
