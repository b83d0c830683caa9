import type { Rule } from '../rule.js';

/** The API key has to belong to an account. */
export const knownKey: Rule = ({ account }) => (account === undefined ? 'unknown-key' : undefined);
