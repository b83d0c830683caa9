import type { Secret } from '../core/credential.js';
import type { Header } from '../core/headers.js';
import type { WebhookDefinition } from '../core/provider.js';
import { webhookHeaders } from '../core/webhook.js';
import { deliverWebhook, type Delivered } from './deliver-webhook.js';
import { endToEnd, type ForwardOptions } from './forward-webhook.js';
import type { WebhookRecord } from './webhook-log.js';

/** What a replay is signed with; left out where the old signature goes out again. */
export interface FreshSignature {
  readonly definition: WebhookDefinition;
  readonly secret: Secret;
  readonly nowMs: number;
}

/** Sends a recorded webhook again: the same bytes, and headers that differ in the signature only. */
export async function replayWebhook(
  { headers, body }: WebhookRecord,
  { http, target, timeoutMs }: ForwardOptions,
  fresh: FreshSignature | undefined,
): Promise<Delivered> {
  const same = endToEnd(headers);
  const signed = fresh === undefined ? same : signedAfresh(same, body, fresh);
  return await deliverWebhook(http, target, { headers: signed, body }, timeoutMs);
}

/** A new value takes the place of the old one; what was missing goes to the end. */
function signedAfresh(
  headers: readonly Header[],
  body: Uint8Array,
  { definition, secret, nowMs }: FreshSignature,
): readonly Header[] {
  const left = new Map(
    webhookHeaders(definition, secret, body, nowMs).map((header) => [
      header[0].toLowerCase(),
      header,
    ]),
  );
  const names = new Set(left.keys());
  const replaced = headers.flatMap(([name, value]): Header[] => {
    const key = name.toLowerCase();
    const header = left.get(key);
    left.delete(key);
    if (header !== undefined) {
      return [[name, header[1]]];
    }
    return names.has(key) ? [] : [[name, value]];
  });
  return [...replaced, ...left.values()];
}
