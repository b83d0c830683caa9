import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/core/bytes.js';
import { Secret } from '../../../src/core/credential.js';
import {
  chooseValues,
  type AxisChoices,
  type Choice,
  type Story,
} from '../../../src/core/diagnose/choices.js';
import type { Subject } from '../../../src/core/diagnose/variant.js';
import { catalogue, nameOf } from './differences.js';
import { allProviders, bodySubject, richSubject, subjectsOf } from './subjects.js';

const everySubject = allProviders.flatMap(subjectsOf);

describe('the catalogue', () => {
  it('has no id twice in an axis, and none that a script could not take', () => {
    expect(new Set(catalogue).size).toBe(catalogue.length);
    expect(catalogue.filter((name) => !/^[a-z]+\/[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name))).toEqual(
      [],
    );
    expect(catalogue.length).toBeGreaterThan(150);
  });
});

describe('the choices of a subject', () => {
  const all = everySubject.map(({ name, subject }) => ({
    name,
    subject,
    axes: chooseValues(subject),
  }));

  it('nest what changes the key outside', () => {
    const orders = new Set(all.map(({ axes }) => axes.map(({ axis }) => axis).join()));
    expect([...orders]).toEqual(['algorithm,secret,layout,timestamp,method,email,target,body']);
  });

  it('are told apart by their bytes, and differ from what is documented', () => {
    for (const { name, subject, axes } of all) {
      const documented = { ...subject.parts, secret: subject.secret.reveal() };
      for (const each of axes) {
        const texts = choicesOf(each).map(textOf);
        expect(new Set(texts).size, `${name}, ${each.axis}`).toBe(texts.length);
        if (each.axis !== 'layout' && each.axis !== 'algorithm') {
          const own = Buffer.from(documented[each.axis] ?? utf8('\0')).toString('latin1');
          expect(texts.includes(own), `${name}, ${each.axis}`).toBe(false);
        }
      }
    }
  });

  it('weigh as much as the likeliest of their stories, which comes first', () => {
    const wrong = all
      .flatMap(({ axes }) => axes.flatMap(choicesOf))
      .filter(({ weight, stories }) => {
        const weights = stories.map(({ variant }) => variant.weight);
        return weights[0] !== weight || weights.includes(1, weights.indexOf(2) + 1 || Infinity);
      });
    expect(wrong).toEqual([]);
    const axes = all.flatMap((each) => each.axes);
    expect(axes.flatMap(({ common }) => common).every(({ weight }) => weight === 1)).toBe(true);
    expect(axes.flatMap(({ rare }) => rare).every(({ weight }) => weight === 2)).toBe(true);
  });

  it('tell each story once', () => {
    const twice = all
      .flatMap(({ axes }) => axes.flatMap(choicesOf))
      .filter(({ stories }) => new Set(stories.map(idOf)).size < stories.length);
    expect(twice).toEqual([]);
  });

  it('are of the catalogue, and none was left out', () => {
    const names = all.flatMap(({ axes }) =>
      axes.flatMap((each) =>
        choicesOf(each).flatMap(({ axis, stories }) =>
          stories.map((story) => nameOf({ axis, id: idOf(story) })),
        ),
      ),
    );
    expect([...new Set(names)].filter((name) => !catalogue.includes(name))).toEqual([]);
    expect(all.flatMap(({ axes }) => axes.filter(({ isCut }) => isCut))).toEqual([]);
  });
});

describe('values that are equal', () => {
  it('are one choice with all their stories', () => {
    const { common, rare } = axisOf(
      { ...bodySubject('{"a":1}'), secret: Secret.of('"k"') },
      'secret',
    );
    const bare = [...common, ...rare].filter((choice) => textOf(choice) === 'k');
    expect(bare.map(({ stories }) => stories.map(idOf))).toEqual([['unquoted']]);
    const spaced = axisOf({ ...bodySubject(''), secret: Secret.of('k \n') }, 'secret');
    const trimmed = [...spaced.common, ...spaced.rare].filter((choice) => textOf(choice) === 'k');
    expect(trimmed).toHaveLength(1);
  });

  it('take the likelier weight, whichever story comes first', () => {
    // With nothing to sort, one of the serialisers writes what another, rarer one writes as well.
    const merged = axisOf(bodySubject('{"a": 1}'), 'body').common.filter(
      ({ stories }) =>
        stories.some(({ variant }) => variant.weight === 2) && stories[0].variant.weight === 1,
    );
    expect(merged.length).toBeGreaterThan(0);
  });

  it('are not taken for equal because one is the digest of the other', () => {
    // Longer than what is compared as it is.
    const body = JSON.stringify({ text: 'x'.repeat(100) });
    const stories = choicesOf(axisOf(bodySubject(body), 'body')).flatMap(
      (choice) => choice.stories,
    );
    const digests = stories.filter(({ variant }) => variant.id === 'sha256');
    expect(digests.map(({ detail }) => detail)).toEqual(expect.arrayContaining(['hex', 'base64']));
  });
});

describe('a request too large for all of its values', () => {
  it('keeps the first of them, and says that some were left out', () => {
    const text = 'x/'.repeat(150_000);
    const large = bodySubject(JSON.stringify({ b: 1, d: 2, a: 3, e: 4, c: text }));
    const { common, rare, isCut } = axisOf(large, 'body');
    const bytes = [...common, ...rare].map(({ value }) =>
      value instanceof Uint8Array ? value.length : 0,
    );
    expect(isCut).toBe(true);
    expect(bytes.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(32 * 1024 * 1024);
    expect(bytes.length).toBeGreaterThan(5);
  });
});

describe('a part that is not known', () => {
  it('has no choices', () => {
    const lone = bodySubject('{}');
    const axes = chooseValues(lone);
    const counts = axes.map(({ axis, common, rare }) => [axis, common.length + rare.length]);
    expect(counts).toEqual(
      expect.arrayContaining([
        ['timestamp', 0],
        ['method', 0],
        ['target', 0],
      ]),
    );
  });

  it('is no other scheme that could have been used', () => {
    const [provider] = allProviders;
    if (provider === undefined) {
      throw new TypeError('there is no provider');
    }
    const { body, ...parts } = richSubject(provider).parts;
    const subject = { ...richSubject(provider), parts };
    const others = choicesOf(axisOf(subject, 'layout')).filter(({ stories }) =>
      stories.some(({ variant }) => variant.id === 'other-scheme'),
    );
    expect(body).toBeDefined();
    expect(others).toEqual([]);
  });
});

function axisOf(subject: Subject, axis: AxisChoices['axis']): AxisChoices {
  const found = chooseValues(subject).find((each) => each.axis === axis);
  if (found === undefined) {
    throw new TypeError(`there is no axis ${axis}`);
  }
  return found;
}

function idOf({ variant }: Story): string {
  return variant.id;
}

function choicesOf({ common, rare }: AxisChoices): Choice[] {
  return [...common, ...rare];
}

function textOf({ axis, value }: Choice): string {
  switch (axis) {
    case 'layout':
      return JSON.stringify([value.pieces, value.separator, value.end]);
    case 'algorithm':
      return value.name;
    default:
      return Buffer.from(value).toString('latin1');
  }
}
