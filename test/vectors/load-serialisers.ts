import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The languages that there is a file of vectors for. */
export const SERIALISER_LANGUAGES = [
  'javascript',
  'python',
  'php',
  'go',
  'java',
  'ruby',
  'csharp',
] as const;

/** What a language's own library printed. */
export interface SerialiserVector {
  /** The name of the JSON text, and the text itself. */
  readonly name: string;
  readonly text: string;
  readonly serialiser: string;
  /** Undefined where the library failed. */
  readonly output: string | undefined;
}

/** The vectors of `serialisers/<language>.json`. */
export function loadSerialiserVectors(
  language: (typeof SERIALISER_LANGUAGES)[number],
): readonly SerialiserVector[] {
  const inputs = new Map(
    read('inputs').map((entry) => [text(entry, 'name'), text(entry, 'text')] as const),
  );
  return read(language).map((entry) => {
    const name = text(entry, 'input');
    const input = inputs.get(name);
    if (input === undefined) {
      throw new TypeError(`${language}.json names an input ${name} that is not there`);
    }
    return {
      name,
      text: input,
      serialiser: text(entry, 'serialiser'),
      output: entry.get('output') === null ? undefined : text(entry, 'output'),
    };
  });
}

type Entry = ReadonlyMap<string, unknown>;

function read(name: string): readonly Entry[] {
  const file = join(import.meta.dirname, 'serialisers', `${name}.json`);
  const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(json)) {
    throw new TypeError(`${file} holds no array`);
  }
  return json.map((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) {
      throw new TypeError(`${file} holds what is no object`);
    }
    return new Map(Object.entries(entry));
  });
}

function text(entry: Entry, name: string): string {
  const value = entry.get(name);
  if (typeof value !== 'string') {
    throw new TypeError(`${name} is no text`);
  }
  return value;
}
