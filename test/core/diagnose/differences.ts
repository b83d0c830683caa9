import { createHash, createHmac } from 'node:crypto';
import { utf8 } from '../../../src/core/bytes.js';
import { algorithmVariants } from '../../../src/core/diagnose/axes/algorithm.js';
import { bodyVariants } from '../../../src/core/diagnose/axes/body.js';
import { emailVariants } from '../../../src/core/diagnose/axes/email.js';
import { encodingVariants } from '../../../src/core/diagnose/axes/encoding.js';
import { layoutVariants } from '../../../src/core/diagnose/axes/layout.js';
import { methodVariants } from '../../../src/core/diagnose/axes/method.js';
import { secretVariants } from '../../../src/core/diagnose/axes/secret.js';
import { targetVariants } from '../../../src/core/diagnose/axes/target.js';
import { timestampVariants } from '../../../src/core/diagnose/axes/timestamp.js';
import type { BytesAxis } from '../../../src/core/diagnose/choices.js';
import type { Layout, Piece } from '../../../src/core/diagnose/layout.js';
import type { Hit } from '../../../src/core/diagnose/search.js';
import type { AxisId, Subject, Variant } from '../../../src/core/diagnose/variant.js';
import type { PartName } from '../../../src/core/provider.js';

const bytesVariants: Readonly<Record<BytesAxis, readonly Variant<Uint8Array>[]>> = {
  secret: secretVariants,
  timestamp: timestampVariants,
  method: methodVariants,
  target: targetVariants,
  email: emailVariants,
  body: bodyVariants,
};

/** One value of one variant, as a mistaken client would use it. */
export type Difference = {
  readonly id: string;
  readonly weight: 1 | 2;
  readonly detail: string | undefined;
} & (
  | { readonly axis: BytesAxis; readonly value: Uint8Array }
  | { readonly axis: 'layout'; readonly value: Layout }
  | { readonly axis: 'algorithm' }
  | { readonly axis: 'encoding'; readonly encode: (digest: Uint8Array) => string }
);

/** The whole catalogue: `body/trailing-newline`. */
export const catalogue: readonly string[] = [
  ...Object.entries(bytesVariants).flatMap(([axis, variants]) =>
    variants.map(({ id }) => `${axis}/${id}`),
  ),
  ...layoutVariants.map(({ id }) => `layout/${id}`),
  ...algorithmVariants.map(({ id }) => `algorithm/${id}`),
  ...encodingVariants.map(({ id }) => `encoding/${id}`),
];

export function nameOf({ axis, id }: Pick<Difference, 'axis' | 'id'>): string {
  return `${axis}/${id}`;
}

/** Every way in which a signature of the subject can have gone wrong, variant by variant. */
export function differencesOf(subject: Subject): Difference[][] {
  const { scheme, parts, secret } = subject;
  const documented = { ...parts, secret: secret.reveal() };
  const own = JSON.stringify([scheme.parts, scheme.separator, '']);
  return [
    ...BYTES_AXES.filter((axis) => documented[axis] !== undefined).flatMap((axis) =>
      bytesVariants[axis].map((variant) =>
        [...variant.make(subject)]
          .filter(({ value }) => !equal(value, documented[axis]))
          .map(({ value, detail }) => ({ ...headOf(variant), axis, value, detail })),
      ),
    ),
    ...layoutVariants.map((variant) =>
      [...variant.make(subject)]
        .filter(({ value: { pieces, separator, end } }) => {
          return JSON.stringify([pieces, separator, end]) !== own;
        })
        .map(({ value, detail }) => ({
          ...headOf(variant),
          axis: 'layout' as const,
          value,
          detail,
        })),
    ),
    ...algorithmVariants.map((variant) =>
      [...variant.make(subject)].map(({ detail }) => ({
        ...headOf(variant),
        axis: 'algorithm' as const,
        detail,
      })),
    ),
    ...encodingVariants
      .filter(({ id }) => id !== scheme.encoding)
      .map((variant) => [
        {
          ...headOf(variant),
          axis: 'encoding' as const,
          encode: variant.encode,
          detail: undefined,
        },
      ]),
  ].filter((values) => values.length > 0);
}

const BYTES_AXES = ['secret', 'timestamp', 'method', 'email', 'target', 'body'] as const;

function headOf({ id, weight }: { readonly id: string; readonly weight: 1 | 2 }): {
  readonly id: string;
  readonly weight: 1 | 2;
} {
  return { id, weight };
}

function equal(a: Uint8Array, b: Uint8Array | undefined): boolean {
  return b !== undefined && Buffer.compare(a, b) === 0;
}

/** What a client with these differences sends: computed here, not by the engine. */
export function signatureWith(subject: Subject, differences: readonly Difference[]): string {
  const { scheme, parts, secret, surroundings } = subject;
  let key = secret.reveal();
  let layout: Layout = { pieces: scheme.parts, separator: scheme.separator, end: '' };
  const pieces = new Map<Piece, Uint8Array>();
  let digestOf = (message: Uint8Array): Buffer => hmac(scheme.algorithm, key, message);
  let encode = (digest: Buffer): string => digest.toString(scheme.encoding);
  for (const difference of differences) {
    switch (difference.axis) {
      case 'secret':
        key = difference.value;
        break;
      case 'layout':
        layout = difference.value;
        break;
      case 'algorithm':
        digestOf = (message) => misused(scheme.algorithm, difference, key, message);
        break;
      case 'encoding':
        ({ encode } = difference);
        break;
      default:
        pieces.set(difference.axis, difference.value);
    }
  }
  const bytesOf = (piece: Piece): Uint8Array => {
    switch (piece) {
      case 'secret':
        return key;
      case 'apiKey':
      case 'code':
        return utf8(surroundings[piece] ?? '');
      default:
        return pieces.get(piece) ?? parts[piece] ?? new Uint8Array();
    }
  };
  const chunks = layout.pieces.flatMap((piece, index) =>
    index === 0 ? [bytesOf(piece)] : [Buffer.from(layout.separator), bytesOf(piece)],
  );
  return encode(digestOf(Buffer.concat([...chunks, Buffer.from(layout.end)])));
}

/** What a hit says that a client did, so that it can be done again. */
export function differencesIn({ choices, reading: { encoding } }: Hit): Difference[] {
  const differences = choices.map((choice): Difference => {
    const [{ variant, detail }] = choice.stories;
    const head = { id: variant.id, weight: choice.weight, detail };
    switch (choice.axis) {
      case 'algorithm':
        return { ...head, axis: choice.axis };
      case 'layout':
        return { ...head, axis: choice.axis, value: choice.value };
      default:
        return { ...head, axis: choice.axis, value: choice.value };
    }
  });
  return encoding === undefined
    ? differences
    : [
        ...differences,
        { ...headOf(encoding), axis: 'encoding', detail: undefined, encode: encoding.encode },
      ];
}

function misused(
  documented: string,
  { id, detail = '' }: Pick<Difference, 'id' | 'detail'>,
  key: Uint8Array,
  message: Uint8Array,
): Buffer {
  const named = /MD5|SHA\d+/.exec(detail)?.[0].toLowerCase() ?? documented;
  const form = detail === 'hex' || detail === 'base64' ? detail : undefined;
  const text = (digest: Buffer): Uint8Array =>
    form === undefined ? digest : utf8(digest.toString(form));
  switch (id) {
    case 'other-digest':
    case 'other-digest-rare':
      return hmac(named, key, message);
    case 'hash-secret-message':
      return hash(named, Buffer.concat([key, message]));
    case 'hash-message-secret':
      return hash(named, Buffer.concat([message, key]));
    case 'hash-of-message':
      return hash(named, message);
    case 'exchanged':
      return hmac(documented, message, key);
    case 'message-hashed-first':
      return hmac(documented, key, text(hash(documented, message)));
    case 'digest-hashed-again':
      return hash(documented, text(hmac(documented, key, message)));
    default:
      throw new TypeError(`the tests do not know how to compute ${id}`);
  }
}

function hmac(algorithm: string, key: Uint8Array, message: Uint8Array): Buffer {
  return createHmac(algorithm, key).update(message).digest();
}

function hash(algorithm: string, message: Uint8Array): Buffer {
  return createHash(algorithm).update(message).digest();
}

/** Axes whose part the layout of these differences leaves out: nobody can tell what they were. */
export function isReal(subject: Subject, differences: readonly Difference[]): boolean {
  const layout = differences.find((each) => each.axis === 'layout');
  const pieces: readonly Piece[] = layout?.value.pieces ?? subject.scheme.parts;
  return differences.every(({ axis }) => !isPart(axis) || pieces.includes(axis));
}

function isPart(axis: AxisId): axis is PartName {
  return PARTS.some((part) => part === axis);
}

const PARTS: readonly PartName[] = ['timestamp', 'method', 'target', 'body', 'email'];
