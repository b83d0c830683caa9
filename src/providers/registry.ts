import { VkError } from '../core/error.js';
import type { Provider } from '../core/provider.js';
import { influencemart } from './influencemart.js';
import { kamiokash } from './kamiokash.js';
import { payinout } from './payinout.js';
import { vistarkriya } from './vistarkriya.js';

/** All providers, in the order in which help and completions show them; the first is the default. */
export const providers = listed(vistarkriya, kamiokash, influencemart, payinout);

export type ProviderId = (typeof providers)[number]['id'];

type Listed<Id extends string> = Provider & { readonly id: Id };

/** Keeps of each type the id alone: the declaration of the list would repeat all that the providers are. */
function listed<const Ids extends readonly [string, ...string[]]>(
  ...each: { readonly [Index in keyof Ids]: Listed<Ids[Index]> }
): typeof each {
  return each;
}

/**
 * The provider with an id.
 *
 * @throws VkError `unknown-provider`
 */
export function findProvider(id: string): Provider {
  const provider = providers.find((candidate) => candidate.id === id);
  if (provider === undefined) {
    throw new VkError(
      'unknown-provider',
      `there is no provider ${JSON.stringify(id)}`,
      `The providers are ${providers.map((candidate) => candidate.id).join(', ')}.`,
    );
  }
  return provider;
}
