import type { WireRequest } from '../app/ports.js';
import { errnoOf, VkError } from '../core/error.js';
import { repeatWarning } from '../core/method.js';
import { wasNeverSent } from '../core/never-sent.js';

/** What an error says of a request. */
type FailedRequest = Pick<WireRequest, 'base' | 'method' | 'timeoutMs'>;

/** The error for an exchange that took too long. */
export function timeoutError(request: FailedRequest): VkError {
  return new VkError(
    'timeout',
    `${request.base.origin} did not answer within ${request.timeoutMs / 1000} s`,
    `Try again, or allow more with --timeout.${repeatWarning(request.method)}`,
  );
}

/** Says what happened to a connection, and what to do about it. */
export function networkError(request: FailedRequest, error: Error): VkError {
  if (error instanceof VkError) {
    return error;
  }
  const remedy =
    REMEDIES[errnoOf(error)] ?? 'Check the network, and the base URL in vk profile show.';
  return new VkError(
    'network',
    `${request.base.origin} could not be reached: ${reason(error)}`,
    remedy + (wasNeverSent(error) ? '' : repeatWarning(request.method)),
    { cause: error },
  );
}

function reason(error: Error): string {
  // Happy Eyeballs collects an error an address; its own message is empty.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : undefined;
  return error.message === '' && first instanceof Error ? first.message : error.message;
}

const CERTIFICATE =
  "If a proxy or a company's own authority signs here, name its certificate in SSL_CERT_FILE.";

const REMEDIES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens there: check host and port.',
  ENOTFOUND: 'The name is not known: check the base URL and the network.',
  EAI_AGAIN: 'The name could not be looked up: check the network.',
  ECONNRESET: 'The other side closed the connection; for https, check that the port speaks TLS.',
  CERT_HAS_EXPIRED: 'The certificate has expired; check this machine’s clock too.',
  DEPTH_ZERO_SELF_SIGNED_CERT: CERTIFICATE,
  SELF_SIGNED_CERT_IN_CHAIN: CERTIFICATE,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: CERTIFICATE,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: CERTIFICATE,
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate is for another name: check the base URL.',
  EPROTO: 'The other side does not speak TLS: check scheme and port of the base URL.',
};
