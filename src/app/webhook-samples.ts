import type { WebhookSample } from '../core/webhook-sample.js';
import { webhookEvents as kamiokash } from '../providers/kamiokash/webhook-events.js';
import { webhookEvents as payinout } from '../providers/payinout/webhook-events.js';

/** Events of the providers that send webhooks, the likeliest of each first. */
const SAMPLES: ReadonlyMap<string, readonly WebhookSample[]> = new Map<
  string,
  readonly WebhookSample[]
>([
  ['kamiokash', kamiokash],
  ['payinout', payinout],
]);

/** A provider's events; none where it sends none. */
export function samplesOf({ id }: { readonly id: string }): readonly WebhookSample[] {
  return SAMPLES.get(id) ?? [];
}

/** All events' names. */
export const EVENT_NAMES: readonly string[] = [...SAMPLES.values()].flatMap((samples) =>
  samples.map(({ name }) => name),
);
