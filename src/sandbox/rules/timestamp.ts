import { checkFreshness } from '../../core/timestamp.js';
import { carried, type Rule } from '../rule.js';

/** The timestamp has to be near the server's clock. */
export const timestamp: Rule = (context) => {
  const rule = context.provider.scheme.timestamp;
  if (rule === undefined) {
    return undefined;
  }
  const freshness = checkFreshness(carried(context, 'timestamp') ?? '', rule, context.nowMs);
  return freshness === 'fresh' ? undefined : 'timestamp';
};
