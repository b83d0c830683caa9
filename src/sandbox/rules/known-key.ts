import { carried, type Rule } from '../rule.js';

/** The API key has to belong to an account, and not to be one that was revoked. */
export const knownKey: Rule = (context) => {
  if (context.account !== undefined) {
    return undefined;
  }
  const apiKey = carried(context, 'apiKey');
  const isRevoked = context.provider.sandbox.revoked?.some((key) => key.apiKey === apiKey) === true;
  return isRevoked ? 'revoked-key' : 'unknown-key';
};
