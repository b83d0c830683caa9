import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonTree } from '../../../src/core/json-tree.js';
import { serialisers } from '../../../src/core/diagnose/serialisers.js';
import { loadSerialiserVectors, SERIALISER_LANGUAGES } from '../../vectors/load-serialisers.js';
import { jsonText } from './json-arbitrary.js';

/** Not to be had as a package of this machine's, or of another version: see the vectors' README. */
const UNCHECKED = [
  'csharp-newtonsoft-indented-crlf',
  'csharp-text-json',
  'csharp-text-json-indented',
  'csharp-text-json-indented-crlf',
  'csharp-text-json-relaxed',
  'java-org-json',
  'js-sorted-keys',
  'js-stable-stringify',
  'ruby-inspect-spaced',
  'ruby-pretty-generate',
];

describe('what the real libraries print', () => {
  describe.each(SERIALISER_LANGUAGES)('%s', (language) => {
    const vectors = loadSerialiserVectors(language);

    it.each([...new Set(vectors.map(({ serialiser }) => serialiser))])('%s', (id) => {
      const own = vectors.filter(({ serialiser }) => serialiser === id);
      expect(own.map(({ name, text }) => [name, print(id, text)])).toEqual(
        own.map(({ name, output }) => [name, output]),
      );
    });
  });

  it('leaves only these serialisers unchecked', () => {
    const checked = new Set(
      SERIALISER_LANGUAGES.flatMap((language) =>
        loadSerialiserVectors(language).map(({ serialiser }) => serialiser),
      ),
    );
    const unchecked = serialisers.map(({ id }) => id).filter((id) => !checked.has(id));
    expect(unchecked.toSorted()).toEqual(UNCHECKED);
  });
});

describe('serialisers without vectors', () => {
  it.each<[id: string, text: string, output: string | undefined]>([
    ['js-sorted-keys', '{"b":{"x":1,"a":2},"a":3}', '{"a":3,"b":{"a":2}}'],
    ['js-sorted-keys', '[1]', undefined],
    [
      'js-stable-stringify',
      '{"b":{"x":1.0,"a":2},"10":"\\u00e9","9":4}',
      '{"10":"é","9":4,"b":{"a":2,"x":1}}',
    ],
    [
      'java-org-json',
      '{"z":"</a>/","b":[1.50,1.0,1e5,1E-7,-0,12345678901234567890]}',
      '{"b":[1.5,1,1E+5,1E-7,-0,12345678901234567890],"z":"<\\/a>/"}',
    ],
    ['java-org-json', '[0.00000012,12.50e1,-0.0,1.5e10,100]', '[1.2E-7,125,-0,1.5E+10,100]'],
    ['java-org-json', '["\\u20ac\\u2028\\u0085é\\u001b"]', '["\\u20ac\\u2028\\u0085é\\u001b"]'],
    ['java-org-json', '[{"a":1,"a":2}]', undefined],
    [
      'csharp-text-json',
      '["é<>&\'\\"+`/\\\\ \\u001b\\n\\u007f", 1.0, "😀"]',
      '["\\u00E9\\u003C\\u003E\\u0026\\u0027\\u0022\\u002B\\u0060/\\\\ \\u001B\\n\\u007F",1.0,"\\uD83D\\uDE00"]',
    ],
    [
      'csharp-text-json-relaxed',
      '["é<>&\'\\"+`/ \\u00a0\\u2028😀"]',
      '["é<>&\'\\"+`/ \\u00A0\\u2028\\uD83D\\uDE00"]',
    ],
    ['csharp-text-json-indented', '{"a":[1]}', '{\n  "a": [\n    1\n  ]\n}'],
    ['csharp-text-json-indented-crlf', '{"a":"\\n"}', '{\r\n  "a": "\\n"\r\n}'],
    ['csharp-newtonsoft-indented-crlf', '{"a":1}', '{\r\n  "a": 1\r\n}'],
    ['csharp-newtonsoft', '-0.0', '-0.0'],
    ['ruby-inspect-spaced', '{"a":[1,null],"b":{}}', '{"a" => [1, nil], "b" => {}}'],
    [
      'ruby-pretty-generate',
      '{"a":[],"b":{},"c":[1.0]}',
      '{\n  "a": [],\n  "b": {},\n  "c": [\n    1.0\n  ]\n}',
    ],
    ['go-marshal', '"\\b\\f"', '"\\b\\f"'],
  ])('%s of %s', (id, text, output) => {
    expect(print(id, text)).toBe(output);
  });
});

describe('every serialiser', () => {
  it('has an id of its own, its language in front', () => {
    const ids = serialisers.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, language } of serialisers) {
      expect(id.startsWith(language === 'javascript' ? 'js-' : `${language}-`)).toBe(true);
    }
  });

  it('prints well-formed text, or nothing, and never throws', () => {
    fc.assert(
      fc.property(jsonText, fc.constantFrom(...serialisers), (text, { id }) => {
        expect(print(id, text)?.isWellFormed()).not.toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('agrees with JSON.parse and JSON.stringify, for JavaScript', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        expect(print('js-stringify', text)).toBe(JSON.stringify(JSON.parse(text)));
        expect(print('js-indent-2', text)).toBe(JSON.stringify(JSON.parse(text), null, 2));
      }),
    );
  });

  const jsonOnly = serialisers.filter(({ id }) => !/-str$|-inspect/.test(id));

  it.each(jsonOnly.map(({ id }) => id))('%s prints the same JSON, where it is plain', (id) => {
    // Without what a library may lose: numbers, nulls, and keys that stand there twice.
    const text = '{"b":["x","é\\u2028",true],"a":{"d":[""],"c":false}}';
    if (id !== 'js-sorted-keys') {
      expect(JSON.parse(print(id, text) ?? '')).toEqual(JSON.parse(text));
    }
  });
});

function print(id: string, text: string): string | undefined {
  const serialiser = serialisers.find((candidate) => candidate.id === id);
  const tree = parseJsonTree(text);
  if (serialiser === undefined || tree === undefined) {
    throw new TypeError(`no serialiser ${id}, or no JSON`);
  }
  return serialiser.print(tree);
}
