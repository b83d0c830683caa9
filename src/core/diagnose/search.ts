import { utf8 } from '../bytes.js';
import { findWithNode, type FindWanted } from './batch.js';
import type { Candidate } from './candidate.js';
import { chooseInSteps, type AxisChoices, type Choice, type ChoiceFilter } from './choices.js';
import { confirmedDigest, hmacConstruction, type Construction } from './construction.js';
import { enumerate, type Advance } from './enumerate.js';
import { layoutOf, type Layout, type Piece } from './layout.js';
import {
  canBe,
  indexReadings,
  isPart,
  isReadingOf,
  lookUp,
  readSignature,
  type Reading,
} from './reading.js';
import { stagesUpTo, weightOf, type Stage } from './stages.js';
import type { AxisId, Subject } from './variant.js';

export interface SearchOptions extends ChoiceFilter {
  /** How many axes may differ at once. */
  readonly maxDifferences: number;
  /** Whether the values to try are made step by step too, instead of all at the start. */
  readonly isGradual?: boolean;
  readonly findWanted?: FindWanted;
}

/** A candidate that reproduces a signature. */
export interface Hit {
  readonly signature: string;
  readonly reading: Reading;
  /** What differs from the documented procedure; empty where nothing does. */
  readonly choices: readonly Choice[];
  readonly construction: Construction;
  readonly layout: Layout;
  readonly pieces: ReadonlyMap<Piece, Uint8Array>;
  readonly stringToSign: Uint8Array;
}

export interface SearchState {
  readonly hits: readonly Hit[];
  readonly candidates: number;
  /** The stage at hand, or the last one. */
  readonly stage: Stage;
  /** Stages that were searched to their end. */
  readonly done: readonly Stage[];
  /** Whether the search came to its end, and the request was not too large for any value. */
  readonly isComplete: boolean;
  /** Whether the signature is an encoded digest at all, whatever the axes that may differ. */
  readonly isDigest: boolean;
  readonly axes: readonly AxisChoices[];
}

export interface Search {
  /** Goes on by a variant, later by about a thousand candidates; false where nothing is left to try. */
  readonly step: () => boolean;
  readonly state: () => SearchState;
}

/**
 * Searches for what reproduces signatures, the simplest stories first: all single differences, all
 * pairs, triples of common ones, then on. It ends with the weight at which the last of the signatures
 * is explained, so that all stories of the same weight are known.
 */
export function startSearch(
  subject: Subject,
  signatures: readonly string[],
  options: SearchOptions,
): Search {
  const possibleReadings = [...new Set(signatures)].flatMap((signature) =>
    readSignature(signature, subject.scheme),
  );
  const readings = possibleReadings.filter(
    ({ encoding }) => encoding === undefined || isMeant(options, 'encoding'),
  );
  const choosing = chooseInSteps(subject, options);
  let axes: readonly AxisChoices[] = [];
  let batches: Generator<Advance, void, undefined> | undefined;
  const documented = hmacConstruction(subject.scheme.algorithm);
  const stages = stagesUpTo(options.maxDifferences);
  const progress: Progress = { hits: [], candidates: 0, stage: 0, done: [], hasEnded: false };
  const found = new Map<string, number>();

  function onHit(candidate: Candidate): void {
    const { construction, key, message } = candidate;
    const digest = confirmedDigest(construction, key, message);
    for (const reading of lookUp(wanted, digest)) {
      if (canBe(reading, construction, subject.scheme) && isReadingOf(reading, digest)) {
        note(candidate, reading);
      }
    }
  }

  function note(candidate: Candidate, reading: Reading): void {
    const weight = weightOf(stages[progress.stage] ?? NO_STAGE);
    const first = found.get(reading.signature) ?? weight;
    found.set(reading.signature, first);
    const hit = {
      ...candidate,
      signature: reading.signature,
      reading,
      stringToSign: candidate.message,
    };
    if (weight === first && !progress.hits.some((other) => isSameStory(other, hit))) {
      progress.hits.push(hit);
    }
  }

  // What is looked up at its end costs a look at each candidate, so only what can be cut is.
  const wanted = indexReadings(
    readings.filter((each) => !isPart(each) || canBe(each, documented, subject.scheme)),
  );
  const batchesOf = (chosen: readonly AxisChoices[]): Generator<Advance, void, undefined> =>
    enumerate({
      axes: chosen,
      stages,
      documented: {
        key: subject.secret.reveal(),
        layout: layoutOf(subject.scheme),
        construction: documented,
        isPossible: readings.some((reading) => canBe(reading, documented, subject.scheme)),
        pieces: knownPieces(subject),
      },
      find: (batch) => (options.findWanted ?? findWithNode)(batch, wanted),
      onHit,
    });

  function choose(): void {
    const { value: chosen, done: isChosen } = choosing.next();
    if (isChosen === true) {
      axes = chosen.map((each) => possible(each, readings, subject));
      batches = batchesOf(axes);
    }
  }

  while (options.isGradual !== true && batches === undefined) {
    choose();
  }

  function step(): boolean {
    if (batches === undefined) {
      choose();
      return true;
    }
    const { value, done } = batches.next();
    if (done === true) {
      progress.hasEnded = true;
      return false;
    }
    progress.candidates += value.tried;
    if (value.stageEnded) {
      const ended = stages[progress.stage] ?? NO_STAGE;
      progress.done.push(ended);
      progress.stage += 1;
      progress.hasEnded = isOver(ended);
      return !progress.hasEnded;
    }
    return true;
  }

  /** Heavier stories, and those beyond the promise, are of no interest once all are explained. */
  function isOver(ended: Stage): boolean {
    const next = stages[progress.stage];
    return (
      next === undefined ||
      readings.length === 0 ||
      (signatures.every((signature) => found.has(signature)) &&
        (weightOf(next) > weightOf(ended) || !next.isPromised))
    );
  }

  function isPromiseKept(): boolean {
    return stages.every((stage) => !stage.isPromised || progress.done.includes(stage));
  }

  return {
    step,
    state: () => ({
      hits: progress.hits,
      candidates: progress.candidates,
      stage: stages[Math.min(progress.stage, stages.length - 1)] ?? NO_STAGE,
      done: progress.done,
      isComplete: !axes.some(({ isCut }) => isCut) && (progress.hasEnded || isPromiseKept()),
      isDigest: possibleReadings.length > 0,
      axes,
    }),
  };
}

interface Progress {
  readonly hits: Hit[];
  candidates: number;
  stage: number;
  readonly done: Stage[];
  hasEnded: boolean;
}

const NO_STAGE: Stage = { common: 0, rare: 0, isPromised: true };

function isMeant({ axes }: SearchOptions, axis: AxisId): boolean {
  return axes === undefined || axes.includes(axis);
}

/** Without constructions whose digests have another length than the signature's. */
function possible(
  axis: AxisChoices,
  readings: readonly Reading[],
  { scheme }: Subject,
): AxisChoices {
  const isPossible = (choice: Choice): boolean =>
    choice.axis !== 'algorithm' || readings.some((reading) => canBe(reading, choice.value, scheme));
  return {
    ...axis,
    common: axis.common.filter(isPossible),
    rare: axis.rare.filter(isPossible),
    sociable: axis.sociable.filter(isPossible),
  };
}

function knownPieces({ parts, surroundings }: Subject): Map<Piece, Uint8Array> {
  const pieces = new Map<Piece, Uint8Array>();
  for (const part of ['timestamp', 'method', 'target', 'body', 'email'] as const) {
    const bytes = parts[part];
    if (bytes !== undefined) {
      pieces.set(part, bytes);
    }
  }
  for (const field of ['apiKey', 'code'] as const) {
    const text = surroundings[field];
    if (text !== undefined) {
      pieces.set(field, utf8(text));
    }
  }
  return pieces;
}

/** Two orders of the parts are one story where the parts that they exchange are empty. */
function isSameStory(a: Hit, b: Hit): boolean {
  return (
    a.signature === b.signature &&
    a.reading === b.reading &&
    a.choices.length === b.choices.length &&
    a.choices.every(({ stories: [story] }, index) => {
      const other = b.choices[index];
      return (
        other?.axis === a.choices[index]?.axis && other?.stories[0].variant.id === story.variant.id
      );
    })
  );
}
