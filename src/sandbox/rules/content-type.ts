import { findHeader } from '../../core/headers.js';
import type { Rule } from '../rule.js';

/** Where the provider asks for a content type on every request, it has to be that one. */
export const contentType: Rule = ({ provider, request }) => {
  if (provider.sandbox.refusals['content-type'] === undefined) {
    return undefined;
  }
  const wanted = provider.headers.fixed.find(({ name }) => name === 'Content-Type')?.value;
  const [mediaType] = (findHeader(request.headers, 'Content-Type') ?? '').split(';');
  return mediaType?.trim().toLowerCase() === wanted ? undefined : 'content-type';
};
