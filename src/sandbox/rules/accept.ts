import { findHeader } from '../../core/headers.js';
import type { Rule } from '../rule.js';

/** Where the provider asks for an `Accept` on every request, it has to allow one of those types. */
export const accept: Rule = ({ provider, request }) => {
  if (provider.sandbox.refusals['not-acceptable'] === undefined) {
    return undefined;
  }
  const wanted = provider.headers.fixed.find(({ name }) => name === 'Accept')?.value ?? '';
  const given = mediaTypes(findHeader(request.headers, 'Accept') ?? '');
  const isMet = mediaTypes(wanted).some((type) =>
    given.some((range) => range === '*/*' || range === type || range === anyOf(type)),
  );
  return isMet ? undefined : 'not-acceptable';
};

function mediaTypes(header: string): readonly string[] {
  return header.split(',').map((part) => (part.split(';')[0] ?? '').trim().toLowerCase());
}

/** `application/*` for `application/json`. */
function anyOf(type: string): string {
  return `${type.slice(0, type.indexOf('/'))}/*`;
}
