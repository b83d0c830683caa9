import { describe, expect, it } from 'vitest';
import { conclude } from '../../../src/core/diagnose/conclude.js';
import type { Cause, Finding } from '../../../src/core/diagnose/finding.js';
import type { Hit } from '../../../src/core/diagnose/search.js';
import { timestampVariants } from '../../../src/core/diagnose/axes/timestamp.js';
import type { Subject, Variant } from '../../../src/core/diagnose/variant.js';
import { atMost } from '../../thorough.js';
import {
  differencesIn,
  differencesOf,
  isReal,
  nameOf,
  signatureWith,
  type Difference,
} from './differences.js';
import { Random } from './random.js';
import { searchFor } from './run.js';
import { allProviders, richSubject } from './subjects.js';

const SEED = 1_739_612_345;
/** Of each, for each provider. */
const CASES = atMost(125, 25);
const ALL = CASES * allProviders.length;

interface Case {
  readonly differences: readonly Difference[];
  readonly signature: string;
}

type Outcome = 'named' | 'lighter' | 'missed';

describe(`combinations of differences, seed ${SEED}`, () => {
  const random = new Random(SEED);
  const outcomes = { pair: new Map<string, Outcome>(), triple: new Map<string, Outcome>() };

  it.each(allProviders.map((provider, index) => [provider.id, provider, index] as const))(
    '%s: pairs of any, triples of common ones',
    (id, provider, index) => {
      const subject = quick(richSubject(provider, index % 2));
      const pairs = Array.from({ length: CASES }, () => draw(subject, 2, random));
      const triples = Array.from({ length: CASES }, () => draw(subject, 3, random));
      for (const cases of byDigest([...pairs, ...triples])) {
        const state = searchFor(
          subject,
          cases.map(({ signature }) => signature),
        );
        for (const each of cases) {
          const { findings } = conclude(subject, each.signature, state);
          const hits = state.hits.filter(({ signature }) => signature === each.signature);
          const kind = each.differences.length === 2 ? 'pair' : 'triple';
          const label = each.differences.map(labelOf).join(' + ');
          outcomes[kind].set(
            `${id}, ${outcomes[kind].size}: ${label}`,
            judge(each, findings, hits),
          );
        }
        expect(state.isComplete).toBe(true);
        // Each answer, done again without the engine, gives the signature.
        for (const hit of state.hits) {
          expect(signatureWith(subject, differencesIn(hit))).toBe(hit.signature);
        }
      }
    },
    120_000,
  );

  it.each(['pair', 'triple'] as const)('names all but one in a hundred: %s', (kind) => {
    const all = [...outcomes[kind]];
    const missed = all.filter(([, outcome]) => outcome === 'missed').map(([label]) => label);
    expect(all.length).toBe(ALL);
    expect(missed.length, missed.join('\n')).toBeLessThanOrEqual(ALL / 100);
    // Where something simpler signs the very same bytes, that is the answer; it is no rule.
    const lighter = all.filter(([, outcome]) => outcome === 'lighter').map(([label]) => label);
    expect(lighter.length, lighter.join('\n')).toBeLessThanOrEqual(ALL / 10);
  });
});

/** With seconds enough to draw from, and fewer to go through than the 600 of five minutes. */
function quick(subject: Subject): Subject {
  const { timestamp, ...scheme } = subject.scheme;
  return timestamp === undefined
    ? subject
    : { ...subject, scheme: { ...scheme, timestamp: { ...timestamp, toleranceSeconds: 20 } } };
}

/** Differences in as many axes; three of them are common ones. */
function draw(subject: Subject, count: 2 | 3, random: Random): Case {
  const documented = signatureWith(subject, []);
  const variants = differencesOf(subject).filter(([first]) => count === 2 || first?.weight === 1);
  for (;;) {
    const differences = Array.from({ length: count }, () => random.pick(random.pick(variants)));
    const signature = signatureWith(subject, differences);
    const areAxesOwn = new Set(differences.map(({ axis }) => axis)).size === count;
    // As where the secret is another one, and the algorithm uses none.
    const doAllCount = differences.every(
      (_, index) => signatureWith(subject, differences.toSpliced(index, 1)) !== signature,
    );
    const areSearched =
      !differences.some(isAlone) || differences.some(({ weight }) => weight === 1);
    if (
      areSearched &&
      areAxesOwn &&
      isReal(subject, differences) &&
      doAllCount &&
      signature !== documented
    ) {
      return { differences, signature };
    }
  }
}

/** One of a thousand values, which is combined with common ones only. */
function isAlone({ axis, id }: Difference): boolean {
  const variants: readonly Variant<Uint8Array>[] = timestampVariants;
  return axis === 'timestamp' && variants.some((each) => each.id === id && each.alone === true);
}

/** Signatures of one length search fewer algorithms than those of all lengths together. */
function byDigest(cases: readonly Case[]): Case[][] {
  const groups = new Map<string, Case[]>();
  for (const each of cases) {
    const algorithm = each.differences.find(({ axis }) => axis === 'algorithm');
    const isCut = each.differences.some(({ id }) => id.startsWith('cut-'));
    const named = isCut ? undefined : /MD5|SHA\d+/.exec(algorithm?.detail ?? '')?.[0];
    const digest = named ?? 'SHA256';
    groups.set(digest, [...(groups.get(digest) ?? []), each]);
  }
  return [...groups.values()];
}

function judge({ differences }: Case, findings: readonly Finding[], hits: readonly Hit[]): Outcome {
  const isNamed = findings.some(
    ({ causes }) =>
      causes.length === differences.length &&
      differences.every((difference) => causes.some((cause) => isCause(cause, difference))),
  );
  const weight = differences.reduce((sum, each) => sum + each.weight, 0);
  const isLighter = hits.some(
    ({ choices, reading }) =>
      choices.reduce((sum, each) => sum + each.weight, reading.encoding?.weight ?? 0) < weight,
  );
  return isNamed ? 'named' : isLighter ? 'lighter' : 'missed';
}

function isCause({ axis, id, alternatives }: Cause, difference: Difference): boolean {
  return (
    axis === difference.axis && [id, ...alternatives.map((each) => each.id)].includes(difference.id)
  );
}

function labelOf(difference: Difference): string {
  return `${nameOf(difference)} (${difference.detail ?? ''})`;
}
