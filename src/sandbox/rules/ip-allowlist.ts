import type { Rule } from '../rule.js';

/**
 * Where the provider has an allowlist and the sandbox was given one, the caller has to be on it. An
 * empty list lets everybody in where the provider says so, and nobody where it wants an address.
 */
export const ipAllowlist: Rule = ({ provider, request, state }) => {
  const { allowlist } = state;
  if (provider.ipAllowlist === undefined || allowlist === undefined) {
    return undefined;
  }
  const isAllowed =
    allowlist.size === 0
      ? provider.ipAllowlist.minimum === 0
      : allowlist.has(request.remoteAddress ?? '');
  return isAllowed ? undefined : 'ip-blocked';
};
