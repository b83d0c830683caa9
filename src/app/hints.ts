import type { Credential } from '../core/credential.js';
import type { Provider } from '../core/provider.js';
import type { SandboxEvent } from '../sandbox/action.js';
import { malformed } from '../sandbox/malformed.js';
import { accountOf } from '../sandbox/rule.js';
import type { Spoilt } from '../sandbox/fault-plan.js';
import type { SandboxResponse } from '../sandbox/response.js';
import type { SandboxState } from '../sandbox/state.js';
import { explainError } from './api-error.js';
import { hintOfRefusal, hintOfReport, SEARCH_GOES_ON, withHint } from './hint.js';
import type { Answer, ReceivedRequest, TurnPort } from './ports.js';
import type { AnswerEntry, SandboxLogListener, SignatureReport } from './sandbox-log.js';
import { openSearchQueue } from './search-queue.js';
import { searchBriefly, signatureCase, type RefusedRequest } from './signature-search.js';

/** How long an answer may wait for a cause. */
const BUDGET_MS = 25;

export interface HintOptions {
  readonly provider: Provider;
  readonly state: SandboxState;
  readonly nowMs: () => number;
  readonly isHintInBody?: boolean;
  /** Does not fail. */
  readonly log: SandboxLogListener;
  /** Is told what has happened in a request, once that is logged. */
  readonly onEvents?: (
    request: number,
    account: Credential,
    events: readonly SandboxEvent[],
  ) => void;
}

export interface Hints {
  /** Makes an answer, gives it a hint where it is a refusal, spoils it last, and tells the log. */
  readonly answer: (
    request: ReceivedRequest,
    make: (nowMs: number) => SandboxResponse,
    spoil?: (answer: SandboxResponse) => Spoilt,
  ) => Answer;
  /** Answers bytes that were no HTTP, and tells the log. */
  readonly malformed: (status: number) => Answer;
  readonly close: () => void;
}

interface Hinted {
  readonly hint?: string | undefined;
  readonly report?: SignatureReport | undefined;
  /** Goes on with the search once the answer is on its way. */
  readonly goOn?: (request: number) => void;
}

/** Explains what a sandbox refuses: at once where that is possible, otherwise in the log. */
export function openHints(options: HintOptions, turns: TurnPort): Hints {
  const { provider, state, log, isHintInBody = false } = options;
  const queue = openSearchQueue(turns);
  let requests = 0;

  function hintFor(answer: SandboxResponse, request: ReceivedRequest, nowMs: number): Hinted {
    if (answer.refusal === undefined) {
      return {};
    }
    const account = accountOf({ provider, request, state });
    const refused: RefusedRequest = { provider, request, account, state, nowMs };
    const given = answer.refusal === 'signature' ? signatureCase(refused) : undefined;
    if (given === undefined) {
      return { hint: hintOfRefusal(answer.refusal, refused, answer.details) };
    }
    const { report, rest } = searchBriefly(given, turns.elapsedMs, BUDGET_MS);
    if (report !== undefined) {
      return { report, hint: hintOfReport(report) };
    }
    const goOn = (number: number): void => {
      queue.add({
        given,
        search: rest,
        onReport: (found) => {
          const timeMs = options.nowMs();
          const entry = { request: number, timeMs, provider: provider.id, report: found };
          log({ event: 'diagnosis', ...entry });
        },
      });
    };
    return { hint: SEARCH_GOES_ON, goOn };
  }

  return {
    answer: (request, make, spoil = unspoilt) => {
      const startedMs = turns.elapsedMs();
      const nowMs = options.nowMs();
      requests += 1;
      const number = requests;
      const plain = make(nowMs);
      const { hint, report, goOn } = hintFor(plain, request, nowMs);
      const hinted = hint === undefined ? plain : withHint(plain, hint, isHintInBody);
      const { response: answer, strikes, delivery } = spoil(hinted);
      const { refusal } = answer;
      const code = codeOf(provider, plain, nowMs);
      const entry: AnswerEntry = {
        event: 'answer',
        request: number,
        timeMs: nowMs,
        provider: provider.id,
        method: request.method,
        target: Buffer.from(request.target).toString('latin1'),
        status: answer.status,
        ...(refusal !== undefined && { refusal }),
        ...(code !== undefined && { code }),
        ms: Math.round((turns.elapsedMs() - startedMs) * 10) / 10,
        ...(hint !== undefined && { hint }),
        ...(report !== undefined && { report }),
        ...(strikes.length > 0 && { faults: strikes }),
      };
      log(entry);
      const account = plain.events && accountOf({ provider, request, state });
      if (plain.events !== undefined && account !== undefined) {
        options.onEvents?.(number, account, plain.events);
      }
      goOn?.(number);
      return delivery === undefined ? answer : { ...answer, delivery };
    },
    malformed: (status) => {
      requests += 1;
      const nowMs = options.nowMs();
      const hint = MALFORMED[status] ?? 'malformed: these bytes are no HTTP request';
      log({
        event: 'answer',
        request: requests,
        timeMs: nowMs,
        provider: provider.id,
        method: '',
        target: '',
        status,
        ms: 0,
        hint,
      });
      return withHint(malformed({ provider, state, nowMs }, status), hint, isHintInBody);
    },
    close: queue.close,
  };
}

function unspoilt(response: SandboxResponse): Spoilt {
  return { response, strikes: [] };
}

const MALFORMED: Readonly<Record<number, string>> = {
  405: 'method-not-allowed: this is no proxy',
  408: 'timeout: the request did not arrive in time',
  431: 'malformed: the headers are too large',
};

function codeOf(provider: Provider, answer: SandboxResponse, nowMs: number): string | undefined {
  if (answer.status < 400) {
    return undefined;
  }
  return explainError(provider, { ...answer, statusText: '', elapsedMs: 0 }, nowMs)?.code;
}
