import type { Rule } from '../rule.js';

/** Some providers take certain methods only. */
export const method: Rule = ({ provider, request }) => {
  if (provider.methods === undefined || provider.methods.includes(request.method)) {
    return undefined;
  }
  const allow = provider.methods.join(', ');
  return { reason: 'method-not-allowed', values: { allow }, headers: [['Allow', allow]] };
};
