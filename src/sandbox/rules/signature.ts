import { utf8 } from '../../core/bytes.js';
import { verify } from '../../core/verify.js';
import { carried, type Rule } from '../rule.js';

/** The signature has to be the account's, over the bytes that arrived. */
export const signature: Rule = (context) => {
  const { account, provider, request } = context;
  if (account === undefined) {
    return 'signature';
  }
  const { ok } = verify({
    scheme: provider.scheme,
    secret: account.secret,
    signature: carried(context, 'signature'),
    timestamp: carried(context, 'timestamp'),
    parts: {
      method: utf8(request.method),
      target: request.target,
      body: request.body,
      email: utf8(account.fields.email ?? ''),
    },
    nowMs: context.nowMs,
  });
  return ok ? undefined : 'signature';
};
