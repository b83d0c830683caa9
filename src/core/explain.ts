import { decodeUtf8, utf8 } from './bytes.js';
import type { Credential } from './credential.js';
import { clockRemark, credentialRemarks, type Remark } from './remarks.js';
import { findHeader } from './headers.js';
import { sha256Hex } from './hmac.js';
import { compactJson } from './json-text.js';
import type { Mode, PartName, Provider, Scheme } from './provider.js';
import type { SignedRequest } from './sign.js';

/** A piece of the string-to-sign: a part that the scheme names, or what joins two of them. */
export interface Piece {
  /** Undefined for a separator. */
  readonly part: PartName | undefined;
  /** The number of the part's step; undefined for a separator. */
  readonly step: number | undefined;
  readonly bytes: Uint8Array;
  /** Where its first byte is in the string-to-sign. */
  readonly offset: number;
}

/** How a signature came about, and what is odd about it. The secret is nowhere in it. */
export interface Explanation {
  readonly pieces: readonly Piece[];
  /** In lower-case hex. */
  readonly stringToSignSha256: string;
  readonly warnings: readonly Remark[];
}

export interface SignatureToExplain {
  readonly provider: Provider;
  readonly credential: Credential;
  readonly body: Uint8Array;
  readonly timestamp: string;
  readonly signed: SignedRequest;
  /** The mode that the user expects to be in. */
  readonly expectedMode: Mode;
  readonly nowMs: number;
}

/** Takes a signature apart. */
export function explain(given: SignatureToExplain): Explanation {
  const { provider, credential, timestamp, signed, expectedMode, nowMs } = given;
  const clock = clockRemark(provider, timestamp, nowMs);
  return {
    pieces: pieces(provider.scheme, signed),
    stringToSignSha256: sha256Hex(signed.stringToSign),
    warnings: [
      ...credentialRemarks(provider, credential, expectedMode),
      ...(clock === undefined ? [] : [clock]),
      ...bodyRemarks(given),
      ...schemeRemarks(provider.scheme),
    ],
  };
}

function pieces({ separator }: Scheme, { segments }: SignedRequest): Piece[] {
  const between = utf8(separator);
  return segments.flatMap(({ name, bytes, offset }, index) => {
    const part = { part: name, step: index + 1, bytes, offset };
    return index === 0 || between.length === 0
      ? [part]
      : [
          { part: undefined, step: undefined, bytes: between, offset: offset - between.length },
          part,
        ];
  });
}

function bodyRemarks({ provider, body, signed }: SignatureToExplain): Remark[] {
  const type = findHeader(signed.headers, 'Content-Type') ?? '';
  if (body.length === 0 || !type.startsWith('application/json')) {
    return [];
  }
  const text = decodeUtf8(body);
  const compact = text === undefined ? undefined : compactJson(text);
  if (compact === undefined) {
    return [
      {
        id: 'body-not-json',
        text: `the body is not JSON, and Content-Type says ${type}`,
        remedy: 'Mend the body, or give the Content-Type that it has.',
      },
    ];
  }
  return compact === text || !provider.scheme.parts.includes('body')
    ? []
    : [
        {
          id: 'body-white-space',
          text: `the body is JSON with white space around its tokens: ${body.length} bytes, compact ${utf8(compact).length}`,
          remedy: 'Send these very bytes: a client that prints the JSON again signs another body.',
        },
      ];
}

function schemeRemarks({ parts, separator }: Scheme): Remark[] {
  const uncovered = (['method', 'target', 'body'] as const)
    .filter((name) => !parts.includes(name))
    .map(shortTitle);
  const [before, after] = parts.slice(-2).map(shortTitle);
  return [
    ...(uncovered.length === 0
      ? []
      : [
          {
            id: 'not-covered' as const,
            text: `the signature does not cover the ${orList(uncovered)}: its headers fit another request too`,
            remedy:
              'It is how the provider signs. Keep the headers to yourself until the timestamp is old.',
          },
        ]),
    ...(separator !== '' || after === undefined
      ? []
      : [
          {
            id: 'no-separator' as const,
            text: `the parts join without a separator: what ends the ${before} could as well begin the ${after}, so different requests can sign alike`,
            remedy:
              'It is how the provider signs: a right signature does not prove where parts end.',
          },
        ]),
  ];
}

/** What a person calls each part. */
export const PART_TITLES: Readonly<Record<PartName, string>> = {
  timestamp: 'timestamp',
  method: 'method',
  target: 'path with query',
  body: 'body',
  email: 'email',
};

function shortTitle(part: PartName): string {
  return part === 'target' ? 'path' : PART_TITLES[part];
}

/** `method, path or body`. */
function orList(names: readonly string[]): string {
  const rest = names.slice(0, -1).join(', ');
  const last = names.at(-1) ?? '';
  return rest === '' ? last : `${rest} or ${last}`;
}
