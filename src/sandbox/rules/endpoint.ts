import { nearestEndpoint } from '../nearest.js';
import { methodsOf } from '../route.js';
import type { Rule } from '../rule.js';

/** Something has to answer at the path, and to the method. */
export const endpoint: Rule = ({ provider, route, path, isBelowBase, state }) => {
  if (route !== undefined) {
    return undefined;
  }
  const allow = methodsOf(provider, state.settings.mode, path).join(', ');
  if (isBelowBase && allow !== '') {
    return { reason: 'method-not-allowed', values: { allow }, headers: [['Allow', allow]] };
  }
  const near = nearestEndpoint(path, provider.endpoints);
  const nearest = near === undefined ? '' : `${near.method} ${provider.basePath}${near.path}`;
  return { reason: 'not-found', values: { nearest } };
};
