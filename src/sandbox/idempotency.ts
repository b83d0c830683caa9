import { createHash } from 'node:crypto';
import { utf8 } from '../core/bytes.js';
import type { Header } from '../core/headers.js';
import { httpDate } from '../core/time-text.js';
import type { SandboxResponse } from './response.js';
import { optionValue, type RuleContext } from './rule.js';

const HOUR_MS = 3_600_000;
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** The first answer to an idempotency key. */
export interface FirstAnswer {
  /** Of target and body: what may not differ in a repeat. */
  readonly fingerprint: string;
  readonly response: SandboxResponse;
}

/** The answer that a write with this idempotency key got before. Its date is that of the repeat. */
export function firstAnswer(context: RuleContext): FirstAnswer | undefined {
  const key = idempotencyKey(context);
  const kept = key === undefined ? undefined : context.state.memory.answers.get(key, context.nowMs);
  return kept === undefined ? undefined : read(kept, context.nowMs);
}

/** Keeps the first answer to a write's idempotency key. */
export function keepAnswer(context: RuleContext, response: SandboxResponse): void {
  const key = idempotencyKey(context);
  if (key !== undefined) {
    const lifetimeMs = (context.provider.idempotency?.hours ?? 0) * HOUR_MS;
    const text = write({ fingerprint: fingerprint(context), response });
    context.state.memory.answers.set(key, text, context.nowMs, lifetimeMs);
  }
}

/** What a repeat has to have in common with the first request: the query and the body. */
export function fingerprint({ request }: RuleContext): string {
  return createHash('sha256')
    .update(request.target)
    .update('\n')
    .update(request.body)
    .digest('hex');
}

function idempotencyKey(context: RuleContext): string | undefined {
  const { provider, request, account, path } = context;
  const key = provider.idempotency && optionValue(context, provider.idempotency.option);
  return key === undefined || READS.has(request.method)
    ? undefined
    : JSON.stringify([account?.fields.apiKey, request.method, path, key]);
}

/** Fingerprint, status and headers as JSON on one line; below it the body. */
function write({ fingerprint: ofRequest, response }: FirstAnswer): string {
  const { status, headers, body } = response;
  return `${JSON.stringify([ofRequest, status, headers])}\n${Buffer.from(body).toString()}`;
}

function read(text: string, nowMs: number): FirstAnswer {
  const end = text.indexOf('\n');
  const [ofRequest, status, headers]: [string, number, Header[]] = JSON.parse(text.slice(0, end));
  return {
    fingerprint: ofRequest,
    response: {
      status,
      headers: headers.map(([name, value]): Header => [
        name,
        name === 'Date' ? httpDate(nowMs) : value,
      ]),
      body: utf8(text.slice(end + 1)),
    },
  };
}
