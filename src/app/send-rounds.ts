import {
  noChange,
  sendBroken,
  sendGood,
  type DeliveryReport,
  type SendOptions,
} from './send-webhook.js';
import type { WebhookBreak } from './webhook-breaks.js';
import type { WebhookPayload } from './webhook-payload.js';
import type { SuiteOutcome } from './webhook-suite.js';

export interface Rounds {
  readonly times: number;
  /** What each round sends; a good delivery where it is empty. */
  readonly breaks: readonly WebhookBreak[];
  /** Resolves when the next delivery is due. */
  readonly pause: () => Promise<void>;
}

/**
 * Sends the same event again and again, good or broken, until one gets no answer.
 *
 * @throws VkError `usage` for a break that changes nothing of the event
 */
export async function sendRounds(
  options: SendOptions,
  payload: WebhookPayload,
  { times, breaks, pause }: Rounds,
  onReport: (report: DeliveryReport) => void,
): Promise<SuiteOutcome> {
  const reports: DeliveryReport[] = [];
  const round = breaks.length === 0 ? [undefined] : breaks;
  for (let number = 0; number < times * round.length; number += 1) {
    if (number > 0) {
      await pause();
    }
    for (const report of await send(options, payload, round[number % round.length], number)) {
      reports.push(report);
      onReport(report);
      if ('fault' in report.delivered) {
        return { reports, skipped: [], fault: report.delivered.fault };
      }
    }
  }
  return { reports, skipped: [] };
}

async function send(
  options: SendOptions,
  payload: WebhookPayload,
  broken: WebhookBreak | undefined,
  number: number,
): Promise<readonly DeliveryReport[]> {
  if (broken === undefined) {
    return [await sendGood(options, payload, number)];
  }
  const reports = await sendBroken(options, broken, [payload], number);
  if (reports.length === 0) {
    throw noChange(broken, payload);
  }
  return reports;
}
