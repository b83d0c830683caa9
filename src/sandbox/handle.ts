import type { ActionRoute, CannedRoute, Provider } from '../core/provider.js';
import { hasBasePath, pathBelow } from '../core/target.js';
import { callOf } from './action-call.js';
import { actions } from './actions/registry.js';
import { firstEvent } from './events.js';
import { parseObject } from './fields.js';
import { firstAnswer, keepAnswer } from './idempotency.js';
import { writeJson } from './json.js';
import { fill, finish, respond, respondError, tokens, type SandboxResponse } from './response.js';
import { findRoute } from './route.js';
import { accountOf, type Refused, type RuleContext, type SandboxRequest } from './rule.js';
import { rules } from './rules/registry.js';
import type { SandboxState } from './state.js';

export type { SandboxResponse } from './response.js';

/**
 * Answers a request as the provider documents it. Pure but for `state.memory`: the same arguments, the
 * same answer.
 */
export function handle(
  request: SandboxRequest,
  provider: Provider,
  state: SandboxState,
  nowMs: number,
): SandboxResponse {
  const context = contextOf(request, provider, state, nowMs);
  const refused = firstRefusal(context);
  return finish(context, refused === undefined ? answer(context) : refuse(context, refused));
}

function contextOf(
  request: SandboxRequest,
  provider: Provider,
  state: SandboxState,
  nowMs: number,
): RuleContext {
  const target = Buffer.from(request.target).toString('latin1');
  const path = pathBelow(provider.basePath, target);
  const isBelowBase = provider.basePath === '' || hasBasePath(provider.basePath, target);
  const found = isBelowBase
    ? findRoute(provider, state.settings.mode, request.method, path)
    : undefined;
  let object: { readonly read: ReturnType<typeof parseObject> } | undefined;
  return {
    provider,
    request,
    path,
    isBelowBase,
    route: found?.route,
    params: found?.params ?? {},
    object: () => (object ??= { read: parseObject(request.body) }).read,
    account: accountOf({ provider, request, state }),
    state,
    nowMs,
  };
}

function firstRefusal(context: RuleContext): Refused | undefined {
  for (const rule of rules) {
    const refused = rule(context);
    if (refused !== undefined) {
      return typeof refused === 'string' ? { reason: refused, values: {} } : refused;
    }
  }
  return undefined;
}

function refuse(context: RuleContext, { reason, values, headers }: Refused): SandboxResponse {
  const { refusals } = context.provider.sandbox;
  const refusal = refusals[reason] ?? { status: 400, message: reason };
  const error = { ...refusal, message: fill(refusal.message, (name) => values[name]) };
  return { ...respondError(context, error, headers), refusal: reason, details: values };
}

/** Answers what no rule refuses: with the first answer again, where the caller repeats itself. */
function answer(context: RuleContext): SandboxResponse {
  const first = firstAnswer(context);
  if (first !== undefined) {
    return first.response;
  }
  const { route } = context;
  if (route === undefined) {
    throw new Error('a request without a route was not refused');
  }
  const response = 'action' in route ? act(context, route) : recite(context, route);
  if (response.refusal === undefined) {
    keepAnswer(context, response);
  }
  return response;
}

function act(context: RuleContext, { action: name }: ActionRoute): SandboxResponse {
  const action = actions.get(name);
  if (action === undefined) {
    throw new Error(`there is no action ${name}`);
  }
  const outcome = action(callOf(context));
  if ('reason' in outcome) {
    return refuse(context, outcome);
  }
  const { status = 200, body, events } = outcome;
  const response = respond(context, status, writeJson(body));
  return events === undefined ? response : { ...response, events };
}

function recite(context: RuleContext, route: CannedRoute): SandboxResponse {
  const own = tokens(context);
  const { duplicate } = route;
  if (duplicate === undefined) {
    return respond(context, route.status, fill(route.body, own));
  }
  const id = own('id') ?? '';
  const seen = firstEvent(context, duplicate, id);
  const values = (name: string): string | undefined => (name === 'id' ? (seen ?? id) : own(name));
  return respond(
    context,
    route.status,
    fill(seen === undefined ? route.body : duplicate.body, values),
  );
}
