import type { VkError } from '../core/error.js';
import { sendBroken, sendGood, type DeliveryReport, type SendOptions } from './send-webhook.js';
import { BREAKS, whyNot } from './webhook-breaks.js';
import type { WebhookPayload } from './webhook-payload.js';

/** What a handler did with good and bad deliveries. */
export interface SuiteOutcome {
  readonly reports: readonly DeliveryReport[];
  /** Breaks that were left out. */
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
  /** Why it ended early: the handler cannot be reached. */
  readonly fault?: VkError;
}

/**
 * Sends every event as it should be, and then a delivery for every way of breaking one. It ends early
 * where the first delivery, or two of them one after the other, get no answer.
 *
 * @param payloads the first one is broken, or the first of them that a break changes
 */
export async function runSuite(
  options: SendOptions,
  payloads: readonly WebhookPayload[],
  onReport: (report: DeliveryReport) => void,
): Promise<SuiteOutcome> {
  const reports: DeliveryReport[] = [];
  const skipped: { name: string; reason: string }[] = [];
  let fault: VkError | undefined;

  function note(some: readonly DeliveryReport[]): void {
    for (const report of some) {
      const before = reports.at(-1);
      const isSilent = 'fault' in report.delivered;
      reports.push(report);
      onReport(report);
      if (isSilent && (before === undefined || 'fault' in before.delivered)) {
        fault ??= report.delivered.fault;
      }
    }
  }

  for (const payload of payloads) {
    if (fault === undefined) {
      note([await sendGood(options, payload, reports.length)]);
    }
  }
  for (const broken of BREAKS) {
    if (fault !== undefined) {
      break;
    }
    const reason = whyNot(broken, options.sender);
    const some =
      reason === undefined ? await sendBroken(options, broken, payloads, reports.length) : [];
    note(some);
    // What nobody expects of a scheme is no news: a part that it does not sign cannot be wrong.
    if (some.length === 0 && (reason === undefined || broken.kind === 'built-in')) {
      skipped.push({ name: broken.name, reason: reason ?? 'it changes nothing in these events' });
    }
  }
  return { reports, skipped, ...(fault !== undefined && { fault }) };
}
