import { isLoopback } from '../core/base-url.js';
import { utf8 } from '../core/bytes.js';
import { VkError } from '../core/error.js';
import type { Header } from '../core/headers.js';
import type { HttpPort, WireResponse } from './ports.js';
import type { WebhookTarget } from './webhooks.js';

/** A webhook as it goes out. */
export interface OutgoingWebhook {
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
  /** Gives up on it. */
  readonly signal?: AbortSignal;
}

/** What became of it: a redirect is an answer too, and is not followed. */
export type Delivered =
  | { readonly status: number; readonly ms: number; readonly response: WireResponse }
  | { readonly fault: VkError };

/**
 * Sends a webhook once. Whatever goes wrong on the way is part of what is returned.
 *
 * @param timeoutMs for the whole exchange, in milliseconds
 */
export async function deliverWebhook(
  http: HttpPort,
  { base, path }: WebhookTarget,
  { headers, body, signal }: OutgoingWebhook,
  timeoutMs: number,
): Promise<Delivered> {
  try {
    const target = utf8(path);
    const response = await http.send({
      base,
      method: 'POST',
      target,
      headers,
      body,
      timeoutMs,
      ...(signal !== undefined && { signal }),
    });
    return {
      status: response.status,
      ms: Math.round(response.elapsedMs * 10) / 10,
      response,
    };
  } catch (error) {
    if (error instanceof VkError) {
      return { fault: error };
    }
    const remedy = 'Check the address of the handler, and whether it listens there.';
    return { fault: new VkError('network', 'it could not be sent', remedy, { cause: error }) };
  }
}

/**
 * Lets plain http lead to this machine only.
 *
 * @throws VkError `plain-http`
 */
export function refusePlainHttp({ base }: WebhookTarget): void {
  if (base.protocol === 'http:' && !isLoopback(base.hostname)) {
    throw new VkError(
      'plain-http',
      `${base.origin} is not encrypted, and would show the webhook to everyone on the way`,
      'Use https://, or pass --allow-http if that is meant.',
    );
  }
}
