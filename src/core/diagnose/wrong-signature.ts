import type { Secret } from '../credential.js';
import { encodeDigest, hmac, hmacText } from '../hmac.js';
import type { PartName } from '../provider.js';
import { buildStringToSign } from '../string-to-sign.js';
import { algorithmVariants } from './axes/algorithm.js';
import { bodyVariants } from './axes/body.js';
import { emailVariants } from './axes/email.js';
import { encodingVariants } from './axes/encoding.js';
import { layoutVariants } from './axes/layout.js';
import { methodVariants } from './axes/method.js';
import { secretVariants } from './axes/secret.js';
import { targetVariants } from './axes/target.js';
import { timestampVariants } from './axes/timestamp.js';
import { confirmedDigest, hmacConstruction, type Construction } from './construction.js';
import { frameOf, sizeOf, write, type Values } from './frame.js';
import { layoutOf, type Layout } from './layout.js';
import type { AxisId, Subject, Variant } from './variant.js';

/** A mistake of the catalogue that can be made on purpose. */
export interface Mistake {
  readonly axis: AxisId;
  readonly id: string;
  readonly title: string;
  /** Signatures that are made with it, the likeliest first; some may be the right one. */
  readonly signatures: (subject: Subject) => Iterable<string>;
}

/** The whole catalogue. */
export const mistakes: readonly Mistake[] = [
  ...bytesMistakes('secret', secretVariants),
  ...bytesMistakes('timestamp', timestampVariants),
  ...bytesMistakes('method', methodVariants),
  ...bytesMistakes('target', targetVariants),
  ...bytesMistakes('body', bodyVariants),
  ...bytesMistakes('email', emailVariants),
  ...mistakesOf<Layout>('layout', layoutVariants, (layout) => ({ layout })),
  ...mistakesOf<Construction>('algorithm', algorithmVariants, (construction) => ({
    construction,
  })),
  ...encodingVariants.map(({ id, title, encode }): Mistake => ({
    axis: 'encoding',
    id,
    title,
    signatures: ({ scheme, parts, secret }) =>
      id === scheme.encoding
        ? []
        : [encode(hmac(scheme.algorithm, secret, buildStringToSign(scheme, parts).bytes))],
  })),
];

/** Whether a scheme has anything on an axis that could be made differently. */
export function isAxisOf({ scheme }: Pick<Subject, 'scheme'>, axis: AxisId): boolean {
  return WITH_EVERY_SCHEME.has(axis) || scheme.parts.some((part) => part === axis);
}

const WITH_EVERY_SCHEME: ReadonlySet<AxisId> = new Set([
  'secret',
  'layout',
  'algorithm',
  'encoding',
]);

/**
 * A signature that was made with a mistake; undefined where the mistake changes nothing of this
 * message, or makes what no header can carry.
 *
 * @param accepted secrets whose signatures are right
 */
export function wrongSignature(
  mistake: Mistake,
  subject: Subject,
  accepted: readonly Secret[],
): string | undefined {
  if (!isAxisOf(subject, mistake.axis)) {
    return undefined;
  }
  const { scheme, parts } = subject;
  const { bytes } = buildStringToSign(scheme, parts);
  const right = new Set(accepted.map((secret) => hmacText(scheme, secret, bytes)));
  for (const signature of mistake.signatures(subject)) {
    if (!right.has(signature) && SENDABLE.test(signature)) {
      return signature;
    }
  }
  return undefined;
}

// A header's value (RFC 9110, section 5.5), which loses the white space around it on the way.
const SENDABLE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

interface Change {
  readonly layout?: Layout;
  readonly construction?: Construction;
  readonly values?: Partial<Values>;
}

function bytesMistakes(
  axis: PartName | 'secret',
  variants: readonly Variant<Uint8Array>[],
): Mistake[] {
  return mistakesOf(axis, variants, (value) => ({ values: { [axis]: value } }));
}

function mistakesOf<Value>(
  axis: AxisId,
  variants: readonly Variant<Value>[],
  changeOf: (value: Value) => Change,
): Mistake[] {
  return variants.map(({ id, title, make }) => ({
    axis,
    id,
    title,
    *signatures(subject) {
      for (const { value } of make(subject)) {
        yield signatureWith(subject, changeOf(value));
      }
    },
  }));
}

function signatureWith(
  { scheme, parts, secret, surroundings }: Subject,
  { layout = layoutOf(scheme), construction = hmacConstruction(scheme.algorithm), values }: Change,
): string {
  const all: Values = {
    timestamp: parts.timestamp ?? NOTHING,
    method: parts.method ?? NOTHING,
    target: parts.target ?? NOTHING,
    body: parts.body ?? NOTHING,
    email: parts.email ?? NOTHING,
    apiKey: Buffer.from(surroundings.apiKey ?? ''),
    code: Buffer.from(surroundings.code ?? ''),
    secret: secret.reveal(),
    ...values,
  };
  const frame = frameOf(layout);
  const message = new Uint8Array(sizeOf(frame, all));
  write(frame, all, message, 0);
  const digest = confirmedDigest(construction, all.secret, message);
  return encodeDigest(Buffer.from(digest, 'latin1'), scheme.encoding);
}

const NOTHING = new Uint8Array();
