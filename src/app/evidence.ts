import { utf8 } from '../core/bytes.js';
import type { Language } from '../core/diagnose/variant.js';
import type { Credential } from '../core/credential.js';
import { VkError } from '../core/error.js';
import type { Remark } from '../core/remarks.js';
import { authHeaderName, authHeaderNames, findHeader, type Header } from '../core/headers.js';
import type { AuthHeader, Provider } from '../core/provider.js';
import type { PastedRequest } from './paste/pasted-request.js';
import type { WireRequest } from './ports.js';
import type { PlannedRequest } from './request.js';
import type { Settings } from './settings.js';
import type { SignedParts } from './subject.js';

/** A signature, what it was made for, and what is odd about that. */
export interface Evidence {
  readonly signature: string;
  readonly request: SignedParts;
  readonly remarks: readonly Remark[];
  /** The language of the client, where its User-Agent tells. */
  readonly language: Language | undefined;
}

/** What the command line says, which goes before what a header says. */
export interface GivenEvidence {
  readonly signature: string | undefined;
  readonly timestamp: string | undefined;
}

/** A request in words, which may bring signature and timestamp as `Name:value`. */
export function evidenceOfWords(
  { provider, credential, base }: Settings,
  request: PlannedRequest,
  given: GivenEvidence,
): Evidence {
  return {
    ...readSigned(provider, credential, request.headers, given),
    request: {
      method: request.method,
      target: request.target.bytes,
      body: request.body,
      timestamp: timestampOf(provider, credential, request.headers, given),
      origin: base?.origin,
    },
    remarks: [],
    language: undefined,
  };
}

/** A request that somebody pasted with its headers. */
export function evidenceOfPaste(
  { provider, credential }: Settings,
  pasted: PastedRequest,
  given: GivenEvidence,
): Evidence {
  return {
    ...readSigned(provider, credential, pasted.headers, given),
    request: {
      method: pasted.method,
      target: utf8(pasted.target),
      body: pasted.body,
      timestamp: timestampOf(provider, credential, pasted.headers, given),
      origin: pasted.origin,
    },
    remarks: [
      ...headerRemarks(provider, credential, pasted.headers, given),
      ...methodRemark(provider, pasted),
      ...multipartRemark(pasted),
    ],
    language: languageOf(findHeader(pasted.headers, 'User-Agent') ?? ''),
  };
}

/** A request that vk has sent itself. */
export function evidenceOfSent({ provider, credential }: Settings, wire: WireRequest): Evidence {
  const nothing = { signature: undefined, timestamp: undefined };
  return {
    ...readSigned(provider, credential, wire.headers, nothing),
    request: {
      method: wire.method,
      target: wire.target,
      body: wire.body,
      timestamp: timestampOf(provider, credential, wire.headers, nothing),
      origin: wire.base.origin,
    },
    remarks: headerRemarks(provider, credential, wire.headers, nothing),
    language: undefined,
  };
}

function readSigned(
  provider: Provider,
  credential: Credential,
  headers: readonly Header[],
  given: GivenEvidence,
): Pick<Evidence, 'signature'> {
  const rule = ruleFor(provider, 'signature');
  const signature = given.signature ?? headerValue(rule, credential, headers);
  if (signature === undefined || signature === '') {
    const similar = headers.find(([name, value]) => /sig|hmac/i.test(name) && value.length > 20);
    throw new VkError(
      'missing-value',
      similar === undefined
        ? 'there is no signature to look into'
        : `the request has ${similar[0]}, and ${provider.name} reads ${rule?.name ?? 'another header'}`,
      `Give it with --signature, or paste a request that has ${rule?.name ?? 'one'}.`,
    );
  }
  return { signature };
}

function timestampOf(
  provider: Provider,
  credential: Credential,
  headers: readonly Header[],
  given: GivenEvidence,
): string | undefined {
  if (provider.scheme.timestamp === undefined) {
    return undefined;
  }
  const rule = ruleFor(provider, 'timestamp');
  const timestamp = given.timestamp ?? headerValue(rule, credential, headers);
  if (timestamp === undefined) {
    throw new VkError(
      'missing-value',
      `${provider.name} signs the timestamp, and none was given`,
      `Give the one that was sent with --timestamp, or paste a request that has ${rule?.name ?? 'one'}.`,
    );
  }
  return timestamp;
}

function ruleFor(provider: Provider, carries: AuthHeader['carries']): AuthHeader | undefined {
  return provider.headers.auth.find((rule) => rule.carries === carries);
}

/** A header's value, under any of its documented names. */
function headerValue(
  rule: AuthHeader | undefined,
  { dialect }: Credential,
  headers: readonly Header[],
): string | undefined {
  if (rule === undefined) {
    return undefined;
  }
  const names = [authHeaderName(rule, dialect), ...authHeaderNames(rule)];
  return names.map((name) => findHeader(headers, name)).find((value) => value !== undefined);
}

/** Headers that a pasted request should carry, and that are missing or belong to someone else. */
function headerRemarks(
  provider: Provider,
  credential: Credential,
  headers: readonly Header[],
  given: GivenEvidence,
): Remark[] {
  return provider.headers.auth.flatMap((rule) => {
    const value = headerValue(rule, credential, headers);
    const isGiven =
      (rule.carries === 'signature' && given.signature !== undefined) ||
      (rule.carries === 'timestamp' && given.timestamp !== undefined);
    if (value === undefined) {
      return isGiven ? [] : [missingHeader(rule)];
    }
    const isField = rule.carries !== 'signature' && rule.carries !== 'timestamp';
    const own = isField ? credential.fields[rule.carries] : undefined;
    return own === undefined || own === value ? [] : [foreignHeader(rule)];
  });
}

function missingHeader({ name }: AuthHeader): Remark {
  return {
    id: 'missing-header',
    text: `the request has no ${name}`,
    remedy: `Send ${name}: without it the request is refused, whatever its signature.`,
  };
}

function foreignHeader({ name }: AuthHeader): Remark {
  return {
    id: 'foreign-header',
    text: `the request's ${name} is not the one of the credential that it was checked with`,
    remedy: 'Choose the profile that the request belongs to with --profile.',
  };
}

function methodRemark({ methods, name }: Provider, { method }: PastedRequest): Remark[] {
  return methods === undefined || methods.includes(method)
    ? []
    : [
        {
          id: 'method',
          text: `${name} takes ${methods.join(', ')} only, and the request is a ${method}`,
          remedy: `Use ${methods.join(' or ')}.`,
        },
      ];
}

function multipartRemark({ headers }: PastedRequest): Remark[] {
  return /^multipart\//i.test(findHeader(headers, 'Content-Type') ?? '')
    ? [
        {
          id: 'multipart',
          text: 'the body is multipart, and its boundary is made anew for each request',
          remedy:
            'Send the text that was signed, as JSON. PHP makes multipart of an array: give it a text.',
        },
      ]
    : [];
}

function languageOf(userAgent: string): Language | undefined {
  return AGENTS.find(([, pattern]) => pattern.test(userAgent))?.[0];
}

// How the usual HTTP clients of each language name themselves by default.
const AGENTS = [
  ['python', /python|aiohttp|httpx/i],
  ['php', /php|guzzle|symfony/i],
  ['java', /java|okhttp|apache-httpclient|spring/i],
  ['go', /^go-http-client|resty/i],
  ['ruby', /ruby|faraday|httparty/i],
  ['csharp', /\.net|restsharp/i],
  ['javascript', /^node|axios|undici|got \(|node-fetch/i],
] as const satisfies readonly (readonly [Language, RegExp])[];
