import { describe, expect, it } from 'vitest';
import { decodeUtf8, utf8 } from '../../../src/core/bytes.js';
import { jsonBodyVariants } from '../../../src/core/diagnose/axes/body-json.js';
import type { Subject } from '../../../src/core/diagnose/variant.js';
import { allProviders, richSubject } from './subjects.js';

describe('jsonBodyVariants', () => {
  it('have ids of their own', () => {
    const ids = jsonBodyVariants.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  it('say what to write, in the language that is named', () => {
    for (const { title, language, remedy } of jsonBodyVariants) {
      expect(title).toMatch(/^the body was /);
      expect(remedy.any).toMatch(/\.$/);
      expect(language === undefined || remedy[language] !== undefined).toBe(true);
    }
  });

  it.each<[name: string, body: Uint8Array | undefined]>([
    ['no body', undefined],
    ['an empty body', utf8('')],
    ['what is not JSON', utf8('a=1&b=2')],
    ['what is not UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
    ['nesting beyond measure', utf8('['.repeat(50_000) + ']'.repeat(50_000))],
  ])('give nothing for %s', (_name, body) => {
    for (const { make } of jsonBodyVariants) {
      expect([...make(subjectWith(body))]).toEqual([]);
    }
  });

  it('read past a byte order mark, and leave what lacks nothing but that to its own variant', () => {
    expect(textsOf('compact', '\ufeff{\n"a":1}')).toEqual(['{"a":1}']);
    expect(textsOf('compact', '\ufeff{"a":1}')).toEqual([]);
  });

  it('give the other spellings, and never the body itself', () => {
    const body = '{"b":15420.50,"a":"é/"}';
    const texts = new Map(jsonBodyVariants.map(({ id }) => [id, textsOf(id, body)]));

    expect(texts.get('python-dumps')).toEqual(['{"b": 15420.5, "a": "\\u00e9/"}']);
    expect(texts.get('php-json-encode')).toEqual(['{"b":15420.5,"a":"\\u00e9\\/"}']);
    expect(texts.get('js-stringify')).toEqual(['{"b":15420.5,"a":"é/"}']);
    expect(texts.get('keys-sorted')).toEqual(['{"a":"é/","b":15420.50}']);
    expect(texts.get('key-order')).toEqual(['{"a":"é/","b":15420.50}']);
    expect(texts.get('compact')).toEqual([]);
    expect([...texts.values()].flat()).not.toContain(body);
  });

  it('tell their values apart', () => {
    const keyOrder = jsonBodyVariants.find(({ id }) => id === 'key-order');
    const made = [...(keyOrder?.make(subjectWith(utf8('{"c":1,"b":2,"a":3}'))) ?? [])];
    expect(new Set(made.map(({ detail }) => detail)).size).toBe(5);
  });
});

function textsOf(id: string, body: string): (string | undefined)[] {
  const variant = jsonBodyVariants.find((candidate) => candidate.id === id);
  return [...(variant?.make(subjectWith(utf8(body))) ?? [])].map(({ value }) => decodeUtf8(value));
}

function subjectWith(body: Uint8Array | undefined): Subject {
  const [provider] = allProviders;
  if (provider === undefined) {
    throw new RangeError('there is no provider');
  }
  const { parts, ...rest } = richSubject(provider);
  const { body: _own, ...others } = parts;
  return { ...rest, parts: { ...others, ...(body !== undefined && { body }) } };
}
