import type { NamedSecret } from '../core/diagnose/variant.js';
import { readWebhook, verifyReceived } from '../core/verify-webhook.js';
import { RecentTable } from '../sandbox/recent.js';
import type { ReceivedRequest } from './ports.js';
import type { SignatureCase } from './signature-search.js';
import { hintOfVerdict, webhookCase } from './webhook-case.js';
import type { EventFacts, WebhookRecord } from './webhook-log.js';
import type { WebhookSettings } from './webhook-settings.js';

export interface ExaminerOptions {
  readonly settings: WebhookSettings;
  /** What may have been taken for the right secret. */
  readonly otherSecrets: readonly NamedSecret[];
  readonly nowMs: () => number;
  readonly newId: () => string;
}

/** A webhook with what is known of it before it is passed on. */
export interface Examined {
  readonly record: WebhookRecord;
  readonly isVerified: boolean;
  /** Why it was refused, where that needs no search. */
  readonly hint?: string;
  /** What the cause of its refusal is searched from. */
  readonly toSearch?: SignatureCase;
}

/** An event that comes again after so long is taken for a new one. */
const REMEMBERED_MS = 7 * 24 * 3_600_000;
const MOST_REMEMBERED = 200_000;

/** Verifies webhooks, and notices which came before. */
export function openExaminer({
  settings,
  otherSecrets,
  nowMs,
  newId,
}: ExaminerOptions): (request: ReceivedRequest, facts: EventFacts) => Examined {
  const { provider, definition, secrets, toleranceSeconds } = settings;
  const keys = secrets.map(({ secret }) => secret);
  const seen = new RecentTable(MOST_REMEMBERED);

  /** The delivery that brought the same event first. An id may stand for several states of a thing. */
  function firstDelivery(
    { event, eventId }: EventFacts,
    id: string,
    at: number,
  ): string | undefined {
    if (eventId === undefined) {
      return undefined;
    }
    const key = JSON.stringify([event, eventId]);
    const first = seen.get(key, at);
    if (first === undefined) {
      seen.set(key, id, at, REMEMBERED_MS);
    }
    return first;
  }

  return (request, facts) => {
    const { method, target, headers, body } = request;
    const timeMs = nowMs();
    const id = newId();
    const received = readWebhook(definition, body, headers, toleranceSeconds);
    const { ok, reason } = verifyReceived(received, keys, timeMs);
    // What anybody can send must not make a delivery of the provider look like a second one.
    const duplicateOf = ok ? firstDelivery(facts, id, timeMs) : undefined;
    const hint = hintOfVerdict(settings, received, reason, timeMs);
    const toSearch = webhookCase(settings, request, received, reason, otherSecrets);
    return {
      record: {
        id,
        timeMs,
        provider: provider.id,
        method,
        target: Buffer.from(target).toString('latin1'),
        headers,
        body,
        verdict: reason,
        ...facts,
        ...(duplicateOf !== undefined && { duplicateOf }),
      },
      isVerified: ok,
      ...(hint !== undefined && { hint }),
      ...(toSearch !== undefined && { toSearch }),
    };
  };
}
