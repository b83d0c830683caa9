import { createHash } from 'node:crypto';
import { algorithmVariants } from './axes/algorithm.js';
import { bodyVariants } from './axes/body.js';
import { emailVariants } from './axes/email.js';
import { layoutVariants } from './axes/layout.js';
import { methodVariants } from './axes/method.js';
import { secretVariants } from './axes/secret.js';
import { targetVariants } from './axes/target.js';
import { timestampVariants } from './axes/timestamp.js';
import { hmacConstruction, type Construction } from './construction.js';
import { layoutOf, type Layout } from './layout.js';
import type { AxisId, Subject, Variant } from './variant.js';

/** An axis whose values are bytes. */
export type BytesAxis = 'secret' | 'timestamp' | 'method' | 'target' | 'body' | 'email';

/** Which record of the catalogue gave a value, and which of its values it is. */
export interface Story {
  readonly variant: VariantInfo;
  readonly detail?: string;
}

/** A record of the catalogue without its function. */
export type VariantInfo = Omit<Variant<never>, 'make'>;

interface Told {
  readonly weight: 1 | 2;
  /** All that give this very value, the likeliest first. */
  readonly stories: readonly [Story, ...Story[]];
}

/** One value that is not the documented one, on one axis. */
export type Choice =
  | (Told & { readonly axis: BytesAxis; readonly value: Uint8Array })
  | (Told & { readonly axis: 'layout'; readonly value: Layout })
  | (Told & { readonly axis: 'algorithm'; readonly value: Construction });

export interface AxisChoices {
  readonly axis: Exclude<AxisId, 'encoding'>;
  /** By weight. */
  readonly common: readonly Choice[];
  readonly rare: readonly Choice[];
  /** The rare ones that are combined with other rare ones. */
  readonly sociable: readonly Choice[];
  /** Whether some values were left out, because the request is too large for all of them. */
  readonly isCut: boolean;
}

/** What is chosen from: all axes and all variants where absent. */
export interface ChoiceFilter {
  readonly axes?: readonly AxisId[] | undefined;
  readonly onlyCommon?: boolean | undefined;
  /** Records of the catalogue, as `body:sorted-keys`. */
  readonly variants?: ReadonlySet<string> | undefined;
}

/**
 * The choices of every axis, in the order in which the search nests them: what changes the key
 * outside, so that candidates under one key follow each other.
 */
export function chooseValues(subject: Subject): AxisChoices[] {
  const steps = chooseInSteps(subject, {});
  for (;;) {
    const { value, done } = steps.next();
    if (done === true) {
      return value;
    }
  }
}

/** The same with a pause after each variant, because a large body takes a while. */
export function* chooseInSteps(
  subject: Subject,
  { axes, onlyCommon = false, variants }: ChoiceFilter,
): Generator<undefined, AxisChoices[], undefined> {
  const chosen: AxisChoices[] = [];
  for (const [axis, choose] of axisChoosers(onlyCommon, variants)) {
    if (axes === undefined || axes.includes(axis)) {
      chosen.push(yield* choose(subject));
    }
  }
  return chosen;
}

type Chooser = (subject: Subject) => Generator<undefined, AxisChoices, undefined>;

function axisChoosers(
  onlyCommon: boolean,
  meant: ChoiceFilter['variants'],
): (readonly [AxisChoices['axis'], Chooser])[] {
  const asked = <Value>(
    axis: AxisChoices['axis'],
    variants: readonly Variant<Value>[],
  ): readonly Variant<Value>[] =>
    variants.filter(
      ({ id, weight }) =>
        (!onlyCommon || weight === 1) && (meant === undefined || meant.has(`${axis}:${id}`)),
    );
  const bytesAxis = (
    axis: BytesAxis,
    variants: readonly Variant<Uint8Array>[],
    documented: (subject: Subject) => Uint8Array | undefined,
  ): readonly [BytesAxis, Chooser] => [
    axis,
    function* (subject) {
      const found = yield* collect(asked(axis, variants), subject, bytesKey, documented(subject));
      return byWeight(
        axis,
        found.choices.map((each) => ({ ...each, axis })),
        found.isCut,
      );
    },
  ];
  return [
    ['algorithm', (subject) => algorithms(subject, asked('algorithm', algorithmVariants))],
    bytesAxis('secret', secretVariants, ({ secret }) => secret.reveal()),
    ['layout', (subject) => layouts(subject, asked('layout', layoutVariants))],
    bytesAxis('timestamp', timestampVariants, ({ parts }) => parts.timestamp),
    bytesAxis('method', methodVariants, ({ parts }) => parts.method),
    bytesAxis('email', emailVariants, ({ parts }) => parts.email),
    bytesAxis('target', targetVariants, ({ parts }) => parts.target),
    bytesAxis('body', bodyVariants, ({ parts }) => parts.body),
  ];
}

function* algorithms(
  subject: Subject,
  variants: readonly Variant<Construction>[],
): ReturnType<Chooser> {
  const documented = hmacConstruction(subject.scheme.algorithm);
  const { choices, isCut } = yield* collect(variants, subject, ({ name }) => name, documented);
  return byWeight(
    'algorithm',
    choices.map((each) => ({ ...each, axis: 'algorithm' })),
    isCut,
  );
}

function* layouts(subject: Subject, variants: readonly Variant<Layout>[]): ReturnType<Chooser> {
  const documented = layoutOf(subject.scheme);
  const { choices, isCut } = yield* collect(variants, subject, layoutKey, documented);
  return byWeight(
    'layout',
    choices.map((each) => ({ ...each, axis: 'layout' })),
    isCut,
  );
}

interface Collected<Value> {
  readonly choices: readonly (Told & { readonly value: Value })[];
  readonly isCut: boolean;
}

const MEBIBYTE = 1024 * 1024;

/**
 * How many bytes may be made for one axis: all variants of a large body would fill the memory. To
 * make one takes several times its size, so a body of megabytes gets less.
 */
function budgetFor({ parts }: Subject): number {
  return (parts.body?.length ?? 0) > MEBIBYTE ? 8 * MEBIBYTE : 16 * MEBIBYTE;
}

/** Each value once, with all the stories that lead to it; the documented one left out. */
function* collect<Value>(
  variants: readonly Variant<Value>[],
  subject: Subject,
  keyOf: (value: Value) => string,
  documented: Value | undefined,
): Generator<undefined, Collected<Value>, undefined> {
  const known = new Map<string, Told & { readonly value: Value }>();
  const own = documented === undefined ? undefined : keyOf(documented);
  let room = budgetFor(subject);
  // The common ones first: they name a value that several variants give, and there is room for them.
  for (const { make, ...variant } of variants.toSorted((a, b) => a.weight - b.weight)) {
    for (const { value, detail } of make(subject)) {
      room -= value instanceof Uint8Array ? value.length : 0;
      if (room < 0) {
        return { choices: [...known.values()], isCut: true };
      }
      const key = keyOf(value);
      const story = { variant, ...(detail !== undefined && { detail }) };
      const present = known.get(key);
      if (present !== undefined) {
        known.set(key, { ...present, stories: withStory(present.stories, story) });
      } else if (key !== own) {
        known.set(key, { value, weight: variant.weight, stories: [story] });
      }
    }
    yield undefined;
  }
  return { choices: [...known.values()], isCut: false };
}

function withStory(stories: Told['stories'], story: Story): Told['stories'] {
  return stories.some(({ variant }) => variant.id === story.variant.id)
    ? stories
    : [...stories, story];
}

function bytesKey(value: Uint8Array): string {
  // Marked, because a digest of the body is itself a value of the body's axis.
  return value.length <= 64
    ? `=${Buffer.from(value).toString('latin1')}`
    : `#${createHash('sha256').update(value).digest('base64')}`;
}

function layoutKey({ pieces, separator, end }: Layout): string {
  return JSON.stringify([pieces, pieces.length > 1 ? separator : '', end]);
}

function byWeight(
  axis: AxisChoices['axis'],
  choices: readonly Choice[],
  isCut: boolean,
): AxisChoices {
  return {
    axis,
    common: choices.filter(({ weight }) => weight === 1),
    rare: choices.filter(({ weight }) => weight === 2),
    sociable: choices.filter(
      ({ weight, stories }) => weight === 2 && !stories.every(({ variant }) => variant.alone),
    ),
    isCut,
  };
}
