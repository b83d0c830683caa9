import { optionValue, type Rule } from '../rule.js';

/** Some paths insist on a header that is optional elsewhere. */
export const requiredOption: Rule = (context) => {
  const isMissing = context.provider.headers.options.some(
    ({ option, requiredUnder }) =>
      requiredUnder !== undefined &&
      context.path.startsWith(requiredUnder) &&
      optionValue(context, option) === undefined,
  );
  return isMissing ? 'missing-option' : undefined;
};
