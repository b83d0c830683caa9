import type { Refused } from './rule.js';

/**
 * Refuses a body for a member that is there and of its type, and that still cannot be meant.
 *
 * @param expected completes "has to be …": `earn or spend`
 */
export function badParameter(parameter: string, expected: string): Refused {
  return { reason: 'bad-parameter', values: { parameter, expected } };
}
