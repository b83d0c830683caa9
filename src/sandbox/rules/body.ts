import { EXPECTED, isGiven } from '../fields.js';
import type { Rule } from '../rule.js';

/** Where a route asks for parameters, the body has to be a JSON object that has them. */
export const body: Rule = ({ route, object }) => {
  const parameters = route?.parameters;
  if (parameters === undefined) {
    return undefined;
  }
  const given = object();
  if (given === undefined) {
    return 'invalid-body';
  }
  const bad = parameters.find((parameter) => !isGiven(given, parameter));
  return (
    bad && {
      reason: 'bad-parameter',
      values: { parameter: bad.name, expected: EXPECTED[bad.type] },
    }
  );
};
