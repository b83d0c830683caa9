import { sha256Hex } from '../core/hmac.js';
import type { Scheme } from '../core/provider.js';
import type { PlannedRequest } from './request.js';

/** What of a request is signed, but for the timestamp: the same text for two that sign the same. */
export function signedParts(
  { parts }: Pick<Scheme, 'parts'>,
  { method, target, body }: Pick<PlannedRequest, 'method' | 'target' | 'body'>,
): string {
  return [
    parts.includes('method') ? method : '',
    parts.includes('target') ? target.text : '',
    parts.includes('body') ? sha256Hex(body) : '',
  ].join(' ');
}
