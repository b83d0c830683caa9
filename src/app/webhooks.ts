import { parseBaseUrl, type BaseUrl } from '../core/base-url.js';
import { utf8 } from '../core/bytes.js';
import type { Credential, Secret } from '../core/credential.js';
import { VkError } from '../core/error.js';
import type { Provider, WebhookDefinition } from '../core/provider.js';
import { webhookHeaders } from '../core/webhook.js';
import type { SandboxEvent } from '../sandbox/action.js';
import { writeJson } from '../sandbox/json.js';
import { demoCredential } from './credential.js';
import { deliverWebhook } from './deliver-webhook.js';
import type { HttpPort, TurnPort } from './ports.js';
import type { WebhookEntry } from './sandbox-log.js';

/** Where a sandbox sends its webhooks. */
export interface WebhookTarget {
  readonly base: BaseUrl;
  /** Path and query, as they were given. */
  readonly path: string;
}

/**
 * Reads the URL of a webhook handler.
 *
 * @throws VkError `bad-url`
 */
export function parseWebhookUrl(text: string): WebhookTarget {
  const [, origin = '', rest = ''] =
    /^([^/?#]*:\/\/[^/?#]*)([\x21\x22\x24-\x7e]*)$/.exec(text) ?? [];
  if (origin.includes('@')) {
    throw new VkError(
      'bad-url',
      'the URL of the webhook handler carries user information',
      'Remove the part before the @.',
    );
  }
  if (!isBaseUrl(origin)) {
    throw new VkError(
      'bad-url',
      `${JSON.stringify(text)} is no URL of a webhook handler`,
      'Write it as http://127.0.0.1:3000/webhooks',
    );
  }
  return { base: parseBaseUrl(origin, true), path: rest.startsWith('/') ? rest : `/${rest}` };
}

function isBaseUrl(origin: string): boolean {
  try {
    parseBaseUrl(origin, true);
    return true;
  } catch {
    return false;
  }
}

export interface WebhookOptions {
  readonly provider: Provider;
  readonly target: WebhookTarget;
  readonly http: HttpPort;
  readonly nowMs: () => number;
  readonly log: (entry: WebhookEntry) => void;
}

export interface Webhooks {
  /**
   * Sends what happened, once the answer is on its way.
   *
   * @param request the number of the request that it happened in
   */
  readonly send: (request: number, account: Credential, events: readonly SandboxEvent[]) => void;
  /** Sends nothing more, and does not wait for a handler that is slow. */
  readonly close: () => void;
}

interface Waiting {
  readonly request: number;
  readonly account: Credential;
  readonly event: SandboxEvent;
}

type Outcome = Pick<WebhookEntry, 'status' | 'fault' | 'ms'>;

/** How many may wait for a handler that is slow; the newest are dropped where there are more. */
const MOST_WAITING = 1000;
const TIMEOUT_MS = 10_000;

/** Sends webhooks one after the other, so that they arrive in the order in which things happened. */
export function openWebhooks(options: WebhookOptions, { nextTurn }: TurnPort): Webhooks {
  const { provider, nowMs, log } = options;
  const waiting: Waiting[] = [];
  const state = { isSending: false };
  const ending = new AbortController();

  function tell({ request, event }: Waiting, outcome: Outcome): void {
    const { name } = event;
    log({ event: 'webhook', request, timeMs: nowMs(), provider: provider.id, name, ...outcome });
  }

  async function sendAll(definition: WebhookDefinition): Promise<void> {
    state.isSending = true;
    await nextTurn();
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const outcome = await deliver(options, definition, next, ending.signal);
      if (ending.signal.aborted) {
        return;
      }
      tell(next, outcome);
    }
    state.isSending = false;
  }

  return {
    send: (request, account, events) => {
      const { webhook } = provider;
      if (webhook === undefined || ending.signal.aborted) {
        return;
      }
      for (const event of events) {
        const next = { request, account, event };
        if (waiting.length < MOST_WAITING) {
          waiting.push(next);
        } else {
          tell(next, { fault: `${MOST_WAITING} webhooks are waiting already` });
        }
      }
      if (!state.isSending) {
        void sendAll(webhook);
      }
    },
    close: () => {
      waiting.length = 0;
      ending.abort();
    },
  };
}

/** A delivery is tried once: the pages document no retry. */
async function deliver(
  { provider, target, http, nowMs }: WebhookOptions,
  definition: WebhookDefinition,
  { account, event }: Waiting,
  signal: AbortSignal,
): Promise<Outcome> {
  const body = utf8(writeJson(event.body));
  const secret = definition.key === 'api' ? account.secret : webhookSecretOf(account, provider);
  const headers = [
    ['Content-Type', 'application/json'] as const,
    ...webhookHeaders(definition, secret, body, nowMs()),
  ];
  const delivered = await deliverWebhook(http, target, { headers, body, signal }, TIMEOUT_MS);
  return 'fault' in delivered
    ? { fault: delivered.fault.message }
    : { status: delivered.status, ms: delivered.ms };
}

/** An account without a webhook secret of its own has the demo's. */
function webhookSecretOf({ webhookSecret, secret }: Credential, { sandbox }: Provider): Secret {
  return webhookSecret ?? demoCredential(sandbox.demo).webhookSecret ?? secret;
}
