import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRequestItem, type RequestItem } from '../../src/cli/request-items.js';
import { refusal } from '../app/refusal.js';

it.each<[word: string, kind: RequestItem['kind'], name: string, value: string]>([
  ['name=value', 'string', 'name', 'value'],
  ['name=', 'string', 'name', ''],
  ['name= value ', 'string', 'name', ' value '],
  ['name=a=b', 'string', 'name', 'a=b'],
  ['name=a:b', 'string', 'name', 'a:b'],
  ['name=a==b', 'string', 'name', 'a==b'],
  ['name=a:=b', 'string', 'name', 'a:=b'],
  ['name:=json', 'json', 'name', 'json'],
  ['name:={"a":1}', 'json', 'name', '{"a":1}'],
  ['name:=', 'json', 'name', ''],
  ['name==value', 'query', 'name', 'value'],
  ['name==', 'query', 'name', ''],
  ['name===x', 'query', 'name', '=x'],
  ['name==@x', 'query', 'name', '@x'],
  ['Name:value', 'header', 'Name', 'value'],
  ['Name: value ', 'header', 'Name', 'value'],
  ['Name:', 'header', 'Name', ''],
  ['Name:http://x?a=b', 'header', 'Name', 'http://x?a=b'],
  ['Name:@x', 'header', 'Name', '@x'],
  ['name=@file', 'string-file', 'name', 'file'],
  ['name=@', 'string-file', 'name', ''],
  ['name:=@file.json', 'json-file', 'name', 'file.json'],
  ['name=\\@home', 'string', 'name', '@home'],
  ['name:=\\@x', 'json', 'name', '@x'],
  ['name=\\x', 'string', 'name', '\\x'],
  ['a\\=b=c', 'string', 'a=b', 'c'],
  ['a\\:b=c', 'string', 'a:b', 'c'],
  ['a\\:\\=b=c', 'string', 'a:=b', 'c'],
  ['a\\\\=c', 'string', 'a\\', 'c'],
  ['a\\b=c', 'string', 'a\\b', 'c'],
  ['a[b][]=1', 'string', 'a[b][]', '1'],
  ['a[]:=1', 'json', 'a[]', '1'],
  ['é=😀', 'string', 'é', '😀'],
  ['__proto__=x', 'string', '__proto__', 'x'],
])('%s', (word, kind, name, value) => {
  expect(parseRequestItem(word)).toEqual({ kind, name, value });
});

it.each(['', 'name', '=', ':', '\\=', 'name\\=value', 'a b'])('%j is refused', (word) => {
  expect(() => parseRequestItem(word)).toThrow(
    refusal('usage', `${JSON.stringify(word)} is no request item`, 'name=value'),
  );
});

it.each(['{"a":1}', '{}', "{ 'a': 1 }", '{\n  "a": "b=c"\n}'])('%j is a body', (word) => {
  expect(() => parseRequestItem(word)).toThrow(
    refusal('usage', `${JSON.stringify(word)} is a body, and no request item`, '-d'),
  );
});

describe('what is written with escapes is read back', () => {
  const separators: Readonly<Record<RequestItem['kind'], string>> = {
    string: '=',
    json: ':=',
    query: '==',
    header: ':',
    'string-file': '=@',
    'json-file': ':=@',
  };

  function build({ kind, name, value }: RequestItem): string {
    const mayBeFile = kind === 'string' || kind === 'json';
    const text = mayBeFile && value.startsWith('@') ? `\\${value}` : value;
    // A space keeps a header's value apart from its colon.
    return (
      name.replaceAll(/[\\=:]/g, '\\$&') + separators[kind] + (kind === 'header' ? ' ' : '') + text
    );
  }

  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom('=', ':', '\\', '@', '[', ']'),
      fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }),
    ),
  });

  it.each(['string', 'json', 'query', 'header', 'string-file', 'json-file'] as const)(
    '%s',
    (kind) => {
      fc.assert(
        fc.property(
          text.filter((name) => name !== ''),
          text
            .map((value) => (kind === 'header' ? value.trim() : value))
            // These would be another kind of item, and cannot be escaped.
            .filter(
              (value) => !(kind === 'string' && value.startsWith('=')) && !value.startsWith('\\@'),
            ),
          (name, value) => {
            expect(parseRequestItem(build({ kind, name, value }))).toEqual({ kind, name, value });
          },
        ),
      );
    },
  );
});
