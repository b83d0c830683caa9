import { pathOfUrl, type BaseUrl } from '../core/base-url.js';
import { buildJsonBody, type BodyMember } from '../core/body.js';
import type { Credential } from '../core/credential.js';
import { VkError } from '../core/error.js';
import { authHeaderNames, checkedHeader, type Header } from '../core/headers.js';
import type { HmacText } from '../core/hmac.js';
import type { OptionHeader, Provider, RequestOption } from '../core/provider.js';
import { sign, type SignedRequest } from '../core/sign.js';
import { buildTarget, pathBelow, type Target } from '../core/target.js';
import { formatTimestamp, parseTimestamp } from '../core/timestamp.js';

export type RequestOptions = Readonly<Partial<Record<RequestOption, string>>>;

/** A request in the user's words, with every file already read. */
export interface RequestWords {
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly members: readonly BodyMember[];
  /** The raw body, where one is given. */
  readonly data: Uint8Array | undefined;
  readonly options: RequestOptions;
  /** Whether a header may take the place of one that signs. */
  readonly overrideHeaders: boolean;
}

/** A request that is complete but for timestamp and signature. */
export interface PlannedRequest {
  readonly method: string;
  readonly target: Target;
  readonly body: Uint8Array;
  readonly headers: readonly Header[];
  readonly options: RequestOptions;
}

/**
 * Turns words into the bytes that will be signed and sent.
 *
 * @throws VkError for a path, header or body that cannot be sent as it is, or a method that the
 *   provider does not take
 */
export function planRequest(
  provider: Provider,
  base: BaseUrl | undefined,
  basePath: string,
  words: RequestWords,
): PlannedRequest {
  const method = checkedMethod(provider, words.method);
  refuseReserved(provider, words);
  const own = base?.origin ?? provider.baseUrl;
  const urlPath = own === undefined ? undefined : pathOfUrl(own, words.path);
  return {
    method,
    // A full URL is meant as it is: the base path is not put in front.
    target:
      urlPath === undefined
        ? buildTarget(basePath, words.path, words.query)
        : buildTarget('', urlPath, words.query),
    body: chooseBody(words),
    headers: words.headers.map(([name, value]) => checkedHeader(name, value)),
    options: words.options,
  };
}

/** Headers that this request's path needs and that nobody gave a value for. */
export function missingOptions(
  provider: Provider,
  basePath: string,
  request: Pick<PlannedRequest, 'target' | 'options'>,
): readonly OptionHeader[] {
  // A base URL may end in a part of the documented path, or have a path of its own in front of it.
  const paths = [provider.basePath, basePath].map((base) => pathBelow(base, request.target.text));
  return provider.headers.options.filter(
    ({ option, requiredUnder }) =>
      requiredUnder !== undefined &&
      paths.some((path) => path.startsWith(requiredUnder)) &&
      (request.options[option] ?? '') === '',
  );
}

/** The flag that gives an optional header its value. */
export function optionFlag(option: RequestOption): string {
  return `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Signs a planned request and puts the user's headers in. */
export function signRequest(
  provider: Provider,
  credential: Credential,
  request: PlannedRequest,
  timestamp: string,
  makeHmac?: HmacText,
): SignedRequest {
  const { method, target, body, options } = request;
  const toSign = { method, target: target.bytes, body, timestamp, options };
  const signed = sign(provider, credential, toSign, makeHmac);
  return request.headers.length === 0
    ? signed
    : { ...signed, headers: mergeHeaders(signed.headers, request.headers) };
}

/**
 * The timestamp to sign: the given one, or now.
 *
 * @throws VkError `bad-timestamp` where the given one is not in the provider's format
 */
export function chooseTimestamp(
  provider: Provider,
  given: string | undefined,
  nowMs: number,
): string {
  const format = provider.scheme.timestamp?.format ?? 'unix-seconds';
  if (given === undefined) {
    return formatTimestamp(nowMs, format);
  }
  if (parseTimestamp(given, format) === undefined) {
    throw new VkError(
      'bad-timestamp',
      `${JSON.stringify(given)} is no timestamp for ${provider.name}`,
      `Write it as ${format === 'unix-seconds' ? 'Unix seconds' : 'ISO 8601 in UTC'}: ${formatTimestamp(nowMs, format)}`,
    );
  }
  return given;
}

// RFC 9110 §9.1: a method is a token, and case-sensitive; all those in use are upper case.
const METHOD = /^[A-Za-z]+$/;

/** A method in upper case. @throws VkError `usage` or `method-not-allowed` */
export function checkedMethod(provider: Provider, text: string): string {
  if (!METHOD.test(text)) {
    throw new VkError(
      'usage',
      `${JSON.stringify(text)} is not an HTTP method`,
      'The method comes first: vk call GET /wallet/balance',
    );
  }
  const method = text.toUpperCase();
  const { methods, name } = provider;
  if (methods !== undefined && !methods.includes(method)) {
    throw new VkError(
      'method-not-allowed',
      `${name} takes ${methods.join(', ')} only, not ${method}`,
      `Use ${methods.join(' or ')}.`,
    );
  }
  return method;
}

function chooseBody({ data, members }: RequestWords): Uint8Array {
  if (data !== undefined && members.length > 0) {
    throw new VkError(
      'bad-body',
      `the body is given twice: by --data and by ${members.map(({ name }) => name).join(', ')}`,
      'Use one of them: --data sends bytes as they are, name=value builds JSON.',
    );
  }
  return data ?? (members.length === 0 ? new Uint8Array() : buildJsonBody(members));
}

/** The user's headers take the place of ours of the same name. */
function mergeHeaders(own: readonly Header[], given: readonly Header[]): Header[] {
  const names = new Set(given.map(([name]) => name.toLowerCase()));
  return [...own.filter(([name]) => !names.has(name.toLowerCase())), ...given];
}

function refuseReserved(provider: Provider, { headers, overrideHeaders }: RequestWords): void {
  if (headers.length === 0) {
    return;
  }
  const reserved = reservedNames(provider);
  for (const [name] of headers) {
    if (reserved.has(name.toLowerCase()) && !overrideHeaders) {
      throw new VkError(
        'bad-header',
        `${name} is set by vk: another value would not match the request that is sent`,
        'Leave it out, or pass --override-headers to test how the API refuses it.',
      );
    }
  }
}

/** Headers that authenticate, or that frame the message on the wire (RFC 9112 §6, RFC 9110 §7.2). */
export function reservedNames(provider: Provider): ReadonlySet<string> {
  const auth = provider.headers.auth.flatMap((header) => authHeaderNames(header));
  return new Set(
    [...auth, 'Host', 'Content-Length', 'Transfer-Encoding', 'Connection'].map((name) =>
      name.toLowerCase(),
    ),
  );
}
