import { createHash } from 'node:crypto';
import { utf8 } from '../core/bytes.js';
import type { Header } from '../core/headers.js';
import type { Provider, RefusalReason, SandboxRoute } from '../core/provider.js';
import { pathBelow } from '../core/target.js';
import { carried, type RuleContext, type SandboxRequest } from './rule.js';
import { rules } from './rules/registry.js';
import type { SandboxState } from './state.js';

export interface SandboxResponse {
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
}

/** Answers a request as the provider documents it. Pure: the same arguments, the same answer. */
export function handle(
  request: SandboxRequest,
  provider: Provider,
  state: SandboxState,
  nowMs: number,
): SandboxResponse {
  const apiKey = carried({ provider, request }, 'apiKey');
  const account = state.accounts.find(({ fields }) => fields.apiKey === apiKey);
  const context: RuleContext = { provider, request, account, nowMs };
  for (const rule of rules) {
    const reason = rule(context);
    if (reason !== undefined) {
      return refuse(context, state, reason);
    }
  }
  const route = findRoute(provider, request);
  return route === undefined
    ? refuse(context, state, 'not-found')
    : respond(context, state, route.status, fill(route.body, tokens(context)));
}

function findRoute(provider: Provider, request: SandboxRequest): SandboxRoute | undefined {
  const path = pathBelow(provider.basePath, targetText(request));
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  return provider.sandbox.routes.find(
    (route) => (route.method === '*' || route.method === method) && matches(route.path, path),
  );
}

function matches(pattern: string, path: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}

function refuse(context: RuleContext, state: SandboxState, reason: RefusalReason): SandboxResponse {
  const { errorBody, refusals } = context.provider.sandbox;
  const { status, code, message } = refusals[reason] ?? { status: 400, message: reason };
  const body = fill(errorBody, {
    code: JSON.stringify(code ?? null),
    message: JSON.stringify(message),
    status: String(status),
  });
  return respond(context, state, status, body);
}

function respond(
  { provider, request, nowMs }: RuleContext,
  state: SandboxState,
  status: number,
  body: string,
): SandboxResponse {
  const headers: Header[] = [
    ['Date', new Date(nowMs).toUTCString()],
    ['Content-Type', 'application/json'],
  ];
  if (provider.mode !== undefined) {
    headers.push([provider.mode.header, state.settings.mode]);
  }
  return { status, headers, body: request.method === 'HEAD' ? new Uint8Array() : utf8(body) };
}

function tokens({ request, account, nowMs }: RuleContext): Readonly<Record<string, string>> {
  const sha256 = createHash('sha256').update(request.body).digest('hex');
  const id = createHash('sha256')
    .update(`${nowMs} ${targetText(request)} ${sha256}`)
    .digest('hex');
  const now = new Date(nowMs).toISOString();
  return {
    now,
    nowSeconds: `${now.slice(0, 19)}Z`,
    id: id.slice(0, 12),
    bytes: String(request.body.length),
    sha256,
    apiKey: JSON.stringify(account?.fields.apiKey ?? ''),
  };
}

/** Replaces `{{token}}`; each is JSON text, or text without a character that JSON would escape. */
function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole);
}

function targetText({ target }: SandboxRequest): string {
  return Buffer.from(target).toString('latin1');
}
