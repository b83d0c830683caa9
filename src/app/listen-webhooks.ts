import type { Search } from '../core/diagnose/search.js';
import { openArrivals } from './arrivals.js';
import { openExaminer, type Examined, type ExaminerOptions } from './examine-webhook.js';
import { openForwarder, plainAnswer, urlOf, type ForwardOptions } from './forward-webhook.js';
import type { Answer, HttpServerPort, ReceivedRequest, RunningServer } from './ports.js';
import type { SignatureReport } from './sandbox-log.js';
import { openSearchQueue } from './search-queue.js';
import { searchBriefly, type SignatureCase } from './signature-search.js';
import { eventOf, type WebhookRecord } from './webhook-log.js';

export interface ListenOptions extends ExaminerOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** The only path that takes webhooks; every path does where it is left out. */
  readonly path?: string;
  /** The only events that are recorded and passed on; all are where it is left out. */
  readonly events?: readonly string[];
  readonly forward?: ForwardOptions;
  /** Whether what does not verify is passed on too. */
  readonly isAcceptingAll: boolean;
  /** Is given deliveries in the order of their arrival, each once its handler has answered. */
  readonly keep: (record: WebhookRecord) => void;
  /** Is told of everything as soon as it is known. */
  readonly log: (entry: ListenEntry) => void;
}

/** A webhook that was taken. */
export interface DeliveryEntry {
  readonly type: 'delivery';
  readonly record: WebhookRecord;
  /** What its sender was answered. */
  readonly status: number;
  /** Why it was refused, where that needs no search. */
  readonly hint?: string;
  /** What is known about a refused signature by now; absent while the search goes on. */
  readonly report?: SignatureReport;
}

/** What a search found out after its delivery had been told of. */
export interface LateEntry {
  readonly type: 'diagnosis';
  readonly id: string;
  readonly timeMs: number;
  readonly report: SignatureReport;
}

/** A request that is not recorded: an event that nobody asked for, or no webhook at all. */
export interface PassedOverEntry {
  readonly type: 'ignored' | 'refused';
  readonly timeMs: number;
  readonly method: string;
  /** As received, a character a byte. */
  readonly target: string;
  readonly status: number;
  readonly event?: string;
}

export type ListenEntry = DeliveryEntry | LateEntry | PassedOverEntry;

/** How long a sender waits while the cause of a wrong signature is searched. */
const BUDGET_MS = 25;

/**
 * Receives webhooks on a port of this machine: verifies them, tells of them, passes them on.
 *
 * @throws VkError `network` where it cannot listen
 */
export async function listenWebhooks(
  options: ListenOptions,
  server: HttpServerPort,
): Promise<RunningServer> {
  const { nowMs, log, forward, isAcceptingAll } = options;
  const examine = openExaminer(options);
  const forwarder = forward && openForwarder(forward);
  const arrivals = openArrivals(options.keep);
  const searches = openSearchQueue(server);
  const state = { isClosed: false };

  function passOver(
    type: PassedOverEntry['type'],
    { method, target }: Pick<ReceivedRequest, 'method' | 'target'>,
    answer: Answer,
    event?: string,
  ): Answer {
    log({
      type,
      timeMs: nowMs(),
      method,
      target: Buffer.from(target).toString('latin1'),
      status: answer.status,
      ...(event !== undefined && { event }),
    });
    return answer;
  }

  function tell(examined: Examined, record: WebhookRecord, status: number, found: Found): void {
    const { hint } = examined;
    log({
      type: 'delivery',
      record,
      status,
      ...(hint !== undefined && { hint }),
      ...(found.report !== undefined && { report: found.report }),
    });
    if (found.rest !== undefined) {
      const { given, search } = found.rest;
      const onReport = (report: SignatureReport): void => {
        log({ type: 'diagnosis', id: record.id, timeMs: nowMs(), report });
      };
      searches.add({ given, search, onReport });
    }
  }

  function take(request: ReceivedRequest): Answer | Promise<Answer> {
    const facts = eventOf(request.body);
    if (options.events?.includes(facts.event ?? '') === false) {
      return passOver('ignored', request, RECEIVED, facts.event);
    }
    const examined = examine(request, facts);
    const { record, isVerified } = examined;
    const found = searchFor(examined.toSearch, server.elapsedMs);
    if (forwarder !== undefined && forward !== undefined && (isVerified || isAcceptingAll)) {
      const forwarded = { to: urlOf(forward.target), fault: ENDED };
      const arrival = arrivals.arrive({ ...record, forwarded });
      return forwarder.pass(request).then((passed) => {
        if (!state.isClosed) {
          const whole = { ...record, forwarded: passed.forwarded };
          arrival.settle(whole);
          tell(examined, whole, passed.answer.status, found);
        }
        return passed.answer;
      });
    }
    const answer = isVerified || isAcceptingAll ? RECEIVED : UNVERIFIED;
    arrivals.arrive(record).settle(record);
    tell(examined, record, answer.status, found);
    return answer;
  }

  function receive(request: ReceivedRequest): Answer | Promise<Answer> {
    if (options.path !== undefined && pathOf(request) !== options.path) {
      return passOver('refused', request, NOT_FOUND);
    }
    return request.method === 'POST' ? take(request) : passOver('refused', request, NOT_ALLOWED);
  }

  const running = await server.listen(options.port, receive, {
    tooLarge: (request) => passOver('refused', request, TOO_LARGE),
    malformed: (status) =>
      passOver('refused', NO_REQUEST, plainAnswer(status, { error: 'this is no HTTP request' })),
  });
  return {
    port: running.port,
    close: async () => {
      state.isClosed = true;
      searches.close();
      arrivals.close();
      await running.close();
    },
  };
}

/** What is known about a wrong signature, or the search that goes on. */
interface Found {
  readonly report?: SignatureReport;
  readonly rest?: { readonly given: SignatureCase; readonly search: Search };
}

function searchFor(given: SignatureCase | undefined, elapsedMs: () => number): Found {
  if (given === undefined) {
    return {};
  }
  const { report, rest } = searchBriefly(given, elapsedMs, BUDGET_MS);
  return rest === undefined ? { report } : { rest: { given, search: rest } };
}

function pathOf({ target }: ReceivedRequest): string {
  return Buffer.from(target).toString('latin1').split('?', 1)[0] ?? '';
}

const ENDED = 'vk was ended before the handler had answered';
const NO_REQUEST = { method: '', target: new Uint8Array() };
const RECEIVED = plainAnswer(200, { received: true });
const UNVERIFIED = plainAnswer(401, { error: 'the signature does not verify' });
const NOT_FOUND = plainAnswer(404, { error: 'webhooks are not taken at this path' });
const NOT_ALLOWED = plainAnswer(405, { error: 'webhooks are sent by POST' }, [['Allow', 'POST']]);
const TOO_LARGE = plainAnswer(413, { error: 'the body is too large' });
