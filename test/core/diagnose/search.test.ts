import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/core/bytes.js';
import { startSearch, type SearchOptions } from '../../../src/core/diagnose/search.js';
import { describeStage } from '../../../src/core/diagnose/stages.js';
import type { AxisId, Subject } from '../../../src/core/diagnose/variant.js';
import { influencemart } from '../../../src/providers/influencemart.js';
import { payinout } from '../../../src/providers/payinout.js';
import { vistarkriya } from '../../../src/providers/vistarkriya.js';
import { differencesOf, nameOf, signatureWith, type Difference } from './differences.js';
import { causesOf, diagnosisOf, searchFor } from './run.js';
import { bodySubject, richSubject } from './subjects.js';

const subject = richSubject(influencemart);
const small = richSubject(payinout);
const right = signatureWith(subject, []);
const NEVER = 'ab'.repeat(32);

describe('a search', () => {
  it('ends at once where the signature is right', () => {
    const { candidates, hits, done, isComplete } = run(subject, [right]);
    expect(candidates).toBe(1);
    expect(hits.map(({ choices }) => choices)).toEqual([[]]);
    expect(done.map(describeStage)).toEqual(['as documented']);
    expect(isComplete).toBe(true);
  });

  it('tries nothing where the text is no signature', () => {
    const { candidates, hits, isComplete } = run(subject, ['none']);
    expect(candidates).toBeLessThanOrEqual(1);
    expect(hits).toEqual([]);
    expect(isComplete).toBe(true);
  });

  it('ends with the weight at which all is explained', () => {
    expect(stagesFor('timestamp/milliseconds')).toEqual(['as documented', '1 common difference']);
    expect(stagesFor('timestamp/padded')).toEqual([
      'as documented',
      '1 common difference',
      '1 rare difference',
      '2 common differences',
    ]);
    expect(stagesFor('timestamp/milliseconds', 'body/base64').at(-1)).toBe('3 common differences');
  });

  it('is complete only when everything that is promised was tried', () => {
    const search = startSearch(small, [NEVER], { maxDifferences: 2 });
    const seen: boolean[] = [];
    while (search.step()) {
      seen.push(search.state().isComplete);
    }
    expect(new Set(seen)).toEqual(new Set([false]));
    expect(search.state().isComplete).toBe(true);
    expect(search.state().stage).toEqual({ common: 0, rare: 2, isPromised: true });
    expect(search.step()).toBe(false);
  });

  it('gives way after about a thousand candidates, and holds on to none', () => {
    const search = startSearch(small, [NEVER], { maxDifferences: 2 });
    let before = 0;
    while (search.step()) {
      const { candidates, hits } = search.state();
      expect(candidates - before).toBeLessThanOrEqual(1024);
      expect(hits).toEqual([]);
      before = candidates;
    }
    expect(before).toBeGreaterThan(20_000);
  });

  it('explains each of several signatures', () => {
    const first = signatureOf(subject, ['timestamp/milliseconds']);
    const second = signatureOf(subject, ['body/base64']);
    const { hits, isComplete, done } = run(subject, [second, right, first, second]);
    expect(isComplete).toBe(true);
    expect(done.length).toBeLessThan(6);
    expect(new Set(hits.map(({ signature }) => signature))).toEqual(
      new Set([right, first, second]),
    );
    const named = hits.map(({ choices }) =>
      choices.map(({ stories: [story] }) => story.variant.id),
    );
    expect(named).toEqual([[], ['milliseconds'], ['base64']]);
  });

  it('goes on for a signature that is not explained, and adds nothing to one that is', () => {
    const explained = signatureOf(subject, ['body/left-out']);
    const alone = run(subject, [explained]).hits.length;
    const { hits, isComplete } = run(subject, [explained, NEVER], { maxDifferences: 1 });
    expect(hits).toHaveLength(alone);
    expect(isComplete).toBe(true);
  });
});

describe('the axes option', () => {
  const signature = signatureOf(subject, ['timestamp/milliseconds', 'body/base64']);
  const within = (axes: readonly AxisId[]): string[][] =>
    causesOf(diagnosisOf(subject, signature, { maxDifferences: 2, axes }));

  it('lets only these differ', () => {
    expect(within(['timestamp', 'body'])).toEqual([['timestamp/milliseconds', 'body/base64']]);
    expect(within(['timestamp'])).toEqual([]);
    expect(within(['body', 'secret', 'layout', 'algorithm', 'encoding'])).toEqual([]);
  });

  it.each<[axis: AxisId, name: string]>([
    ['timestamp', 'timestamp/milliseconds'],
    ['body', 'body/base64'],
    ['layout', 'layout/order'],
  ])('tells what was signed, also where only %s may differ', (axis, name) => {
    const given = signatureOf(subject, [name]);
    const [hit] = run(subject, [given], { maxDifferences: 1, axes: [axis] }).hits;
    const { findings } = diagnosisOf(subject, given, { maxDifferences: 1, axes: [axis] });
    expect(findings[0]?.stringToSign).toEqual(new Uint8Array(hit?.stringToSign ?? []));
  });

  it('makes the search shorter, and tells the axes that were searched', () => {
    const state = run(subject, [NEVER], { maxDifferences: 2, axes: ['method', 'timestamp'] });
    expect(state.axes.map(({ axis }) => axis)).toEqual(['timestamp', 'method']);
    const [timestamps] = state.axes;
    // The method is not signed.
    expect(state.candidates).toBe(
      1 + (timestamps?.common.length ?? 0) + (timestamps?.rare.length ?? 0),
    );
  });

  it('holds for the encoding too', () => {
    const upper = right.toUpperCase();
    const { findings } = diagnosisOf(subject, upper, { maxDifferences: 0, axes: ['encoding'] });
    expect(findings.map(({ encoding }) => encoding)).toEqual(['hex-upper-case']);
    expect(
      diagnosisOf(subject, upper, { maxDifferences: 1, axes: ['body', 'secret'] }).verdict,
    ).toBe('unexplained');
  });
});

describe('a part that no layout mentions', () => {
  it('is not varied', () => {
    const lone = bodySubject('{"a":1}');
    const more = {
      ...lone,
      parts: { ...lone.parts, method: utf8('POST'), target: utf8('/x?a=1') },
    };
    const options: SearchOptions = { maxDifferences: 2, axes: ['method', 'target', 'secret'] };
    expect(run(more, [NEVER], options).candidates).toBe(run(lone, [NEVER], options).candidates);
  });

  it('is varied inside the layouts that do mention it', () => {
    const signature = signatureOf(
      subject,
      ['layout/other-scheme', 'target/query-missing'],
      (each) => (each.axis === 'layout' ? each.detail === vistarkriya.name : true),
    );
    expect(causesOf(diagnosisOf(subject, signature))).toEqual([
      ['layout/other-scheme', 'target/query-missing'],
    ]);
  });

  it('is left alone by a layout that leaves it out', () => {
    const signature = signatureOf(
      subject,
      ['layout/part-missing'],
      ({ detail }) => detail === 'body',
    );
    const causes = causesOf(diagnosisOf(subject, signature));
    expect(causes.every((each) => each.length === 1)).toBe(true);
    expect(causes).toContainEqual(['layout/part-missing']);
  });
});

describe('a wrong secret', () => {
  it('is also the one that was put into the string-to-sign', () => {
    const signature = signatureOf(
      subject,
      ['secret/trailing-newline', 'layout/joined-in-between'],
      ({ axis, detail }) => axis !== 'layout' || (detail ?? '').includes('secret'),
    );
    expect(causesOf(diagnosisOf(subject, signature))).toEqual([
      ['secret/trailing-newline', 'layout/joined-in-between'],
    ]);
  });
});

describe('several stories of the same weight', () => {
  it('are all shown', () => {
    const lone = bodySubject('{"a":1}');
    const signature = signatureWith({ ...lone, parts: { body: utf8('{"a":1}\n') } }, []);
    expect(new Set(causesOf(diagnosisOf(lone, signature)).flat())).toEqual(
      new Set(['body/trailing-newline', 'layout/final-newline']),
    );
  });

  it('are shown as alternatives where they are of one axis', () => {
    const lone = bodySubject('', {});
    const signature = signatureWith(
      { ...lone, secret: lone.secret, parts: { body: utf8('{}') } },
      [],
    );
    const { findings } = diagnosisOf(lone, signature);
    expect(findings.map(({ causes }) => causes.map(({ id }) => id))).toEqual([['empty-object']]);
  });
});

function run(
  of: Subject,
  signatures: readonly string[],
  options: SearchOptions = { maxDifferences: 2 },
): ReturnType<typeof searchFor> {
  return searchFor(of, signatures, options);
}

/** The stages that were searched to find a signature with these differences. */
function stagesFor(...names: readonly string[]): string[] {
  return run(subject, [signatureOf(subject, names)], { maxDifferences: 4 }).done.map(describeStage);
}

/** Signed with the first fitting value of each of these variants. */
function signatureOf(
  of: Subject,
  names: readonly string[],
  fits: (difference: Difference) => boolean = () => true,
): string {
  const all = differencesOf(of).flat().filter(fits);
  const found = names.flatMap((name) => all.find((each) => nameOf(each) === name) ?? []);
  expect(found).toHaveLength(names.length);
  return signatureWith(of, found);
}
