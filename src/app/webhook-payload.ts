import { utf8 } from '../core/bytes.js';
import { printAsWritten } from '../core/diagnose/print-json.js';
import { VkError } from '../core/error.js';
import { setJson, type JsonChange } from '../core/json-set.js';
import { parseJsonTree } from '../core/json-tree.js';
import { fillSample, type WebhookSample } from '../core/webhook-sample.js';

/** What a delivery is about, and how its body is made. */
export interface WebhookPayload {
  /** The event's name, or `data` for bytes that were given. */
  readonly name: string;
  /**
   * @param nowMs in milliseconds since 1970
   * @param number tells deliveries of the same millisecond apart
   */
  readonly make: (nowMs: number, number: number) => Uint8Array;
}

/**
 * A provider's events by their names, each with ids of its own and the changes that were asked for.
 *
 * @throws VkError `bad-body` where a change does not fit an event
 */
export function samplePayload(
  sample: WebhookSample,
  changes: readonly JsonChange[],
): WebhookPayload {
  const make = (nowMs: number, number: number): Uint8Array => {
    const text = fillSample(sample, nowMs, number);
    const tree = changes.length === 0 ? undefined : parseJsonTree(text);
    return utf8(tree === undefined ? text : printAsWritten(changes.reduce(setJson, tree)));
  };
  make(0, 0);
  return { name: sample.name, make };
}

/** The same bytes each time. */
export function dataPayload(data: Uint8Array): WebhookPayload {
  return { name: 'data', make: () => data };
}

/** @throws VkError `usage` where the provider has no event of that name */
export function findSample(
  samples: readonly WebhookSample[],
  providerName: string,
  name: string | undefined,
): WebhookSample {
  const found = name === undefined ? samples[0] : samples.find((sample) => sample.name === name);
  if (found === undefined) {
    throw samples.length === 0
      ? new VkError(
          'usage',
          `${providerName} documents no events`,
          'Give a body with --data TEXT, --data @FILE or --data @-.',
        )
      : new VkError(
          'usage',
          `${providerName} has no event ${JSON.stringify(name)}`,
          `Its events are ${samples.map((sample) => sample.name).join(', ')}.`,
        );
  }
  return found;
}
