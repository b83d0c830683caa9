import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/core/credential.js';
import { conclude } from '../../../src/core/diagnose/conclude.js';
import type { Finding } from '../../../src/core/diagnose/finding.js';
import type { Subject } from '../../../src/core/diagnose/variant.js';
import type { Provider } from '../../../src/core/provider.js';
import {
  catalogue,
  differencesOf,
  isReal,
  nameOf,
  signatureWith,
  type Difference,
} from './differences.js';
import { searchFor } from './run.js';
import { allProviders, richSubject, subjectsOf, type NamedSubject } from './subjects.js';

interface Outcome {
  readonly name: string;
  readonly label: string;
  /** Whether the variant was named; `lighter` where something likelier signs the very same bytes. */
  readonly named: 'yes' | 'lighter' | 'no';
}

describe.each(allProviders.map((provider) => [provider.id, provider] as const))(
  '%s: each variant by itself',
  (_id, provider) => {
    it('is named as the only cause', () => {
      const subjects = [...subjectsOf(provider), withZeros(richSubject(provider))];
      const outcomes = subjects.flatMap(outcomesOf);
      const named = new Set(
        outcomes.filter((each) => each.named === 'yes').map(({ name }) => name),
      );
      const missing = catalogue.filter((name) => !named.has(name));

      expect(outcomes.length).toBeGreaterThan(500);
      expect(outcomes.filter((each) => each.named === 'no').map(({ label }) => label)).toEqual([]);
      expect(missing).toEqual(catalogue.filter((name) => isExempt(provider, name)));
    });
  },
);

/** With a secret that makes the documented signature begin with a zero. */
function withZeros(subject: Subject): NamedSubject {
  for (let count = 0; ; count += 1) {
    const other = { ...subject, secret: Secret.of(`sesame-${count}`) };
    if (signatureWith(other, []).startsWith('0')) {
      return { name: 'with a leading zero', subject: other };
    }
  }
}

/** One search explains the signatures of all variants of a subject. */
function outcomesOf({ name: subjectName, subject }: NamedSubject): Outcome[] {
  const documented = signatureWith(subject, []);
  const cases = differencesOf(subject)
    .flatMap(someOf)
    .filter((difference) => isReal(subject, [difference]))
    .map((difference) => ({ difference, signature: signatureWith(subject, [difference]) }))
    // Two empty parts in another order are as documented.
    .filter(({ signature }) => signature !== documented);
  const signatures = [...new Set(cases.map(({ signature }) => signature))];
  const state = searchFor(subject, signatures, { maxDifferences: 1 });
  return cases.map(({ difference, signature }) => {
    const { findings } = conclude(subject, signature, state);
    const isNamed = findings.some((finding) => names(finding, difference));
    const isSingle = findings.every(({ causes }) => causes.length === 1);
    const isLighter = state.hits.some(
      (hit) =>
        hit.signature === signature &&
        hit.choices.every(({ weight }) => weight < difference.weight),
    );
    return {
      name: nameOf(difference),
      label: `${subjectName}: ${nameOf(difference)} (${difference.detail ?? ''})`,
      named: isNamed && isSingle ? 'yes' : isSingle && isLighter ? 'lighter' : 'no',
    };
  });
}

function names({ causes: [cause] }: Finding, { axis, id }: Difference): boolean {
  return (
    cause?.axis === axis &&
    (cause.id === id || cause.alternatives.some((alternative) => alternative.id === id))
  );
}

/** The first, the middle and the last of a variant's values. */
function someOf(values: readonly Difference[]): Difference[] {
  const indices = new Set([0, Math.floor(values.length / 2), values.length - 1]);
  return values.filter((_, index) => indices.has(index));
}

/** Variants that cannot happen with a provider, each for a reason. */
function isExempt({ scheme, credential }: Provider, name: string): boolean {
  const [axis] = name.split('/');
  return (
    // The scheme does not sign that part.
    [...PARTS, 'email' as const].some((part) => part === axis && !scheme.parts.includes(part)) ||
    // It is what is documented.
    name === `encoding/${scheme.encoding}` ||
    // Only in a timestamp with milliseconds.
    (name === 'timestamp/another-millisecond' && scheme.timestamp?.format !== 'iso-8601') ||
    // A single part that is left has nothing to be separated from.
    (name === 'layout/part-missing-and-separator' && scheme.parts.length < 3) ||
    // All that there is to sign is signed.
    (name === 'layout/part-added' &&
      PARTS.every((part) => scheme.parts.includes(part)) &&
      !credential.some(({ id }) => id === 'email'))
  );
}

const PARTS = ['timestamp', 'method', 'target', 'body'] as const;
