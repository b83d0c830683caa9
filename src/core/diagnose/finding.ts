import { concatBytes, utf8 } from '../bytes.js';
import type { EncodingVariant } from './axes/encoding.js';
import type { BytesAxis, Choice, Story, VariantInfo } from './choices.js';
import { firstDifference, type Difference } from './difference.js';
import { describeLayout, layoutOf, type Layout, type Piece } from './layout.js';
import type { Hit } from './search.js';
import type { AxisId, Language, Remedy, Subject } from './variant.js';

/** One difference from the documented procedure, proved by the signature that it reproduces. */
export interface Cause {
  readonly axis: AxisId;
  readonly id: string;
  readonly title: string;
  /** Which of the variant's values it is. */
  readonly detail?: string;
  /** What is documented and what was signed: the bytes of a part, or words. Never a secret. */
  readonly documented: Uint8Array | string;
  readonly signed: Uint8Array | string;
  readonly difference?: Difference;
  readonly remedy: Remedy;
  readonly language?: Language;
  /** Other stories that give the very same value. */
  readonly alternatives: readonly Alternative[];
}

export interface Alternative {
  readonly id: string;
  readonly title: string;
  readonly detail?: string;
}

export interface PieceSegment {
  readonly name: Piece;
  /** `[secret]` where the secret itself stands there. */
  readonly bytes: Uint8Array;
}

/** A set of differences that reproduces a signature. */
export interface Finding {
  /** Empty where the signature is right. */
  readonly causes: readonly Cause[];
  readonly segments: readonly PieceSegment[];
  /** What was signed, with `[secret]` in the place of a secret that stands in it. */
  readonly stringToSign: Uint8Array;
  readonly holdsSecret: boolean;
  /** `HMAC-SHA256`, or what was computed instead. */
  readonly algorithm: string;
  readonly encoding: string;
  readonly signature: string;
}

/** Puts a hit into words; of several stories, one of a language is preferred. */
export function describeHit(subject: Subject, hit: Hit, language?: Language): Finding {
  const causes = hit.choices.map((choice) => causeOf(subject, choice, language));
  const segments = hit.layout.pieces.map((name) => ({
    name,
    bytes: name === 'secret' ? REDACTED : (hit.pieces.get(name) ?? new Uint8Array()),
  }));
  return {
    causes: [...causes, ...encodingCause(subject, hit)],
    segments,
    stringToSign: joined(hit.layout, segments),
    holdsSecret: hit.layout.pieces.includes('secret'),
    algorithm: hit.construction.name,
    encoding: hit.reading.encoding?.id ?? subject.scheme.encoding,
    signature: hit.signature,
  };
}

const REDACTED = utf8('[secret]');

function joined(layout: Layout, segments: readonly PieceSegment[]): Uint8Array {
  const chunks = segments.flatMap(({ bytes }, index) =>
    index === 0 ? [bytes] : [utf8(layout.separator), bytes],
  );
  return concatBytes([...chunks, utf8(layout.end)]);
}

function causeOf(subject: Subject, choice: Choice, language?: Language): Cause {
  const told = toldStory(choice.stories, language);
  const { variant } = told;
  const detail = detailOf(choice, told);
  return {
    axis: choice.axis,
    id: variant.id,
    title: variant.title,
    ...(detail !== undefined && { detail }),
    ...valuesOf(subject, choice, told),
    remedy: variant.remedy,
    ...(variant.language !== undefined && { language: variant.language }),
    alternatives: choice.stories
      .filter((story) => story !== told)
      .map((story) => alternativeOf(choice, story)),
  };
}

/**
 * Of the likeliest stories, that of the language, or else one that is of no language: a body without
 * its spaces says nothing about what it was made with.
 */
function toldStory(stories: Choice['stories'], language: Language | undefined): Story {
  const least = Math.min(...stories.map(({ variant }) => variant.weight));
  const likeliest = stories.filter(({ variant }) => variant.weight === least);
  return (
    likeliest.find(({ variant }) => language !== undefined && variant.language === language) ??
    likeliest.find(({ variant }) => variant.language === undefined) ??
    likeliest[0] ??
    stories[0]
  );
}

/** What a stored secret is also like, such as a placeholder, would tell the secret. */
function detailOf({ axis, stories }: Choice, told: Story): string | undefined {
  const isStored = stories.some(({ variant }) => variant.id === OTHER_SECRET);
  return axis === 'secret' && isStored && told.variant.id !== OTHER_SECRET
    ? undefined
    : told.detail;
}

const OTHER_SECRET = 'other-profile';

function alternativeOf({ axis }: Choice, { variant: { id, title }, detail }: Story): Alternative {
  return { id, title, ...(axis !== 'secret' && detail !== undefined && { detail }) };
}

function valuesOf(
  subject: Subject,
  choice: Choice,
  told: Story,
): Pick<Cause, 'documented' | 'signed' | 'difference'> {
  switch (choice.axis) {
    case 'layout':
      return {
        documented: describeLayout(layoutOf(subject.scheme)),
        signed: describeLayout(choice.value),
      };
    case 'algorithm':
      return {
        documented: `HMAC-${subject.scheme.algorithm.toUpperCase()}`,
        signed: choice.value.name,
      };
    case 'secret':
      return {
        documented: 'the API secret as it is stored',
        signed: secretInWords(told.variant, detailOf(choice, told)),
      };
    default:
      return partValues(subject, choice.axis, choice.value);
  }
}

function partValues(
  subject: Subject,
  axis: Exclude<BytesAxis, 'secret'>,
  signed: Uint8Array,
): Pick<Cause, 'documented' | 'signed' | 'difference'> {
  const documented = subject.parts[axis] ?? new Uint8Array();
  const difference = firstDifference(documented, signed);
  return { documented, signed, ...(difference && { difference }) };
}

/** `the secret in upper or lower case (upper)`. */
function secretInWords({ signed, title }: VariantInfo, detail: string | undefined): string {
  if (signed === undefined) {
    return detail ?? title;
  }
  return detail === undefined ? signed : `${signed} (${detail})`;
}

function encodingCause({ scheme }: Subject, { reading }: Hit): Cause[] {
  const { encoding, signature } = reading;
  return encoding === undefined
    ? []
    : [
        {
          axis: 'encoding',
          id: encoding.id,
          title: encoding.title,
          documented: scheme.encoding === 'hex' ? 'lower-case hex' : scheme.encoding,
          signed: encodingInWords(encoding, signature),
          remedy: encoding.remedy,
          alternatives: [],
        },
      ];
}

/** What stands around the digest, as it stands there, or the name of the encoding. */
function encodingInWords({ title, around }: EncodingVariant, signature: string): string {
  if (around === undefined) {
    return title.replace(/^the signature (?:is (?:in )?)?/, '');
  }
  const { before, after } = around(signature);
  return `${before}…${after}`;
}
