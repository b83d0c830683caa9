import type { Rule } from '../rule.js';

/** Some providers take certain methods only. */
export const method: Rule = ({ provider, request }) =>
  provider.methods === undefined || provider.methods.includes(request.method)
    ? undefined
    : 'method-not-allowed';
