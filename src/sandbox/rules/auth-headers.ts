import type { AuthHeader, RefusalReason } from '../../core/provider.js';
import { carried, namesOf, type Rule } from '../rule.js';

/** Every header that authenticates has to be there; the first missing one is named. */
export const authHeaders: Rule = (context) => {
  for (const { carries } of context.provider.headers.auth) {
    if (carried(context, carries) === undefined) {
      return {
        reason: MISSING[carries],
        values: { headers: namesOf(context, carries).join(' or ') },
      };
    }
  }
  return undefined;
};

const MISSING: Readonly<Record<AuthHeader['carries'], RefusalReason>> = {
  apiKey: 'missing-key',
  timestamp: 'missing-timestamp',
  signature: 'missing-signature',
  code: 'missing-code',
  email: 'missing-key',
};
