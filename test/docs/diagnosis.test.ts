import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { catalogue, diagnosisPage } from '../../scripts/diagnosis-catalogue.js';

const read = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), 'utf8');

describe('docs/diagnosis.md', () => {
  it('is current: npm run docs writes it', () => {
    expect(read('docs/diagnosis.md')).toBe(diagnosisPage());
  });

  it('is what the README points to', () => {
    expect(read('README.md')).toContain('(docs/diagnosis.md)');
  });
});

describe('the catalogue', () => {
  const sections = catalogue();
  const records = sections.flatMap(({ axis, entries }) =>
    entries.map((entry) => [`${axis}/${entry.id}`, entry] as const),
  );

  it.each(sections.map(({ axis, entries }) => [axis, entries] as const))(
    'has each id of %s once, in kebab-case',
    (_axis, entries) => {
      const ids = entries.map(({ id }) => id);
      expect(ids).toEqual([...new Set(ids)]);
      expect(ids.filter((id) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))).toEqual([]);
    },
  );

  it('has titles that fit a line, in the form of a clause', () => {
    const faults = records.filter(
      ([, { title }]) =>
        title.length > 74 || !/^(?:[a-z]|HMAC |JSON |Python's ).*[^.\s]$/.test(title),
    );
    expect(faults.map(([name, { title }]) => [name, title])).toEqual([]);
  });

  it('has remedies in sentences, and code that fits a line', () => {
    const faults = records.flatMap(
      ([
        name,
        {
          remedy: { any, ...languages },
        },
      ]) => [
        ...(/^\S.*[^\s.]\.$/.test(any) ? [] : [[name, any]]),
        ...Object.values(languages)
          .filter((line) => line.length > 65 || line.includes('\n'))
          .map((line) => [name, line]),
      ],
    );
    expect(faults).toEqual([]);
  });

  it('shows for each record what it changes', () => {
    for (const [name, { example }] of records) {
      expect([name, ...example]).not.toEqual([name, example[0], example[0]]);
    }
  });
});
