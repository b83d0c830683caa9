import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { bodyJson, bytesMember, prettyJson } from '../../../src/cli/render/json.js';
import { paletteFor, plain } from '../../../src/cli/render/palette.js';
import { tokenizeJson } from '../../../src/core/json-text.js';

function pretty(text: string): string {
  return prettyJson(tokenizeJson(text) ?? [], plain);
}

it.each([
  [
    '[15420.50,1.0,1e400,-0,9007199254740993]',
    '[\n  15420.50,\n  1.0,\n  1e400,\n  -0,\n  9007199254740993\n]',
  ],
  ['{"10":1,"2":2,"a":3,"a":4}', '{\n  "10": 1,\n  "2": 2,\n  "a": 3,\n  "a": 4\n}'],
  ['{"__proto__":"\\u0041\\/"}', '{\n  "__proto__": "\\u0041\\/"\n}'],
  ['"\\ud800"', '"\\ud800"'],
  ['[]', '[]'],
  ['{}', '{}'],
  ['[true,false,null]', '[\n  true,\n  false,\n  null\n]'],
])('%s is laid out and not changed', (text, shown) => {
  expect(pretty(text)).toBe(shown);
});

it('is what JSON.stringify lays out, for whatever it writes', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'grapheme-ascii' }), (value) => {
      expect(pretty(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
    }),
  );
});

it('is the same JSON where it is made visible', () => {
  const text = JSON.stringify({ 'a\u202eb': '\u009b\u007f\u2028' });
  expect(pretty(text)).not.toMatch(/[\u007f-\u009f\u2028\u202e]/);
  expect(JSON.parse(pretty(text))).toEqual(JSON.parse(text));
});

it('has a colour by kind', async () => {
  const palette = await paletteFor({ hasColour: true });
  const shown = prettyJson(tokenizeJson('{"a":["b",1,true]}') ?? [], palette);
  expect(shown).toContain(palette.key('"a"'));
  expect(shown).toContain(palette.ok('"b"'));
  expect(shown).toContain(palette.warn('true'));
  expect(palette.key('x')).toBe('\u001b[36mx\u001b[39m');
});

it('has no colour where none is wanted', async () => {
  const palette = await paletteFor({ hasColour: false });
  for (const paint of Object.values(palette)) {
    expect(paint('x')).toBe('x');
  }
});

it.each<[body: string | Uint8Array, type: string, json: string]>([
  ['', 'empty', 'null'],
  [' {"a": 1.0}\n', 'json', '{"a":1.0}'],
  ['text', 'text', '"text"'],
  [Buffer.from([0xff]), 'base64', '"/w=="'],
])('bodyJson of %j', (body, type, json) => {
  expect(bodyJson(Buffer.from(body))).toEqual({ type, json });
});

it('bytesMember says what is no text', () => {
  expect(bytesMember('value', Buffer.from('é'))).toEqual({ value: 'é' });
  expect(bytesMember('value', Buffer.from([0xff]))).toEqual({ value: null, valueBase64: '/w==' });
});
