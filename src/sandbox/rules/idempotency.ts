import { fingerprint, firstAnswer } from '../idempotency.js';
import type { Rule } from '../rule.js';

/** An idempotency key may only be repeated with the request that it came with first. */
export const idempotency: Rule = (context) => {
  const first = firstAnswer(context);
  return first === undefined || first.fingerprint === fingerprint(context)
    ? undefined
    : 'idempotency-conflict';
};
