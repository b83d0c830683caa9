import { VkError } from '../core/error.js';
import { deliverWebhook, type Delivered, type OutgoingWebhook } from './deliver-webhook.js';
import type { HttpPort } from './ports.js';
import {
  brokenWebhook,
  goodWebhook,
  whyNot,
  type WebhookBreak,
  type WebhookSender,
} from './webhook-breaks.js';
import type { WebhookPayload } from './webhook-payload.js';
import type { WebhookTarget } from './webhooks.js';

/** Where deliveries go, and what they are made of. */
export interface SendOptions {
  readonly http: HttpPort;
  readonly target: WebhookTarget;
  readonly sender: WebhookSender;
  readonly nowMs: () => number;
  /** For each exchange, in milliseconds. */
  readonly timeoutMs: number;
  /** Sees each delivery just before it is sent. */
  readonly onSend?: (webhook: OutgoingWebhook) => void;
}

/** What was sent, what should have become of it, and what did. */
export interface DeliveryReport {
  /** `good`, the break's name, or `replayed-first` for what is sent before it is repeated. */
  readonly name: string;
  readonly event: string;
  /** In words, for a broken one: `the body was changed after it was signed`. */
  readonly title?: string;
  readonly expected: 'taken' | 'refused';
  readonly delivered: Delivered;
  readonly verdict: DeliveryVerdict;
  /** Why it is not right. */
  readonly reason?: string;
}

/** `warning`: the handler did what no page forbids, and what is worth a look. */
export type DeliveryVerdict = 'right' | 'warning' | 'wrong';

/** Sends a delivery as the provider would make it. */
export async function sendGood(
  options: SendOptions,
  payload: WebhookPayload,
  number: number,
): Promise<DeliveryReport> {
  const nowMs = options.nowMs();
  const good = goodWebhook(options.sender, payload.make(nowMs, number), nowMs);
  return await sendTaken(options, 'good', payload, good);
}

/**
 * Sends a delivery that is broken in one way; a replayed one twice.
 *
 * @param payloads the first that the break changes is sent
 * @returns nothing where it changes none of them
 */
export async function sendBroken(
  options: SendOptions,
  broken: WebhookBreak,
  payloads: readonly WebhookPayload[],
  number: number,
): Promise<readonly DeliveryReport[]> {
  const made = makeBroken(options, broken, payloads, number);
  if (made === undefined) {
    return [];
  }
  const { webhook, payload } = made;
  const first =
    broken.name === 'replayed'
      ? [await sendTaken(options, 'replayed-first', payload, webhook)]
      : [];
  if (first.some(({ delivered }) => 'fault' in delivered)) {
    return first;
  }
  const delivered = await send(options, webhook);
  const report = {
    name: broken.name,
    event: payload.name,
    title: broken.title,
    expected: 'refused' as const,
    delivered,
    ...judgeBroken(broken, delivered),
  };
  return [...first, report];
}

/** The error for a break that changes nothing of an event. */
export function noChange({ name }: WebhookBreak, payload: WebhookPayload): VkError {
  return new VkError(
    'usage',
    `--break ${name} changes nothing in ${payload.name}`,
    'Choose another event with --event, or give a body of your own with --data.',
  );
}

/** Enough for what one digest in sixteen has, such as a zero at its start. */
const MOST_TRIES = 300;

interface Made {
  readonly webhook: OutgoingWebhook;
  readonly payload: WebhookPayload;
}

function makeBroken(
  { sender, nowMs }: SendOptions,
  broken: WebhookBreak,
  payloads: readonly WebhookPayload[],
  number: number,
): Made | undefined {
  const isOfDigest = broken.name.startsWith('encoding/');
  const tries = isOfDigest ? MOST_TRIES : payloads.length;
  for (let index = 0; index < tries && whyNot(broken, sender) === undefined; index += 1) {
    const payload = payloads[index % payloads.length];
    // A moment earlier, so that even the same bytes get another digest.
    const timeMs = nowMs() - index;
    const body = payload?.make(timeMs, number);
    const webhook = body && brokenWebhook(broken, sender, body, timeMs);
    if (payload !== undefined && webhook !== undefined) {
      return { webhook, payload };
    }
  }
  return undefined;
}

async function sendTaken(
  options: SendOptions,
  name: 'good' | 'replayed-first',
  { name: event }: WebhookPayload,
  webhook: OutgoingWebhook,
): Promise<DeliveryReport> {
  const delivered = await send(options, webhook);
  return { name, event, expected: 'taken', delivered, ...judgeGood(delivered) };
}

async function send(
  { http, target, timeoutMs, onSend }: SendOptions,
  webhook: OutgoingWebhook,
): Promise<Delivered> {
  onSend?.(webhook);
  return await deliverWebhook(http, target, webhook, timeoutMs);
}

type Judgement = Pick<DeliveryReport, 'verdict' | 'reason'>;

const RIGHT: Judgement = { verdict: 'right' };

function judgeGood(delivered: Delivered): Judgement {
  if ('fault' in delivered) {
    return { verdict: 'wrong', reason: delivered.fault.message };
  }
  if (isTaken(delivered)) {
    return RIGHT;
  }
  const isRedirect = delivered.status >= 300 && delivered.status < 400;
  return {
    verdict: 'wrong',
    reason: isRedirect
      ? 'a redirect, which is not followed, in answer to a good delivery'
      : 'it refused a good delivery',
  };
}

function judgeBroken({ name, title }: WebhookBreak, delivered: Delivered): Judgement {
  if ('fault' in delivered) {
    return {
      verdict: 'wrong',
      reason: `no answer, instead of a refusal: ${delivered.fault.message}`,
    };
  }
  if (isTaken(delivered)) {
    // No page promises that a signature works once, and a second delivery may be a repeat.
    return name === 'replayed'
      ? { verdict: 'warning', reason: 'it took the same delivery twice: do its work only once' }
      : { verdict: 'wrong', reason: `it should have refused: ${title}` };
  }
  return delivered.status >= 500
    ? { verdict: 'warning', reason: 'it failed instead of refusing: answer 401' }
    : RIGHT;
}

/** Whether the handler said that all is well. */
export function isTaken(delivered: Delivered): boolean {
  return 'status' in delivered && delivered.status >= 200 && delivered.status < 300;
}
