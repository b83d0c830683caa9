import { carried, type Rule } from '../rule.js';

/** Where the provider has a code, it has to be the account's. */
export const code: Rule = (context) => {
  const expected = context.account?.fields.code;
  return expected === undefined || carried(context, 'code') === expected ? undefined : 'wrong-code';
};
