import { findHeader, type Header } from '../core/headers.js';
import type { Provider } from '../core/provider.js';
import {
  readWebhook,
  verifyReceived,
  type ReceivedWebhook,
  type WebhookVerdict,
} from '../core/verify-webhook.js';
import { providers } from '../providers/registry.js';
import type { WebhookSecret, WebhookSettings } from './webhook-settings.js';

/** What a person says of a delivery; it goes before what its headers say. */
export interface SaidOfDelivery {
  readonly signatures: readonly string[] | undefined;
  readonly timestamp: string | undefined;
}

/** A verified delivery, with which of several secrets and signatures matched. */
export interface VerifiedDelivery {
  readonly verdict: WebhookVerdict;
  readonly received: ReceivedWebhook;
  readonly secret?: WebhookSecret;
  readonly signature?: string;
  /** What is not there at all: then there is nothing to verify. */
  readonly missing?: 'signature' | 'timestamp';
}

/**
 * Verifies a delivery by its raw bytes.
 *
 * @param nowMs the time that its timestamp is held against, in milliseconds since 1970
 */
export function verifyDelivery(
  settings: WebhookSettings,
  body: Uint8Array,
  headers: readonly Header[],
  said: SaidOfDelivery,
  nowMs: number,
): VerifiedDelivery {
  const { definition, secrets, toleranceSeconds } = settings;
  const all = withSaid(settings, headers, said);
  const received = readWebhook(definition, body, all, toleranceSeconds);
  const keys = secrets.map(({ secret }) => secret);
  const verdict = verifyReceived(received, keys, nowMs);
  const secret = verdict.secret === undefined ? undefined : secrets[verdict.secret];
  const signature =
    verdict.signature === undefined ? undefined : received.signatures[verdict.signature];
  const missing = missingOf(settings, all, received);
  return {
    verdict,
    received,
    ...(secret !== undefined && { secret }),
    ...(signature !== undefined && { signature }),
    ...(missing !== undefined && { missing }),
  };
}

function withSaid(
  { definition: { signatureHeader, timestampHeader } }: WebhookSettings,
  headers: readonly Header[],
  { signatures, timestamp }: SaidOfDelivery,
): readonly Header[] {
  return [
    ...headers.filter(
      ([name]) =>
        !(signatures !== undefined && isNamed(name, signatureHeader)) &&
        !(timestamp !== undefined && isNamed(name, timestampHeader)),
    ),
    ...(signatures ?? []).map((value): Header => [signatureHeader, value]),
    ...(timestampHeader === undefined || timestamp === undefined
      ? []
      : [[timestampHeader, timestamp] as const]),
  ];
}

function isNamed(name: string, other: string | undefined): boolean {
  return name.toLowerCase() === other?.toLowerCase();
}

/** A header that is there and empty was received so; one that is not there may have been forgotten. */
function missingOf(
  { definition: { signatureHeader, timestampHeader } }: WebhookSettings,
  headers: readonly Header[],
  { scheme }: ReceivedWebhook,
): VerifiedDelivery['missing'] {
  if (findHeader(headers, signatureHeader) === undefined) {
    return 'signature';
  }
  const isUndated =
    scheme.timestamp !== undefined &&
    timestampHeader !== undefined &&
    findHeader(headers, timestampHeader) === undefined;
  return isUndated ? 'timestamp' : undefined;
}

/** The provider whose header of signatures is among these; undefined where that is no single one. */
export function webhookOwner(headers: readonly Header[]): Provider | undefined {
  const owners = providers.filter(({ webhook }: Provider) => {
    const header = webhook?.signatureHeader;
    return header !== undefined && findHeader(headers, header) !== undefined;
  });
  return owners.length === 1 ? owners[0] : undefined;
}
