import { createHash } from 'node:crypto';
import { isoTime } from '../core/time-text.js';
import { accountRecords } from './account-records.js';
import type { ActionCall } from './action.js';
import { fieldsOf } from './fields.js';
import type { RuleContext } from './rule.js';

/** What an action sees of a request that no rule has refused. */
export function callOf(context: RuleContext): ActionCall {
  const { provider, request, params, account, state, nowMs } = context;
  let search: URLSearchParams | undefined;
  return {
    path: context.path,
    params,
    query: (name) => (search ??= searchOf(request.target)).get(name) ?? undefined,
    body: fieldsOf(context.object() ?? { kind: 'object', members: [] }),
    records: accountRecords(provider, state, account?.fields.apiKey ?? ''),
    mode: state.settings.mode,
    now: isoTime(nowMs),
    newId: (prefix) => prefix + newId(context),
  };
}

function searchOf(target: Uint8Array): URLSearchParams {
  const [, query = ''] = /\?(.*)/s.exec(Buffer.from(target).toString('latin1')) ?? [];
  return new URLSearchParams(query);
}

/** 12 hexadecimal digits, other ones each time, and the same in a sandbox that is started again. */
export function newId({ provider, state }: Pick<RuleContext, 'provider' | 'state'>): string {
  const number = state.memory.numbers.next();
  return createHash('sha256').update(`${provider.id} ${number}`).digest('hex').slice(0, 12);
}
