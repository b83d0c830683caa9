import { decodeUtf8, utf8 } from '../bytes.js';
import type { Made, Subject } from './variant.js';

/** A text changed in one way; nothing where the bytes are not known or no UTF-8. */
export function changedText(
  bytes: Uint8Array | undefined,
  change: (text: string) => string,
  detail?: string,
): Made<Uint8Array>[] {
  const text = bytes === undefined ? undefined : decodeUtf8(bytes);
  return text === undefined
    ? []
    : [{ value: utf8(change(text)), ...(detail !== undefined && { detail }) }];
}

/** A subject's secret, changed in one way. */
export function changedSecret(
  { secret }: Subject,
  change: (text: string) => string,
  detail?: string,
): Made<Uint8Array>[] {
  return changedText(secret.reveal(), change, detail);
}

/** `whsec_`, `sk_live_` and the like cut off. */
export function withoutPrefix(secret: string): string {
  return secret.replace(/^[A-Za-z0-9]+_(?:[a-z]+_)?/, '');
}

/** A subject's target, changed in one way. */
export function changedTarget(
  { parts }: Subject,
  change: (text: string) => string,
  detail?: string,
): Made<Uint8Array>[] {
  return changedText(parts.target, change, detail);
}

/** A subject's target as text; empty where it is not known. */
export function targetText({ parts }: Subject): string {
  return parts.target === undefined ? '' : (decodeUtf8(parts.target) ?? '');
}
