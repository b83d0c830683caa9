import { createHash } from 'node:crypto';
import { utf8 } from '../core/bytes.js';
import { findHeader, type Header } from '../core/headers.js';
import type { Refusal, RefusalReason } from '../core/provider.js';
import { httpDate, isoTime } from '../core/time-text.js';
import { newId } from './action-call.js';
import type { SandboxEvent } from './action.js';
import type { RuleContext } from './rule.js';

export interface SandboxResponse {
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
  /** Why the request was refused; absent where it was not. */
  readonly refusal?: RefusalReason;
  /** What the rule that refused it says of this request; absent where nothing was refused. */
  readonly details?: Readonly<Record<string, string>>;
  /** What the provider tells its customer of because of this request. */
  readonly events?: readonly SandboxEvent[];
}

/** What an answer takes from its context. */
export type Answering = Pick<RuleContext, 'provider' | 'state' | 'nowMs'>;

/** An error in the shape that the settings name, or else in the provider's first. */
export function respondError(
  context: Answering,
  { status, code, message }: Omit<Refusal, 'source'>,
  further: readonly Header[] = [],
): SandboxResponse {
  const { provider, state } = context;
  const wanted = provider.errorShapes.find(({ id }) => id === state.settings.errorShape);
  const shape = wanted ?? provider.errorShapes[0];
  const values: Readonly<Record<string, string>> = {
    code: JSON.stringify(code ?? null),
    message: JSON.stringify(message),
    status: String(status),
  };
  const template = provider.sandbox.errorBodies[shape?.id ?? ''] ?? '{}';
  const body = fill(template, (name) => values[name]);
  return respond(context, status, body, further);
}

/** An answer with the headers that every answer has. */
export function respond(
  { provider, state, nowMs }: Answering,
  status: number,
  body: string,
  further: readonly Header[] = [],
): SandboxResponse {
  const headers: Header[] = [
    ['Date', httpDate(nowMs)],
    ['Content-Type', 'application/json'],
    ...further,
  ];
  if (provider.mode !== undefined) {
    headers.push([provider.mode.header, state.settings.mode]);
  }
  return { status, headers, body: utf8(body) };
}

/** What belongs to this exchange and to no stored answer: echoed headers, and no body for HEAD. */
export function finish(
  { provider, request }: Pick<RuleContext, 'provider' | 'request'>,
  response: SandboxResponse,
): SandboxResponse {
  const echoed = (provider.sandbox.echoes ?? []).flatMap(({ option }): Header[] => {
    const name = provider.headers.options.find((header) => header.option === option)?.name ?? '';
    const value = findHeader(request.headers, name);
    return value === undefined ? [] : [[name, value]];
  });
  return {
    ...response,
    headers: [...response.headers, ...echoed],
    body: request.method === 'HEAD' ? new Uint8Array() : response.body,
  };
}

/** What stands for a token of a route's body; each is worked out where it is asked for. */
export function tokens(context: RuleContext): (name: string) => string | undefined {
  const { provider, request, account, nowMs } = context;
  const apiKey = account?.fields.apiKey ?? '';
  return (name) => {
    switch (name) {
      case 'now':
        return isoTime(nowMs);
      case 'nowSeconds':
        return `${isoTime(nowMs).slice(0, 19)}Z`;
      case 'id':
        return newId(context);
      case 'bytes':
        return String(request.body.length);
      case 'sha256':
        return createHash('sha256').update(request.body).digest('hex');
      case 'apiKey':
        return JSON.stringify(apiKey);
      case 'keyKind':
        return provider.keyKinds.find(({ prefix }) => apiKey.startsWith(prefix))?.name ?? 'test';
      default:
        return undefined;
    }
  };
}

/** Replaces `{{token}}` where there is a value for it. */
export function fill(template: string, valueOf: (name: string) => string | undefined): string {
  return template.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => valueOf(name) ?? whole);
}
