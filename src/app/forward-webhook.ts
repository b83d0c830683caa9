import { findHeader, type Header } from '../core/headers.js';
import { deliverWebhook } from './deliver-webhook.js';
import type { Answer, HttpPort, ReceivedRequest } from './ports.js';
import type { Forwarded } from './webhook-log.js';
import type { WebhookTarget } from './webhooks.js';

/** Where webhooks are passed on to. */
export interface ForwardOptions {
  readonly target: WebhookTarget;
  readonly http: HttpPort;
  /** For the handler's whole answer, in milliseconds. */
  readonly timeoutMs: number;
}

export interface Passed {
  readonly forwarded: Forwarded;
  /** For whoever sent the webhook: what the handler said, or 502 or 504 where it said nothing. */
  readonly answer: Answer;
}

export interface Forwarder {
  /** Passes a webhook on: its body and its headers as they came. */
  readonly pass: (request: Pick<ReceivedRequest, 'headers' | 'body'>) => Promise<Passed>;
}

/** How many are with the handler at a time; others wait, and go in the order in which they came. */
const MOST_AT_ONCE = 20;

/** Passes webhooks on to a handler, a few at a time. */
export function openForwarder({ target, http, timeoutMs }: ForwardOptions): Forwarder {
  const waiting: (() => void)[] = [];
  const state = { running: 0 };

  async function turn(): Promise<void> {
    if (state.running < MOST_AT_ONCE) {
      state.running += 1;
      return;
    }
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
    });
  }

  /** Hands its place on. */
  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) {
      state.running -= 1;
    } else {
      next();
    }
  }

  return {
    pass: async ({ headers, body }) => {
      await turn();
      try {
        const webhook = { headers: endToEnd(headers), body };
        const delivered = await deliverWebhook(http, target, webhook, timeoutMs);
        const to = urlOf(target);
        if ('fault' in delivered) {
          const { message, code } = delivered.fault;
          return {
            forwarded: { to, fault: message },
            answer: plainAnswer(code === 'timeout' ? 504 : 502, { error: 'the handler is down' }),
          };
        }
        const { status, ms, response } = delivered;
        return {
          forwarded: { to, status, ms },
          answer: { status, headers: endToEnd(response.headers), body: response.body },
        };
      } finally {
        leave();
      }
    },
  };
}

/** The URL that was given. */
export function urlOf({ base, path }: WebhookTarget): string {
  return `${base.origin}${path}`;
}

/** A small JSON answer. */
export function plainAnswer(
  status: number,
  document: Readonly<Record<string, unknown>>,
  more: readonly Header[] = [],
): Answer {
  return {
    status,
    headers: [['Content-Type', 'application/json'], ...more],
    body: Buffer.from(JSON.stringify(document)),
  };
}

/** Without the headers that concern one connection only (RFC 9110, section 7.6.1). */
export function endToEnd(headers: readonly Header[]): readonly Header[] {
  const named = (findHeader(headers, 'Connection') ?? '').toLowerCase().split(/[ \t]*,[ \t]*/);
  return headers.filter(([name]) => {
    const lower = name.toLowerCase();
    return !OF_A_CONNECTION.has(lower) && !named.includes(lower);
  });
}

const OF_A_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
