import { utf8 } from './bytes.js';
import type { Credential } from './credential.js';
import { VkError } from './error.js';
import { authHeaders, fixedHeaders, missingFields, optionHeaders, type Header } from './headers.js';
import { hmacText, type HmacText } from './hmac.js';
import type { Provider, RequestOption } from './provider.js';
import { buildStringToSign, type Parts, type Segment } from './string-to-sign.js';

export interface RequestToSign {
  /** As it goes on the wire: upper case. */
  readonly method: string;
  /** Path and query as they go on the wire, base path included. */
  readonly target: Uint8Array;
  readonly body: Uint8Array;
  /** In the provider's format. */
  readonly timestamp: string;
  readonly options?: Readonly<Partial<Record<RequestOption, string>>>;
}

/** Every stage of a signature, for anyone to look at. */
export interface SignedRequest {
  readonly segments: readonly Segment[];
  readonly stringToSign: Uint8Array;
  readonly signature: string;
  /** In the order in which they are sent. */
  readonly headers: readonly Header[];
}

/**
 * Signs a request as the provider documents it.
 *
 * @param makeHmac another implementation of it
 * @throws VkError `missing-credential`, `bad-credential` or `bad-header`
 */
export function sign(
  provider: Provider,
  credential: Credential,
  request: RequestToSign,
  makeHmac: HmacText = hmacText,
): SignedRequest {
  if (credential.secret.isEmpty) {
    throw new VkError(
      'bad-credential',
      'the API secret is empty',
      'Set VK_API_SECRET, or store the secret in a profile with vk profile add.',
    );
  }
  const unsignable = missingFields(provider, credential).find(({ id }) =>
    provider.scheme.parts.some((part) => part === id),
  );
  if (unsignable !== undefined) {
    throw new VkError(
      'missing-credential',
      `${provider.name} signs the ${unsignable.label}, and none is set`,
      `Set VK_${unsignable.id.toUpperCase()}, or store it in a profile with vk profile add.`,
    );
  }
  const { segments, bytes } = buildStringToSign(provider.scheme, requestParts(credential, request));
  const signature = makeHmac(provider.scheme, credential.secret, bytes);
  const headers = [
    ...authHeaders(provider, credential, { timestamp: request.timestamp, signature }),
    ...optionHeaders(provider, request.options ?? {}),
    ...fixedHeaders(provider, request.body.length > 0),
  ];
  return { segments, stringToSign: bytes, signature, headers };
}

function requestParts(credential: Credential, request: RequestToSign): Parts {
  const email = credential.fields.email;
  return {
    timestamp: utf8(request.timestamp),
    method: utf8(request.method),
    target: request.target,
    body: request.body,
    email: email === undefined ? undefined : utf8(email),
  };
}
