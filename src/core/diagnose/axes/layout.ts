import type { PartName } from '../../provider.js';
import { describeLayout, layoutOf, type Layout, type Piece } from '../layout.js';
import { permutations } from '../permutations.js';
import type { Made, Subject, Variant } from '../variant.js';

/** Layouts that may have been used instead of the documented one. */
export const layoutVariants = [
  {
    id: 'part-missing',
    title: 'a part was left out of the string-to-sign',
    weight: 1,
    remedy: { any: 'Put all documented parts into the string-to-sign, in their order.' },
    make: (subject) => fewerPieces(subject).map(described),
  },
  {
    id: 'order',
    title: 'the parts were joined in another order',
    weight: 1,
    remedy: { any: 'Join the parts in the documented order.' },
    make: (subject) => orders(subject).map(described),
  },
  {
    id: 'separator',
    title: 'the parts were joined with another separator',
    weight: 1,
    remedy: {
      any: 'Join the parts with the documented separator; where none is named, with none.',
    },
    make: (subject) => separators(subject, COMMON_SEPARATORS),
  },
  {
    id: 'final-newline',
    title: 'the string-to-sign ended with a newline',
    weight: 1,
    remedy: { any: "Put nothing after the last part: echo adds a newline, printf '%s' does not." },
    make: (subject) => ended(subject, ['\n']),
  },
  {
    id: 'other-scheme',
    title: 'the string-to-sign of another scheme was made',
    weight: 1,
    remedy: {
      any: "Follow this provider's page for this kind of request: each has its own scheme.",
    },
    make: (subject) => otherSchemes(subject),
  },
  {
    id: 'joined-in',
    title: 'something that is not signed was put at an end of the string-to-sign',
    weight: 1,
    remedy: {
      any: 'Leave the code, the API key and the secret out: code and key travel in headers only.',
    },
    make: (subject) => joinedIn(subject, 'ends').map(described),
  },
  {
    id: 'final-separator',
    title: 'the string-to-sign ended with a separator',
    weight: 1,
    remedy: { any: 'Put nothing after the last part.' },
    make: (subject) => ended(subject, [...new Set([subject.scheme.separator, ':', '.', '&', '|'])]),
  },
  {
    id: 'separator-rare',
    title: 'the parts were joined with an unusual separator',
    weight: 2,
    remedy: {
      any: 'Join the parts with the documented separator; where none is named, with none.',
    },
    make: (subject) => separators(subject, RARE_SEPARATORS),
  },
  {
    id: 'order-and-separator',
    title: 'the parts were joined in another order, with another separator',
    weight: 2,
    remedy: { any: 'Join the parts in the documented order, with the documented separator.' },
    make: (subject) =>
      orders(subject).flatMap((layout) => differing(layout, COMMON_SEPARATORS).map(described)),
  },
  {
    id: 'part-missing-and-separator',
    title: 'a part was left out and the others were joined with another separator',
    weight: 2,
    remedy: { any: 'Join all documented parts, with the documented separator.' },
    make: (subject) =>
      fewerPieces(subject).flatMap((layout) => differing(layout, COMMON_SEPARATORS).map(described)),
  },
  {
    id: 'final-crlf',
    title: 'the string-to-sign ended with CR and LF, or a space',
    weight: 2,
    remedy: { any: 'Put nothing after the last part.' },
    make: (subject) => ended(subject, ['\r\n', ' ']),
  },
  {
    id: 'joined-in-between',
    title: 'something that is not signed was put between the parts',
    weight: 2,
    remedy: { any: 'Leave the code, the API key and the secret out of the string-to-sign.' },
    make: (subject) => joinedIn(subject, 'between').map(described),
  },
  {
    id: 'part-added',
    title: 'a part that the scheme does not sign was put into the string-to-sign',
    weight: 2,
    remedy: { any: 'Sign only the documented parts.' },
    make: (subject) => added(subject).map(described),
  },
] as const satisfies readonly Variant<Layout>[];

const COMMON_SEPARATORS = ['', '.', ':', '\n', '|'];
const RARE_SEPARATORS = ['-', '&', ',', ' ', '\r\n', ';', '/', '_', '+', '\\n'];

function described(layout: Layout): Made<Layout> {
  return { value: layout, detail: describeLayout(layout) };
}

/** The documented layout without one part, or with only one of them. */
function fewerPieces({ scheme }: Subject): Layout[] {
  const documented = layoutOf(scheme);
  const { pieces } = documented;
  if (pieces.length < 2) {
    return [];
  }
  const without = pieces.map((_, index) => pieces.toSpliced(index, 1));
  const alone = pieces.length > 2 ? pieces.map((piece) => [piece]) : [];
  const front = pieces.length > 3 ? [pieces.slice(0, 2), pieces.slice(2)] : [];
  return [...without, ...alone, ...front].map((some) => ({ ...documented, pieces: some }));
}

function orders({ scheme }: Subject): Layout[] {
  const documented = layoutOf(scheme);
  // Beyond that, the orders alone would be thousands.
  return documented.pieces.length > 5
    ? []
    : [...permutations(documented.pieces)].slice(1).map((pieces) => ({ ...documented, pieces }));
}

function separators({ scheme }: Subject, texts: readonly string[]): Made<Layout>[] {
  const documented = layoutOf(scheme);
  return documented.pieces.length < 2 ? [] : differing(documented, texts).map(described);
}

function differing(layout: Layout, texts: readonly string[]): Layout[] {
  return layout.pieces.length < 2
    ? []
    : texts
        .filter((separator) => separator !== layout.separator)
        .map((separator) => ({ ...layout, separator }));
}

function ended({ scheme }: Subject, ends: readonly string[]): Made<Layout>[] {
  return ends
    .filter((end) => end !== '')
    .map((end) => ({ value: { ...layoutOf(scheme), end }, detail: JSON.stringify(end) }));
}

function otherSchemes({ parts, surroundings }: Subject): Made<Layout>[] {
  return surroundings.otherSchemes
    .filter(({ scheme }) => scheme.parts.every((part) => parts[part] !== undefined))
    .map(({ name, scheme }) => ({ value: layoutOf(scheme), detail: name }));
}

function joinedIn({ scheme, surroundings }: Subject, where: 'ends' | 'between'): Layout[] {
  const documented = layoutOf(scheme);
  const { pieces } = documented;
  const extras: readonly Piece[] = [
    ...(surroundings.code === undefined ? [] : (['code'] as const)),
    ...(surroundings.apiKey === undefined ? [] : (['apiKey'] as const)),
    'secret',
  ];
  const places =
    where === 'ends' ? [0, pieces.length] : pieces.slice(1).map((_, index) => index + 1);
  return extras.flatMap((extra) =>
    places.map((place) => ({ ...documented, pieces: pieces.toSpliced(place, 0, extra) })),
  );
}

/** Known parts that the scheme leaves out, at each place. */
function added({ scheme, parts }: Subject): Layout[] {
  const documented = layoutOf(scheme);
  const others = PARTS.filter(
    (part) => parts[part] !== undefined && !scheme.parts.some((signed) => signed === part),
  );
  return others.flatMap((part) =>
    Array.from({ length: scheme.parts.length + 1 }, (_, place) => ({
      ...documented,
      pieces: documented.pieces.toSpliced(place, 0, part),
    })),
  );
}

const PARTS: readonly PartName[] = ['timestamp', 'method', 'target', 'body', 'email'];
