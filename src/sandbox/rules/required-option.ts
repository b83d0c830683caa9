import { findHeader } from '../../core/headers.js';
import { pathBelow } from '../../core/target.js';
import type { Rule } from '../rule.js';

/** Some paths insist on a header that is optional elsewhere. */
export const requiredOption: Rule = ({ provider, request }) => {
  const path = pathBelow(provider.basePath, Buffer.from(request.target).toString('latin1'));
  const isMissing = provider.headers.options.some(
    ({ name, requiredUnder }) =>
      requiredUnder !== undefined &&
      path.startsWith(requiredUnder) &&
      (findHeader(request.headers, name) ?? '') === '',
  );
  return isMissing ? 'missing-option' : undefined;
};
